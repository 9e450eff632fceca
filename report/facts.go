package report

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
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

	Must    bool       // a document may not leave it out
	Dir     int        // +1: the figure has grown, -1: it has fallen, 0: neither; which way a lead-in may say
	Figures []Figure   // the numbers that stand in Text, in its order; those of people's own words, of names and of dates are none
	Entries []EntryRef // what they were reckoned from: their messages are among Sources
}

// Figure is a number of a fact's text, exact, and how it was reckoned. Expr speaks
// of the fields of the fact's form: sum(home), sum(home)-sum(home@2月3日) over the
// units that gave both, max(level), units(home) for how many gave it; or of the
// period: base, received, on_time, received/base in percent; count is how many
// things or units the fact lists.
type Figure struct {
	N      decimal.Decimal
	Unit   string // the measure word behind it, or %
	Approx bool   // said with 约
	Expr   string
}

// EntryRef names a value of a record, or the record itself where Field is empty,
// and the message it comes from. What was told outside any record has no Key.
type EntryRef struct {
	Key     RecordKey
	Field   FieldID
	Message MessageID
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
	Raised    []Event  // the urgent matters as they were raised
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

// Unfilled tells whether somebody left a field open, which keeps a document from
// being published.
func (f *Facts) Unfilled() bool { return f.Has(FactUnfilled) }

// Facts draws from the completeness of some periods all that a briefing may
// say. Numbers are exact; an approximate one says 约; what is unfilled is said
// so and counts nowhere; changes are taken over the same units only.
func (w *Workspace) Facts(in FactsInput) Facts {
	b := &factBuilder{w: w, in: in}
	f := Facts{
		Workspace: w.Name, Topic: w.topic(in.Periods), From: in.From, To: in.To,
		At: in.At.In(w.Zone), Raised: in.Events, Names: w.reservedNames(),
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
	say := func(f Fact, s []Standing, text clause) {
		b.nReporting++
		var t trace
		t.of(c.Key, s)
		f.ID, f.Hint, f.Text, f.Figures = number("R", b.nReporting), ff.Name+f.Hint, text.text, text.figures
		ff.Reporting = append(ff.Reporting, t.into(f))
	}
	if len(c.Standings) == 0 {
		say(Fact{Kind: FactCompleteness, Hint: "报送情况"}, nil, clause{text: ff.Name + "无报送任务"})
		return ff
	}
	say(Fact{Kind: FactCompleteness, Hint: "应报、已报、按时情况", Must: true}, c.Standings, counts(ff.Name, c))
	listing := func(f Fact, before, behind string, states ...State) {
		s := standings(c, func(s Standing) bool { return s.Expected && slices.Contains(states, s.State) })
		if len(s) == 0 {
			return
		}
		text := clause{text: before}
		text.list(unitsOf(s))
		text.say(behind)
		say(f, s, text)
	}
	listing(Fact{Kind: FactMissing, Hint: "未报单位", Must: true}, "", "未报"+ff.Name, Missing)
	listing(Fact{Kind: FactOpen, Hint: "未到时限的单位", Must: true}, "", "尚未报"+ff.Name+"，未到时限", Open)
	listing(Fact{Kind: FactUnparsed, Hint: "已来消息待核实的单位", Must: true}, "", "的"+ff.Name+"已来消息、待核实，未计入已报", Unparsed)
	listing(Fact{Kind: FactExcused, Hint: "免报单位", Must: true}, "", "免报"+ff.Name+"，不计入应报", Excused)
	listing(Fact{Kind: FactExcused, Hint: "因系统故障未计的单位", Must: true}, "", "的"+ff.Name+"因系统故障不计入应报", SystemFault)
	if whose := c.Besides(); whose != "" {
		s := standings(c, func(s Standing) bool { return s.counted() && !s.State.In() })
		say(Fact{Kind: FactExcused, Hint: "合计的范围", Must: true}, s, clause{text: ff.Name + "的合计" + whose})
	}
	if s := standings(c, func(s Standing) bool { return s.Expected && s.Current.Zero && s.State.In() }); len(s) > 0 {
		say(Fact{Kind: FactZeroReports, Hint: "零报告单位数"}, s, zeroReports(ff.Name, s))
	}
	return ff
}

// counts is 应报12个单位，已报11个，按时9个，迟报2个，报送率91.7%. It always shows
// numerator and denominator (WHO/DHIS2).
func counts(name string, c *Completeness) clause {
	text := clause{text: name + "应报"}
	text.count(c.Base, "个单位", "base")
	if c.Base == 0 {
		return text
	}
	text.say("，已报")
	text.count(c.Received, "个", "received")
	text.say("，按时")
	text.count(c.OnTime, "个", "on_time")
	if late := c.Received - c.OnTime; late > 0 {
		text.say("，迟报")
		text.count(late, "个", "received-on_time")
	}
	text.say("，报送率")
	text.rate(c.Received, c.Base, "received/base")
	return text
}

// zeroReports counts zero-reports and says where they kept earlier figures.
func zeroReports(name string, s []Standing) clause {
	text := clause{text: name + "零报告"}
	text.count(len(s), "个单位", "count")
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
		text.say("，其中")
		text.count(carrying, "个单位", "count")
		text.say("的存量数据沿用前次报送")
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
