"""Which place was asked for, and for which draft, if for one: one question a chat, in memory only.
Neither a position nor what was typed is ever in here.

Losing it costs a tap: the button under the card asks again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.domain.draft import DraftState
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route


class PlaceAsk(Enum):
    TOWN = auto()
    COUNTRY = auto()
    POSITION = auto()


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


@dataclass(slots=True)
class PlaceQuestions:
    life: timedelta
    _of: ExpiringDict[Route, PlaceQuestion] = field(init=False)

    def __post_init__(self) -> None:
        self._of = ExpiringDict(self.life)

    def put(self, route: Route, question: PlaceQuestion, now: datetime) -> None:
        self._of.put(route, question, now)

    def get(self, route: Route, now: datetime) -> PlaceQuestion | None:
        self._of.fade(now)
        return self._of.get(route)

    def drop(self, route: Route) -> PlaceQuestion | None:
        return self._of.pop(route)
