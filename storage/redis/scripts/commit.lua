-- What a message changes, whole or not at all.
-- KEYS  ver, meta, msg, days, msg:DAY, ask, ev, ev:at, ob, ob:ended, ob:due, forms, rulings, audit, drafts;
--       then for each write hist, cur, periods, units; for each step of progress progress:N; for each draft draft:ID
-- ARGV  message id, day, day's number, outcome; asker closed or '', asker asked or '', question;
--       number of writes, events, steps of progress, rulings, acts, rows, drafts; for each write unit, revision, began,
--       version, form, period, day's number; for each event number, time, body; for each step the event's
--       number, body; for each ruling its body; for each act time, body; for each draft id, revision, body;
--       for each row as queueRows
-- gives OK, KNOWN, MOVED, or the number of an event that is to go on and was never raised
-- Everything is read and compared before anything is written.
local meta, messages, days, outcomes, questions = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local eventBodies, eventTimes, ob, ended, due, forms = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12]
local rulings, audit, drafts = KEYS[13], KEYS[14], KEYS[15]
local writes, events, steps = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local ruled, acts, rows, drafted = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14])
local firstEvent = 15 + writes * 7
local firstStep = firstEvent + events * 3
local firstRuling = firstStep + steps * 2
local firstAct = firstRuling + ruled
local firstDraft = firstAct + acts * 2
local firstRow = firstDraft + drafted * 3
local firstProgress = 16 + writes * 4 -- of KEYS
local firstState = firstProgress + steps -- of KEYS

if redis.call('HEXISTS', messages, ARGV[1]) == 1 then return 'KNOWN' end
redis.call('HLEN', outcomes)
redis.call('ZCARD', days)

local began = {} -- of each cur and unit: what it holds, without the new entries
local revision = {}
for i = 0, writes - 1 do
  local k, a = 16 + i * 4, 15 + i * 7
  local at = KEYS[k + 1] .. '\n' .. ARGV[a]
  if began[at] == nil then
    began[at] = redis.call('HGET', KEYS[k + 1], ARGV[a]) or ''
    local _, n = string.gsub(began[at], ' ', ' ')
    revision[at] = n
  end
  redis.call('XLEN', KEYS[k])
  redis.call('ZCARD', KEYS[k + 2])
  redis.call('HLEN', KEYS[k + 3])
  if revision[at] ~= tonumber(ARGV[a + 1]) then return 'MOVED' end
  revision[at] = revision[at] + 1
end
if writes > 0 then redis.call('SCARD', forms) end

local taken = {}
for i = 0, events - 1 do
  local n = ARGV[firstEvent + i * 3]
  if taken[n] or redis.call('HEXISTS', eventBodies, n) == 1 then return 'MOVED' end
  taken[n] = true
end
for i = 0, steps - 1 do
  local n = ARGV[firstStep + i * 2]
  if not taken[n] and redis.call('HEXISTS', eventBodies, n) == 0 then return n end
  redis.call('XLEN', KEYS[firstProgress + i])
end
for i = 0, drafted - 1 do
  if draftMoved(KEYS[firstState + i], ARGV[firstDraft + i * 3 + 1]) then return 'MOVED' end
end
if drafted > 0 then redis.call('SCARD', drafts) end
local made = ruled > 0 and redis.call('XLEN', rulings) -- none is ever taken away
if acts > 0 then redis.call('ZCARD', audit) end
if ARGV[5] ~= '' or ARGV[6] ~= '' then redis.call('HLEN', questions) end
if events > 0 then redis.call('ZCARD', eventTimes) end
checkQueue(ob, ended, due, meta)

local commit = string.format('%d', redis.call('HINCRBY', meta, 'commit', 1))
redis.call('HSET', messages, ARGV[1], ARGV[2])
redis.call('HSET', outcomes, ARGV[1], commit .. ' ' .. ARGV[4])
redis.call('ZADD', days, ARGV[3], ARGV[2])

for i = 0, writes - 1 do
  local k, a = 16 + i * 4, 15 + i * 7
  local hist, cur, periods, units, unit = KEYS[k], KEYS[k + 1], KEYS[k + 2], KEYS[k + 3], ARGV[a]
  local at, entry = cur .. '\n' .. unit, commit .. '-' .. i
  redis.call('XADD', hist, entry, 'u', unit, 'v', ARGV[a + 3])
  if began[at] == '' then began[at] = ARGV[a + 2] end
  began[at] = began[at] .. ' ' .. entry
  redis.call('HSET', cur, unit, began[at])
  if ARGV[a + 1] == '0' then
    redis.call('SADD', forms, ARGV[a + 4])
    redis.call('ZADD', periods, ARGV[a + 6], ARGV[a + 5])
    local since = redis.call('HGET', units, unit)
    if not since or tonumber(since) > tonumber(ARGV[a + 6]) then redis.call('HSET', units, unit, ARGV[a + 6]) end
  end
end

if ARGV[5] ~= '' then redis.call('HDEL', questions, ARGV[5]) end
if ARGV[6] ~= '' then redis.call('HSET', questions, ARGV[6], ARGV[7]) end

for i = 0, events - 1 do
  local a = firstEvent + i * 3
  redis.call('HSET', eventBodies, ARGV[a], commit .. ' ' .. ARGV[a + 2])
  redis.call('ZADD', eventTimes, ARGV[a + 1], ARGV[a])
  local high = tonumber(redis.call('HGET', meta, 'event') or '0')
  if tonumber(ARGV[a]) > high then redis.call('HSET', meta, 'event', ARGV[a]) end
end

for i = 0, steps - 1 do
  redis.call('XADD', KEYS[firstProgress + i], commit .. '-' .. i, 'v', ARGV[firstStep + i * 2 + 1])
end
for i = 0, ruled - 1 do
  redis.call('XADD', rulings, string.format('%d-0', made + i + 1), 'c', commit, 'v', ARGV[firstRuling + i])
end

for i = 0, acts - 1 do
  keepAct(audit, meta, ARGV[firstAct + i * 2], ARGV[firstAct + i * 2 + 1])
end

for i = 0, drafted - 1 do
  local a = firstDraft + i * 3
  redis.call('XADD', KEYS[firstState + i], commit .. '-0', 'v', ARGV[a + 2])
  redis.call('SADD', drafts, ARGV[a])
end

queueRows(ob, ended, due, meta, firstRow, rows)
return 'OK'
