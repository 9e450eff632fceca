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

	Severity Severity // of an anomaly
	Counted  string   // Text as a copy for everybody has it: units of a list counted, not named; empty: there is no list

	Must    bool       // a document may not leave it out
	Dir     int        // +1: the figure has grown, -1: it has fallen, 0: neither; which way a lead-in may say
	Figures []Figure   // the numbers that stand in Text, in its order; those of people's own words, of names and of dates are none
	Entries []EntryRef // what they were reckoned from: their messages are Sources; a sum over several days leaves out what is 0
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

// The kinds of facts, under the list of Facts or FormFacts in which they stand.
const (
	// Reporting
	FactCompleteness FactKind = "completeness" // 应报 已报 按时
	FactMissing      FactKind = "missing"      // who is missing
	FactOpen         FactKind = "open"         // who may still report in time
	FactUnparsed     FactKind = "unparsed"     // something came and is not settled
	FactExcused      FactKind = "excused"      // who left the base, and why
	FactZeroReports  FactKind = "zero-reports" // how many reported nothing, and what they carried

	// Figures
	FactTotal FactKind = "total" // one field over all units, with its change
	FactFlow  FactKind = "flow"  // of several days: one field over all units and days
	FactZero  FactKind = "zero"  // fields whose total is nought
	FactOlder FactKind = "older" // of several days: whose last figures are not of the last period

	// Anomalies: what stands out by rule
	FactJump    FactKind = "jump"    // a value, or a total over the same units, that has risen too far
	FactFall    FactKind = "fall"    // a cumulative that is less than it was
	FactCheck   FactKind = "check"   // a check that does not hold, confirmed or not
	FactLimit   FactKind = "limit"   // a value over its urgent limit, with the urgent matter that it raised
	FactSilence FactKind = "silence" // who has not reported for several periods in a row

	// Events, Problems, Suggestions, Carried: own words, which stand behind the first ：
	FactUrgent       FactKind = "urgent"          // an urgent matter, with its state
	FactNoEvents     FactKind = "no-events"       // there was none
	FactProblem      FactKind = "problem"         // what a unit asks for
	FactSuggestion   FactKind = "suggestion"      // what it proposes
	FactCarriedEvent FactKind = "carried-event"   // an urgent matter of earlier days that was open, with its state
	FactCarried      FactKind = "carried-problem" // a problem of earlier days of which nothing was heard since, or what was

	// Attention
	FactNote       FactKind = "note"       // what else a unit wrote
	FactUnfilled   FactKind = "unfilled"   // fields somebody left open
	FactCorrection FactKind = "correction" // who corrected

	FactRest FactKind = "rest" // in any list: how many more there are than stand in it
)

// Facts is all that a briefing of the days From to To may say, as of At.
type Facts struct {
	Workspace string
	Topic     string // what the forms are about, as 疫情防控; empty where they differ
	From, To  Day
	At        time.Time // in the workspace's zone
	Forms     []FormFacts

	Anomalies   []Fact // the gravest first
	Events      []Fact // never empty: that there was none is a fact too
	Problems    []Fact
	Suggestions []Fact
	Carried     []Fact
	Attention   []Fact // notes, unfilled fields, corrections

	Raised []Event  // the urgent matters as they were raised
	Said   []string // what else people wrote, whole and not masked: to look for words of secrecy in, and for nothing else
	Names  []string // units, aliases and people: only facts may name them
}

// FormFacts is what there is to say of one period of a form; of several days, of all
// its periods together: its key is then without slot and of the last day, and reports
// are counted in 期次, units times periods.
type FormFacts struct {
	Key                    PeriodKey
	Name                   string // the form's name, with its slot where it has several
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
	Before   []Completeness // earlier periods of the same forms and slots, for changes and baselines
	Records  []Record       // the reports of Periods, as far as Notable
	Events   []Event        // raised in the days or before them, in their order

	Silent map[PeriodKey]map[UnitID]int // for how many periods in a row units are missing; of a span not needed
}

// Spans tells whether several days are told.
func (in *FactsInput) Spans() bool { return in.From != in.To }

// All lists every fact in the order in which a document tells them.
func (f *Facts) All() []Fact {
	var all []Fact
	for i := range f.Forms {
		all = append(all, f.Forms[i].Reporting...)
	}
	for i := range f.Forms {
		all = append(all, f.Forms[i].Figures...)
	}
	return slices.Concat(all, f.Anomalies, f.Events, f.Problems, f.Suggestions, f.Carried, f.Attention)
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
