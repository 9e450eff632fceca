-- Puts rows into the outbox.
-- KEYS  ver, ob, ob:ended, ob:due, meta
-- ARGV  number of rows, then each as queueRows
-- gives 1
checkQueue(KEYS[2], KEYS[3], KEYS[4], KEYS[5])
queueRows(KEYS[2], KEYS[3], KEYS[4], KEYS[5], 2, tonumber(ARGV[1]))
return 1
