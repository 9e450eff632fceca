package configs

import (
	"strconv"
)

// Retention is for how many days things are kept. What reports say, and who said
// it when, is kept for ever.
type Retention struct {
	Chatter  int // the words of messages that nothing came of
	Outcomes int // what messages became, so that none is handled twice and a quote is understood
	Outbox   int // what became of messages that left
	Journal  int // the words of all messages; 0: for ever
	Files    int // pictures and documents that were sent
}

// Defaults and bounds of the keys of retention, in days.
const (
	defaultChatter  = 30
	defaultOutcomes = 45
	defaultOutbox   = 90
	defaultFiles    = 30
	leastKept       = 7
	mostKept        = 36500
	// overlap is how much longer outcomes are kept than chatter: from them is known
	// what is chatter, also by a program that was switched off for days.
	overlap = 15
)

func retention(root *object) Retention {
	o := root.object("retention")
	defer o.close("retention")
	var r Retention
	r.Chatter, _ = o.days("chatter", defaultChatter)
	r.Outbox, _ = o.days("outbox", defaultOutbox)
	outcomes, w := o.days("outcomes", max(defaultOutcomes, r.Chatter+overlap))
	if w.given() && outcomes < r.Chatter+overlap {
		o.wrong(w.place, "write "+strconv.Itoa(r.Chatter+overlap)+" or more", "outcomes must be kept at least %d days longer than chatter (%d)", overlap, r.Chatter)
	}
	r.Outcomes = outcomes
	journal, w := o.days("journal", 0)
	if w.given() && journal < r.Chatter {
		o.wrong(w.place, "write "+strconv.Itoa(r.Chatter)+" or more, or leave it out: for ever", "journal must not be shorter than chatter (%d)", r.Chatter)
	}
	r.Journal = journal
	r.Files, _ = o.days("files", defaultFiles)
	return r
}

// days reads a number of days.
func (o *object) days(key string, otherwise int) (int, word) {
	w := o.word(key)
	if !w.given() {
		return otherwise, w
	}
	n, err := strconv.Atoi(w.text)
	if err != nil || n < leastKept || n > mostKept {
		o.wrong(w.place, "write it as "+key+": 90", "%s must be a number of days from %d to %d, not %q", key, leastKept, mostKept, w.text)
		return otherwise, word{}
	}
	return n, w
}
