-- The versions of many records.
-- KEYS  cur:FP, hist:FP of each
-- ARGV  the unit of each
-- gives for each its versions, oldest filing first
local told = {}
for i, unit in ipairs(ARGV) do
  local versions = {}
  local current = redis.call('HGET', KEYS[i * 2 - 1], unit)
  for id in string.gmatch(current or '', ' (%S+)') do
    local entry = redis.call('XRANGE', KEYS[i * 2], id, id)[1]
    versions[#versions + 1] = entry[2][4]
  end
  told[i] = versions
end
return told
