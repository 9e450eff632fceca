package report

import (
	"fmt"
	"slices"
	"time"
)

// Fact is one thing a document may say, as a whole clause with its numbers, and
// where it comes from. Documents are put together from facts; nobody, and no
// model, writes a number of its own.
type Fact struct {
	ID      string // R1 of 报送情况, D1 of 主要数据, A1 of 需要关注的情况
	Kind    FactKind
	Text    string // a Chinese clause without its last mark
	Hint    string // what it tells, without figures, for a reader who must not see them
	Units   []UnitID
	Sources []MessageID
}

// FactKind says what a fact tells.
type FactKind string

// The kinds of facts.
const (
	FactCompleteness FactKind = "completeness" // 应报 已报 按时
	FactMissing      FactKind = "missing"      // who is missing
	FactOpen         FactKind = "open"         // who may still report in time
	FactUnparsed     FactKind = "unparsed"     // something came and is not settled
	FactExcused      FactKind = "excused"      // who left the base, and why
	FactZeroReports  FactKind = "zero-reports" // how many reported nothing, and what they carried
	FactTotal        FactKind = "total"        // one field over all units, with its change
	FactZero         FactKind = "zero"         // fields whose total is nought
	FactUrgent       FactKind = "urgent"       // an urgent matter in its own words
	FactNote         FactKind = "note"         // a text field in its own words
	FactUnfilled     FactKind = "unfilled"     // fields somebody left open
	FactCorrection   FactKind = "correction"   // who corrected
)

// Facts is all that a briefing of the days From to To may say, as of At.
type Facts struct {
	Workspace string
	Topic     string // what the forms are about, as 疫情防控; empty where they differ
	From, To  Day
	At        time.Time // in the workspace's zone
	Forms     []FormFacts
	Attention []Fact   // urgent matters, notes, unfilled fields, corrections
	Events    []Event  // the urgent matters as they were raised
	Names     []string // units, aliases and people: only facts may name them
}

// FormFacts is what there is to say of one period of a form.
type FormFacts struct {
	Key                    PeriodKey
	Name                   string // the form's name, with its slot and day where there are several
	Base, Received, OnTime int
	Reporting              []Fact
	Figures                []Fact // in the form's order
}

// FactsInput is what facts are drawn from: what Complete said, and what it was
// drawn from.
type FactsInput struct {
	From, To Day
	At       time.Time
	Periods  []Completeness // what is told, in this order
	Before   []Completeness // earlier periods of the same forms and slots, for changes
	Records  []Record       // the reports of Periods, for their corrections
	Events   []Event        // of the days, in their order
}

// All lists every fact in the order in which a document tells them.
func (f *Facts) All() []Fact {
	var all []Fact
	for i := range f.Forms {
		all = append(all, f.Forms[i].Reporting...)
	}
	for i := range f.Forms {
		all = append(all, f.Forms[i].Figures...)
	}
	return append(all, f.Attention...)
}

// Has tells whether there is a fact of a kind.
func (f *Facts) Has(kind FactKind) bool {
	return slices.ContainsFunc(f.All(), func(x Fact) bool { return x.Kind == kind })
}

// Sources lists the messages that the facts come from, each once.
func (f *Facts) Sources() []MessageID {
	var ids []MessageID
	for _, x := range f.All() {
		ids = union(ids, x.Sources)
	}
	return ids
}

// Facts draws from the completeness of some periods all that a briefing may
// say. Numbers are exact; an approximate one says 约; what is unfilled is said
// so and counts nowhere; changes are taken over the same units only.
func (w *Workspace) Facts(in FactsInput) Facts {
	b := &factBuilder{w: w, in: in}
	f := Facts{
		Workspace: w.Name, Topic: w.topic(in.Periods), From: in.From, To: in.To,
		At: in.At.In(w.Zone), Events: in.Events, Names: w.reservedNames(),
	}
	for i := range in.Periods {
		f.Forms = append(f.Forms, b.reporting(&in.Periods[i]))
	}
	for i := range in.Periods {
		f.Forms[i].Figures = b.figures(&in.Periods[i])
	}
	b.urgent()
	for i := range in.Periods {
		b.notes(&in.Periods[i], f.Forms[i].Name)
		b.unfilled(&in.Periods[i], f.Forms[i].Name)
		b.corrections(&in.Periods[i], f.Forms[i].Name)
	}
	f.Attention = b.attention
	return f
}

