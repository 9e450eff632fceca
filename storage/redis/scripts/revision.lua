-- Whether a document has another revision than the one before what is to be saved;
-- one of old, without a revision, is not compared.
local function draftMoved(key, revision)
  if revision == '0' then return false end
  local last = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)
  local kept = last[1] and cjson.decode(last[1][2][2]).r or 0
  return kept ~= tonumber(revision) - 1
end
