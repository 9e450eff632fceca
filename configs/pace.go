package configs

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Pace is how fast a channel sends, so that its account is not barred. The zero Pace
// has no bounds.
type Pace struct {
	Spacing, Most time.Duration // from one message to the next: between these, by chance
	Files         time.Duration // from one file to the next
	PerMinute     int           // messages in any minute; 0: no bound
	PerDay        int           // messages in any 24 hours; 0: no bound
}

// careful is the pace of an account that a service may bar: what is known of the
// limits is old, and this stays well below it.
var careful = Pace{Spacing: 3 * time.Second, Most: 6 * time.Second, Files: 30 * time.Second, PerMinute: 20, PerDay: 500}

// The bounds of what is believed to be meant.
const (
	mostSpacing   = 10 * time.Minute
	mostPerMinute = 600
	mostPerDay    = 100_000
)

// pace reads how fast a channel of a kind sends; what is not given is the kind's own.
func (o *object) pace(kind string) Pace {
	var p Pace
	if kind != string(Console) && kind != string(JSONL) {
		p = careful
	}
	pace := o.object("pace")
	if w := pace.word("spacing"); w.given() {
		if from, to, ok := spacing(w.text); ok {
			p.Spacing, p.Most = from, to
		} else {
			pace.wrong(w.place, "write it as 3s-6s, or 5s; at most 10m", "spacing: %q is no span of time", w.text)
		}
	}
	if d, w := pace.duration("files", 0, mostSpacing); w.given() {
		p.Files = d
	}
	p.PerMinute = pace.bound("per_minute", p.PerMinute, mostPerMinute)
	p.PerDay = pace.bound("per_day", p.PerDay, mostPerDay)
	pace.close("channel: pace")
	return p
}

// spacing reads 3s-6s, or 5s.
func spacing(text string) (from, to time.Duration, ok bool) {
	first, last, two := strings.Cut(text, "-")
	from, err := time.ParseDuration(strings.TrimSpace(first))
	to = from
	if two && err == nil {
		to, err = time.ParseDuration(strings.TrimSpace(last))
	}
	return from, to, err == nil && 0 <= from && from <= to && to <= mostSpacing
}

// bound reads a whole number of messages, from 1 on.
func (o *object) bound(key string, otherwise, most int) int {
	n, w := o.number(key)
	if !w.given() || !n.Valid {
		return otherwise
	}
	if d := n.Decimal; !d.IsInteger() || d.LessThan(decimal.NewFromInt(1)) || d.GreaterThan(decimal.NewFromInt(int64(most))) {
		o.wrong(w.place, "write a whole number, or leave it out", "%s must lie between 1 and %d", key, most)
		return otherwise
	}
	return int(n.Decimal.IntPart())
}
