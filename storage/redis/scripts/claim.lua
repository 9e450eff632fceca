-- Takes a firing's name once, and with it freezes the need and queues the rows.
-- KEYS  claim, ob, ob:due, meta, need:FP (any, where no need is given)
-- ARGV  name, body; -1 or the number of units that owe; number of rows;
--       for each unit its name and duty; for each row as queueRows
-- gives 1, or 0 where the name was claimed before
local units, rows = tonumber(ARGV[3]), tonumber(ARGV[4])
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 0 end
local opened = units < 0 or redis.call('HLEN', KEYS[5]) > 0
checkQueue(KEYS[2], KEYS[3], KEYS[4])

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if not opened then
  redis.call('HSET', KEYS[5], '', '1')
  for i = 0, units - 1 do
    redis.call('HSET', KEYS[5], ARGV[5 + i * 2], ARGV[6 + i * 2])
  end
end
queueRows(KEYS[2], KEYS[3], KEYS[4], 5 + math.max(units, 0) * 2, rows)
return 1
