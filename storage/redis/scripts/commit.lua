-- What a message changes, whole or not at all.
-- KEYS  msg, msg:DAY, ask, ev, ev:at, meta, ob, ob:due; then for each write hist, cur, done, periods
-- ARGV  message id, day, outcome; asker closed or '', asker asked or '', question;
--       number of writes, events, rows; for each write unit, revision, first receipt or '', began,
--       version, period, day's number; for each event number, time, body; for each row as queueRows
-- gives OK, KNOWN, or MOVED
-- Everything is read and compared before anything is written.
local writes, events, rows = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local firstEvent = 10 + writes * 7
local firstRow = firstEvent + events * 3

if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 'KNOWN' end
redis.call('HLEN', KEYS[2])

local current, last = {}, {} -- of each cur and unit, and of each hist, as they will stand
local entry = {}             -- the number of each write's entry
for i = 0, writes - 1 do
  local k, a = 9 + i * 4, 10 + i * 7
  local hist, cur, unit = KEYS[k], KEYS[k + 1], ARGV[a]
  local at = cur .. '\n' .. unit
  if current[at] == nil then current[at] = redis.call('HGET', cur, unit) or '' end
  if last[hist] == nil then
    local top = redis.call('XREVRANGE', hist, '+', '-', 'COUNT', 1)
    last[hist] = top[1] and tonumber(string.match(top[1][1], '^%d+')) or 0
  end
  redis.call('ZCARD', KEYS[k + 2])
  redis.call('ZCARD', KEYS[k + 3])
  local _, revision = string.gsub(current[at], ' ', ' ')
  if revision ~= tonumber(ARGV[a + 1]) then return 'MOVED' end
  if revision == 0 then current[at] = ARGV[a + 3] end
  last[hist] = last[hist] + 1
  entry[i] = string.format('%d', last[hist])
  current[at] = current[at] .. ' ' .. entry[i]
end

local taken = {}
for i = 0, events - 1 do
  local n = ARGV[firstEvent + i * 3]
  if taken[n] or redis.call('HEXISTS', KEYS[4], n) == 1 then return 'MOVED' end
  taken[n] = true
end
if ARGV[4] ~= '' or ARGV[5] ~= '' then redis.call('HLEN', KEYS[3]) end
if events > 0 then redis.call('ZCARD', KEYS[5]) end
checkQueue(KEYS[7], KEYS[8], KEYS[6])

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])

for i = 0, writes - 1 do
  local k, a = 9 + i * 4, 10 + i * 7
  local hist, cur, done, periods, unit = KEYS[k], KEYS[k + 1], KEYS[k + 2], KEYS[k + 3], ARGV[a]
  redis.call('XADD', hist, entry[i] .. '-0', 'u', unit, 'v', ARGV[a + 4])
  redis.call('HSET', cur, unit, current[cur .. '\n' .. unit])
  if ARGV[a + 2] == '' then redis.call('ZREM', done, unit) else redis.call('ZADD', done, ARGV[a + 2], unit) end
  if ARGV[a + 1] == '0' then redis.call('ZADD', periods, ARGV[a + 6], ARGV[a + 5]) end
end

if ARGV[4] ~= '' then redis.call('HDEL', KEYS[3], ARGV[4]) end
if ARGV[5] ~= '' then redis.call('HSET', KEYS[3], ARGV[5], ARGV[6]) end

for i = 0, events - 1 do
  local a = firstEvent + i * 3
  redis.call('HSET', KEYS[4], ARGV[a], ARGV[a + 2])
  redis.call('ZADD', KEYS[5], ARGV[a + 1], ARGV[a])
  local high = tonumber(redis.call('HGET', KEYS[6], 'event') or '0')
  if tonumber(ARGV[a]) > high then redis.call('HSET', KEYS[6], 'event', ARGV[a]) end
end

queueRows(KEYS[7], KEYS[8], KEYS[6], firstRow, rows)
return 'OK'
