"""By which channel's link somebody came: their next words are proposed for that one. In memory
only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.memory.identity import Route
from bot.memory.kept import Kept, LocalKept

ARRIVAL_LIFE = timedelta(hours=1)


@dataclass(slots=True)
class Arrivals:
    _by: Kept[Route, int] = field(default_factory=lambda: LocalKept(ARRIVAL_LIFE))

    async def came(self, route: Route, channel: int, now: datetime) -> None:
        """Remember that they opened this channel's link."""
        await self._by.put(route, channel, now)

    async def channel_of(self, route: Route, now: datetime) -> int | None:
        return await self._by.get(route, now)
