"""Sweeping: messages in authors' private chats whose ids nobody knows. Memory only."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.telegram_limits import DELETABLE_FOR, SWEPT_IDS
from bot.memory.deletions import Deletions
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route


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

    deletions: Deletions
    delay: timedelta
    later: timedelta = timedelta(minutes=10)
    uptime: Callable[[], float] = time.monotonic
    """Seconds; the machine's, so that no clock that is set ahead ends the sweeping."""
    _newest: ExpiringDict[Route, int] = field(default_factory=lambda: ExpiringDict(DELETABLE_FOR))
    _open: ExpiringDict[Route, int] = field(default_factory=lambda: ExpiringDict(DELETABLE_FOR))
    """Nobody knows what follows this id."""
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.uptime()

    def saw(self, route: Route, message_id: int, *, spare: Collection[int] = ()) -> None:
        """A message of this chat went by; ``spare`` is what this update is about."""
        now = self.deletions.clock.now()
        known, unknown_after = self._newest.get(route), self._open.get(route)
        self._newest.put(route, max(message_id, known or 0), now)
        self._open.fade(now)
        far = message_id - SWEPT_IDS
        if known is None and self._just_started():
            self._open.put(route, message_id, now)
            self._owe(route, far, message_id, spare, self.delay)
        elif unknown_after is not None and message_id > unknown_after:
            self._open.put(route, message_id, now)
            first = max(unknown_after + 1, far)
            self._owe(route, first, message_id, spare, max(self.delay, self.later))

    def sent(self, route: Route, message_id: int) -> None:
        """We said something ourselves: what follows it is known."""
        if route in self._newest:
            self.saw(route, message_id)
            self._open.pop(route)

    def newest(self, route: Route) -> int:
        """The highest message id seen in this chat (0: none)."""
        return self._newest.get(route) or 0

    def lost(self, route: Route, after: int, before: int, *, spare: Collection[int] = ()) -> None:
        """Something of ours may stand between these two ids: its answer never came."""
        self._owe(route, max(after + 1, before - SWEPT_IDS), before, spare, timedelta(0))

    def _just_started(self) -> bool:
        """What the process before said can still be deleted."""
        return self.uptime() - self._started < DELETABLE_FOR.total_seconds()

    def _owe(
        self, route: Route, first: int, end: int, spare: Collection[int], delay: timedelta
    ) -> None:
        self.deletions.schedule_range(route, range(max(1, first), end), spare=spare, after=delay)
