"""The question about a place, and the draft that it is about, if it is about one: one question a
chat, in memory only (``slates.py``). The buttons that offer the ways to say a place are one as
well: nothing was asked, but a town may be typed. Neither a position nor a typed word is ever in
here.

Losing it costs a tap: the button under the card asks again.
"""

from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.draft import DraftState


class PlaceAsk(Enum):
    TOWN = auto()
    COUNTRY = auto()
    POSITION = auto()
    OFFERED = auto()  # the buttons stand under the card


@dataclass(frozen=True, slots=True)
class AskedDraft:
    """The draft to which a place is to be added."""

    author_message: int
    preview: int
    state: DraftState


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    asked: PlaceAsk
    draft: AskedDraft | None  # None: a reader asked what is near
    message: int | None = None  # our question
    answer: int | None = None  # the message that answered it: handled twice, it answers twice
