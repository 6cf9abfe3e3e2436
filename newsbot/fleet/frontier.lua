-- One operation on the frontier that workers share: it happens whole or not at all, and by the server's clock.
-- KEYS[1]: prefix of all keys, in braces, so that a Redis cluster keeps them on one machine. ARGV: operation, group, round, worker, the
-- time after which one that was not heard of is dead, and what the operation takes. Times are milliseconds. What belongs to a host (its lease, its clock) holds for every group; all else belongs
-- to one round of one group, and is gone an hour after its last worker.
local base, op, group, round, me = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local stamp = redis.call('TIME')
local now = stamp[1] * 1000 + math.floor(stamp[2] / 1000)
local HOUR, DAY = 3600000, 86400000
local LOST = tonumber(ARGV[5]) -- after so long a worker is dead: its hosts and requests go to the others
local WANTED = 20 -- hosts that are looked at for one request
local PRIORITY = 1000000000 -- weight of a priority against the order of arrival

local function name(what) return base .. ':' .. group .. ':' .. round .. ':' .. what end
local function of_host(host) return base .. ':host:' .. host end
local function queue_of(host) return name('queue:' .. host) end

-- hosts: a hash with `lease` (worker), `until`, `last` (when it was asked, or answered), `next` (when it may be asked again)
local function free(host, mine)
  local found = redis.call('HMGET', of_host(host), 'lease', 'until', 'next')
  local leased = found[1] and tonumber(found[2] or 0) > now and (found[1] ~= me or not mine)
  local ready = tonumber(found[3] or 0)
  if leased then return false, math.min(tonumber(found[2]), math.max(ready, now + 100)) end
  if ready > now then return false, ready end
  return true, now
end

local function lease(host)
  redis.call('HSET', of_host(host), 'lease', me, 'until', now + LOST)
  redis.call('PEXPIRE', of_host(host), DAY)
end

local function look_at(host, moment) -- when this round looks at the host's queue next
  if redis.call('EXISTS', queue_of(host)) == 1 then
    redis.call('ZADD', name('hosts'), moment, host)
  else
    redis.call('ZREM', name('hosts'), host)
  end
end

local function put_back(task)
  local entry = redis.call('HGET', name('tasks'), task)
  if entry then
    local score, host = string.match(entry, '^(%S+) (%S*) ')
    redis.call('ZADD', queue_of(host), score, task)
    redis.call('PEXPIRE', queue_of(host), HOUR)
    local _, moment = free(host, true)
    look_at(host, moment)
  end
end

local function bury(worker) -- all that it had goes back
  for _, task in ipairs(redis.call('SMEMBERS', name('held:' .. worker))) do put_back(task) end
  redis.call('DEL', name('held:' .. worker), name('inbox:' .. worker))
  local over = redis.call('EXISTS', name('over')) == 1
  local roots = redis.call('HGETALL', name('roots'))
  for at = 1, #roots, 2 do
    if roots[at + 1] == worker and not over then redis.call('HSET', name('roots'), roots[at], '') end
  end
  redis.call('SREM', name('idle'), worker)
  redis.call('ZREM', name('workers'), worker)
end

local function pop(host)
  local top = redis.call('ZPOPMIN', queue_of(host))
  if not top[1] then
    look_at(host, now)
    return nil
  end
  lease(host)
  look_at(host, now + LOST)
  local entry = redis.call('HGET', name('tasks'), top[1])
  redis.call('SADD', name('held:' .. me), top[1])
  redis.call('SREM', name('idle'), me)
  return { 'task', host, top[1], entry and string.match(entry, '^%S+ %S* (.*)$') or '' }
end

local function settle(task, result)
  local entry = redis.call('HGET', name('tasks'), task)
  if entry then -- it may stand in its queue again, where its worker counted as dead
    local host = string.match(entry, '^%S+ (%S*) ')
    if redis.call('ZREM', queue_of(host), task) == 1 then look_at(host, now) end
    redis.call('HDEL', name('tasks'), task)
  end
  redis.call('SREM', name('held:' .. me), task)
  redis.call('HSET', name('results'), task, result)
  for worker in string.gmatch(redis.call('HGET', name('waiting'), task) or '', '%S+') do
    redis.call('RPUSH', name('inbox:' .. worker), task, result)
    redis.call('PEXPIRE', name('inbox:' .. worker), HOUR)
    redis.call('SREM', name('idle'), worker)
  end
  redis.call('HDEL', name('waiting'), task)
