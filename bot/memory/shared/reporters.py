"""Reporters in the shared memory: who reported what."""

from collections.abc import Iterable
from datetime import datetime

from bot.memory.reporters import LIGHT_FOR, UNDECIDED_FOR, Given, GivenReply
from bot.memory.shared.codec import milliseconds, pack, ticks, unpack
from bot.memory.shared.kept import SharedKept
from bot.memory.shared.store import Script, SharedStore

_REPORTED = Script(
    """
redis.call('HSET', K[1], A[1], A[2])
redis.call('PEXPIRE', K[1], A[4])
redis.call('HSET', K[2], A[3], A[5])
redis.call('PEXPIRE', K[2], A[4])
return 1
"""
)
_OPEN = Script("return redis.call('HGETALL', K[1])")
_DECIDED = Script(
    """
local tags = redis.call('HVALS', K[2])
redis.call('DEL', K[2])
redis.call('HDEL', K[1], A[1])
return tags
"""
)


class SharedReporters:
    """The ``bot.memory.reporters.ReporterBook`` of one channel."""

    def __init__(self, store: SharedStore, channel: int) -> None:
        self._store, self._channel = store, str(channel).encode()
        self._light: SharedKept[bytes, bool] = SharedKept(store, f"light {channel}", LIGHT_FOR)

    async def reported(self, tag: bytes, given: Given | GivenReply, now: datetime) -> None:
        book, by, field = self._names(given)
        kept = self._store.seal(pack((given, ticks(now))), book)
        reporter, sealed = self._store.name(b"reporter", by, tag), self._store.seal(tag, by)
        args: list[bytes | int] = [field, kept, reporter, milliseconds(UNDECIDED_FOR), sealed]
        await self._store.run(_REPORTED, [book, by], args)

    async def weighs(self, tag: bytes, now: datetime) -> bool:
        return await self._light.get(tag, now) is None

    async def undecided(self, now: datetime) -> tuple[Given, ...]:
        return tuple(each for each in await self._open(now) if len(each) == 2)

    async def undecided_replies(self, now: datetime) -> tuple[GivenReply, ...]:
        return tuple(each for each in await self._open(now) if len(each) == 3)

    async def not_upheld(self, decided: Iterable[Given | GivenReply], now: datetime) -> None:
        for given in decided:
            book, by, field = self._names(given)
            for sealed in await self._store.run(_DECIDED, [book, by], [field]):
                await self._light.put(self._store.unseal(sealed, by), True, now)

    async def _open(self, now: datetime) -> list[Given | GivenReply]:
        book = self._store.name(b"reports", self._channel)
        found = (await self._store.run(_OPEN, [book]))[1::2]
        given = [unpack(self._store.unseal(each, book)) for each in found]
        oldest = ticks(now - UNDECIDED_FOR)
        return [each for each, at in sorted(given, key=lambda one: one[1]) if at > oldest]

    def _names(self, given: Given | GivenReply) -> tuple[bytes, bytes, bytes]:
        book = self._store.name(b"reports", self._channel)
        about = pack(given)
        by = self._store.name(b"reported by", self._channel, about)
        return book, by, self._store.name(b"given", self._channel, about)
