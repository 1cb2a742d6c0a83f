"""Pictures of campaigns on which whispers may be drawn: offered among others, never first, and
never for words that are covered or that a helpline stands under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.domain.campaigns.campaign import Campaign, inked
from bot.domain.whisper import PictureId

MOST = 10
"""The most pictures of one pack."""
_AFTER, _APART = 2, 4
"""So many of the library's come before the first of them, and between two."""


@dataclass(frozen=True, slots=True)
class PackPicture:
    """A picture of a pack, and what every card that is drawn on it must say."""

    campaign: Campaign
    data: bytes = field(repr=False)  # JPEG

    @property
    def label(self) -> str:
        """The label of its cards: ``Publicité · Marque · © Marque``. Raises ValueError: there is no
        label."""
        credit = self.campaign.credit
        return " · ".join(part for part in (inked(self.campaign), credit) if part)


def picture_id(channel: int, number: int, data: bytes) -> PictureId:
    """Return an id that differs for each channel and campaign. The chance that it is one of the
    library's is less than one in ten million."""
    about = f"{channel}.{number}".encode()
    return PictureId(blake2b(data, digest_size=4, key=about, person=b"sotto pack").digest())


def with_packs(walk: Sequence[PictureId], packs: Iterable[PictureId]) -> tuple[PictureId, ...]:
    """Return the walk through the library with these among it."""
    mixed = list(walk)
    for turn, picture in enumerate(packs):
        at = _AFTER + turn * (_APART + 1)
        if at > len(mixed):
            break
        mixed.insert(at, picture)
    return tuple(mixed)
