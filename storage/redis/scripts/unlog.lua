-- Takes some entries of the outbox's log, and with them the rows that have ended
-- so, or are still uncertain since: their keys may be used again.
-- KEYS  ver, ob:log, ob:ended, ob
-- ARGV  cut, then of each entry its id, the row's key and the state it tells of
-- gives how many rows it took
redis.call('XLEN', KEYS[2])
redis.call('HLEN', KEYS[3])
redis.call('HLEN', KEYS[4])
local cut, taken = tonumber(ARGV[1]), 0
for i = 2, #ARGV, 3 do
  local entry, key, state = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call('XDEL', KEYS[2], entry) == 0 then
    -- it was taken before
  elseif state == 'uncertain' then
    local value = redis.call('HGET', KEYS[4], key)
    local r = value and unpackRow(value)
    if r and r.state == state and tonumber(r.begun) < cut then
      taken = taken + redis.call('HDEL', KEYS[4], key)
    end
  elseif state ~= 'queued' then
    taken = taken + redis.call('HDEL', KEYS[3], key)
  end
end
return taken
