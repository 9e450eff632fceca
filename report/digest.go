package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DigestInput is what a digest speaks of.
type DigestInput struct {
	Plan   DigestPlan
	At     time.Time // when it was due
	Now    time.Time // when it leaves
	Day    Day       // the day covered
	Parts  []Completeness
	Start  time.Time // the first start: what was due before it is nobody's to answer for
	Events []Event   // of the day covered and since

	Silent  map[PeriodKey]map[UnitID]int // for how many periods in a row units are missing
	Outages []Window                     // in which nothing could be received, of the day covered and since
	Burden  *Burden                      // of the month before, in the month's first; else nil
}

// Digest is what leaders get on schedule.
type Digest struct {
	Text  string
	Units []UnitID // all it names
}

// BuildDigest writes a digest to be read standing: for each form the numerators
// and denominators, who is missing with the 包村干部, who was late, the totals;
// then urgent matters. A form that was not owed that day is left out.
func (w *Workspace) BuildDigest(in DigestInput) Digest {
	b := &digestWriter{w: w, in: in, told: map[UnitID]bool{}}
	b.line("【%s%s】%s情况（截至%s）", w.Name, in.Plan.title(), in.Day.Chinese(), w.when(in.Now))
	if late := w.LateWords(in.At, in.Now); late != "" {
		b.line("%s", late)
	}
	b.blind()
	for _, r := range w.Responses(in.Now) {
		b.line("◆ %s", w.ResponseText(r))
	}
	owed := slices.DeleteFunc(slices.Clone(in.Parts), func(c Completeness) bool { return c.Base == 0 && !w.Owed(c.Key) })
	for _, part := range owed {
		b.part(part)
	}
	if len(owed) == 0 && len(in.Parts) > 0 {
		b.line("（当天没有要报的）")
	}
	b.events()
	b.burden()
	return Digest{Text: strings.TrimRight(b.text.String(), "\n"), Units: b.units}
}

func (p DigestPlan) title() string {
	if p.At < 12*60 {
		return "晨报"
	}
	return "晚报"
}

// digestWriter collects the lines of a digest and the units it names.
type digestWriter struct {
	w     *Workspace
	in    DigestInput
	text  strings.Builder
	units []UnitID
	told  map[UnitID]bool // those in units
}

func (b *digestWriter) line(format string, args ...any) {
	fmt.Fprintf(&b.text, format+"\n", args...)
}

// part writes one form and slot.
func (b *digestWriter) part(c Completeness) {
	title := b.w.Title(c.Key)
	switch {
	case c.Base == 0:
		b.line("■ %s：应报0，—", title)
	case c.Due.Before(b.in.Start):
		b.line("■ %s：应报%d 已报%d，当天%s起用，不计未报和迟报", title, c.Base, c.Received, b.in.Start.In(b.w.Zone).Format("15:04"))
	case c.Due.After(c.At):
		b.line("■ %s：应报%d，还没到截止，已报%d", title, c.Base, c.Received)
		b.answering(c)
	default:
		b.line("■ %s：%s", title, c.Rates())
		b.answering(c)
	}
	b.left(c)
	if said := b.w.TotalsText(c); said != "" {
		b.line("  合计：%s", said)
	}
}

// answering names those who have not reported, and those who were late.
func (b *digestWriter) answering(c Completeness) {
	b.named("未报", c, func(s Standing) string {
		if s.State != Missing && (s.State != Unparsed || !c.At.After(c.Due)) {
			return ""
		}
		return string(s.Unit) + b.lead(c.Key, s)
	})
	b.named(b.w.when(c.Due)+"截止，还没报", c, func(s Standing) string {
		if s.State != Open && (s.State != Unparsed || c.At.After(c.Due)) {
			return ""
		}
		return string(s.Unit)
	})
	b.named("迟报", c.byArrival(), func(s Standing) string {
		if s.State != Late && s.State != LateZero {
			return ""
		}
		return string(s.Unit) + b.w.lateAt(s.Current.First, c.Due)
	})
}

// left names who has left the base, and why.
func (b *digestWriter) left(c Completeness) {
	if said := c.Excuses(); said != "" {
		b.line("  免报：%s", said)
	}
	b.named("系统故障", c, func(s Standing) string {
		if s.State != SystemFault {
			return ""
		}
		return string(s.Unit)
	})
	for _, s := range c.Standings {
		if s.Expected && s.State == Excused {
			b.name(s.Unit)
		}
	}
}

// byArrival is the completeness with the first come first.
func (c Completeness) byArrival() Completeness {
	c.Standings = slices.Clone(c.Standings)
	slices.SortStableFunc(c.Standings, func(a, b Standing) int { return a.Current.First.Compare(b.Current.First) })
	return c
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

// named writes the units for which say has words, all on one line.
func (b *digestWriter) named(title string, c Completeness, say func(Standing) string) {
	var said []string
	for _, s := range c.Standings {
		if !s.Expected {
			continue
		}
		if words := say(s); words != "" {
			said = append(said, words)
			b.name(s.Unit)
		}
	}
	switch {
	case len(said) == 0:
	case len(said) == len(c.Standings) && len(said) > 3:
		b.line("  %s：全部%d个", title, len(said))
	default:
		b.line("  %s：%s", title, strings.Join(said, "、"))
	}
}

// name notes that the digest names a unit.
func (b *digestWriter) name(u UnitID) {
	if !b.told[u] {
		b.told[u] = true
		b.units = append(b.units, u)
	}
}

// lead says who answers for a silent unit, for how many periods in a row it has
// been silent, and that something unsettled came.
func (b *digestWriter) lead(k PeriodKey, s Standing) string {
	var said []string
	if s.State == Unparsed {
		said = append(said, "待核")
	}
	for _, p := range b.w.With(s.Unit, Lead) {
		said = append(said, "包村"+p.Name)
	}
	if row := b.w.Form(k.Form).inARow(b.in.Silent[k][s.Unit]); row != "" {
		said = append(said, row)
	}
	if len(said) == 0 {
		return ""
	}
	return "（" + strings.Join(said, "，") + "）"
}

// events writes the urgent matters, oldest first, each with its state and what was
// last said of it.
func (b *digestWriter) events() {
	pending := false
	for _, e := range b.in.Events {
		b.line("▲ 急报%d号 %s %s：%s%s%s", e.N, e.place(), b.w.when(e.Time), e.Text, b.since(e), b.w.stateText(e))
		if e.Unit != "" {
			b.name(e.Unit)
		}
		_, over := e.Closed()
		pending = pending || !over
	}
	if pending {
		b.line("  （处置完的请回“办结”加编号，之后不再列出）")
	}
}

// since is what became of a value over its limit since it was raised, as long as the
// matter is not over.
func (b *digestWriter) since(e Event) string {
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
		words := Value{N: t.N, Unit: f.Unit(), Approx: t.Approx}.Words()
		if t.Carried > 0 {
			words += fmt.Sprintf("（%d个单位沿用前数）", t.Carried)
		}
		said.add(f, words)
	}
	return said.String()
}
