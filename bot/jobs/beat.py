"""The beat: twice a second, whatever may have something to do looks at the tables, and rests while
nothing can have become due.

A look rests until the time that it names, and wakes when something was written since: by this
process within the look's channel, or by another one (``sotto remove``) anywhere. It wakes when the
clock has jumped, and after ``BELT`` at the latest. So an idle bot asks the database one question a
beat: has anything changed? And a post in one channel wakes nobody in the others.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.clock import Clock
from bot.schedule import Schedule, Tick
from storage.changes import Version

BEAT = 0.5
"""The seconds between two beats."""
BELT = timedelta(seconds=30)
"""The longest rest."""
_JUMP = timedelta(seconds=5)
"""The time between two beats from which on the clock jumped, or the process was stopped."""


class Rest(Enum):
    """The answer of a look that does not rest until a certain time."""

    NONE = "none"  # there is more to do: it looks again with the next beat
    LONG = "long"  # nothing can become due by time alone


Look = Callable[[], Awaitable[datetime | Rest]]
"""Does what is due, and returns until when it rests if nothing changes."""


@dataclass(slots=True)
class _Resting:
    channel: int | None = None  # None: all of them concern it
    version: tuple[int, int] | None = None  # the version that it last looked at; None: it must look
    until: datetime | None = None


class Beat:
    """Looks twice a second at what does not rest. ``changes`` gives the database's version: another
    one once something was written."""

    def __init__(
        self, schedule: Schedule, clock: Clock, changes: Callable[[], Awaitable[Version | None]]
    ) -> None:
        self._schedule, self._clock, self._changes = schedule, clock, changes
        self._rests: dict[str, _Resting] = {}
        self._needed: dict[str, Callable[[], bool]] = {}
        self._version: Version | None = None
        self._last: datetime | None = None
        schedule.every(BEAT, self.strike, name="beat")

    def look(self, look: Look, *, name: str, channel: int | None = None) -> None:
        """Look with each beat, unless it rests. ``channel``: it looks at this one's rows alone."""
        rest = self._rests[name] = _Resting(channel)

        async def run() -> None:
            version, now = self._version, self._clock.now()
            rest.version = None  # should it fail, it looks again with the next beat
            until = await look()
            if until is not Rest.NONE:
                longest = now + BELT
                rest.version = None if version is None else version.of(channel)
                rest.until = longest if isinstance(until, Rest) else min(until, longest)

        self._schedule.on_ring(run, name=name)

    def when(self, needed: Callable[[], bool], tick: Tick, *, name: str) -> None:
        """Run with each beat for which ``needed``, a glance at memory, says so."""
        self._needed[name] = needed
        self._schedule.on_ring(tick, name=name)

    async def strike(self) -> None:
        """Make one beat: ring whatever does not rest."""
        now, self._version = self._clock.now(), await self._changes()
        jumped = self._last is None or not timedelta(0) <= now - self._last <= _JUMP
        self._last = now
        for name, rest in self._rests.items():
            rests = (
                self._version is not None
                and rest.version == self._version.of(rest.channel)
                and rest.until is not None
                and now < rest.until
            )
            if jumped or not rests:
                self._schedule.ring(name, again=jumped)
        for name, needed in self._needed.items():
            if needed():
                self._schedule.ring(name, again=False)
