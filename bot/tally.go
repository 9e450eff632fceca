package bot

// tally counts by row how often something went wrong, as long as the row waits and the
// program lives: the outbox counts every attempt, also those that an absent service
// made vain, and they say nothing against a row.
type tally map[string]int

// add counts once more for each of the rows of a message, and gives the most.
func (t *tally) add(rows []string) (most int) {
	if *t == nil {
		*t = tally{}
	}
	for _, key := range rows {
		(*t)[key]++
		most = max(most, (*t)[key])
	}
	return most
}

// drop forgets rows that have ended.
func (t tally) drop(rows []string) {
	for _, key := range rows {
		delete(t, key)
	}
}
