-- Saves a document over what it was, which stays before it, unless that has moved.
-- The same again, after a lost answer, changes nothing.
-- KEYS  ver, draft:ID, drafts, meta
-- ARGV  body, id, revision
-- gives OK or MOVED
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
if last[1] and last[1][2][2] == ARGV[1] then return 'OK' end
if draftMoved(KEYS[2], ARGV[3]) then return 'MOVED' end
redis.call('SCARD', KEYS[3])
local n = redis.call('HINCRBY', KEYS[4], 'commit', 1)
redis.call('XADD', KEYS[2], string.format('%d-0', n), 'v', ARGV[1])
redis.call('SADD', KEYS[3], ARGV[2])
return 'OK'
