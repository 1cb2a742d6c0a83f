"""Sweeping: messages in authors' private chats whose ids nobody knows. Memory only."""

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.telegram_limits import DELETABLE_FOR, SWEPT_IDS
from bot.memory.deletions import DeletionBook
from bot.memory.identity import Route
from bot.memory.kept import Kept, LocalKept

NEVER = -math.inf
"""The beginning of a memory before which there was no process: nothing is swept."""

_SEEN, _UNKNOWN = "seen", "unknown"


@dataclass(slots=True)
class UnseenMessages:
    """Messages whose ids nobody knows: what a former process owed, and answers that got lost.

    After a start the debts of the process before are unknown, so a chat's first update has what
    precedes it swept. ``delay`` is zero after an unclean stop. After a clean one only open drafts
    can be left over: they stay usable for one more draft's life and are swept then.

    A first update may concern an old message, a press above all: what the process before said after
    it is unknown as well, until this process has said something in the chat. It is swept ``later``,
    once a newer id shows where it ends; not at once, since the author may have written meanwhile.

    Chats that were silent for two days are forgotten, and two days after the start no chat is
    swept: nothing of then can be deleted any more.
    """

    deletions: DeletionBook
    delay: timedelta
    later: timedelta = timedelta(minutes=10)
    uptime: Callable[[], float] = time.monotonic
    """Returns seconds; the machine's, so that no clock that is set ahead ends the sweeping."""
    started: float | None = None
    """The time, on that scale, when this memory began; None: now."""
    known: Kept[tuple[Route, str], int] = field(default_factory=lambda: LocalKept(DELETABLE_FOR))
    """Of each chat the highest message id that was seen, and the id after which nobody knows what
    follows."""
    shared: bool = False
    """Whether what other processes owe is known here."""

    def __post_init__(self) -> None:
        self.started = self.uptime() if self.started is None else self.started

    def begin_anew(self) -> None:
        """Another process took the bot's updates until now, and what it owed is unknown here: what
        precedes each chat's first update is swept at once."""
        if not self.shared:
            self.started, self.delay = self.uptime(), timedelta(0)

    async def saw(self, route: Route, message_id: int, *, spare: Collection[int] = ()) -> None:
        """Note that a message of this chat went by; ``spare`` is what this update is about."""
        now = self.deletions.clock.now()
        seen, unknown_after = await self._known(route, now)
        await self.known.put((route, _SEEN), max(message_id, seen or 0), now)
        far = message_id - SWEPT_IDS
        if seen is None and self._just_started():
            await self.known.put((route, _UNKNOWN), message_id, now)
            await self._owe(route, far, message_id, spare, self.delay)
        elif unknown_after is not None and message_id > unknown_after:
            await self.known.put((route, _UNKNOWN), message_id, now)
            first = max(unknown_after + 1, far)
            await self._owe(route, first, message_id, spare, max(self.delay, self.later))

    async def sent(self, route: Route, message_id: int) -> None:
        """Note that we said something ourselves: what follows it is known."""
        now = self.deletions.clock.now()
        seen, unknown_after = await self._known(route, now)
        if seen is None:
            return
        await self.known.put((route, _SEEN), max(message_id, seen), now)
        if unknown_after is None:
            return
        if message_id > unknown_after:
            first = max(unknown_after + 1, message_id - SWEPT_IDS)
            await self._owe(route, first, message_id, (), max(self.delay, self.later))
        await self.known.pop((route, _UNKNOWN), now)

    async def newest(self, route: Route) -> int:
        """Return the highest message id seen in this chat (0: none)."""
        return await self.known.get((route, _SEEN), self.deletions.clock.now()) or 0

    async def lost(
        self, route: Route, after: int, before: int, *, spare: Collection[int] = ()
    ) -> None:
        """Note that something of ours may stand between these two ids: its answer never came."""
        await self._owe(route, max(after + 1, before - SWEPT_IDS), before, spare, timedelta(0))

    async def _known(self, route: Route, now: datetime) -> tuple[int | None, int | None]:
        found = await self.known.get_all(((route, _SEEN), (route, _UNKNOWN)), now)
        return found.get((route, _SEEN)), found.get((route, _UNKNOWN))

    def _just_started(self) -> bool:
        """Tell whether what the process before said can still be deleted."""
        return self.uptime() - (self.started or 0.0) < DELETABLE_FOR.total_seconds()

    async def _owe(
        self, route: Route, first: int, end: int, spare: Collection[int], delay: timedelta
    ) -> None:
        await self.deletions.schedule_range(
            route, range(max(1, first), end), spare=spare, after=delay
        )
