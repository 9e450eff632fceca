-- Keeps what somebody did; the same act is one.
-- KEYS  ver, audit, meta
-- ARGV  time, body
-- gives 1, or 0 where it is kept already
redis.call('HLEN', KEYS[3])
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[1], ARGV[1])) do
  if string.match(member, '^%d+ (.*)$') == ARGV[2] then return 0 end
end
local commit = string.format('%d', redis.call('HINCRBY', KEYS[3], 'commit', 1))
redis.call('ZADD', KEYS[2], ARGV[1], commit .. ' ' .. ARGV[2])
return 1
