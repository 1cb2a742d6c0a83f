"""Orders for cards, and the ways in which an order can be refused. Values only, no Pillow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.whisper import PictureId

Size = Literal["square", "portrait", "story", "tile", "banner"]
"""The shapes in which cards are made; ``tile`` and ``banner`` are for a picture of several, made
small."""

PIXELS: Mapping[Size, tuple[int, int]] = {
    "square": (1080, 1080),
    "portrait": (1080, 1350),
    "story": (1080, 1920),
    "tile": (1080, 912),
    "banner": (1080, 448),
}
"""Shape -> (width, height) in pixels: 1:1, 4:5 and 9:16; and those of a tile and of two."""

CARDS: tuple[Size, ...] = ("square", "portrait", "story")
"""The shapes of a card that stands alone."""

CannotSetReason = Literal["too_long", "uncovered", "hostile"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """The small line at the foot of a card. ``number`` is None in a preview: not given yet."""

    channel: str
    number: int | None = None
    place: str | None = None  # "Lyon, France"
    token: str | None = None  # "c7", instead of a number


@dataclass(frozen=True, slots=True)
class CardOrder:
    """Everything a card depends on: the same order gives the same bytes."""

    words: str
    picture: PictureId
    photo: bytes | None
    style: int
    imprint: Imprint
    size: Size = "square"
    label: str | None = None  # "Publicité · Marque": what a campaign must be known by
    question: str | None = None  # the one that it answers: small, under the words
    choices: "tuple[Choice, ...]" = ()  # the same words on other pictures, small beside the card
    sheet: bool = False  # the choices alone, without the card


@dataclass(frozen=True, slots=True)
class Choice:
    """A picture that may be chosen. ``sign``: a digit or an emoji, by which its button is found."""

    sign: str
    picture: PictureId
    photo: bytes | None = field(default=None, repr=False)  # a campaign's
    label: str | None = None  # the one that a card on it carries


@dataclass(frozen=True, slots=True)
class PosterEntry:
    """A place on the digest poster. ``reactions``: (emoji, count), most frequent first."""

    rank: int
    number: int
    words: str
    picture: PictureId
    style: int
    reactions: tuple[tuple[str, int], ...] = ()
    photo: bytes | None = field(default=None, repr=False)  # for OWN_PHOTO, while it is kept
    note: str | None = None  # for a covered card: what is said instead of its words

    @property
    def said(self) -> str:
        return self.words if self.note is None else self.note


@dataclass(frozen=True, slots=True)
class Bars:
    """A panel of the moderators' figures: labelled bars, or one thin bar a day."""

    title: str
    bars: tuple[tuple[str, int], ...]
    empty: str  # said when there is nothing to show


@dataclass(frozen=True, slots=True)
class ChartOrder:
    """Everything the moderators' figures show, in their language."""

    title: str
    subtitle: str
    tiles: tuple[tuple[str, int], ...]  # counts of what waits just now
    released: Bars  # a bar a day; labels are the days, most of them ""
    decisions: Bars
    waits: Bars
    reports: Bars  # a bar a day
    mirrored: bool = False  # their language is read from the right


@dataclass(frozen=True, slots=True)
class CampaignChart:
    """Everything that a campaign's figures show, in its managers' language. Numbers that are not
    told come as words (``<5``), and their bars as none."""

    title: str
    subtitle: str
    tiles: tuple[tuple[str, str], ...]
    opens: Bars  # a bar a day
    answers: tuple[tuple[str, str, int], ...]  # name, number as told, length of its bar
    answers_title: str
    reactions: Bars  # a bar a day
    mirrored: bool = False


class CannotSet(ValueError):
    """These words cannot be set as a card.

    ``reason``: ``too_long`` (no size of type fits), ``uncovered`` (no font has ``clusters``),
    ``hostile`` (``clusters`` are no writing of anybody, such as a letter under 200 marks).
    ``whole_script``: most of the letters are uncovered, so leaving them out leaves nothing.
    """

    def __init__(
        self, reason: CannotSetReason, clusters: tuple[str, ...] = (), *, whole_script: bool = False
    ) -> None:
        self.reason: CannotSetReason = reason
        self.clusters = clusters
        self.whole_script = whole_script
        super().__init__(reason)

    def __reduce__(self) -> tuple[object, tuple[CannotSetReason, tuple[str, ...], bool]]:
        """Return what pickles it, since it crosses from the pool's processes."""
        return _cannot_set, (self.reason, self.clusters, self.whole_script)


def _cannot_set(
    reason: CannotSetReason, clusters: tuple[str, ...], whole_script: bool
) -> CannotSet:
    return CannotSet(reason, clusters, whole_script=whole_script)
