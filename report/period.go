package report

import (
	"slices"
	"time"
)

// Opens is the instant from which an undated message belongs to the period.
func (w *Workspace) Opens(k PeriodKey) time.Time {
	f, day := w.Form(k.Form), k.Day
	if f.slotAt(k.Slot) == 0 {
		day = f.opening(day)
	}
	return day.At(w.slot(k).Opens, w.Zone)
}

// Due is the last instant, to the second, at which a report is on time.
func (w *Workspace) Due(k PeriodKey) time.Time {
	return k.Day.At(w.slot(k).Due, w.Zone)
}

// Ends is the instant at which the next period of the form opens; from then on
// an undated message belongs to that one.
func (w *Workspace) Ends(k PeriodKey) time.Time { return w.Opens(w.After(k)) }

// Closes is the instant after which nobody is reminded of the period: the
// form's own, else when the period has ended. A shift is due as it ends; it
// stays open for reminders until the next one ends.
func (w *Workspace) Closes(k PeriodKey) time.Time {
	f, ends := w.Form(k.Form), w.Ends(k)
	if !ends.After(w.Due(k)) {
		ends = w.Ends(w.After(k))
	}
	if f.Closes == 0 {
		return ends
	}
	closes := f.Closes
	for closes <= w.slot(k).Due {
		closes += 24 * 60
	}
	return earliest(k.Day.At(closes, w.Zone), ends)
}

func (w *Workspace) slot(k PeriodKey) *Slot { return w.Form(k.Form).Slot(k.Slot) }

// slotAt is the place of a slot in its form; -1 where it is gone from it.
func (f *Form) slotAt(id SlotID) int {
	return slices.IndexFunc(f.Slots, func(s Slot) bool { return s.ID == id })
}

// Freezes is the time of the period's day at which it is settled who owes it: as
// it opens, and of a calendar that does not ask day by day as its own day begins,
// since a month's report opens long before the roster that counts is known.
func (f *Form) Freezes(slot *Slot) Clock {
	if !f.ByDay() && f.slotAt(slot.ID) == 0 {
		return 0
	}
	return slot.Opens
}

// Frozen is the instant at which it is settled who owes a period.
func (w *Workspace) Frozen(k PeriodKey) time.Time {
	return k.Day.At(w.Form(k.Form).Freezes(w.slot(k)), w.Zone)
}

// PeriodAt is the period of a form that is open at an instant: the one that
// opened last, so that a message before the day's first opening belongs to the
// day before.
func (w *Workspace) PeriodAt(f *Form, at time.Time) PeriodKey {
	at = at.In(w.Zone)
	for day := f.DayFor(DayOf(at)); ; day = f.last(day) {
		slots := w.slotsOn(f, day)
		for i := len(slots) - 1; i >= 0; i-- {
			if k := (PeriodKey{f.ID, day, slots[i].ID}); !w.Opens(k).After(at) {
				return k
			}
		}
	}
}

// Before is the period of the same form that stands before k.
func (w *Workspace) Before(k PeriodKey) PeriodKey {
	f, opens := w.Form(k.Form), w.slot(k).Opens
	slots := w.slotsOn(f, k.Day)
	for i := len(slots) - 1; i >= 0; i-- {
		if slots[i].Opens < opens {
			return PeriodKey{k.Form, k.Day, slots[i].ID}
		}
	}
	day := f.last(k.Day)
	slots = w.slotsOn(f, day)
	return PeriodKey{k.Form, day, slots[len(slots)-1].ID}
}

// After is the period of the same form that follows k.
func (w *Workspace) After(k PeriodKey) PeriodKey {
	f, opens := w.Form(k.Form), w.slot(k).Opens
	for _, s := range w.slotsOn(f, k.Day) {
		if s.Opens > opens {
			return PeriodKey{k.Form, k.Day, s.ID}
		}
	}
	day := f.next(k.Day)
	return PeriodKey{k.Form, day, w.slotsOn(f, day)[0].ID}
}

// DayBefore is the period of the same slot on the form's day before k's.
func (w *Workspace) DayBefore(k PeriodKey) PeriodKey {
	k.Day = w.Form(k.Form).last(k.Day)
	return k
}

