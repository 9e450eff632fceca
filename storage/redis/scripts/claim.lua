-- Takes a firing's name once, and with it freezes the need and queues the rows.
-- KEYS  ver, fired, ob, ob:ended, ob:due, meta, forms, need:FP, periods:FORM (any, where no need is given)
-- ARGV  name, body; -1 or the number of units that owe; number of rows; form, period, day's number;
--       for each unit its name and duty; for each row as queueRows
-- gives 1, or 0 where the name was claimed before
local units, rows = tonumber(ARGV[3]), tonumber(ARGV[4])
local named = redis.call('ZRANGEBYLEX', KEYS[2], '[' .. ARGV[1] .. '\0', '(' .. ARGV[1] .. '\1', 'LIMIT', 0, 1)
if #named > 0 then return 0 end
local opened = units < 0 or redis.call('HLEN', KEYS[8]) > 0
if not opened then
  redis.call('SCARD', KEYS[7])
  redis.call('ZCARD', KEYS[9])
end
checkQueue(KEYS[3], KEYS[4], KEYS[5], KEYS[6])

local commit = string.format('%d', redis.call('HINCRBY', KEYS[6], 'commit', 1))
redis.call('ZADD', KEYS[2], 0, ARGV[1] .. '\0' .. commit .. ' ' .. ARGV[2])
if not opened then
  redis.call('SADD', KEYS[7], ARGV[5])
  redis.call('ZADD', KEYS[9], ARGV[7], ARGV[6])
  redis.call('HSET', KEYS[8], '', commit)
  for i = 0, units - 1 do
    redis.call('HSET', KEYS[8], ARGV[8 + i * 2], ARGV[9 + i * 2])
  end
end
queueRows(KEYS[3], KEYS[4], KEYS[5], KEYS[6], 8 + math.max(units, 0) * 2, rows)
return 1
