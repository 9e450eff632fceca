package storage

import (
	"time"

	"qunbao/report"
)

// Cut says what Prune may take: what is before it. Nothing is taken by a zero one,
// and never a row that is to be sent or is being sent.
type Cut struct {
	Outcomes report.Day // what messages of earlier days became: no recall and no quote finds them after it
	Rows     time.Time  // how rows of the outbox ended, what was tried before, and rows of which nobody has told it since
}

// Pruned counts what Prune took.
type Pruned struct {
	Outcomes int
	Rows     int // that had ended, or were uncertain
}

// PruneStep is how many things a store takes at once, so that nobody waits long
// behind it.
const PruneStep = 500

// Tried is an entry of the outbox's log.
type Tried struct {
	N     int64 // its place in the log
	Key   string
	State report.RowState // how the attempt ended
	At    time.Time
}

// Ended tells whether a row ended with the entry; one that is uncertain waits in
// the outbox.
func (t Tried) Ended() bool { return Ended(t.State) }

// Old are the entries that a cut takes of the oldest of a log: those up to the
// first that is not before it, so that a clock that once went back tears no hole.
func (c Cut) Old(oldest []Tried) []Tried {
	for i, t := range oldest {
		if Micros(t.At) >= Micros(c.Rows) {
			return oldest[:i]
		}
	}
	return oldest
}