end

local does = {}

function does.join(fresh, ...) -- round to work in, whether it is new; ...: where rounds of this group begin
  local pointer = base .. ':' .. group
  local current = redis.call('GET', pointer)
  round = current or fresh
  local newest = redis.call('ZREVRANGE', name('workers'), 0, 0, 'WITHSCORES')
  if not current or redis.call('EXISTS', name('over')) == 1 or not newest[2] or tonumber(newest[2]) < now - LOST then
    round = fresh
    for _, root in ipairs({ ... }) do redis.call('HSET', name('roots'), root, '') end
  end
  redis.call('SET', pointer, round, 'PX', DAY)
  redis.call('HINCRBY', name('notes'), '*', 1)
  redis.call('ZADD', name('workers'), now, me)
  return round
end

function does.beat(...) -- number of workers, 0 where this one is not known any more; ...: hosts whose lease it needs
  if not redis.call('ZSCORE', name('workers'), me) then return 0 end
  redis.call('ZADD', name('workers'), now, me)
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', name('workers'), '-inf', now - LOST)) do bury(dead) end
  for _, host in ipairs({ ... }) do
    if redis.call('HGET', of_host(host), 'lease') == me then lease(host) end
  end
  for _, what in ipairs({ 'workers', 'roots', 'tasks', 'results', 'waiting', 'hosts', 'idle', 'budget', 'failures', 'resting', 'notes',
    'order', 'over', 'held:' .. me, 'inbox:' .. me }) do
    redis.call('PEXPIRE', name(what), HOUR)
  end
  for _, host in ipairs(redis.call('ZRANGE', name('hosts'), 0, -1)) do redis.call('PEXPIRE', queue_of(host), HOUR) end
  redis.call('PEXPIRE', base .. ':' .. group, DAY)
  return redis.call('ZCARD', name('workers'))
end

function does.push(task, host, priority, most, entry) -- 'new', 'full', '' where it is on its way, or what came of it
  local before = redis.call('HGET', name('results'), task)
  if before and before ~= '' then return before end
  if not before then
    if redis.call('HLEN', name('tasks')) >= tonumber(most) then return 'full' end
    local score = string.format('%.0f', -priority * PRIORITY + redis.call('INCR', name('order')))
    redis.call('HSET', name('results'), task, '')
    redis.call('HSET', name('tasks'), task, score .. ' ' .. host .. ' ' .. entry)
    put_back(task)
  end
  local others = redis.call('HGET', name('waiting'), task)
  redis.call('HSET', name('waiting'), task, others and others .. ' ' .. me or me)
  return before and '' or 'new'
end

function does.next(...) -- ...: host and highest priority of what this worker keeps to itself, in pairs
  local own, soonest = { ... }, now + 250
  for at = 1, #own, 2 do
    local host = own[at]
    local may, moment = free(host, false)
    if may then
      local top = redis.call('ZRANGE', queue_of(host), 0, 0, 'WITHSCORES')
      if top[2] and tonumber(top[2]) < -own[at + 1] * PRIORITY then
        local popped = pop(host)
        if popped then return popped end
      end
      lease(host)
      redis.call('SREM', name('idle'), me)
      look_at(host, now + LOST)
      return { 'own', host }
    end
    soonest = math.min(soonest, moment)
  end
  for _, host in ipairs(redis.call('ZRANGEBYSCORE', name('hosts'), '-inf', now, 'LIMIT', 0, WANTED)) do
    local may, moment = free(host, false)
    local popped = may and pop(host)
    if popped then return popped end
    if not may then look_at(host, moment) end
  end
  local first = redis.call('ZRANGE', name('hosts'), 0, 0, 'WITHSCORES')
  return { 'wait', math.max(1, math.min(soonest, tonumber(first[2] or soonest)) - now) }
end

function does.turn(host, delay) -- milliseconds to wait, 0: the host may be asked now
  local may, moment = free(host, true)
  if may or redis.call('HGET', of_host(host), 'lease') == me then lease(host) end
  if not may then return math.max(1, moment - now) end
  local least = math.max(tonumber(delay), tonumber(redis.call('GET', base .. ':delay:' .. host) or 0))
  redis.call('HSET', of_host(host), 'last', now, 'next', now + 1 + least)
  return 0
end

