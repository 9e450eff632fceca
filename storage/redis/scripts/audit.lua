-- Keeps what somebody did; the same act is one.
-- KEYS  ver, audit, meta
-- ARGV  time, body
-- gives 1, or 0 where it is kept already
redis.call('HLEN', KEYS[3])
return keepAct(KEYS[2], KEYS[3], ARGV[1], ARGV[2])
