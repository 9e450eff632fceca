-- The rows that somebody began to send and never finished.
-- KEYS  ob, ob:sending
-- ARGV  now
-- gives the rows in no order, each as tellRow
local told = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])) do
  told[#told + 1] = tellRow(unpackRow(redis.call('HGET', KEYS[1], key)))
end
return told
