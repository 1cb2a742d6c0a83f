"""The bot looks after itself: writes its pulse, answers /healthz, says when nothing goes on.

Each trouble is said once, and again only when it has been well in between.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.flows.publishing.alerts import Alert, AlertKind
from bot.flows.publishing.publisher import SendAlert
from bot.logs import Event, log
from bot.ops.http import listening, parse_loopback
from bot.ops.last_status import write_status
from bot.ops.metrics import operator_face
from bot.ops.overview import ChannelLook, overview
from bot.ops.pulse import EVERY, Pulse, write_pulse
from bot.ops.status import Facts, Status, judge
from bot.schedule import Schedule
from bot.settings import Settings
from storage.changes import Version

_REREAD = timedelta(seconds=30)
"""The time after which tables in which nothing was written are read again: some of what they say
changes with time alone. What they are judged by takes minutes."""

STEADY = 8
"""The ticks in a row that make a trouble: after a suspend or a jump of the clock everything looks
silent until the first answer has come."""

_TROUBLES = {
    "poller_silent": AlertKind.POLLER_SILENT,
    "updates_repeated": AlertKind.UPDATES_STUCK,
    "updates_stuck": AlertKind.UPDATES_STUCK,
    "channel_stuck": AlertKind.CHANNEL_STUCK,
    "moderators_stuck": None,  # who should read it there cannot
}
"""The troubles that are told in the moderators' chat."""


class Watch:
    def __init__(
        self,
        settings: Settings,
        *,
        channels: Sequence[ChannelLook],
        clock: Clock,
        pulse: Callable[[], Pulse],
        tell: SendAlert,
    ) -> None:
        self._settings, self._channels = settings, channels
        self._storage = channels[0].storage  # one database holds all of them
        self._clock, self._pulse, self._tell = clock, pulse, tell
        now = clock.now()
        self._facts = Facts(at=now, started=pulse().started, tables_at=now)
        self._version: Version | None = None  # of the tables when they were last read
        self._seen: Counter[str] = Counter()  # trouble -> ticks in a row

    async def tick(self) -> None:
        """Look at the state, every few seconds. Raises OSError when the disk is full,
        StorageUnavailable."""
        pulse = self._pulse()
        await self._tell_news(self.status())
        await asyncio.to_thread(self._leave, pulse)
        version = await self._storage.version()
        if not self._as_read(version):
            status = await overview(channels=self._channels, now=self._clock.now(), pulse=pulse)
            self._facts = replace(status.facts, tables_at=status.facts.at)
            self._version = version
        await asyncio.to_thread(write_status, self._settings.data, self.status().facts)

    def _leave(self, pulse: Pulse) -> None:
        write_pulse(self._settings.data, pulse)
        self._storage.even_out_times()

    def _as_read(self, version: Version | None) -> bool:
        """Whether the tables say what they said when they were last read, and no slot has come."""
        now, read = self._clock.now(), self._facts
        if version is None or version != self._version or read.tables_at is None:
            return False
        if read.next_slot is not None and read.next_slot <= now:
            return False
        return timedelta(0) <= now - read.tables_at < _REREAD

    def status(self) -> Status:
        """Return the status at this very moment, by what the last tick read of the tables: quick,
        for /healthz."""
        pulse = self._pulse()
        return judge(
            replace(
                self._facts,
                at=self._clock.now(),
                last_poll=pulse.last_poll,
                handled=pulse.handled,
                failed=pulse.failed,
                unreadable=pulse.unreadable,
                undeleted=pulse.undeleted,
                again=pulse.again,
                stuck_since=pulse.stuck_since,
                moderators_refused_since=pulse.moderators_refused_since,
                loop_lag=pulse.loop_lag,
                loop_lag_longest=pulse.loop_lag_longest,
                tasks=pulse.tasks,
                renderers=pulse.renderers,
                drawing=pulse.drawing,
                drawn_elsewhere=pulse.drawn_elsewhere,
                drawn_here=pulse.drawn_here,
            )
        )

    async def _tell_news(self, status: Status) -> None:
        present = _TROUBLES.keys() & set(status.problems)
        self._seen = Counter({problem: self._seen[problem] + 1 for problem in present})
        for problem in sorted(present):
            if self._seen[problem] != STEADY:
                continue
            if problem == "channel_stuck":
                log(Event.CHANNEL_STUCK, backlog=status.facts.backlog)
            elif problem == "updates_stuck":
                log(Event.UPDATES_STUCK)
            elif problem == "moderators_stuck":
                log(Event.MODERATORS_STUCK, count=status.facts.with_moderators)
            kind = _TROUBLES[problem]
            if kind is not None:
                await self._tell(Alert(kind))


@asynccontextmanager
async def watching(
    settings: Settings,
    schedule: Schedule,
    *,
    channels: Sequence[ChannelLook],
    clock: Clock,
    pulse: Callable[[], Pulse],
    tell: SendAlert,
) -> AsyncIterator[Watch]:
    """Watch inside the block, and serve SOTTO_HTTP when it is set. Raises SettingsWrong."""
    watch = Watch(settings, channels=channels, clock=clock, pulse=pulse, tell=tell)
    schedule.every(EVERY, watch.tick, name="watch")
    if settings.http is None:
        yield watch
        return
    address = parse_loopback("SOTTO_HTTP", settings.http)
    async with listening(operator_face(watch.status), address, setting="SOTTO_HTTP"):
        yield watch
