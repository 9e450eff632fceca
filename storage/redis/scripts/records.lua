-- The versions of many records.
-- KEYS  cur:FP, hist:FP of each
-- ARGV  the unit of each
-- gives for each its versions, oldest filing first
local told = {}
for i, unit in ipairs(ARGV) do
  local versions = {}
  local current = redis.call('HGET', KEYS[i * 2 - 1], unit)
  for n in string.gmatch(current or '', ' (%d+)') do
    local entry = redis.call('XRANGE', KEYS[i * 2], n .. '-0', n .. '-0')[1]
    versions[#versions + 1] = entry[2][4]
  end
  told[i] = versions
end
return told
