package report

import (
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// Opens is the instant from which an undated message belongs to the period.
func (w *Workspace) Opens(k PeriodKey) time.Time {
	return k.Day.At(w.slot(k).Opens, w.Zone)
}

// Due is the last instant, to the second, at which a report is on time.
func (w *Workspace) Due(k PeriodKey) time.Time {
	return k.Day.At(w.slot(k).Due, w.Zone)
}

// Ends is the instant at which the next period of the form opens; from then on
// an undated message belongs to that one.
func (w *Workspace) Ends(k PeriodKey) time.Time {
	return w.Opens(w.after(k))
}

// Closes is the instant after which nobody is reminded of the period: the
// form's own, else when the period has ended. A shift is due as it ends; it
// stays open for reminders until the next one ends.
func (w *Workspace) Closes(k PeriodKey) time.Time {
	f, ends := w.Form(k.Form), w.Ends(k)
	if !ends.After(w.Due(k)) {
		ends = w.Ends(w.after(k))
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

// PeriodAt is the period of a form that is open at an instant: the one that
// opened last, so that a message before the day's first opening belongs to the
// day before.
func (w *Workspace) PeriodAt(f *Form, at time.Time) PeriodKey {
	at = at.In(w.Zone)
	for day := DayOf(at); ; day-- {
		slots := w.slotsOn(f, day)
		for i := len(slots) - 1; i >= 0; i-- {
			if !day.At(slots[i].Opens, w.Zone).After(at) {
				return PeriodKey{f.ID, day, slots[i].ID}
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
	slots = w.slotsOn(f, k.Day-1)
	return PeriodKey{k.Form, k.Day - 1, slots[len(slots)-1].ID}
}

// after is the period of the same form that follows k.
func (w *Workspace) after(k PeriodKey) PeriodKey {
	f, opens := w.Form(k.Form), w.slot(k).Opens
	for _, s := range w.slotsOn(f, k.Day) {
		if s.Opens > opens {
			return PeriodKey{k.Form, k.Day, s.ID}
		}
	}
	return PeriodKey{k.Form, k.Day + 1, w.slotsOn(f, k.Day+1)[0].ID}
}

// PeriodsOf lists a form's periods of a day, one for each slot.
func (w *Workspace) PeriodsOf(f *Form, d Day) []PeriodKey {
	keys := make([]PeriodKey, len(f.Slots))
	for i := range f.Slots {
		keys[i] = PeriodKey{f.ID, d, f.Slots[i].ID}
	}
	return keys
}

// Owed tells whether a period asks for reports at all: its form is in force, its
// day is one of the form's calendar, and the level for which it waits holds.
func (w *Workspace) Owed(k PeriodKey) bool {
	f := w.Form(k.Form)
	return w.InForce(f, k.Day) && w.Holds(k) && (f.Calendar != Workdays || IsWorkday(k.Day))
}

// OwedBy tells whether a unit owes a period, by the roster as it is now and by
// what was decided in chat.
func (w *Workspace) OwedBy(k PeriodKey, u UnitID) bool {
	return w.Owed(k) && w.Owes(k.Form, u) && w.Excused(k, u) == ""
}

// InForce tells whether a form asks for anything around a day: it has begun and
// has not ended, and a level for which it waits holds.
func (w *Workspace) InForce(f *Form, d Day) bool {
	return (f.From == 0 || d >= f.From) && (f.Until == 0 || d <= f.Until) && w.holdsOn(f, d)
}

// IsWorkday tells whether a day is worked in China: weekends and holidays are
// not, the make-up days of the published calendar (调休) are. In a year whose
// calendar is not published, only weekends are free.
func IsWorkday(d Day) bool {
	y, m, day := d.Date()
	if h := HolidayUtil.GetHolidayByYmd(y, int(m), day); h != nil {
		return h.IsWork()
	}
	wd := d.Weekday()
	return wd != time.Saturday && wd != time.Sunday
}

// KnowsHolidays tells whether the calendar of a year is known.
func KnowsHolidays(year int) bool {
	return HolidayUtil.GetHolidaysByYear(year).Len() > 0
}

// NewNeed says who owes a period, to be frozen when it opens. Nothing is owed
// for a day before the first start.
func (w *Workspace) NewNeed(k PeriodKey, started Day) *Need {
	n := &Need{Key: k, Units: map[UnitID]Duty{}}
	if k.Day < started || !w.Owed(k) {
		return n
	}
	for _, u := range w.Owing(k.Form) {
		n.Units[u] = Duty{}
	}
	return n
}

// Leaves is the earliest instant from at on at which a message of a kind about a
// form, if it is about one, may leave: quiet hours hold all but alerts, answers
// and what is about a form under a response level until they end.
func (w *Workspace) Leaves(kind Kind, form FormID, at time.Time) time.Time {
	q := w.Quiet
	if kind == Alert || kind == Reply || q.From == q.To || w.sleepless(form, at) {
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
