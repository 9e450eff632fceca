-- Ends a row and logs it, or queues it again.
-- KEYS  ob, ob:due, ob:lease, ob:sending, ob:log, meta
-- ARGV  row key, owner, state, at, at as text, due, not before as text, note
-- gives OK, or why not: NONE, HELD, or the state in which it has ended
local value = redis.call('HGET', KEYS[1], ARGV[1])
if not value then return 'NONE' end
local r = unpackRow(value)
if r.state ~= 'queued' and r.state ~= 'sending' then
  if r.state == ARGV[3] then return 'OK' end
  return r.state
end
if r.owner ~= ARGV[2] and tonumber(r['until']) > tonumber(ARGV[4]) then return 'HELD' end
redis.call('ZCARD', KEYS[2])
redis.call('ZCARD', KEYS[3])
redis.call('ZCARD', KEYS[4])
redis.call('XLEN', KEYS[5])
redis.call('HLEN', KEYS[6])

redis.call('ZREM', KEYS[2], dueMember(r, ARGV[1]))
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], ARGV[1])
if ARGV[3] ~= 'queued' or ARGV[8] ~= '' then
  local n = redis.call('HINCRBY', KEYS[6], 'log', 1)
  redis.call('XADD', KEYS[5], string.format('%d-0', n), 'key', ARGV[1], 'state', ARGV[3], 'at', ARGV[5],
             'owner', ARGV[2], 'attempts', r.attempts, 'note', ARGV[8], 'row', r.body)
end
r.state, r.owner, r['until'] = ARGV[3], '', '0'
if ARGV[3] == 'queued' then
  r.due, r.notBefore = ARGV[6], ARGV[7]
  redis.call('ZADD', KEYS[2], r.due, dueMember(r, ARGV[1]))
else
  r.body = ''
end
redis.call('HSET', KEYS[1], ARGV[1], packRow(r))
return 'OK'
