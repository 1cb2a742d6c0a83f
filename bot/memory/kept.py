"""Something that is remembered of chats, drafts or handles for a while, and then gone."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.memory.expiring import ExpiringDict

K = TypeVar("K")
V = TypeVar("V")


class Kept(Protocol[K, V]):
    """Entries that go ``life`` after they were last put. What waits raises MemoryAway where it is a
    server's and cannot be reached."""

    async def put(self, key: K, value: V, now: datetime) -> None: ...

    async def add(self, key: K, value: V, now: datetime) -> bool:
        """Put it, unless it is there: then False. Of several at once, one is told True."""

    async def get(self, key: K, now: datetime) -> V | None: ...

    async def get_all(self, keys: Collection[K], now: datetime) -> Mapping[K, V]:
        """Return the entries of those keys that are there, in one go."""

    async def pop(self, key: K, now: datetime) -> V | None:
        """Take an entry out and return it. Of several at once, one gets it."""


class LocalKept(Generic[K, V]):
    """Entries that this process keeps. Above ``most``, the oldest go."""

    def __init__(self, life: timedelta, *, most: int | None = None) -> None:
        self.entries: ExpiringDict[K, V] = ExpiringDict(life, most=most)

    async def put(self, key: K, value: V, now: datetime) -> None:
        self.entries.put(key, value, now)

    async def add(self, key: K, value: V, now: datetime) -> bool:
        self.entries.fade(now)
        if key in self.entries:
            return False
        self.entries.put(key, value, now)
        return True

    async def get(self, key: K, now: datetime) -> V | None:
        self.entries.fade(now)
        return self.entries.get(key)

    async def get_all(self, keys: Collection[K], now: datetime) -> Mapping[K, V]:
        self.entries.fade(now)
        return self.entries.get_all(keys)

    async def pop(self, key: K, now: datetime) -> V | None:
        self.entries.fade(now)
        return self.entries.pop(key)
