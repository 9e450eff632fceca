-- Put before every script that touches the outbox. The header of a row stands
-- in keys.go.

local function unpackRow(value)
  local head, body = string.match(value, '^([^\n]*)\n(.*)$')
  local f = {}
  for x in string.gmatch(head .. '\t', '([^\t]*)\t') do f[#f + 1] = x end
  return { state = f[1], attempts = f[2], urgency = f[3], seq = f[4], due = f[5],
           ['until'] = f[6], begun = f[7], notBefore = f[8], owner = f[9], lane = f[10] or '', body = body }
end

local function packRow(r)
  return table.concat({ r.state, r.attempts, r.urgency, r.seq, r.due, r['until'],
                        r.begun, r.notBefore, r.owner, r.lane }, '\t') .. '\n' .. r.body
end

-- A member of ob:due sorts by urgency, due time and the order of queueing.
local function dueMember(r, key)
  return string.format('%s%016d%014d', r.urgency, tonumber(r.due), tonumber(r.seq)) .. key
end

local function keyOfDue(member) return string.sub(member, 32) end

-- What is told of a row: due, urgency, seq, attempts, not before, body.
local function tellRow(r) return { r.due, r.urgency, r.seq, r.attempts, r.notBefore, r.body } end

-- Reads what queueRows will write, so that a key of another type refuses the
-- script before it has written anything.
local function checkQueue(ob, ended, due, meta)
  redis.call('HLEN', ob)
  redis.call('HLEN', ended)
  redis.call('ZCARD', due)
  redis.call('HLEN', meta)
end

-- Queues n rows that stand in ARGV from at on, seven each: key, due, urgency, not
-- before, attempts, lane, body. A key that exists, or has ended, is left alone.
local function queueRows(ob, ended, due, meta, at, n)
  for i = 0, n - 1 do
    local p = at + i * 7
    local key = ARGV[p]
    if redis.call('HEXISTS', ob, key) == 0 and redis.call('HEXISTS', ended, key) == 0 then
      local r = { state = 'queued', due = ARGV[p + 1], urgency = ARGV[p + 2], notBefore = ARGV[p + 3],
                  attempts = ARGV[p + 4], lane = ARGV[p + 5], body = ARGV[p + 6], ['until'] = '0', begun = '0', owner = '',
                  seq = tostring(redis.call('HINCRBY', meta, 'seq', 1)) }
      redis.call('HSET', ob, key, packRow(r))
      redis.call('ZADD', due, 0, dueMember(r, key))
    end
  end
end
