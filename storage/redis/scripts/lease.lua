-- Gives an owner the due rows; leases that are over are forgotten first.
-- KEYS  ob, ob:due, ob:lease
-- ARGV  owner, now, until, max
-- gives the rows in the order in which they leave, each as tellRow
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[2])) do
  local r = unpackRow(redis.call('HGET', KEYS[1], key))
  r.owner, r['until'] = '', '0'
  redis.call('HSET', KEYS[1], key, packRow(r))
  redis.call('ZREM', KEYS[3], key)
  redis.call('ZADD', KEYS[2], r.due, dueMember(r, key))
end
local told = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
  local key = keyOfDue(member)
  local r = unpackRow(redis.call('HGET', KEYS[1], key))
  r.owner, r['until'] = ARGV[1], ARGV[3]
  redis.call('HSET', KEYS[1], key, packRow(r))
  redis.call('ZREM', KEYS[2], member)
  redis.call('ZADD', KEYS[3], ARGV[3], key)
  told[#told + 1] = tellRow(r)
end
return told
