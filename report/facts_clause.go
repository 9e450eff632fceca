package report

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// clause is a fact's text while it is put together: every number that it says is
// noted as a figure, with how it was reckoned.
type clause struct {
	text    string
	figures []Figure
}

// say adds words without a figure.
func (c *clause) say(words string) { c.text += words }

// put adds a figure as people write it: 46人, 约300份.
func (c *clause) put(f Figure) {
	c.figures = append(c.figures, f)
	c.text += f.Words()
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
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	c.say(strings.Join(names[:min(len(names), listedUnits)], "、"))
	if len(names) > listedUnits {
		c.say("等")
		c.count(len(names), "个单位", "count")
	}
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

// into gives a fact what was gathered.
func (t *trace) into(f Fact) Fact {
	f.Units, f.Sources, f.Entries = t.units, t.messages, t.entries
	return f
}

// number names a fact: its letter and its place.
func number(letter string, n int) string { return letter + strconv.Itoa(n) }
