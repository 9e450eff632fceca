-- keepAct keeps what somebody did under a number of its own; the same act is one.
-- It gives 1, or 0 where it is kept already.
local function keepAct(audit, meta, at, body)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', audit, at, at)) do
    if string.match(member, '^%d+ (.*)$') == body then return 0 end
  end
  local commit = string.format('%d', redis.call('HINCRBY', meta, 'commit', 1))
  redis.call('ZADD', audit, at, commit .. ' ' .. body)
  return 1
end
