-- The rows that somebody began to send and never finished: their lease is over,
-- or they are the asking owner's, who sends nothing while it asks.
-- KEYS  ob, ob:sending
-- ARGV  owner, now
-- gives the rows in no order, each as tellRow
local told = {}
for _, key in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local r = unpackRow(redis.call('HGET', KEYS[1], key))
  if r.owner == ARGV[1] or tonumber(r['until']) <= tonumber(ARGV[2]) then told[#told + 1] = tellRow(r) end
end
return told
