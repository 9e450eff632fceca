package report

import (
	"slices"
	"time"
)

// heldUseful is how long after quiet hours what they have held beyond the end of its
// period is still worth saying.
const heldUseful = 3 * time.Hour

// StageAt is the instant at which a stage of a period is due.
func (w *Workspace) StageAt(k PeriodKey, s Stage) time.Time {
	return k.Day.At(w.slot(k).Due+Clock(s.Offset/time.Minute), w.Zone)
}

// FirstReminder is the earliest instant at which anybody is reminded of a period of a
// day, or of a later one; the day's beginning where nobody is reminded before that.
func (w *Workspace) FirstReminder(d Day) time.Time {
	first := d.At(0, w.Zone)
	for i := range w.Forms {
		f := &w.Forms[i]
		for _, slot := range f.Slots {
			for _, stage := range f.Remind {
				first = earliest(first, w.StageAt(PeriodKey{f.ID, d, slot.ID}, stage))
			}
		}
	}
	return first
}

// Until is the instant from which a stage of a period is not worth saying any more:
// at the next stage's time, and when the period is over. What comes after the
// deadline and is held beyond that by quiet hours is said at their end, unless a
// later stage says it to the same people.
func (w *Workspace) Until(k PeriodKey, s Stage) time.Time {
	at, until := w.StageAt(k, s), w.lasts(k, s)
	beyond := until.After(w.Closes(k))
	for _, next := range w.Form(k.Form).Remind {
		later := w.StageAt(k, next)
		if later.After(at) && later.Before(until) && (!beyond || next.To == s.To) {
			until = later
		}
	}
	return until
}

// lasts is until when a stage of a period may be said.
func (w *Workspace) lasts(k PeriodKey, s Stage) time.Time {
	at, closes := w.StageAt(k, s), w.Closes(k)
	leaves := w.Leaves(Row{Kind: s.kind(), Form: k.Form, Period: k.Day, Slot: k.Slot}, at)
	if s.Offset < 0 || !at.Before(closes) || !leaves.After(at) || leaves.Before(closes) {
		return closes
	}
	return leaves.Add(heldUseful)
}

func (s Stage) kind() Kind {
	if s.To == ToLead {
		return Escalation
	}
	return Reminder
}

// stageOf is the stage of a form by which a row was queued; false where it is by
// none, or gone.
func (w *Workspace) stageOf(r Row) (Stage, bool) {
	stages := w.Form(r.Form).Remind
	i := slices.IndexFunc(stages, func(s Stage) bool { return s.ID() == r.Stage })
	if i < 0 {
		return Stage{}, false
	}
	return stages[i], true
}

// tolerated is how late something may leave without a word about it.
const tolerated = 10 * time.Minute

// LateWords says that what was due to leave at an instant is made up; nothing where
// it leaves about then.
func (w *Workspace) LateWords(due, now time.Time) string {
	if now.Sub(due) <= tolerated {
		return ""
	}
	return "（应于" + w.when(due) + "发，因故迟发）"
}

// lateReminder says it of reminders that leave as one message: of the newest.
func (w *Workspace) lateReminder(lacks []Lack, now time.Time) string {
	var due time.Time
	for _, l := range lacks {
		s, ok := w.stageOf(l.Row)
		if !ok {
			return ""
		}
		due = latest(due, w.Leaves(l.Row, w.StageAt(l.Period.Key, s)))
	}
	return w.LateWords(due, now)
}
