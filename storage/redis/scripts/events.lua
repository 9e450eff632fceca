-- The urgent matters of a span of time.
-- KEYS  ev, ev:at
-- ARGV  from, to (to itself is not in)
-- gives what ev holds of each, by time
local told = {}
for _, n in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[1], '(' .. ARGV[2])) do
  told[#told + 1] = redis.call('HGET', KEYS[1], n)
end
return told
