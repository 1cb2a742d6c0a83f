"""The whisper: one confession, from acceptance to publication. The stored thing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.places.place import Place

WhisperKey = NewType("WhisperKey", bytes)
"""16 random bytes. Row order must not tell arrival order, so keys are never counted up."""

PictureId = NewType("PictureId", bytes)
"""4 bytes, stable over releases. ``OWN_PHOTO`` means: the author's own picture."""

OWN_PHOTO = PictureId(b"\0\0\0\0")
BLURRED_PHOTO = PictureId(b"\0\0\0\1")
"""The author's own picture, blurred, in a draft. What is stored then is that, as ``OWN_PHOTO``."""
OWN_PHOTOS = frozenset((OWN_PHOTO, BLURRED_PHOTO))


class State(StrEnum):
    """The states of a whisper: review -> pool | held | rejected; pool -> released; released ->
    removed; any -> withdrawn."""

    REVIEW = "review"  # waits for a moderator
    HELD = "held"  # a moderator set it aside
    POOL = "pool"  # accepted, waits to be mixed and released
    RELEASED = "released"  # has a number; its parcel is in the outbox or was posted
    REJECTED = "rejected"  # words and picture are erased, the reason stays for the receipt
    REMOVED = "removed"  # was published, taken down by an operator or moderators
    WITHDRAWN = "withdrawn"  # was published, taken down by its author


FIRST_CHANNEL = 1
"""The id of the channel of an installation that has only one."""


@dataclass(frozen=True, slots=True)
class Look:
    """The look that the author wants for the card: ids that survive restarts, chosen in the
    preview."""

    picture: PictureId
    style: int  # code of a bot.cards style, 0..255


@dataclass(frozen=True, slots=True)
class Whisper:
    """A whisper as stored. Nothing in it says who wrote it or when."""

    key: WhisperKey
    state: State
    words: str
    look: Look
    photo: bytes | None = None  # the author's picture, redrawn by us; goes 2 days after release
    cover: bool = False  # behind Telegram's spoiler, with a content note
    findings: tuple[str, ...] = ()  # what the checks saw; dropped at the decision
    deadline: datetime | None = None  # slot of release at the latest; erased at release
    number: int | None = None  # given at release, never reused
    reason: str | None = None  # why it was rejected or removed
    channel: int = FIRST_CHANNEL  # the channel it is for, by its id in the tables
    place: Place | None = None  # what its author chose; kept elsewhere from release on
    campaign: int | None = None  # number of the question that it answers
