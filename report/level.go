package report

import (
	"slices"
	"time"
)

// Emergency is a matter about which response levels (应急响应) are raised in
// chat. While one is raised, the forms and slots that wait for it are in force.
type Emergency struct {
	Matter     string // 防汛
	Aliases    []string
	Levels     []string // from the mildest to the gravest: 四级, 三级, 二级, 一级
	Colours    []string // other words for them, in the same order; empty: none
	KeepsQuiet bool     // quiet hours hold what its forms say all the same
}

// Trigger is the response level for which a form or slot waits: it is in force
// while that level or a graver one holds. The zero trigger waits for nothing.
type Trigger struct {
	Matter string
	From   string // one of the matter's levels
}

// rank is how grave a level is, 0 the mildest; -1: it is none of the matter's.
func (e *Emergency) rank(level string) int { return slices.Index(e.Levels, level) }

// Emergency finds a matter by its name, or nil.
func (w *Workspace) Emergency(matter string) *Emergency {
	i := slices.IndexFunc(w.Emergencies, func(e Emergency) bool { return e.Matter == matter })
	if i < 0 {
		return nil
	}
	return &w.Emergencies[i]
}

// ends is the instant at which a level that was raised is over by itself.
func (r *Ruling) ends(zone *time.Location) time.Time { return (r.Until + 1).At(0, zone) }

// Response is a level that is raised.
type Response struct {
	Ruling           // the one that counts: level, last day, ground, who
	Begun  time.Time // since when the matter has had a level without a break
	Since  time.Time // since when it has had this one
	Before string    // the level that it had until then; empty: none
}

// Then is what a ruling about the same matter makes of the level.
func (r Response) Then(next Ruling, zone *time.Location) Response {
	on := r.Level != "" && next.At.Before(r.ends(zone))
	then := Response{Ruling: next, Begun: next.At, Since: next.At}
	if on {
		then.Begun, then.Before = r.Begun, r.Level
	}
	if on && r.Level == next.Level {
		then.Since, then.Before = r.Since, r.Before
	}
	return then
}

// Response is the level that a matter has at an instant; false: none.
func (w *Workspace) Response(matter string, at time.Time) (Response, bool) {
	var now Response
	for _, r := range w.Rulings() {
		if r.Kind == LevelRuling && r.Matter == matter && !r.At.After(at) {
			now = now.Then(r, w.Zone)
		}
	}
	e := w.Emergency(matter)
	return now, e != nil && e.rank(now.Level) >= 0 && at.Before(now.ends(w.Zone))
}

// Responses are the levels that are raised at an instant, in the order of the
// configuration.
func (w *Workspace) Responses(at time.Time) []Response {
	var all []Response
	for _, e := range w.Emergencies {
		if r, raised := w.Response(e.Matter, at); raised {
			all = append(all, r)
		}
	}
	return all
}

// shortestNotice is how long before its deadline somebody must know of a duty
// that a level brings, for it to be one.
const shortestNotice = 30 * time.Minute

// Holds tells whether the levels hold for which a period's form and slot wait;
// where they wait for none, it is true of every period.
//
// A level holds for the periods that were due later than it was raised, in time
// to be told of them, and until it was lifted; of its last day that is all of
// them, as of a form's. So what was owed while it held stays owed, and what was
// not yet due when it was lifted is owed no more.
func (w *Workspace) Holds(k PeriodKey) bool {
	f := w.Form(k.Form)
	if f.Level.Matter != "" && !w.holdsFor(f.Level, k) {
		return false
	}
	s := f.Slot(k.Slot)
	return s == nil || s.Level.Matter == "" || w.holdsFor(s.Level, k)
}

// holdsOn tells whether any of a form's periods of a day is one of which Holds is
// true.
func (w *Workspace) holdsOn(f *Form, d Day) bool {
	return slices.ContainsFunc(f.Slots, func(s Slot) bool { return w.Holds(PeriodKey{f.ID, d, s.ID}) })
}

// holdsFor tells whether a trigger's level holds for a period.
func (w *Workspace) holdsFor(t Trigger, k PeriodKey) bool {
	e := w.Emergency(t.Matter)
	if e == nil {
		return false
	}
	due := w.Due(k)
	var since time.Time // without a break
	for _, r := range w.Rulings() {
		if r.Kind != LevelRuling || r.Matter != t.Matter || r.At.After(due) {
			continue
		}
		switch on := e.rank(r.Level) >= max(0, e.rank(t.From)) && k.Day <= r.Until; {
		case !on:
			since = time.Time{}
		case since.IsZero():
			since = r.At
		}
	}
	notice := min(shortestNotice, due.Sub(w.Opens(k)))
	return !since.IsZero() && !due.Add(-notice).Before(since)
}

// slotsOn are the slots of a form on a day: those that wait for a level only
// where it holds, so that what comes in their hours else belongs to the slot
// before. A day on which none is left has them all.
func (w *Workspace) slotsOn(f *Form, d Day) []Slot {
	if !slices.ContainsFunc(f.Slots, func(s Slot) bool { return s.Level.Matter != "" }) {
		return f.Slots
	}
	var on []Slot
	for _, s := range f.Slots {
		if s.Level.Matter == "" || w.holdsFor(s.Level, PeriodKey{f.ID, d, s.ID}) {
			on = append(on, s)
		}
	}
	if len(on) == 0 {
		return f.Slots
	}
	return on
}

// sleepless tells whether there are no quiet hours at an instant for what is about
// a form, or one period of it: the form, or one of its slots, is in force by a level
// that lifts them, or the period is one that such a level has brought and that goes
// on behind the level's last day.
func (w *Workspace) sleepless(k PeriodKey, at time.Time) bool {
	f := w.Form(k.Form)
	if f == nil || len(w.Emergencies) == 0 {
		return false
	}
	if w.wakes(f.Level, 0, at) || slices.ContainsFunc(f.Slots, func(s Slot) bool { return w.wakes(s.Level, 0, at) }) {
		return true
	}
	s := f.Slot(k.Slot)
	return k.Day != 0 && s != nil && at.Before(w.Closes(k)) && (w.wakes(f.Level, k.Day, at) || w.wakes(s.Level, k.Day, at))
}

// wakes tells whether a trigger's level lifts quiet hours: one that is raised at an
// instant or, where a day is given, that was raised for that day and not lifted since.
func (w *Workspace) wakes(t Trigger, d Day, at time.Time) bool {
	e := w.Emergency(t.Matter)
	if e == nil || e.KeepsQuiet {
		return false
	}
	r, raised := w.Response(t.Matter, at)
	return (raised || d != 0 && d <= r.Until) && e.rank(r.Level) >= max(0, e.rank(t.From))
}
