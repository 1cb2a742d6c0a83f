"""The scripts that ``SharedSlates`` runs on the server, each as one step.

``K[1]``: the slate of a chat, a hash. An entry is ``when|n|`` (in microseconds), then n marks of
sixteen bytes, then what is sealed. A draft's marks are the names under which it is noted that the
draft of a message has ended, one for each of its messages; what waits for an answer has one, which
tells it from others of its kind."""

from bot.memory.shared.store import Script

_ENTRY = """
local function marks(entry)
  local head, n = string.match(entry, '^(%d+|(%d+)|)')
  local found = {}
  for i = 1, tonumber(n) do found[i] = string.sub(entry, #head + 16 * i - 15, #head + 16 * i) end
  return found
end
local function tidy(now, life)
  local all = redis.call('HGETALL', K[1])
  for i = 1, #all, 2 do
    local at = string.match(all[i + 1], '^%d+')
    if tonumber(at) > now then
      local dated = string.format('%.0f', now) .. string.sub(all[i + 1], #at + 1)
      redis.call('HSET', K[1], all[i], dated)
    elseif now - tonumber(at) >= life then
      redis.call('HDEL', K[1], all[i])
    end
  end
end
"""

READ = Script(
    """
local found = {redis.call('HGETALL', K[1])}
for i = 2, #K do found[i] = redis.call('GET', K[i]) end
return found
"""
)
"""Takes the names of ended messages to be looked for."""

PUT = Script(
    _ENTRY
    + """
tidy(tonumber(A[3]), tonumber(A[4]))
local before = redis.call('HGET', K[1], A[1])
if before and A[6] == '1' then return before end
redis.call('HSET', K[1], A[1], A[2])
redis.call('PEXPIRE', K[1], A[5])
for i = 2, #K do redis.call('DEL', K[i]) end
return before
"""
)
"""Takes the field, the entry, now, the life of an entry and of the slate, and 1 to yield; forgets
that K[2] has ended."""

END = Script(
    _ENTRY
    + """
local found = redis.call('HGET', K[1], A[1])
redis.call('HDEL', K[1], A[1])
redis.call('SET', K[2], A[2], 'PX', A[3])
if found then
  for _, name in ipairs(marks(found)) do redis.call('SET', name, A[2], 'PX', A[3]) end
end
return found
"""
)

TURN = Script(
    _ENTRY
    + """
local found = redis.call('HGET', K[1], A[1])
if not found or marks(found)[1] ~= A[2] then return 0 end
if A[3] == '' then
  redis.call('HDEL', K[1], A[1])
else
  redis.call('HSET', K[1], A[1], A[3])
  redis.call('PEXPIRE', K[1], A[4])
end
return 1
"""
)

TAKE = Script(
    "local found = redis.call('HGET', K[1], A[1]) redis.call('HDEL', K[1], A[1]) return found"
)
