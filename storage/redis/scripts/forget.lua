-- Takes some outcomes of a day that is over; the day leaves the index with the
-- last of them.
-- KEYS  ver, days, msg, msg:DAY
-- ARGV  day, message ids
-- gives how many it took
redis.call('ZCARD', KEYS[2])
redis.call('HLEN', KEYS[4])
local taken = 0
for i = 2, #ARGV do
  if redis.call('HGET', KEYS[3], ARGV[i]) == ARGV[1] then redis.call('HDEL', KEYS[3], ARGV[i]) end
  taken = taken + redis.call('HDEL', KEYS[4], ARGV[i])
end
if redis.call('HLEN', KEYS[4]) == 0 then redis.call('ZREM', KEYS[2], ARGV[1]) end
return taken
