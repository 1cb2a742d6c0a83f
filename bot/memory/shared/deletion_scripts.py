"""The scripts that ``SharedDeletions`` runs on the server, each as one step.

``K``: when each entry is due, since when it is, what it is, and the entries of one chat."""

from bot.memory.shared.store import Script

SCHEDULE = Script(
    """
for i = 2, #A, 6 do
  local name, due, urgency = A[i], A[i + 1], tonumber(A[i + 2])
  local known = redis.call('HGET', K[3], name)
  if known then
    local before = redis.call('ZSCORE', K[1], name)
    if before and tonumber(before) < tonumber(due) then
      due = string.format('%.0f', tonumber(before))
    end
    urgency = math.min(urgency, tonumber(string.match(known, '^%d+')))
  end
  redis.call('HSET', K[3], name, urgency .. '|' .. A[i + 3] .. '|0|' .. A[i + 5])
  redis.call('ZADD', K[1], due, name)
  redis.call('ZADD', K[2], A[i + 4], name)
  redis.call('SADD', K[4], name)
end
for _, key in ipairs(K) do redis.call('PEXPIRE', key, A[1]) end
return {}
"""
)
"""Takes how long all is kept, then of each: name, due, urgency, until, since, what it is. The
nearer time and the higher urgency hold."""

POSTPONE = Script(
    """
for i = 3, #A do
  local known = redis.call('HGET', K[3], A[i])
  if known and string.match(known, '^%d+') == A[2] then
    redis.call('ZADD', K[1], A[1], A[i])
    redis.call('ZADD', K[2], A[1], A[i])
  end
end
return {}
"""
)

KNOWN = Script(
    """
local found = {}
for i = 1, #A do found[i] = redis.call('HEXISTS', K[3], A[i]) end
return found
"""
)

ITEMS = Script(
    """
local found = {}
for i = 1, #A do found[i] = redis.call('HGET', K[3], A[i]) end
return found
"""
)

IN_CHAT = Script(
    """
local found = {}
for _, name in ipairs(redis.call('SMEMBERS', K[4])) do
  local item = redis.call('HGET', K[3], name)
  if item then
    found[#found + 1] = name
    found[#found + 1] = item
  end
end
return found
"""
)

TAKE = Script(
    """
local found = {}
for _, name in ipairs(redis.call('ZRANGEBYSCORE', K[1], '-inf', A[1], 'LIMIT', 0, A[3])) do
  local item = redis.call('HGET', K[3], name)
  if item then
    redis.call('ZADD', K[1], A[2], name)
    found[#found + 1] = name
    found[#found + 1] = item
  else
    redis.call('ZREM', K[1], name)
    redis.call('ZREM', K[2], name)
  end
end
return found
"""
)
"""Takes those that wait longest first."""

LATE = Script(
    """
local found = redis.call('ZRANGEBYSCORE', K[2], '-inf', A[1], 'WITHSCORES', 'LIMIT', 0, A[2])
local since = {}
for i = 2, #found, 2 do since[#since + 1] = string.format('%.0f', tonumber(found[i])) end
return since
"""
)

DONE = Script(
    """
local done = 0
for i = 1, #A do
  done = done + redis.call('HDEL', K[3], A[i])
  redis.call('ZREM', K[1], A[i])
  redis.call('ZREM', K[2], A[i])
  redis.call('SREM', K[4], A[i])
end
return done
"""
)

LATER = Script(
    """
if redis.call('HEXISTS', K[3], A[1]) == 0 then return {} end
redis.call('HSET', K[3], A[1], A[3])
redis.call('ZADD', K[1], A[2], A[1])
return {}
"""
)
