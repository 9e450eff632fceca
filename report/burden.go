package report

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Load is what reporting costs: counts that add up, over weeks and over units.
type Load struct {
	Messages  int // in which it reported, understood or not; one about two units counts for each
	Fields    int // values that were stated; a zero-report states none
	Questions int // asked back
	Reminders int // rounds in which it was named; who reported before one left is not
}

func (l *Load) add(o Load) {
	l.Messages += o.Messages
	l.Fields += o.Fields
	l.Questions += o.Questions
	l.Reminders += o.Reminders
}

// WeekLoad is the load of the days of one week, which begins on a Monday.
type WeekLoad struct {
	Monday Day
	Load
}

// UnitBurden is what reporting cost one unit.
type UnitBurden struct {
	Unit UnitID
	Load
	Weeks []WeekLoad // every week of the span
}

// FormBurden is what one form asks for, and what came of it. Reports of units
// that do not owe it are not in it.
type FormBurden struct {
	Form      FormID
	Units     int // that owe it
	Periods   int // that somebody owed or reported
	Reports   int // a unit's report for a period, with something that counts
	Zero      int // of the reports: zero-reports
	Filled    int // values that were stated, by units or by others for them
	Stages    []StageBurden
	Unchanged []UnchangedField // in the form's order; of urgent fields too
}

// StageBurden is what came of one stage of a form's reminders.
type StageBurden struct {
	Stage     string
	Reminders int // of one unit each
	Answered  int // that a report followed within AnsweredWithin
}

// AnsweredWithin is how soon after a reminder a report must come for the reminder
// to have been of use.
const AnsweredWithin = time.Hour

// Burden is what reporting cost in some days, and what of it could be spared.
type Burden struct {
	From, To Day
	Of       int  // units that owe a form; more than were counted: a sample
	Total    Load // the sum of the units'
	Weeks    []WeekLoad
	Units    []UnitBurden // in the roster's order, then those that left it
	Forms    []FormBurden // in the workspace's order
	Twice    []AskedTwice
	Unnamed  int // questions that name no unit: who is it, which village
	SentFrom Day // questions and reminders of earlier days are forgotten; 0: of none
	Gone     int // questions and reminders about forms that left the configuration
}

// Days is how many days were counted.
func (b *Burden) Days() int { return int(b.To-b.From) + 1 }

// Empty tells whether nothing was sent and nothing came.
func (b *Burden) Empty() bool {
	return b.Total == Load{} && b.Unnamed+b.Gone == 0
}

// PerWeek is a count as the average of seven days, with one decimal.
func (b *Burden) PerWeek(n int) decimal.Decimal {
	return decimal.NewFromInt(int64(n)*7).DivRound(decimal.NewFromInt(int64(b.Days())), 1)
}

// BurdenCounter counts the burden of some days: first what was sent, then what
// came, day by day, so that it holds little more than the figures however many
// days there are.
type BurdenCounter struct {
	w        *Workspace
	from, to Day
	only     map[UnitID]struct{} // empty: all
	units    map[UnitID]*UnitBurden
	forms    map[FormID]*formCount
	rounds   map[PeriodKey]map[string]round
	seen     map[spoken]struct{}
	twice    []*twiceCount
	unnamed  int
	gone     int
}

// formCount is a form on its way.
type formCount struct {
	FormBurden
	stages map[string]*StageBurden
	fields map[FieldID]map[UnitID]*run
}

// round is one round of a stage: the units it named when it was queued.
type round struct {
	stage string
	at    time.Time // when the first of its messages left
	units map[UnitID]struct{}
}

// spoken is one message as far as it speaks for one unit.
type spoken struct {
	unit    UnitID
	message MessageID
}

// CountBurden begins to count the burden of the days from and to and those in
// between: of all units, or of some alone.
func (w *Workspace) CountBurden(from, to Day, only ...UnitID) *BurdenCounter {
	c := &BurdenCounter{
		w: w, from: from, to: to, only: setOf(only), units: map[UnitID]*UnitBurden{}, forms: map[FormID]*formCount{},
		rounds: map[PeriodKey]map[string]round{}, seen: map[spoken]struct{}{}, twice: w.askedTwice(from, to),
	}
	for i := range w.Forms {
		id := w.Forms[i].ID
		c.forms[id] = &formCount{
			FormBurden: FormBurden{Form: id}, stages: map[string]*StageBurden{}, fields: map[FieldID]map[UnitID]*run{},
		}
		for _, u := range w.Owing(id) {
			if c.counts(u) {
				c.unit(u)
				c.forms[id].Units++
			}
		}
	}
	return c
}

// counts tells whether a unit is one of those that are counted.
func (c *BurdenCounter) counts(u UnitID) bool { return len(c.only) == 0 || has(c.only, u) }

