-- Saves a document over what it was, which its log keeps. The same again, after
-- a lost answer, changes nothing.
-- KEYS  draft:ID, draftlog:ID
-- ARGV  body
-- gives 1
redis.call('XLEN', KEYS[2])
if redis.call('HGET', KEYS[1], 'body') == ARGV[1] then return 1 end
local n = redis.call('HINCRBY', KEYS[1], 'n', 1)
redis.call('HSET', KEYS[1], 'body', ARGV[1])
redis.call('XADD', KEYS[2], string.format('%d-0', n), 'v', ARGV[1])
return 1
