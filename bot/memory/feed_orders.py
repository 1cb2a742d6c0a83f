"""Orders of feeds that many readers look at, kept for some seconds. Memory only, and of nobody."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.memory.expiring import ExpiringDict

CardKey = tuple[int, int]
"""(channel, number)"""

LIFE = timedelta(seconds=5)
_MOST = 512
_IN_LINE = 400


class FeedOrders:
    """The order of whispers in each feed, kept so that under load it is read only once in a
    while."""

    def __init__(self) -> None:
        self._kept: ExpiringDict[Hashable, tuple[CardKey, ...]] = ExpiringDict(LIFE, most=_MOST)
        self._waiting = 0
        self._turn = asyncio.Lock()

    @property
    def overrun(self) -> bool:
        """Whether so many wait that another one would get its answer too late."""
        return self._waiting > _IN_LINE

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Let readers of feeds ask the database one after another: release, publishing and authors
        never wait behind all of them."""
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1

    def get(self, key: Hashable, now: datetime) -> tuple[CardKey, ...] | None:
        self._kept.fade(now)
        return self._kept.get(key)

    def forget(self) -> None:
        """Forget all that was kept."""
        self._kept.clear()

    def put(self, key: Hashable, order: tuple[CardKey, ...], now: datetime) -> None:
        self._kept.put(key, order, now)


class FeedPictures:
    """The pictures of six cards, by all that they show."""

    def __init__(self, most: int = 24) -> None:
        self._kept: ExpiringDict[Hashable, bytes] = ExpiringDict(timedelta(minutes=1), most=most)

    def get(self, key: Hashable, now: datetime) -> bytes | None:
        self._kept.fade(now)
        return self._kept.get(key)

    def put(self, key: Hashable, picture: bytes, now: datetime) -> None:
        self._kept.put(key, picture, now)