// factBuilder numbers the facts while they are drawn.
type factBuilder struct {
	w                         *Workspace
	in                        FactsInput
	nReporting, nFigures, nAt int
	attention                 []Fact
}

// reporting tells who reported: numerators and denominators, then names.
func (b *factBuilder) reporting(c *Completeness) FormFacts {
	ff := FormFacts{Key: c.Key, Name: b.name(c.Key), Base: c.Base, Received: c.Received, OnTime: c.OnTime}
	say := func(kind FactKind, hint string, s []Standing, text string) {
		b.nReporting++
		ff.Reporting = append(ff.Reporting, Fact{
			ID: fmt.Sprintf("R%d", b.nReporting), Kind: kind, Text: text, Hint: ff.Name + hint,
			Units: unitsOf(s), Sources: messagesOf(s),
		})
	}
	if len(c.Standings) == 0 {
		say(FactCompleteness, "报送情况", nil, ff.Name+"无报送任务")
		return ff
	}
	say(FactCompleteness, "应报、已报、按时情况", c.Standings, ff.Name+counts(c))
	in := func(states ...State) []Standing {
		return standings(c, func(s Standing) bool { return s.Expected && slices.Contains(states, s.State) })
	}
	if s := in(Missing); len(s) > 0 {
		say(FactMissing, "未报单位", s, fmt.Sprintf("%s未报%s", b.unitList(s), ff.Name))
	}
	if s := in(Open); len(s) > 0 {
		say(FactOpen, "未到时限的单位", s, fmt.Sprintf("%s尚未报%s，未到时限", b.unitList(s), ff.Name))
	}
	if s := in(Unparsed); len(s) > 0 {
		say(FactUnparsed, "已来消息待核实的单位", s, fmt.Sprintf("%s的%s已来消息、待核实，未计入已报", b.unitList(s), ff.Name))
	}
	if s := in(Excused); len(s) > 0 {
		say(FactExcused, "免报单位", s, fmt.Sprintf("%s免报%s，不计入应报", b.unitList(s), ff.Name))
	}
	if s := in(SystemFault); len(s) > 0 {
		say(FactExcused, "因系统故障未计的单位", s, fmt.Sprintf("%s的%s因系统故障不计入应报", b.unitList(s), ff.Name))
	}
	if whose := c.Besides(); whose != "" {
		s := standings(c, func(s Standing) bool { return s.counted() && !s.State.In() })
		say(FactExcused, "合计的范围", s, ff.Name+"的合计"+whose)
	}
	if s := in(OnTimeZero, LateZero); len(s) > 0 {
		say(FactZeroReports, "零报告单位数", s, ff.Name+zeroReports(s))
	}
	return ff
}

// counts is 应报12个单位，已报11个，按时9个，迟报2个，报送率91.7%. It always shows
// numerator and denominator (WHO/DHIS2).
func counts(c *Completeness) string {
	if c.Base == 0 {
		return "应报0个单位"
	}
	text := fmt.Sprintf("应报%d个单位，已报%d个，按时%d个", c.Base, c.Received, c.OnTime)
	if late := c.Received - c.OnTime; late > 0 {
		text += fmt.Sprintf("，迟报%d个", late)
	}
	return text + "，报送率" + Rate(c.Received, c.Base)
}

// zeroReports counts zero-reports and says where they kept earlier figures.
func zeroReports(s []Standing) string {
	text := fmt.Sprintf("零报告%d个单位", len(s))
	carrying := 0
	for _, x := range s {
		for _, v := range x.Current.Values {
			if v.Carried {
				carrying++
				break
			}
		}
	}
	if carrying > 0 {
		text += fmt.Sprintf("，其中%d个单位的存量数据沿用前次报送", carrying)
	}
	return text
}

// name is a form's name with its slot and, where several days are told, its day.
func (b *factBuilder) name(k PeriodKey) string {
	form := b.w.Form(k.Form)
	name := form.Name
	if len(form.Slots) > 1 {
		name += form.Slot(k.Slot).Name
	}
	if b.in.From != b.in.To {
		name = k.Day.Chinese() + name
	}
	return name
}
