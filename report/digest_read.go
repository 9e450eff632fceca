package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// digestReader draws from its input what a digest says, and notes the units it names.
type digestReader struct {
	w       *Workspace
	in      DigestInput
	records map[PeriodKey][]Record
	values  map[PeriodKey]map[UnitID]map[FieldID]Value // see said
	units   []UnitID
	told    map[UnitID]bool // those in units
	owing   int             // how many units owe the form that most owe
}

func newDigestReader(w *Workspace, in DigestInput) *digestReader {
	b := &digestReader{w: w, in: in, records: map[PeriodKey][]Record{}, values: map[PeriodKey]map[UnitID]map[FieldID]Value{}, told: map[UnitID]bool{}}
	for _, r := range in.Records {
		b.records[r.PeriodKey] = append(b.records[r.PeriodKey], r)
	}
	return b
}

// read draws everything. A form that was not owed that day, or by nobody, is left out.
func (b *digestReader) read() DigestData {
	w, in := b.w, b.in
	d := DigestData{
		Workspace: w.Name, Title: in.Plan.Title(), Day: in.Day.Chinese(), AsOf: w.when(in.Now),
		Blind: b.blind(), Burden: b.burden(), Seal: in.Seal.words(),
	}
	if !in.Preview {
		d.Late = w.LateWords(in.At, in.Now)
	}
	for _, r := range w.Responses(in.Now) {
		d.Levels = append(d.Levels, w.ResponseText(r))
	}
	for i := range in.Events {
		d.Events = append(d.Events, b.event(in.Events[i]))
	}
	b.in.Parts = filter(in.Parts, func(c Completeness) bool {
		return c.Base > 0 || w.Owed(c.Key) && slices.ContainsFunc(c.Standings, func(s Standing) bool { return s.Expected })
	})
	for i := range b.in.Parts {
		d.Forms = append(d.Forms, b.form(&b.in.Parts[i]))
	}
	if in.Plan.Layout == ByUnit || in.Plan.Template != nil {
		d.Units = b.byUnits(d.Forms)
	}
	return d
}

// words is the day that was sealed last and its code.
func (s Seal) words() string {
	if s.Day == 0 {
		return ""
	}
	return s.Day.Chinese() + " " + s.Code
}

// form draws one form or slot.
func (b *digestReader) form(c *Completeness) DigestForm {
	f := DigestForm{Name: b.w.Title(c.Key), Short: b.shortTitle(c.Key), Base: c.Base, Received: c.Received, OnTime: c.OnTime}
	switch {
	case c.Base == 0:
		f.State = "应报0，—"
	case c.Due.Before(b.in.Start):
		f.State = fmt.Sprintf("应报%d 已报%d，当天%s起用，不计未报和迟报", c.Base, c.Received, b.in.Start.In(b.w.Zone).Format("15:04"))
	case c.Due.After(c.At), c.Due.Equal(c.At) && c.awaits():
		f.Due = b.w.when(c.Due)
		f.State = fmt.Sprintf("应报%d 已报%d（%s截止）", c.Base, c.Received, f.Due)
	default:
		f.State = c.Rates()
	}
	f.elsewhere(b.in.Plan)
	b.standings(c, &f)
	f.Excused, f.Besides = c.Excuses(), c.Besides()
	moves := b.moves(c, b.before(c.Key))
	f.Totals = b.w.digestTotals(c, moves)
	b.notes(c, &f)
	f.Quiet = moves.still && b.allWell(c, &f)
	return f
}

// allWell tells whether nothing is to be said of a form but that all have reported in
// time, as far as it is due.
func (b *digestReader) allWell(c *Completeness, f *DigestForm) bool {
	all := c.OnTime == c.Base || f.Due != "" && c.OnTime == c.Received
	lists := len(f.Missing) + len(f.Late) + len(f.Faults) + len(f.Unfilled) + len(f.Doubts) + len(f.Corrections) + len(f.Problems)
	return c.Base > 0 && all && lists == 0 && f.Excused == "" && !c.Due.Before(b.in.Start)
}

// shortTitle names a period without its day where that is the day covered.
func (b *digestReader) shortTitle(k PeriodKey) string {
	name := b.w.Form(k.Form).Name
	if k.Day != b.in.Day {
		name += k.Day.Chinese()
	}
	if s := b.w.Form(k.Form).Slot(k.Slot); s != nil {
		name += s.Name
	}
	return name
}

// before is the period that one is compared with, or nil.
func (b *digestReader) before(k PeriodKey) *Completeness {
	var last *Completeness
	for i := range b.in.Before {
		c := &b.in.Before[i]
		if c.Key.Form == k.Form && c.Key.Slot == k.Slot && c.Key.Day < k.Day && (last == nil || c.Key.Day > last.Key.Day) {
			last = c
		}
	}
	return last
}

