-- Says that the owner sends rows now, as one message: all of them or none.
-- KEYS  ver, ob, ob:lease, ob:sending
-- ARGV  owner, now, until, then the rows' keys
-- gives 1, or 0 where one of them is not the owner's to send; 1 again for the
-- same call after a lost answer
local ob, leased, sending = KEYS[2], KEYS[3], KEYS[4]
local begun = {}
for i = 4, #ARGV do
  local value = redis.call('HGET', ob, ARGV[i])
  if not value then return 0 end
  local r = unpackRow(value)
  if r.owner ~= ARGV[1] then return 0 end
  if r.state == 'queued' and tonumber(r['until']) > tonumber(ARGV[2]) then
    begun[ARGV[i]] = r
  elseif r.state ~= 'sending' or r.begun ~= ARGV[2] then
    return 0
  end
end
redis.call('ZCARD', leased)
redis.call('ZCARD', sending)

for key, r in pairs(begun) do
  r.state, r.begun, r['until'] = 'sending', ARGV[2], ARGV[3]
  r.attempts = string.format('%d', tonumber(r.attempts) + 1)
  redis.call('ZREM', leased, key)
  redis.call('ZADD', sending, ARGV[3], key)
  redis.call('HSET', ob, key, packRow(r))
end
return 1
