"""Time as an ability: whoever needs the moment or a pause is given a Clock."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the present moment, timezone-aware, in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Pause for this many seconds of *this* clock (a simulated one may be skipped forward)."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
