-- Puts a field of a hash: what it is, or what it was first.
-- KEYS  ver, hash
-- ARGV  field, value, last or first
-- gives what the field holds now
if ARGV[3] == 'last' then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
else
  redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2])
end
return redis.call('HGET', KEYS[2], ARGV[1])
