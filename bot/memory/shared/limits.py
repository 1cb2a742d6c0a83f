"""Counters in the shared memory: of one person through every bot and in every process."""

from datetime import datetime, timedelta

from bot.memory.allowance import LIMITS, TOLD_FOR, MessageLimit, Over, asked_for, limits_for
from bot.memory.allowance import PATIENCE as SEEN_FOR
from bot.memory.limits import next_free
from bot.memory.shared.codec import microseconds, milliseconds, ticks, time_of
from bot.memory.shared.store import Script, SharedStore

_RECENT = """
local function recent(key, now, within)
  local found = {}
  for _, at in ipairs(redis.call('LRANGE', key, 0, -1)) do
    local t = tonumber(at)
    if t <= now and t > now - within then found[#found + 1] = at end
  end
  return found
end
local function keep(key, times, within)
  redis.call('DEL', key)
  if #times > 0 then
    redis.call('RPUSH', key, unpack(times))
    redis.call('PEXPIRE', key, math.ceil(within / 1000))
  end
end
"""
"""A tally is a list of times in microseconds, oldest first. A clock that was set back blocks
nobody: what it dates later than now counts no more."""

_LOOK = Script(_RECENT + "return recent(K[1], tonumber(A[1]), tonumber(A[2]))")
_COUNT = Script(
    _RECENT
    + """
local now, within = tonumber(A[1]), tonumber(A[2])
local times = recent(K[1], now, within)
if A[3] ~= '' and #times >= tonumber(A[3]) then return times end
times[#times + 1] = A[1]
keep(K[1], times, within)
return false
"""
)
_BACK = Script(
    _RECENT
    + """
local now, within = tonumber(A[1]), tonumber(A[2])
local times = recent(K[1], now, within)
for i = #times, 1, -1 do
  if times[i] == A[1] then table.remove(times, i) break end
end
keep(K[1], times, within)
return 1
"""
)


class SharedTally:
    """The ``bot.memory.limits.TallyBook`` of the shared memory. ``what`` tells it from others."""

    def __init__(self, store: SharedStore, what: str, *, most: int, within: timedelta) -> None:
        self._store, self._what = store, what.encode()
        self._most, self._within = most, within

    async def room(self, tag: bytes, now: datetime) -> bool:
        return len(await self._recent(tag, now)) < self._most

    async def free_at(self, tag: bytes, now: datetime) -> datetime:
        return next_free(await self._recent(tag, now), self._most, self._within, now)

    async def count(self, tag: bytes, now: datetime) -> None:
        await self._store.run(_COUNT, [self._name(tag)], [*self._window(now), ""])

    async def take(self, tag: bytes, now: datetime) -> datetime | None:
        full = await self._store.run(_COUNT, [self._name(tag)], [*self._window(now), self._most])
        if full is None:
            return None
        return next_free([time_of(int(at)) for at in full], self._most, self._within, now)

    async def give_back(self, tag: bytes, now: datetime) -> None:
        await self._store.run(_BACK, [self._name(tag)], self._window(now))

    async def _recent(self, tag: bytes, now: datetime) -> list[datetime]:
        found = await self._store.run(_LOOK, [self._name(tag)], self._window(now))
        return [time_of(int(at)) for at in found]

    def _window(self, now: datetime) -> list[int]:
        return [ticks(now), microseconds(self._within)]

    def _name(self, tag: bytes) -> bytes:
        return self._store.name(b"tally", self._what, tag)


_REFUSE = """
local function refuse(told, limit, free_at, now, life)
  local till = redis.call('GET', told)
  local said = till and now < tonumber(till)
  if not said then redis.call('SET', told, free_at, 'PX', life) end
  return limit .. '|' .. free_at .. '|' .. (said and 1 or 0)
end
"""
_ASK = Script(
    _RECENT
    + _REFUSE
    + """
local known = redis.call('GET', K[1])
if known then return known end
local now, said = tonumber(A[1]), ''
local times = {}
for i = 1, 3 do
  local within, most, asked = tonumber(A[3 * i + 1]), tonumber(A[3 * i + 2]), A[3 * i + 3]
  times[i] = recent(K[i + 1], now, within)
  if said == '' and asked == '1' and #times[i] >= most then
    local free_at = string.format('%.0f', tonumber(times[i][#times[i] - most + 1]) + within)
    said = refuse(K[i + 4], i - 1, free_at, now, A[3])
  end
end
if said == '' then
  for i = 1, 3 do
    if A[3 * i + 3] == '1' then
      times[i][#times[i] + 1] = A[1]
      keep(K[i + 1], times[i], tonumber(A[3 * i + 1]))
    end
  end
end
redis.call('SET', K[1], said, 'PX', A[2])
return said
"""
)
_TOO_MANY = Script(_REFUSE + "return refuse(K[1], 0, A[2], tonumber(A[1]), A[3])")


class SharedAllowance:
    """The ``bot.memory.allowance.AllowanceBook`` of the shared memory: all of one question in one
    script."""

    def __init__(self, store: SharedStore, author_limit: int) -> None:
        self._store, self._limits = store, limits_for(author_limit)

    async def ask(
        self,
        tag: bytes,
        message_id: int,
        now: datetime,
        *,
        draft: bool,
        picture: bool,
        bot: int = 0,
    ) -> Over | None:
        asked = asked_for(draft=draft, picture=picture)
        keys = [self._store.name(b"asked", tag, b"%d %d" % (bot, message_id))]
        keys += [self._store.name(b"allowance", limit.name.encode(), tag) for limit in LIMITS]
        keys += [self._told(tag, bot, limit) for limit in LIMITS]
        args: list[int] = [ticks(now), milliseconds(SEEN_FOR), milliseconds(TOLD_FOR)]
        for limit in LIMITS:
            most, within = self._limits[limit]
            args += [microseconds(within), most, int(limit in asked)]
        said = await self._store.run(_ASK, keys, args)
        return _over(said) if said else None

    async def too_many(self, tag: bytes, now: datetime, *, bot: int = 0) -> Over:
        free_at = ticks(now + timedelta(minutes=1))
        args = [ticks(now), free_at, milliseconds(TOLD_FOR)]
        return _over(await self._store.run(_TOO_MANY, [self._told(tag, bot, LIMITS[0])], args))

    def _told(self, tag: bytes, bot: int, limit: MessageLimit) -> bytes:
        return self._store.name(b"told", limit.name.encode(), tag, str(bot).encode())


def _over(said: bytes) -> Over:
    limit, free_at, told = said.split(b"|")
    return Over(LIMITS[int(limit)], time_of(int(free_at)), told == b"1")
