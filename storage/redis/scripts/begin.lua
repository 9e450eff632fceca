-- Says that the owner sends the row now.
-- KEYS  ob, ob:lease, ob:sending
-- ARGV  row key, owner, now
-- gives 1, or 0 where the row is not the owner's to send; 1 again for the same
-- call after a lost answer
local value = redis.call('HGET', KEYS[1], ARGV[1])
if not value then return 0 end
local r = unpackRow(value)
if r.owner ~= ARGV[2] then return 0 end
if r.state == 'sending' and r.begun == ARGV[3] then return 1 end
if r.state ~= 'queued' or tonumber(r['until']) <= tonumber(ARGV[3]) then return 0 end
r.state, r.begun = 'sending', ARGV[3]
r.attempts = string.format('%d', tonumber(r.attempts) + 1)
redis.call('ZCARD', KEYS[3])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], r['until'], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], packRow(r))
return 1