func setOf(units []UnitID) map[UnitID]struct{} {
	set := make(map[UnitID]struct{}, len(units))
	for _, u := range units {
		set[u] = struct{}{}
	}
	return set
}

// Sent counts a row of the outbox that left at an instant: a question, or a
// reminder, which is kept until its period comes. What was sent is told before any
// period. Rows about other days are left out.
func (c *BurdenCounter) Sent(r Row, at time.Time) {
	day := r.Period
	if day == 0 {
		day = DayOf(at.In(c.w.Zone))
	}
	if day < c.from || day > c.to || r.Kind != Ask && r.Kind != Reminder {
		return
	}
	switch {
	case r.Form != "" && c.w.Form(r.Form) == nil:
		c.gone++
	case r.Kind == Reminder:
		c.remind(r, at)
	case len(r.Units) == 0:
		c.unnamed++
	default:
		for _, u := range r.Units {
			if c.counts(u) {
				c.load(u, day).Questions++
			}
		}
	}
}

// remind keeps whom a round named, in how many messages soever.
func (c *BurdenCounter) remind(r Row, at time.Time) {
	k, name := PeriodKey{r.Form, r.Period, r.Slot}, strings.TrimSuffix(r.Key, "/"+r.To.String())
	if c.rounds[k] == nil {
		c.rounds[k] = map[string]round{}
	}
	one, known := c.rounds[k][name]
	if !known {
		one = round{r.Stage, at, map[UnitID]struct{}{}}
	}
	one.at = earliest(one.at, at)
	for _, u := range r.Units {
		if !c.counts(u) {
			continue
		}
		one.units[u] = struct{}{}
	}
	c.rounds[k][name] = one
}

// Periods lists the periods to count, in the order in which they are to come: day by
// day, all forms' of a day before the next day's.
func (c *BurdenCounter) Periods() iter.Seq[PeriodKey] {
	return func(yield func(PeriodKey) bool) {
		for d := c.from; d <= c.to; d++ {
			for i := range c.w.Forms {
				for _, k := range c.w.PeriodsOf(&c.w.Forms[i], d) {
					if !yield(k) {
						return
					}
				}
			}
		}
	}
}

// Period counts one period of those listed.
func (c *BurdenCounter) Period(p Period) {
	f := c.forms[p.Key.Form]
	if f == nil || p.Key.Day < c.from || p.Key.Day > c.to {
		return
	}
	if len(p.Records) > 0 || p.Need != nil && len(p.Need.Units) > 0 {
		f.Periods++
	}
	records := make(map[UnitID]*Record, len(p.Records))
	for i := range p.Records {
		r := &p.Records[i]
		if !c.counts(r.Unit) {
			continue
		}
		records[r.Unit] = r
		c.record(f, r)
		if c.owed(p, r.Unit) {
			c.content(f, r)
		}
	}
	for _, one := range c.rounds[p.Key] {
		c.reminded(f, p.Key.Day, one, records)
	}
	delete(c.rounds, p.Key)
}

// record counts what a unit's report cost it.
func (c *BurdenCounter) record(f *formCount, r *Record) {
	load := c.load(r.Unit, r.Day)
	for i := range r.Versions {
		v := &r.Versions[i]
		if v.Kind == VersionWithdrawal {
			continue
		}
		stated := v.stated()
		f.Filled += stated
		if v.Proxy {
			continue // somebody else's trouble
		}
		load.Fields += stated
		if _, known := c.seen[spoken{r.Unit, v.Message}]; !known {
			c.seen[spoken{r.Unit, v.Message}] = struct{}{}
			load.Messages++
		}
	}
}

// owed tells whether a unit owed a period: by today's roster where it was not kept
// who did.
func (c *BurdenCounter) owed(p Period, u UnitID) bool {
	if p.Need != nil {
		return has(p.Need.Units, u)
	}
	return c.w.Owes(p.Key.Form, u)
}

// content counts what a unit's report holds.
func (c *BurdenCounter) content(f *formCount, r *Record) {
	now := r.Fold()
	if !now.Valid {
		return
	}
	f.Reports++
	if now.Zero {
		f.Zero++
	}
	for id, v := range r.typed(now) {
		f.field(id, r.Unit).add(v)
		c.compare(r, id, v)
	}
}

// reminded counts one round of reminders for those who had not reported when it
// left.
func (c *BurdenCounter) reminded(f *formCount, day Day, one round, records map[UnitID]*Record) {
	stage := f.stages[one.stage]
	if stage == nil {
		stage = &StageBurden{Stage: one.stage}
		f.stages[one.stage] = stage
	}
	for u := range one.units {
		filed := records[u].filed()
		if !filed.IsZero() && !filed.After(one.at) {
			continue
		}
		c.load(u, day).Reminders++
		stage.Reminders++
		if !filed.IsZero() && !filed.After(one.at.Add(AnsweredWithin)) {
			stage.Answered++
		}
	}
}

