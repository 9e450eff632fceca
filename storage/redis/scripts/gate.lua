-- Put before every script that writes; its KEYS begin with ver. A workspace of
-- another schema, one into which a backup is being loaded, and one that is no
-- longer on the server take no write.
local schema = redis.call('GET', KEYS[1])
if schema ~= '3' then return redis.error_reply('SCHEMA ' .. (schema or '')) end

