"""Entries that are kept for a while, in the shared memory."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.memory.shared.codec import microseconds, milliseconds, pack, ticks, unpack
from bot.memory.shared.store import Script, SharedStore

K = TypeVar("K")
V = TypeVar("V")

ALIVE = """
local function alive(found, now, life)
  if not found then return false end
  local at = tonumber(string.match(found, '^%d+'))
  return at > now or now - at < life
end
"""
"""An entry begins with when it was put; what a clock set ahead has dated is alive until its time
to live ends it."""

_PUT = Script("redis.call('SET', K[1], A[1], 'PX', A[2]) return 1")
_GET = Script("return redis.call('MGET', unpack(K))")
_ADD = Script(
    ALIVE
    + """
if alive(redis.call('GET', K[1]), tonumber(A[3]), tonumber(A[4])) then return 0 end
redis.call('SET', K[1], A[1], 'PX', A[2])
return 1
"""
)
_POP = Script("local found = redis.call('GET', K[1]) redis.call('DEL', K[1]) return found")
_MOST = 500
"""The most entries that one question asks for."""


class SharedKept(Generic[K, V]):
    """Entries in the shared memory. ``what`` tells them from others; values are what ``codec`` can
    carry. There is no other bound than their life: the server's memory is."""

    def __init__(self, store: SharedStore, what: str, life: timedelta) -> None:
        self._store, self._what, self._life = store, what.encode(), life

    async def put(self, key: K, value: V, now: datetime) -> None:
        name = self._name(key)
        await self._store.run(_PUT, [name], [self._sealed(name, value, now), self._ends])

    async def add(self, key: K, value: V, now: datetime) -> bool:
        name = self._name(key)
        given: list[bytes | int] = [self._sealed(name, value, now), self._ends, ticks(now)]
        given.append(microseconds(self._life))
        return bool(await self._store.run(_ADD, [name], given))

    async def get(self, key: K, now: datetime) -> V | None:
        found = await self.get_all((key,), now)
        return found.get(key)

    async def get_all(self, keys: Collection[K], now: datetime) -> Mapping[K, V]:
        asked, known = list(keys), dict[K, V]()
        for start in range(0, len(asked), _MOST):
            batch = asked[start : start + _MOST]
            names = [self._name(each) for each in batch]
            found = await self._store.run(_GET, names)
            for each, name, value in zip(batch, names, found, strict=True):
                if value is not None and self._is_alive(value, now):
                    known[each] = self._opened(name, value)
        return known

    async def pop(self, key: K, now: datetime) -> V | None:
        name = self._name(key)
        value = await self._store.run(_POP, [name])
        if value is None or not self._is_alive(value, now):
            return None
        return self._opened(name, value)

    @property
    def _ends(self) -> int:
        return milliseconds(self._life)

    def _name(self, key: K) -> bytes:
        return self._store.name(b"kept", self._what, pack(key))

    def _sealed(self, name: bytes, value: V, now: datetime) -> bytes:
        return b"%d|" % ticks(now) + self._store.seal(pack(value), name)

    def _opened(self, name: bytes, value: bytes) -> V:
        found: Any = unpack(self._store.unseal(value.partition(b"|")[2], name))
        return found  # type: ignore[no-any-return]  # what was put under this name

    def _is_alive(self, value: bytes, now: datetime) -> bool:
        at = int(value.partition(b"|")[0])
        return at > ticks(now) or ticks(now) - at < microseconds(self._life)