// filed is when the first version that counts was handled; zero: there is none.
func (r *Record) filed() (first time.Time) {
	if r == nil || !r.Fold().Valid {
		return first
	}
	for _, v := range r.Live() {
		if v.counts() && (first.IsZero() || v.Filed.Before(first)) {
			first = v.Filed
		}
	}
	return first
}

// counts tells whether the version makes a report valid.
func (v *Version) counts() bool {
	return v.Kind != VersionAttempt && (v.Kind != VersionAnswer || len(v.Values) > 0)
}

// stated is how many values the message gave; a zero-report gives none.
func (v *Version) stated() int {
	if v.Zero {
		return 0
	}
	n := 0
	for _, value := range v.Values {
		if !value.Carried {
			n++
		}
	}
	return n
}

// typed are the current values that somebody stated: neither carried nor set by a
// zero-report.
func (r *Record) typed(now Current) map[FieldID]Value {
	zero := map[MessageID]bool{}
	for i := range r.Versions {
		if v := &r.Versions[i]; v.Zero {
			zero[v.Message] = true
		}
	}
	typed := make(map[FieldID]Value, len(now.Values))
	for id, v := range now.Values {
		if !v.Carried && !zero[now.Source(id)] {
			typed[id] = v
		}
	}
	return typed
}

// Reporting lists the units that owe any form, in the roster's order, whatever the
// day.
func (w *Workspace) Reporting() []UnitID {
	var units []UnitID
	for _, u := range w.Units {
		if slices.ContainsFunc(w.Forms, func(f Form) bool { return w.Owes(f.ID, u.ID) }) {
			units = append(units, u.ID)
		}
	}
	return units
}

// load is where a unit's load of a day is counted.
func (c *BurdenCounter) load(u UnitID, d Day) *Load {
	return &c.unit(u).Weeks[(d.monday()-c.from.monday())/7].Load
}

// unit is a unit on its way.
func (c *BurdenCounter) unit(u UnitID) *UnitBurden {
	if c.units[u] == nil {
		c.units[u] = &UnitBurden{Unit: u, Weeks: c.weeks()}
	}
	return c.units[u]
}

// weeks are those that the span touches, without loads.
func (c *BurdenCounter) weeks() []WeekLoad {
	var weeks []WeekLoad
	for d := c.from.monday(); d <= c.to; d += 7 {
		weeks = append(weeks, WeekLoad{Monday: d})
	}
	return weeks
}

// monday is the first day of the day's week.
func (d Day) monday() Day { return d - Day((d.Weekday()+6)%7) }

// Burden is what was counted.
func (c *BurdenCounter) Burden() Burden {
	b := Burden{From: c.from, To: c.to, Of: len(c.w.Reporting()), Weeks: c.weeks(), Unnamed: c.unnamed, Gone: c.gone}
	for _, u := range c.order() {
		one := *c.units[u]
		one.Weeks = slices.Clone(one.Weeks)
		for i, week := range one.Weeks {
			one.Load.add(week.Load)
			b.Weeks[i].add(week.Load)
		}
		b.Total.add(one.Load)
		b.Units = append(b.Units, one)
	}
	for i := range c.w.Forms {
		b.Forms = append(b.Forms, c.form(&c.w.Forms[i]))
	}
	for _, t := range c.twice {
		b.Twice = append(b.Twice, t.result())
	}
	return b
}

// order lists the units in the roster's order, then those that left it.
func (c *BurdenCounter) order() []UnitID {
	var units []UnitID
	for _, u := range c.w.Units {
		if c.units[u.ID] != nil {
			units = append(units, u.ID)
		}
	}
	for _, u := range slices.Sorted(maps.Keys(c.units)) {
		if c.w.Unit(u) == nil {
			units = append(units, u)
		}
	}
	return units
}

// form is what was counted of a form, its stages in the order of the form.
func (c *BurdenCounter) form(f *Form) FormBurden {
	count := c.forms[f.ID]
	one := count.FormBurden
	for _, s := range count.stages {
		one.Stages = append(one.Stages, *s)
	}
	place := func(s StageBurden) int {
		i := slices.IndexFunc(f.Remind, func(r Stage) bool { return r.ID() == s.Stage })
		return cmp.Or(i+1, len(f.Remind)+1) // a stage that is gone stands last
	}
	slices.SortFunc(one.Stages, func(a, b StageBurden) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Stage, b.Stage))
	})
	for i := range f.Fields {
		if u := count.unchanged(f.Fields[i].ID); u.Units > 0 {
			one.Unchanged = append(one.Unchanged, u)
		}
	}
	return one
}
