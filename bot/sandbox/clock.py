"""The world's own time: it runs with the machine's, and can be skipped forward."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

PATIENCE = 60.0
"""Real seconds after which a wait for something in the world gives up, unless it says otherwise: a
busy machine takes its time."""


class WorldClock:
    """A ``bot.clock.Clock`` that starts at ``start`` (default: now, UTC) and can be skipped.

    ``frozen``: it stands still but for ``skip``, for tests that need exact moments."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._frozen = frozen
        self._began = time.monotonic()
        self._skipped = timedelta()
        self._sleepers: set[asyncio.Future[None]] = set()
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        ran = 0.0 if self._frozen else time.monotonic() - self._began
        return self._start + self._skipped + timedelta(seconds=ran)

    async def sleep(self, seconds: float) -> None:
        due = self.now() + timedelta(seconds=seconds)
        while (left := (due - self.now()).total_seconds()) > 0:
            waker = asyncio.get_running_loop().create_future()
            self._sleepers.add(waker)
            try:
                await asyncio.wait({waker}, timeout=None if self._frozen else left)
            finally:
                self._sleepers.discard(waker)
                waker.cancel()

    def skip(self, by: timedelta) -> None:
        """Lets time jump forward; everybody whose sleep is over wakes."""
        if by < timedelta():
            raise ValueError("time runs forward only")
        self._skipped += by
        for waker in list(self._sleepers):
            if not waker.done():
                waker.set_result(None)
        for watcher in list(self._watchers):
            watcher()

    def on_skip(self, watcher: Callable[[], None]) -> None:
        """Calls ``watcher`` after each skip."""
        self._watchers.append(watcher)
