"""Chats that want to be told once of something new in a thread: memory only, for a day.

Whoever reads a thread may ask, so having asked tells nobody who wrote the whisper. What is told
comes after a full hour and some minutes by chance, so that it does not follow a reply, and says no
number and no words. A restart forgets who asked, unless the memory is shared.
"""

import random
from datetime import datetime, timedelta
from typing import Protocol

from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route

DAY = timedelta(days=1)
JITTER = timedelta(minutes=15)
"""The longest delay after the full hour."""

_HOUR = timedelta(hours=1)
_MOST = 20_000
_TOLD_FOR = DAY

Thread = tuple[int, int]
"""The channel and the number of a whisper."""


class NewsBook(Protocol):
    """The people who want to know of news in a thread. Raises MemoryAway where it is a server's and
    cannot be reached."""

    async def ask(self, thread: Thread, route: Route, now: datetime) -> bool:
        """Note that this person wants to be told. False: they were told something, or are about to
        be, within this day."""

    async def happened(self, thread: Thread, now: datetime) -> None:
        """Note that something new stands in this thread."""

    def waiting(self, now: datetime) -> bool:
        """Whether to look now who is to be told: a glance that asks nobody."""

    async def due(self, now: datetime) -> tuple[Route, ...]:
        """Return those who are to be told now, each once: of several that ask, one gets each."""


def told_at(now: datetime, rng: random.Random) -> datetime:
    """Return when somebody is told of what happens now."""
    hour = now.replace(minute=0, second=0, microsecond=0) + _HOUR
    return hour + rng.random() * JITTER


class ThreadNews:
    """Those whom this process knows. ``rng`` is a ``random.SystemRandom`` outside of tests."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._asked: ExpiringDict[tuple[Thread, Route], None] = ExpiringDict(DAY, most=_MOST)
        self._told: ExpiringDict[Route, None] = ExpiringDict(_TOLD_FOR, most=_MOST)
        self._due: dict[Route, datetime] = {}

    async def ask(self, thread: Thread, route: Route, now: datetime) -> bool:
        self._told.fade(now)
        if route in self._told or route in self._due:
            return False
        self._asked.put((thread, route), None, now)
        return True

    async def happened(self, thread: Thread, now: datetime) -> None:
        self._asked.fade(now)
        for asked, route in [key for key, _ in self._asked.items()]:
            if asked == thread:
                self._due[route] = told_at(now, self._rng)
        for route in self._due:
            for key in [key for key, _ in self._asked.items() if key[1] == route]:
                self._asked.pop(key)

    def waiting(self, now: datetime) -> bool:
        return bool(self._due)

    async def due(self, now: datetime) -> tuple[Route, ...]:
        found = tuple(route for route, at in self._due.items() if at <= now)
        for route in found:
            del self._due[route]
            self._told.put(route, None, now)
        return found
