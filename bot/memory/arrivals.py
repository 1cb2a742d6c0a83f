"""By which channel's link somebody came: their next words are proposed for that one. In memory
only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route

_LIFE = timedelta(hours=1)


@dataclass(slots=True)
class Arrivals:
    _by: ExpiringDict[Route, int] = field(default_factory=lambda: ExpiringDict(_LIFE))

    def came(self, route: Route, channel: int, now: datetime) -> None:
        """They opened this channel's link."""
        self._by.put(route, channel, now)

    def channel_of(self, route: Route, now: datetime) -> int | None:
        self._by.fade(now)
        return self._by.get(route)
