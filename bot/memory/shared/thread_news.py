"""Who wants to be told of news in a thread, in the shared memory: whichever process is first tells
them, once."""

import random
from datetime import datetime, timedelta

from bot.memory.identity import Route
from bot.memory.shared.codec import (
    microseconds,
    milliseconds,
    pack,
    route_bytes,
    ticks,
    unpack,
)
from bot.memory.shared.kept import ALIVE
from bot.memory.shared.store import Script, SharedStore
from bot.memory.thread_news import DAY, Thread, told_at

_LOOK_EVERY = timedelta(seconds=60)
"""The time between two looks: nobody here knows what others have heard."""
_KEPT = milliseconds(2 * DAY)
"""The time after which nothing of a bot that is gone is left."""

_ASK = Script(
    ALIVE
    + """
local now, day = tonumber(A[1]), tonumber(A[2])
if alive(redis.call('GET', K[4]), now, day) or redis.call('ZSCORE', K[2], A[4]) then return 0 end
local all = redis.call('HGETALL', K[1])
for i = 1, #all, 2 do
  if not alive(all[i + 1], now, day) then redis.call('HDEL', K[1], all[i]) end
end
redis.call('HSET', K[1], A[4], A[1] .. '|' .. A[5])
redis.call('PEXPIRE', K[1], A[3])
return 1
"""
)
_ASKED = Script("return redis.call('HGETALL', K[1])")
_HAPPENED = Script(
    ALIVE
    + """
local now, day = tonumber(A[1]), tonumber(A[2])
for i = 4, #A, 3 do
  local told = K[4 + (i - 4) / 3]
  if redis.call('HDEL', K[1], A[i]) == 1 and not alive(redis.call('GET', told), now, day)
     and not redis.call('ZSCORE', K[2], A[i]) then
    redis.call('ZADD', K[2], A[i + 1], A[i])
    redis.call('HSET', K[3], A[i], A[i + 2])
  end
end
redis.call('PEXPIRE', K[2], A[3])
redis.call('PEXPIRE', K[3], A[3])
return 1
"""
)
"""Takes now, a day, how long all is kept, then of each who asked: the name, when they are told, who
it is. Who asked twice, or was told within the day, is not told again."""
_DUE = Script(
    """
local found = {}
for _, name in ipairs(redis.call('ZRANGEBYSCORE', K[2], '-inf', A[1])) do
  local who = redis.call('HGET', K[3], name)
  redis.call('ZREM', K[2], name)
  redis.call('HDEL', K[3], name)
  if who then
    local told = string.sub(who, 1, 16)
    redis.call('SET', told, A[1] .. '|', 'PX', A[2])
    found[#found + 1] = name
    found[#found + 1] = string.sub(who, 17)
  end
end
return found
"""
)


class SharedThreadNews:
    """The ``bot.memory.thread_news.NewsBook`` of an installation, named by its first bot's id; each
    entry knows whose chat it is about. ``K``: who asks about a
    thread, when who is told, who that is, and that somebody was told."""

    def __init__(self, store: SharedStore, bot: int, rng: random.Random) -> None:
        self._store, self._bot, self._rng = store, str(bot).encode(), rng
        self._look_at: datetime | None = None

    async def ask(self, thread: Thread, route: Route, now: datetime) -> bool:
        name = self._who(route)
        args: list[bytes | int] = [ticks(now), microseconds(DAY), milliseconds(DAY), name]
        keys = [*self._keys(thread), self._told(route)]
        return bool(await self._store.run(_ASK, keys, [*args, self._sealed(route)]))

    async def happened(self, thread: Thread, now: datetime) -> None:
        keys = self._keys(thread)
        found = await self._store.run(_ASKED, keys[:1])
        args: list[bytes | int] = [ticks(now), microseconds(DAY), _KEPT]
        for name, entry in zip(found[::2], found[1::2], strict=True):
            at, _, sealed = entry.partition(b"|")
            route = self._opened(name, sealed)
            if ticks(now) - int(at) < microseconds(DAY):
                keys.append(self._told(route))
                args += [name, ticks(told_at(now, self._rng)), self._told(route) + sealed]
        if len(args) > 3:
            await self._store.run(_HAPPENED, keys, args)

    def waiting(self, now: datetime) -> bool:
        """Tell whether to look, which is so once a minute, and when the clock was set back."""
        at = self._look_at
        return at is None or not at - _LOOK_EVERY <= now < at

    async def due(self, now: datetime) -> tuple[Route, ...]:
        self._look_at = now + _LOOK_EVERY
        found = await self._store.run(_DUE, self._keys(None), [ticks(now), milliseconds(DAY)])
        return tuple(self._opened(*each) for each in zip(found[::2], found[1::2], strict=True))

    def _keys(self, thread: Thread | None) -> list[bytes]:
        about = b"" if thread is None else pack(thread)
        return [
            self._store.name(b"news of", self._bot, about),
            self._store.name(b"news due", self._bot),
            self._store.name(b"news whom", self._bot),
        ]

    def _who(self, route: Route) -> bytes:
        return self._store.name(b"wants news", self._bot, route_bytes(route))

    def _told(self, route: Route) -> bytes:
        return self._store.name(b"told news", self._bot, route_bytes(route))

    def _sealed(self, route: Route) -> bytes:
        return self._store.seal(pack(route), self._who(route))

    def _opened(self, name: bytes, sealed: bytes) -> Route:
        route: Route = unpack(self._store.unseal(sealed, name))
        return route
