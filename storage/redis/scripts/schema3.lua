-- Leads schema 2 to 3: what waits in ob:due was in the order of due time, urgency
-- and queueing, and had its due time as its score.
-- KEYS  ver, ob:due
-- gives 1, or 0 where another program was first
if redis.call('GET', KEYS[1]) ~= '2' then return 0 end
local waiting = redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')
redis.call('DEL', KEYS[2])
for i = 1, #waiting, 2 do
  local urgency, rest = string.match(waiting[i], '^(%d)(.*)$')
  redis.call('ZADD', KEYS[2], 0, string.format('%s%016d', urgency, tonumber(waiting[i + 1])) .. rest)
end
redis.call('SET', KEYS[1], '3')
return 1