function does.release(host, delay, sent) -- the clock begins anew when an answer is in
  if redis.call('HGET', of_host(host), 'lease') ~= me then return 0 end
  local next = tonumber(redis.call('HGET', of_host(host), 'next') or 0)
  if sent ~= '' then
    next = math.max(next, now + 1 + math.max(tonumber(delay), tonumber(redis.call('GET', base .. ':delay:' .. host) or 0)))
    redis.call('HSET', of_host(host), 'last', now)
  end
  redis.call('HSET', of_host(host), 'next', next)
  if sent == 'keep' then return 1 end
  redis.call('HDEL', of_host(host), 'lease', 'until')
  redis.call('PEXPIRE', of_host(host), DAY)
  look_at(host, next)
  return 1
end

function does.slow(host, delay) -- from now on at least so long between two requests
  redis.call('SET', base .. ':delay:' .. host, delay, 'PX', DAY)
  local found = redis.call('HMGET', of_host(host), 'last', 'next')
  if found[1] then redis.call('HSET', of_host(host), 'next', math.max(tonumber(found[2] or 0), found[1] + 1 + delay)) end
end

function does.pause(host, wait)
  local next = math.max(tonumber(redis.call('HGET', of_host(host), 'next') or 0), now + wait)
  redis.call('HSET', of_host(host), 'next', next)
  redis.call('PEXPIRE', of_host(host), DAY)
end

function does.may(host, per_host, per_run, counts) -- '' where it may be asked, 'spent', or '!' and why it rests
  local why = redis.call('HGET', name('resting'), host)
  if why then return '!' .. why end
  if counts == '0' then return '' end
  local so_far = redis.call('HMGET', name('budget'), host, '*')
  local spent = tonumber(per_run) > 0 and tonumber(so_far[2] or 0) >= tonumber(per_run)
  spent = spent or tonumber(per_host) > 0 and tonumber(so_far[1] or 0) >= tonumber(per_host)
  if spent then return 'spent' end
  redis.call('HINCRBY', name('budget'), host, 1)
  redis.call('HINCRBY', name('budget'), '*', 1)
  return ''
end

function does.fail(host, weight, patience, why) -- 1 where this failure made it rest
  local failures = redis.call('HINCRBY', name('failures'), host, weight)
  if failures < tonumber(patience) then return 0 end
  return redis.call('HSETNX', name('resting'), host, why)
end

function does.well(host) redis.call('HDEL', name('failures'), host) end

function does.rest(host, why) redis.call('HSETNX', name('resting'), host, why) end

function does.note(what, said) redis.call('HSET', name('notes'), what, said) end

function does.noted(what) return redis.call('HGET', name('notes'), what) or '' end

function does.finish(...) -- task and result, in pairs; returns what came of this worker's own, as pairs
  local ended = { ... }
  for at = 1, #ended, 2 do settle(ended[at], ended[at + 1]) end
  local came = redis.call('LRANGE', name('inbox:' .. me), 0, -1)
  redis.call('DEL', name('inbox:' .. me))
  return came
end

function does.claim() -- a place to begin at that nobody has, '' where there is none
  local roots, found = redis.call('HGETALL', name('roots')), nil
  for at = 1, #roots, 2 do
    if roots[at + 1] == '' and (not found or roots[at] < found) then found = roots[at] end
  end
  if not found then return '' end
  redis.call('HSET', name('roots'), found, me)
  redis.call('SREM', name('idle'), me)
  return found
end

function does.idle() -- how many workers had a part in the round, if it is over: nobody has anything to do. Else 0
  if redis.call('LLEN', name('inbox:' .. me)) > 0 then return 0 end
  for _, task in ipairs(redis.call('SMEMBERS', name('held:' .. me))) do put_back(task) end -- of a pop whose answer was lost
  redis.call('DEL', name('held:' .. me))
  redis.call('SADD', name('idle'), me)
  local joined = tonumber(redis.call('HGET', name('notes'), '*') or 1)
  if redis.call('EXISTS', name('over')) == 1 then return joined end
  if redis.call('HLEN', name('tasks')) > 0 then return 0 end
  for _, worker in ipairs(redis.call('HVALS', name('roots'))) do
    if worker == '' or redis.call('SISMEMBER', name('idle'), worker) == 0 then return 0 end
  end
  redis.call('SET', name('over'), '1', 'PX', HOUR)
  return joined
end

function does.leave(...) -- ...: hosts whose lease it has
  for _, host in ipairs({ ... }) do does.release(host, 0, '') end
  bury(me)
end

return does[op](unpack(ARGV, 6))
