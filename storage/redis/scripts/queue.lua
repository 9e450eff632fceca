-- Puts rows into the outbox.
-- KEYS  ob, ob:due, meta
-- ARGV  number of rows, then each as queueRows
-- gives 1
checkQueue(KEYS[1], KEYS[2], KEYS[3])
queueRows(KEYS[1], KEYS[2], KEYS[3], 2, tonumber(ARGV[1]))
return 1
