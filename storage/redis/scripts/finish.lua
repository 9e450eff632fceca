-- Ends rows and logs them, or queues them again. Each is judged alone: one that
-- is refused stops no other.
-- KEYS  ob, ob:due, ob:lease, ob:sending, ob:log, meta
-- ARGV  owner, state, at, at as text, due or '' for as it was, not before as text, note,
--       then the rows' keys
-- gives OK, or why the first refused one was: NONE, HELD, or the state in which it has ended
local owner, state, note = ARGV[1], ARGV[2], ARGV[7]
local why, keys, rows = 'OK', {}, {}

-- Why a row may not be finished; nothing where it may. Who sent a row whose end
-- nobody knew may still tell it.
local function refused(r)
  if not r then return 'NONE' end
  if r.state == 'queued' or r.state == 'sending' then
    return r.owner ~= owner and tonumber(r['until']) > tonumber(ARGV[3]) and 'HELD'
  end
  return not (r.state == 'uncertain' and r.owner == owner) and r.state
end

for i = 8, #ARGV do
  local value = redis.call('HGET', KEYS[1], ARGV[i])
  local r = value and unpackRow(value)
  if not (r and r.state == state and state ~= 'queued') then -- else it was done before
    local no = refused(r)
    if not no then
      keys[#keys + 1] = ARGV[i]
      rows[#rows + 1] = r
    elseif why == 'OK' then
      why = no
    end
  end
end
redis.call('ZCARD', KEYS[2])
redis.call('ZCARD', KEYS[3])
redis.call('ZCARD', KEYS[4])
redis.call('XLEN', KEYS[5])
redis.call('HLEN', KEYS[6])

for i, key in ipairs(keys) do
  local r = rows[i]
  redis.call('ZREM', KEYS[2], dueMember(r, key))
  redis.call('ZREM', KEYS[3], key)
  redis.call('ZREM', KEYS[4], key)
  if state ~= 'queued' or note ~= '' then
    local n = redis.call('HINCRBY', KEYS[6], 'log', 1)
    redis.call('XADD', KEYS[5], string.format('%d-0', n), 'key', key, 'state', state, 'at', ARGV[4],
               'owner', owner, 'attempts', r.attempts, 'note', note, 'row', r.body)
  end
  r.state, r['until'] = state, '0'
  if state == 'queued' then
    r.owner = ''
    if ARGV[5] ~= '' then r.due, r.notBefore = ARGV[5], ARGV[6] end
    redis.call('ZADD', KEYS[2], r.due, dueMember(r, key))
  elseif state ~= 'uncertain' then
    r.owner, r.body = '', ''
  end
  redis.call('HSET', KEYS[1], key, packRow(r))
end
return why
