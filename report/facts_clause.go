package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// clause is a fact's text while it is put together: every number that it says is
// noted as a figure, with how it was reckoned.
type clause struct {
	text    string
	counted string // the same with units counted, not named; empty: no list of units stands in it
	figures []Figure
}

// say adds words without a figure.
func (c *clause) say(words string) {
	c.text += words
	if c.counted != "" {
		c.counted += words
	}
}

// put adds a figure as people write it: 46人, 约300份.
func (c *clause) put(f Figure) {
	c.figures = append(c.figures, f)
	c.say(f.Words())
}

// count adds a whole number with its measure word.
func (c *clause) count(n int, unit, expr string) {
	c.put(Figure{N: decimal.NewFromInt(int64(n)), Unit: unit, Expr: expr})
}

// rate adds n of base in percent, or — where the base is 0.
func (c *clause) rate(n, base int, expr string) {
	if base == 0 {
		c.say(Rate(n, base))
		return
	}
	c.put(Figure{N: rateOf(n, base), Unit: "%", Expr: expr})
}

// list adds the names of units, the first of many and how many they are.
func (c *clause) list(units []UnitID) {
	counted := cmp.Or(c.counted, c.text) + strconv.Itoa(len(units)) + "个单位"
	c.counted = ""
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	c.say(strings.Join(names[:min(len(names), listedUnits)], "、"))
	if len(names) > listedUnits {
		c.say("等")
		c.count(len(names), "个单位", "count")
	}
	c.counted = counted
}

// Words is a figure as it stands in a text: 46人, 约300份, 91.7%.
func (f Figure) Words() string {
	if f.Approx {
		return "约" + f.N.String() + f.Unit
	}
	return f.N.String() + f.Unit
}

// trace gathers what a fact was reckoned from, each entry, unit and message once.
type trace struct {
	entries  []EntryRef
	units    []UnitID
	messages []MessageID
	seen     map[any]bool
}

// unit notes a unit that a fact is about.
func (t *trace) unit(u UnitID) {
	if u != "" && t.first(u) {
		t.units = append(t.units, u)
	}
}

// message notes where a fact comes from.
func (t *trace) message(m MessageID) {
	if m != "" && t.first(m) {
		t.messages = append(t.messages, m)
	}
}

// entry notes an entry with its message; without a message there is none.
func (t *trace) entry(k RecordKey, f FieldID, m MessageID) {
	if e := (EntryRef{k, f, m}); m != "" && t.first(e) {
		t.entries = append(t.entries, e)
		t.message(m)
	}
}

func (t *trace) first(x any) bool {
	if t.seen == nil {
		t.seen = map[any]bool{}
	}
	known := t.seen[x]
	t.seen[x] = true
	return !known
}

// of notes standings of a period, each with the message that made it what it is.
func (t *trace) of(k PeriodKey, all []Standing) {
	for _, s := range all {
		t.unit(s.Unit)
		t.entry(RecordKey{k, s.Unit}, "", s.Current.Message)
	}
}

// set gives a fact what a clause says.
func (f *Fact) set(c clause) { f.Text, f.Counted, f.Figures = c.text, c.counted, c.figures }

// into gives a fact what was gathered.
func (t *trace) into(f Fact) Fact {
	f.Units, f.Sources, f.Entries = t.units, t.messages, t.entries
	return f
}

// lettered numbers facts.
func lettered(letter string, facts []Fact) []Fact {
	for i := range facts {
		facts[i].ID = number(letter, i+1)
	}
	return facts
}

// number names a fact: its letter and its place.
func number(letter string, n int) string { return letter + strconv.Itoa(n) }

// firstOf keeps some facts and counts the others.
func firstOf(facts []Fact, most int, rest Fact, measure string) []Fact {
	if len(facts) <= most+1 {
		return facts
	}
	rest.Kind = FactRest
	return append(slices.Clone(facts[:most]), restOf(facts[most:], rest, measure))
}

// restOf counts the facts for which there is no room.
func restOf(facts []Fact, f Fact, measure string) Fact {
	text := clause{text: f.Text}
	text.count(len(facts), measure, "count")
	text.say("未在此列出")
	var from trace
	for _, x := range facts {
		for _, u := range x.Units {
			from.unit(u)
		}
		for _, e := range x.Entries {
			from.entry(e.Key, e.Field, e.Message)
		}
	}
	f.set(text)
	return from.into(f)
}