// standings names who has not reported, who was late and who has left the base.
// Before the first start nobody is either.
func (b *digestReader) standings(c *Completeness, f *DigestForm) {
	type arrival struct {
		at time.Time
		DigestStanding
	}
	var late []arrival
	for i := range c.Standings {
		s := &c.Standings[i]
		if !s.Expected {
			continue
		}
		f.expected++
		one := DigestStanding{Unit: string(s.Unit)}
		switch {
		case s.State == Excused:
			f.excused = append(f.excused, one.Unit)
		case s.State == SystemFault:
			f.Faults = append(f.Faults, one)
		case c.Due.Before(b.in.Start) || c.Base == 0:
			continue
		case s.State == Missing, s.State == Unparsed && c.At.After(c.Due):
			f.Missing = append(f.Missing, b.missing(c.Key, s))
		case s.State == Open, s.State == Unparsed:
			f.Open = append(f.Open, one)
		case s.State == Late, s.State == LateZero:
			one.Note, one.bare = b.w.lateAt(s.Current.First, c.Due), true
			late = append(late, arrival{s.Current.First, one})
		default:
			continue
		}
		b.name(s.Unit)
	}
	b.owing = max(b.owing, f.expected)
	slices.SortStableFunc(f.Missing, func(x, y DigestStanding) int { return y.Runs - x.Runs })
	slices.SortStableFunc(late, func(x, y arrival) int { return x.at.Compare(y.at) })
	for _, a := range late {
		f.Late = append(f.Late, a.DigestStanding)
	}
}

// missing says who answers for a silent unit, for how many periods in a row it has
// been silent, and that something unsettled came.
func (b *digestReader) missing(k PeriodKey, s *Standing) DigestStanding {
	one := DigestStanding{Unit: string(s.Unit), Runs: b.in.Silent[k][s.Unit]}
	var said []string
	if s.State == Unparsed {
		said = append(said, "待核")
	}
	for _, p := range b.w.With(s.Unit, Lead) {
		one.Leads, said = append(one.Leads, p.Name), append(said, "包村"+p.Name)
	}
	one.row = b.w.Form(k.Form).inARow(one.Runs)
	if n := b.in.Shifts[k][s.Unit]; n > one.Runs {
		one.Runs, one.row = n, b.w.Form(k.Form).Slot(k.Slot).Name+b.w.Form(k.Form).inARow(n)
	}
	if one.row != "" {
		said = append(said, one.row)
	}
	one.Note = strings.Join(said, "，")
	return one
}

// lateAt is the time of a late report: to the second within the minute of the
// deadline, and with its day where that is another.
func (w *Workspace) lateAt(at, due time.Time) string {
	at, due = at.In(w.Zone), due.In(w.Zone)
	said := at.Format("15:04")
	if said == due.Format("15:04") {
		said = at.Format("15:04:05")
	}
	switch day := DayOf(at); day - DayOf(due) {
	case 0:
		return said
	case 1:
		return "次日" + said
	default:
		return day.Chinese() + said
	}
}

// name notes that the digest names a unit.
func (b *digestReader) name(u UnitID) {
	if !b.told[u] {
		b.told[u] = true
		b.units = append(b.units, u)
	}
}

// event is an urgent matter with its state and what was last said of it.
func (b *digestReader) event(e Event) DigestEvent {
	if e.Unit != "" {
		b.name(e.Unit)
	}
	_, over := e.Closed()
	return DigestEvent{
		N: e.N, Unit: e.place(), At: b.w.when(e.Time), Over: over,
		Text: head(e.Text, longestWords) + b.since(e), State: b.w.stateText(e),
	}
}

// since is what became of a value over its limit since it was raised, as long as the
// matter is not over.
func (b *digestReader) since(e Event) string {
	if _, over := e.Closed(); over {
		return ""
	}
	for _, part := range b.in.Parts {
		if e.Field == "" || part.Key != e.Key {
			continue
		}
		i := slices.IndexFunc(part.Standings, func(s Standing) bool { return s.Unit == e.Unit })
		if i < 0 {
			continue
		}
		form := b.w.Form(e.Form)
		switch value, said := part.Standings[i].Current.Values[e.Field]; {
		case !said:
			return "（已撤回）"
		case form.urgentText(e.Field, value) != e.Text:
			return "（后更正为" + value.Words() + "）"
		}
	}
	return ""
}

// Rates shows numerators and denominators: 应报12 已报11（91.7%） 按时9（75%）.
func (c *Completeness) Rates() string {
	return fmt.Sprintf("应报%d 已报%d（%s） 按时%d（%s）", c.Base,
		c.Received, Rate(c.Received, c.Base), c.OnTime, Rate(c.OnTime, c.Base))
}

// TotalsText lists the totals in the form's order. Approximate stays
// approximate, and carried values are said to be carried.
func (w *Workspace) TotalsText(c Completeness) string {
	form := w.Form(c.Key.Form)
	var said sayings
	for _, t := range c.Totals {
		f := form.Field(t.Field)
		words := t.Words(f)
		note := t.top()
		if t.Carried > 0 {
			note = joinWords(note, fmt.Sprintf("%d个单位沿用前数", t.Carried))
		}
		if note != "" {
			words += "（" + note + "）"
		}
		said.add(f, words)
	}
	return withBesides(said.String(), &c)
}
