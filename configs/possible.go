package configs

import (
	"fmt"
	"slices"
	"time"

	"qunbao/report"
)

// trial tries a form's timetable out, on every day of two years of which one is a
// leap year, with the very functions that will run it.
type trial struct {
	*loader
	*draft
	w      *report.Workspace // in which every level is raised
	calm   *report.Workspace // in which none is
	said   map[place]bool    // what was said of one day is not said of others
	warned map[string]bool   // and so of warnings
}

// possible refuses a timetable that nobody could keep.
func (l *loader) possible(f *draft) {
	raised := f.Form
	raised.Level, raised.Slots = report.Trigger{}, slices.Clone(f.Slots)
	for i := range raised.Slots {
		raised.Slots[i].Level = report.Trigger{}
	}
	in := func(f report.Form) *report.Workspace {
		return report.NewWorkspace(report.Settings{Zone: time.UTC, Holidays: l.settings.Holidays, Quiet: l.settings.Quiet, Forms: []report.Form{f}})
	}
	w := in(raised)
	t := trial{l, f, w, in(f.Form), map[place]bool{}, map[string]bool{}}
	first, last := report.DayOf(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)), report.DayOf(time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC))
	stays := f.ByDay()
	if f.ByDay() {
		last = first + 1 // one is as all others
	}
	for d := first; d < last; d++ {
		for _, k := range w.PeriodsOf(w.Form(f.ID), d) {
			t.period(k)
			stays = stays || f.Rhythm.Stays < int(w.After(k).Day-d)
		}
	}
	if !stays {
		t.once(f.calendarAt, "the next day of the calendar ends it; write fewer", "no period of the form can stay open for %d days", f.Rhythm.Stays)
	}
	t.never()
}

// once notes a fault of a place.
func (t *trial) once(at place, hint, say string, args ...any) {
	if !t.said[at] {
		t.said[at] = true
		t.wrong(at, hint, say, args...)
	}
}

// period tries one period out.
func (t *trial) period(k report.PeriodKey) {
	form := t.w.Form(k.Form)
	slot := form.Slot(k.Slot)
	at := t.dueAt[k.Slot]
	switch due := t.w.Due(k); {
	case !due.After(t.w.Opens(k)):
		t.once(at, "a report that is due the next morning is written with slots", "due (%s) is not after opens (%s)", slot.Due, slot.Opens)
	case due.After(t.w.Ends(k)):
		t.once(at, "let each slot open when the one before it is due, or later; what comes in its first hour is still taken for the one before",
			"the slot is due at %s, and the next one opens before, at %s", slot.Due, t.w.Ends(k).Format("15:04"))
	default:
		t.stages(k, due)
	}
}

// stages tries the reminders of one period out. Where no level is raised, the slots
// that wait for one do not end those before them.
func (t *trial) stages(k report.PeriodKey, due time.Time) {
	w := t.calm
	if w.Form(k.Form).Slot(k.Slot).Level.Matter != "" {
		w = t.w
	}
	for i, s := range t.Remind {
		switch at := due.Add(s.Offset); {
		case at.Before(w.Opens(k)):
			t.once(t.stageAt[i], "the period opens at "+w.Opens(k).Format("15:04")+"; remind later", "a reminder at %s comes before the report can be given", at.Format("15:04"))
		case !at.Before(w.Closes(k)):
			t.once(t.stageAt[i], "remind earlier, or let the form close later", "a reminder at %s never leaves: reminders end at %s", at.Format("15:04"), w.Closes(k).Format("15:04"))
		default:
			t.quiet(w, k, i)
		}
	}
}

// quiet warns of a stage inside the quiet hours, and says what becomes of it.
func (t *trial) quiet(w *report.Workspace, k report.PeriodKey, i int) {
	at := w.StageAt(k, t.Remind[i])
	leaves := w.Leaves(report.Row{Kind: report.Reminder, Form: k.Form, Period: k.Day, Slot: k.Slot}, at)
	if !leaves.After(at) || t.lifted(t.Level) || t.lifted(w.Form(k.Form).Slot(k.Slot).Level) {
		return
	}
	hint := "quiet hours hold it until " + leaves.Format("15:04")
	if !leaves.Before(w.Until(k, t.Remind[i])) {
		hint = "it is never sent: by " + leaves.Format("15:04") + ", when they end, it is out of date"
	}
	if say := fmt.Sprintf("a reminder at %s lies in the quiet hours", at.Format("15:04")); !t.warned[say+hint+t.Remind[i].ID()] {
		t.warned[say+hint+t.Remind[i].ID()] = true
		t.loader.odd(t.stageAt[i], hint, "%s", say)
	}
}

// never notes a form of which no day lies between its first and its last one. Days that
// are counted from a day of their own begin there.
func (t *trial) never() {
	from := t.From
	if t.Calendar == report.Spaced {
		from = max(from, t.Rhythm.First)
	}
	if from == 0 || t.Until == 0 || t.From > t.Until || t.Until-from > 366 {
		return
	}
	for d := from; d <= t.Until; d++ {
		if len(t.w.PeriodsOf(t.w.Form(t.ID), d)) > 0 && t.w.Owed(report.PeriodKey{Form: t.ID, Day: d}) {
			return
		}
	}
	first := from
	if t.Until < from {
		first = t.From
	}
	if first == 0 {
		t.once(t.calendarAt, "let it begin before the form ends, or change until", "the form is never owed: its calendar begins on %s, and the form ends on %s", from, t.Until)
		return
	}
	t.once(t.calendarAt, "change the calendar, or the days from and until", "the form is never owed: no day of its calendar lies between %s and %s", first, t.Until)
}
