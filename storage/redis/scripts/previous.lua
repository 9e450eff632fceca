-- The unit's last record of a form in an earlier period: by day, then by the
-- time of the first version, then by slot.
-- KEYS  periods:FORM, units:FORM
-- ARGV  unit, day's number, DAY:SLOT of the period asked for, cur:FORM: and hist:FORM: without the period
-- gives DAY:SLOT and the versions, or nothing. The keys it reads beside KEYS are
-- of the same workspace, and so in the same slot of a cluster.

-- The order of bytes; < would take the server's locale.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

local unit, day = ARGV[1], tonumber(ARGV[2])
local since = redis.call('HGET', KEYS[2], unit) -- before it there is nothing of the unit
if not since or tonumber(since) > day then return {} end
local own = redis.call('HGET', ARGV[4] .. ARGV[3], unit)
local ownBegan = own and tonumber(string.match(own, '^%d+')) or math.huge

local best
local at, over = redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[2], '+inf'), false -- later days stand before
repeat
  local members = redis.call('ZREVRANGE', KEYS[1], at, at + 63, 'WITHSCORES')
  at, over = at + 64, #members == 0
  for i = 1, #members, 2 do
    local member, score = members[i], tonumber(members[i + 1])
    if score < tonumber(since) or best and score < best.day then
      over = true
      break
    end
    local current = member ~= ARGV[3] and redis.call('HGET', ARGV[4] .. member, unit)
    if current then
      local began = tonumber(string.match(current, '^%d+'))
      local earlier = score < day or began < ownBegan or (began == ownBegan and before(member, ARGV[3]))
      if earlier and (not best or began > best.began or (began == best.began and before(best.member, member))) then
        best = { day = score, began = began, member = member, current = current }
      end
    end
  end
until over
if not best then return {} end

local versions = {}
for id in string.gmatch(best.current, ' (%S+)') do
  local entry = redis.call('XRANGE', ARGV[5] .. best.member, id, id)[1]
  versions[#versions + 1] = entry[2][4]
end
return { best.member, versions }
