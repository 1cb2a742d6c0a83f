"""The newest of something in each chat, for a while: what was asked last, or sent last."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route

Value = TypeVar("Value")


@dataclass(slots=True)
class OneAChat(Generic[Value]):
    """One thing remembered for each chat. ``life``: how long each is remembered."""

    life: timedelta
    _of: ExpiringDict[Route, Value] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._of = ExpiringDict(self.life)

    @property
    def remembered(self) -> int:
        """The number of chats of which something is in memory."""
        return len(self._of)

    def put(self, route: Route, value: Value, now: datetime) -> None:
        self._of.put(route, value, now)

    def get(self, route: Route, now: datetime) -> Value | None:
        self._of.fade(now)
        return self._of.get(route)

    def drop(self, route: Route) -> Value | None:
        return self._of.pop(route)
