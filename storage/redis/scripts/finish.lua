-- Ends rows and logs them, or queues them again. Each is judged alone: one that
-- is refused stops no other.
-- KEYS  ver, ob, ob:ended, ob:due, ob:lease, ob:sending, ob:log, meta
-- ARGV  owner, state, at, at as text, due or '' for as it was, not before as text, note,
--       1 where they are told as stranded, then the rows' keys
-- gives OK, or why the first refused one was: NONE, HELD, or the state in which it has ended
local ob, ended, due, leased, sending, log, meta = KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local owner, state, note, stranded = ARGV[1], ARGV[2], ARGV[7], ARGV[8] == '1'
local ends = state ~= 'queued' and state ~= 'uncertain'
local why, keys, rows = 'OK', {}, {}

-- Why a row may not be finished; false where it may. A result is none of an
-- attempt that began after it. Who sent a row of which nobody knew the end may
-- still tell it.
local function refused(r)
  local mine, over = r.owner == owner, stranded and tonumber(r['until']) <= tonumber(ARGV[3])
  if r.state == 'queued' then return not mine and r.owner ~= '' and 'HELD' end
  if r.state == 'uncertain' and not mine then return r.state end
  return (tonumber(r.begun) > tonumber(ARGV[3]) or not (mine or over)) and 'HELD'
end

for i = 9, #ARGV do
  local value = redis.call('HGET', ob, ARGV[i])
  local r = value and unpackRow(value)
  local has = r and r.state or redis.call('HGET', ended, ARGV[i])
  if not (has == state and state ~= 'queued') then -- else it was done before
    local no = has or 'NONE'
    if r then no = refused(r) end
    if not no then
      keys[#keys + 1] = ARGV[i]
      rows[#rows + 1] = r
    elseif why == 'OK' then
      why = no
    end
  end
end
redis.call('HLEN', ended)
redis.call('ZCARD', due)
redis.call('ZCARD', leased)
redis.call('ZCARD', sending)
redis.call('XLEN', log)
redis.call('HLEN', meta)

for i, key in ipairs(keys) do
  local r = rows[i]
  redis.call('ZREM', due, dueMember(r, key))
  redis.call('ZREM', leased, key)
  redis.call('ZREM', sending, key)
  if state ~= 'queued' or note ~= '' then
    local entry = string.format('%d-0', redis.call('HINCRBY', meta, 'log', 1))
    local said = { 'key', key, 'state', state, 'at', ARGV[4], 'owner', owner, 'attempts', r.attempts, 'note', note }
    if ends then
      said[#said + 1] = 'row'
      said[#said + 1] = r.body
    end
    redis.call('XADD', log, entry, unpack(said))
  end
  if ends then
    redis.call('HDEL', ob, key)
    redis.call('HSET', ended, key, state)
  else
    r.state, r['until'] = state, '0'
    if state == 'queued' then
      r.owner = ''
      if ARGV[5] ~= '' then r.due, r.notBefore = ARGV[5], ARGV[6] end
      redis.call('ZADD', due, 0, dueMember(r, key))
    end
    redis.call('HSET', ob, key, packRow(r))
  end
end
return why
