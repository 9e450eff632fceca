package report

import (
	"fmt"
	"time"
)

// Silence counts for how many periods in a row units have not reported: those
// that they owed, up to one that they reported, however late. A period in which a
// unit owed nothing, was excused or could not be heard counts for nothing and
// ends nothing. It looks back period by period, only as long as somebody's count
// goes on; the caller reads them:
//
//	for k, more := s.Next(); more; k, more = s.Next() { s.Look(completeness of k) }
type Silence struct {
	w     *Workspace
	at    PeriodKey
	start time.Time       // the first start: what was due before counts for nothing
	slot  *SlotID         // the one of which alone periods count; nil: all
	left  int             // how many periods are looked back still
	open  map[UnitID]bool // whose count goes on
	Count map[UnitID]int  // of each unit that is missing
}

// lookedBack is how many periods a silence is looked back at most, and
// calendarBack how many a form's calendar is searched for them.
const (
	lookedBack   = 30
	calendarBack = 400
)

// NewSilence begins with the units that are missing from a period, and goes back to
// the first start.
func (w *Workspace) NewSilence(c Completeness, start time.Time) *Silence {
	s := &Silence{w: w, at: c.Key, start: start, left: lookedBack, open: map[UnitID]bool{}, Count: map[UnitID]int{}}
	for _, st := range c.Standings {
		if st.Expected && st.State == Missing {
			s.open[st.Unit], s.Count[st.Unit] = true, 1
		}
	}
	return s
}

// NewSlotSilence counts the periods of the same slot alone: a night shift that nobody
// reports hides behind the day shifts that are.
func (w *Workspace) NewSlotSilence(c Completeness, start time.Time) *Silence {
	s := w.NewSilence(c, start)
	s.slot = &c.Key.Slot
	return s
}

// Next is the period to be looked at next: the last before that was owed. It is
// false where nobody's count goes on, or far enough back.
func (s *Silence) Next() (PeriodKey, bool) {
	if len(s.open) == 0 || s.left == 0 {
		return PeriodKey{}, false
	}
	s.left--
	for range calendarBack {
		s.at = s.w.Before(s.at)
		if (s.slot == nil || s.at.Slot == *s.slot) && s.w.Owed(s.at) {
			return s.at, !s.w.Due(s.at).Before(s.start)
		}
	}
	return PeriodKey{}, false
}

// Look counts the period that Next has given.
func (s *Silence) Look(c Completeness) {
	for _, st := range c.Standings {
		switch {
		case !s.open[st.Unit] || !st.Expected || st.State == Excused || st.State == SystemFault:
		case st.State == Missing:
			s.Count[st.Unit]++
		default:
			delete(s.open, st.Unit)
		}
	}
}

// inARow says for how many periods of a form a unit has been silent; nothing
// where this is the first.
func (f *Form) inARow(n int) string {
	switch {
	case n < 2:
		return ""
	case len(f.Slots) > 1:
		return fmt.Sprintf("连续%d班", n)
	case f.Calendar == EveryDay:
		return fmt.Sprintf("连续%d天", n)
	}
	return fmt.Sprintf("连续%d次", n)
}
