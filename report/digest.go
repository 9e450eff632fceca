package report

import (
	"slices"
	"time"
)

// DigestInput is what a digest speaks of.
type DigestInput struct {
	Plan   DigestPlan
	At     time.Time // when it was due
	Now    time.Time // when it leaves
	Day    Day       // the day covered
	Parts  []Completeness
	Before []Completeness // the last periods of the same forms and slots, as far as there are any
	Start  time.Time      // the first start: what was due before it is nobody's to answer for
	Events []Event        // of the day covered and since

	Records []Record                     // of Parts and Before, as far as Notable
	Silent  map[PeriodKey]map[UnitID]int // for how many periods in a row units are missing
	Shifts  map[PeriodKey]map[UnitID]int // and of the same slot alone, where a form has several
	Outages []Window                     // in which nothing could be received, of the day covered and since
	Burden  *Burden                      // of the month before, in the month's first; else nil
	Seal    Seal                         // of the messages' record; zero: none
	Preview bool                         // it is shown to somebody and goes nowhere, so that it cannot be late
}

// Seal is what proves that the messages up to the end of a day are as they came.
type Seal struct {
	Day  Day
	Code string // as people note it down
}

// Notable are the records of which a digest says more than what they hold: those that
// were changed, and those of which something may not be settled.
func Notable(records []Record) []Record {
	return filter(records, func(r Record) bool {
		return len(r.Versions) > 1 || slices.ContainsFunc(r.Versions, func(v Version) bool { return len(v.Problems) > 0 })
	})
}

// Digest is what leaders get on schedule.
type Digest struct {
	Text  string
	Units []UnitID // all it names
	Fault error    // why the plan's template could not say it; the text is the default then
}

// BuildDigest writes a digest to be read standing, in the layout of its plan, or by the
// plan's template. It is short: of long lists the first stand and how many there are.
func (w *Workspace) BuildDigest(in DigestInput) Digest {
	b := newDigestReader(w, in)
	d := b.read()
	out := Digest{Units: b.units}
	if in.Plan.Template != nil {
		if out.Text, out.Fault = in.Plan.Template.say(d); out.Fault == nil {
			return out
		}
	}
	limit := digestLimit(b.owing)
	if in.Plan.Layout == ByUnit {
		out.Text = d.byUnit(limit)
	} else {
		out.Text = d.byTopic(limit)
	}
	return out
}

// How many characters a digest has: for so many units the least, for a hundred the
// most, and in between in proportion.
const (
	shortDigest, fewUnits = 600, 12
	longDigest, manyUnits = 1200, 100
)

func digestLimit(units int) int {
	over := min(max(units-fewUnits, 0), manyUnits-fewUnits)
	return shortDigest + (longDigest-shortDigest)*over/(manyUnits-fewUnits)
}

// Title is what a digest is called: 晨报 before noon, else 晚报.
func (p DigestPlan) Title() string {
	if p.At < 12*60 {
		return "晨报"
	}
	return "晚报"
}
