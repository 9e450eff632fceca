package report

import (
	"slices"
	"time"
)

// DigestAt is when a plan's digest of a day is due to leave.
func (w *Workspace) DigestAt(p DigestPlan, day Day) time.Time {
	if p.Covers == Yesterday {
		day++
	}
	return w.Leaves(Row{Kind: DigestKind}, day.At(p.At, w.Zone))
}

// Covered lists the periods that a plan's digest of a day speaks of: those of the
// day, and before them those of the day before that were not yet due when its
// digest left, so that a night shift is told of once it has ended.
func (w *Workspace) Covered(p DigestPlan, day Day) []PeriodKey {
	var keys []PeriodKey
	for _, id := range p.Forms {
		f := w.Form(id)
		for _, k := range w.Duties(f, day-1) {
			if w.closedBetween(p, k, day) {
				keys = append(keys, k)
			}
		}
		keys = append(keys, w.Duties(f, day)...)
	}
	return keys
}

// Duties lists the periods of a day of a form that is in force, as far as their
// levels hold.
func (w *Workspace) Duties(f *Form, day Day) []PeriodKey {
	if !w.InForce(f, day) {
		return nil
	}
	return slices.DeleteFunc(w.PeriodsOf(f, day), func(k PeriodKey) bool { return !w.Holds(k) })
}

// closedBetween tells whether a period of the day before became due between that
// day's digest and the next, and no digest of its own day to the same people has
// told how it ended.
func (w *Workspace) closedBetween(p DigestPlan, k PeriodKey, day Day) bool {
	due, at := w.Due(k), w.DigestAt(p, day)
	if !due.After(w.DigestAt(p, k.Day)) || due.After(at) {
		return false
	}
	return !slices.ContainsFunc(w.Digests, func(q DigestPlan) bool {
		said := w.DigestAt(q, k.Day)
		elsewhere := func(to string) bool { return !slices.Contains(q.To, to) }
		return slices.Contains(q.Forms, k.Form) && !slices.ContainsFunc(p.To, elsewhere) && !due.After(said) && !said.After(at)
	})
}

// LastOwed is the period that one is compared with: the last before it of the same slot
// that was owed; false where there was none for long.
func (w *Workspace) LastOwed(k PeriodKey) (PeriodKey, bool) {
	for range lookedBack {
		if k = w.DayBefore(k); w.Owed(k) {
			return k, true
		}
	}
	return k, false
}
