"""The schedule rings jobs. Jobs are ticks: real seconds, a coroutine, no state of their own.

State lives in tables, so a tick that comes late, twice or after a restart does no harm. A tick
never overlaps itself; one that fails is logged and rings again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import Event, report
from bot.memory.away import MemoryAway
from storage.errors import StorageBusy

Tick = Callable[[], Awaitable[object]]

BUSY_TIMES = 3
"""A tick that found the database busy rings again and says nothing; so many times in a row are
told. Each of them has waited for some seconds."""

CLOCK_CHECK = 1.0  # seconds between looks at the wall clock
CLOCK_JUMP = 2.0  # seconds of disagreement that count as a jump


@dataclass
class _Bell:
    """The state of a tick: at most one run at a time, and whether it was rung meanwhile."""

    name: str
    tick: Tick
    running: asyncio.Task[None] | None = None
    again: bool = False
    found_busy: int = 0  # times in a row

    def ring(self, *, again: bool) -> None:
        if self.running is not None and not self.running.done():
            self.again = self.again or again
            return
        self.running = asyncio.create_task(self._run(), name=f"tick:{self.name}")

    async def _run(self) -> None:
        while True:
            self.again = False
            try:
                await self.tick()
                self.found_busy = 0
            except StorageBusy as error:
                self.found_busy += 1
                if self.found_busy == BUSY_TIMES:
                    report(error, Event.TICK_FAILED, part=self.name)
            except MemoryAway:  # said once, where it was noticed
                self.found_busy = 0
            except Exception as error:  # noqa: BLE001 - whatever it was, it must ring again
                report(error, Event.TICK_FAILED, part=self.name)
            if not self.again:
                return


class Schedule:
    """Start and stop it inside the running loop."""

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        clock_check: float = CLOCK_CHECK,
    ) -> None:
        # It warns of each overlap and each failure; both are our business here.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL + 1)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._bells: dict[str, _Bell] = {}
        self._wall, self._monotonic, self._clock_check = wall, monotonic, clock_check
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False

    def every(self, seconds: float, tick: Tick, *, name: str) -> None:
        """Ring at the start and then every so many seconds."""
        self.on_ring(tick, name=name)
        bell = self._bells[name]

        async def ring() -> None:
            if not self._stopping:
                bell.ring(again=False)

        self._scheduler.add_job(
            ring, "interval", id=name, seconds=seconds, next_run_time=datetime.now(UTC)
        )

    def on_ring(self, tick: Tick, *, name: str) -> None:
        """Ring only when ``ring`` says so."""
        if name in self._bells:
            raise ValueError(f"two ticks named {name}")
        self._bells[name] = _Bell(name, tick)

    def ring(self, name: str, *, again: bool = True) -> None:
        """Ring now, out of turn. ``again``: a running tick runs once more when it ends."""
        if not self._stopping:
            self._bells[name].ring(again=again)

    def start(self) -> None:
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_clock(), name="schedule:clock")

    async def stop(self, grace: timedelta = timedelta(0)) -> bool:
        """Ring no more; let running ticks finish within ``grace``, then cancel them.

        True: all of them finished by themselves.
        """
        self._stopping = True
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        running = [b.running for b in self._bells.values() if b.running and not b.running.done()]
        for bell in self._bells.values():
            bell.again = False
        if not running:
            return True
        _, late = await asyncio.wait(running, timeout=grace.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return not late

    async def _watch_clock(self) -> None:
        """Watch for jumps of the clock. APScheduler waits for a wall-clock time: set back an hour,
        it would sleep that hour."""
        offset = self._wall() - self._monotonic()
        while True:
            await asyncio.sleep(self._clock_check)
            now = self._wall() - self._monotonic()
            if abs(now - offset) > CLOCK_JUMP:
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
            offset = now
