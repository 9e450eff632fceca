package report

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// What ends a question about numbers that do not agree: a number alone would not
// tell which of them is meant.
const (
	whichOne = "请回不对的那一项和正确的数"
	allRight = "，都没错请回“是”。"
	which    = "哪个数不对？" + whichOne + allRight
)

// sayCheck names what a failed check compared: sums in words, so that the
// sender sees which number cannot be. A rule that compares anything else is said
// in its own words, with the numbers that were read.
func (f *Form) sayCheck(c Check, values map[FieldID]Value) string {
	names := f.callNames(c.Rule.Fields)
	left, op, right, ok := comparison(c.Rule.Source)
	a, aok := sumOf(left, names, values)
	b, bok := sumOf(right, names, values)
	if !ok || !aok || !bok {
		return c.Say + "，写的是" + f.listed(c.Rule.Fields, values) + "，" + which
	}
	if len(a.names) == 1 && len(b.names) > 1 {
		a, b, op = b, a, turned[op]
	}
	return a.words(relation{"合计", ""}) + a.text() + "，" + b.words(contrast(op, a, b)) + b.text() + "，" + which
}

// sum is one side of a check: the fields it adds up.
type sum struct {
	names  []string
	n      decimal.Decimal
	approx bool
}

// sumOf reads one side of a rule that is a sum of fields; ok is false for
// anything else.
func sumOf(source string, names map[FieldID]string, values map[FieldID]Value) (s sum, ok bool) {
	for _, part := range strings.Split(source, "+") {
		id := FieldID(strings.TrimSpace(part))
		name, known := names[id]
		if !known {
			return s, false
		}
		s.names = append(s.names, name)
		s.n = s.n.Add(values[id].N)
		s.approx = s.approx || values[id].Approx
	}
	return s, true
}

// text is the sum as it is said.
func (s sum) text() string { return Value{N: s.n, Approx: s.approx}.Said() }

// words are the names of a sum, with how its number stands to the other's.
func (s sum) words(how relation) string {
	names := strings.Join(s.names, "、")
	if len(s.names) > 1 {
		return names + how.ofSum
	}
	return names + how.ofOne
}

// relation is how a number stands to the one said before it, in words for a sum
// and for one field.
type relation struct{ ofSum, ofOne string }

// contrast says how the second number stands to the first.
func contrast(op string, a, b sum) relation {
	switch {
	case op != "==" && a.n.Equal(b.n):
		return relation{"合计也是", "写的也是"}
	case op == "<" || op == "<=":
		return relation{"合计只有", "只写了"}
	}
	return relation{"合计", "写的是"}
}

// callNames are the shortest words of two characters or more that people call
// some fields, or their names where two would be called the same.
func (f *Form) callNames(ids []FieldID) map[FieldID]string {
	names, used := map[FieldID]string{}, map[string]int{}
	for _, id := range ids {
		if field := f.Field(id); field != nil {
			names[id] = field.callName()
			used[names[id]]++
		}
	}
	for id, name := range names {
		if used[name] > 1 {
			names[id] = f.Field(id).Name
		}
	}
	return names
}

func (f *Field) callName() string {
	short := f.Name
	for _, a := range f.Aliases {
		if n := len([]rune(a)); n >= 2 && n < len([]rune(short)) {
			short = a
		}
	}
	return short
}

// listed says some fields with their values, in the form's order.
func (f *Form) listed(ids []FieldID, values map[FieldID]Value) string {
	var said []string
	for i := range f.Fields {
		if field := &f.Fields[i]; slices.Contains(ids, field.ID) {
			said = append(said, field.Short()+values[field.ID].Said())
		}
	}
	return strings.Join(said, "、")
}

var (
	comparing = regexp.MustCompile(`^(.+?)\s*(==|<=|>=|!=|<|>)\s*(.+)$`)
	turned    = map[string]string{"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
)

// comparison splits a rule into its sides; ok is false where it is not a plain
// comparison.
func comparison(source string) (left, op, right string, ok bool) {
	m := comparing.FindStringSubmatch(source)
	if m == nil || strings.ContainsAny(m[1]+m[3], "()<>=!") {
		return "", "", "", false
	}
	return m[1], m[2], strings.TrimSpace(m[3]), true
}

// indexWord finds a whole identifier in a rule's source, or -1.
func indexWord(source, word string) int {
	for from := 0; ; {
		i := strings.Index(source[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !identifier(source[i-1])) && (end == len(source) || !identifier(source[end])) {
			return i
		}
		from = i + 1
	}
}

func identifier(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
