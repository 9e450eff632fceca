-- Gives an owner due rows. What it held and does not send, and leases that are
-- over, are free again first.
-- KEYS  ver, ob, ob:due, ob:lease, ob:sending
-- ARGV  owner, now, until, max, how many due rows are looked at
-- gives the rows in the order in which they leave, each as tellRow
local ob, due, leased, sending = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, max, left = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('HLEN', ob)
redis.call('ZCARD', due)

local free, taken = {}, {} -- rows by key; lanes in another's hands
for _, key in ipairs(redis.call('ZRANGE', leased, 0, -1)) do
  local r = unpackRow(redis.call('HGET', ob, key))
  if r.owner == ARGV[1] or tonumber(r['until']) <= now then free[key] = r else taken[r.lane] = true end
end
for _, key in ipairs(redis.call('ZRANGEBYSCORE', sending, '(' .. ARGV[2], '+inf')) do
  local r = unpackRow(redis.call('HGET', ob, key))
  if r.owner ~= ARGV[1] then taken[r.lane] = true end
end
taken[''] = nil

for key, r in pairs(free) do
  r.owner, r['until'] = '', '0'
  redis.call('HSET', ob, key, packRow(r))
  redis.call('ZREM', leased, key)
  redis.call('ZADD', due, 0, dueMember(r, key))
end

local told = {}
for urgency = 0, 9 do
  local from, to = '[' .. urgency, string.format('(%d%016d', urgency, now + 1)
  repeat
    local members = redis.call('ZRANGEBYLEX', due, from, to, 'LIMIT', 0, math.min(left, 100))
    for _, member in ipairs(members) do
      if #told == max then return told end
      local key = keyOfDue(member)
      local r = unpackRow(redis.call('HGET', ob, key))
      if not taken[r.lane] then
        r.owner, r['until'] = ARGV[1], ARGV[3]
        redis.call('HSET', ob, key, packRow(r))
        redis.call('ZREM', due, member)
        redis.call('ZADD', leased, ARGV[3], key)
        told[#told + 1] = tellRow(r)
      end
      from = '(' .. member
    end
    left = left - #members
  until #members == 0 or left == 0
end
return told
