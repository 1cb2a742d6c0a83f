"""Authors of waiting whispers, in the shared memory: the process that takes a whisper in is seldom
the one that releases it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.whisper import WhisperKey
from bot.memory.identity import Route
from bot.memory.shared.codec import milliseconds
from bot.memory.shared.kept import SharedKept
from bot.memory.shared.store import Script, SharedStore

_ADD = Script("redis.call('HSET', K[1], A[1], A[2]) redis.call('PEXPIRE', K[1], A[3]) return 1")
_ALL = Script("return redis.call('HGETALL', K[1])")
_DROP = Script("return redis.call('HDEL', K[1], A[1])")


class SharedAuthors:
    """The ``bot.memory.authors.AuthorBook`` of the shared memory."""

    def __init__(self, store: SharedStore, *, life: timedelta, bannable: timedelta) -> None:
        self._store, self._life = store, life
        self._of: SharedKept[WhisperKey, Route] = SharedKept(store, "author", life)
        self._shown: SharedKept[WhisperKey, bool] = SharedKept(store, "bannable", bannable)

    async def note(self, key: WhisperKey, route: Route, now: datetime) -> None:
        await self._of.put(key, route, now)
        whose = self._whose(route)
        args: list[bytes | int] = [
            self._field(whose, key),
            self._store.seal(key, whose),
            milliseconds(self._life),
        ]
        await self._store.run(_ADD, [whose], args)

    async def show(self, keys: Iterable[WhisperKey], now: datetime) -> None:
        for key in await self._of.get_all(tuple(keys), now):
            await self._shown.put(key, True, now)

    async def of(self, key: WhisperKey, now: datetime) -> Route | None:
        return await self._of.get(key, now)

    async def of_all(
        self, keys: Collection[WhisperKey], now: datetime
    ) -> Mapping[WhisperKey, Route]:
        return await self._of.get_all(keys, now)

    async def can_ban(self, key: WhisperKey, now: datetime) -> bool:
        return await self._shown.get(key, now) is not None

    async def others(self, key: WhisperKey, now: datetime) -> tuple[WhisperKey, ...]:
        route = await self._of.get(key, now)
        if route is None:
            return ()
        whose = self._whose(route)
        found = (await self._store.run(_ALL, [whose]))[1::2]
        keys = [WhisperKey(self._store.unseal(each, whose)) for each in found]
        known = await self._of.get_all(keys, now)
        return tuple(each for each in keys if each != key and _is_of(known.get(each), route))

    async def drop(self, *keys: WhisperKey, now: datetime) -> None:
        for key in keys:
            route = await self._of.pop(key, now)
            await self._shown.pop(key, now)
            if route is not None:
                whose = self._whose(route)
                await self._store.run(_DROP, [whose], [self._field(whose, key)])

    def _whose(self, route: Route) -> bytes:
        return self._store.name(b"waiting of", route.tag)

    def _field(self, whose: bytes, key: WhisperKey) -> bytes:
        return self._store.name(b"waits", whose, key)


def _is_of(other: Route | None, route: Route) -> bool:
    return other is not None and other.tag == route.tag