// looksBack tells whether a message may be meant for the period before the one
// that is open.
func (f *Form) looksBack() bool { return len(f.Slots) > 1 || !f.ByDay() }

// settles is the instant until which a message that names no period is meant for
// the one before, where that is still owed: the first hour of a slot, and the
// first day of a period that lasts for several, unless that is its own.
func (w *Workspace) settles(k PeriodKey) time.Time {
	f, opens := w.Form(k.Form), w.Opens(k)
	switch first := f.slotAt(k.Slot) == 0; {
	case first && !f.ByDay():
		return earliest(opens.Add(24*time.Hour), latest(opens, k.Day.At(0, w.Zone)))
	case len(f.Slots) > 1:
		return opens.Add(time.Hour)
	}
	return opens
}

// PeriodsOf lists a form's periods of a day, one for each slot. A day that the
// calendar passes over has none.
func (w *Workspace) PeriodsOf(f *Form, d Day) []PeriodKey {
	if !f.fallsOn(d) {
		return nil
	}
	return w.PeriodsFor(f, d)
}

// PeriodsFor lists the periods that a day belongs to, which are of that day or,
// where the calendar passes over it, of the one whose report gathers it.
func (w *Workspace) PeriodsFor(f *Form, d Day) []PeriodKey {
	keys := make([]PeriodKey, len(f.Slots))
	for i := range f.Slots {
		keys[i] = PeriodKey{f.ID, f.DayFor(d), f.Slots[i].ID}
	}
	return keys
}

// Owed tells whether a period asks for reports at all: its form is in force, its
// day is one of the form's calendar, and the level for which it waits holds.
func (w *Workspace) Owed(k PeriodKey) bool {
	f := w.Form(k.Form)
	switch {
	case !w.InForce(f, k.Day), !w.Holds(k), !f.fallsOn(k.Day):
		return false
	case f.Calendar == Workdays:
		return w.IsWorkday(k.Day)
	case f.Calendar == Spaced:
		return k.Day >= f.Rhythm.First
	}
	return true
}

// OwedBy tells whether a unit owes a period, by the roster as it is now and by
// what was decided in chat.
func (w *Workspace) OwedBy(k PeriodKey, u UnitID) bool {
	return w.Owed(k) && w.Owes(k.Form, u) && w.Unit(u).Stands(k.Day) && w.Excused(k, u) == ""
}

// InForce tells whether a form asks for anything around a day: it has begun and
// has not ended, and a level for which it waits holds.
func (w *Workspace) InForce(f *Form, d Day) bool {
	return within(f.From, d, f.Until) && w.holdsOn(f, d)
}

// within tells whether a day lies between two, of which 0 is no bound.
func within(from, d, until Day) bool {
	return (from == 0 || d >= from) && (until == 0 || d <= until)
}

// Falls tells whether a form that is in force has periods of a day.
func (w *Workspace) Falls(f *Form, d Day) bool { return w.InForce(f, d) && f.fallsOn(d) }

// NewNeed says who owes a period, to be frozen when it opens. Nothing is owed
// for a day before the first start.
func (w *Workspace) NewNeed(k PeriodKey, started Day) *Need {
	n := &Need{Key: k, Units: map[UnitID]Duty{}}
	if k.Day < started || !w.Owed(k) {
		return n
	}
	for _, u := range w.Owing(k.Form) {
		if w.Unit(u).Stands(k.Day) {
			n.Units[u] = Duty{}
		}
	}
	return n
}

// Leaves is the earliest instant from at on at which a row may leave, by its kind,
// its stage and the form and period that it is about, if any: quiet hours hold all
// but alerts, answers and what a response level is about until they end.
func (w *Workspace) Leaves(r Row, at time.Time) time.Time {
	q := w.Quiet
	if r.Kind == Alert || r.Kind == Reply || r.Stage == StageLevelAwake || q.From == q.To || w.sleepless(r.period(), at) {
		return at
	}
	day := DayOf(at.In(w.Zone))
	for _, d := range []Day{day - 1, day} {
		from, to := d.At(q.From, w.Zone), d.At(q.To, w.Zone)
		if q.To <= q.From {
			to = d.At(q.To+24*60, w.Zone)
		}
		if !at.Before(from) && at.Before(to) {
			return to
		}
	}
	return at
}
