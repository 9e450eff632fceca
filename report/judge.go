package report

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// okOrNumber ends a question about a value that may be the truth.
const okOrNumber = "对吗？对请回“是”，不对请回正确的数。"

// Judge lists what is doubtful about the numbers of one report: those outside
// their field's range and the checks that do not hold. All of them may be the
// truth, so they are kept, marked and asked about once. Carried values are not
// judged, and a check whose fields are not all given passes.
func (f *Form) Judge(values map[FieldID]Value) []Problem {
	numbers := make(map[FieldID]decimal.Decimal, len(values))
	var problems []Problem
	for i := range f.Fields {
		field := &f.Fields[i]
		v, ok := values[field.ID]
		if !ok || field.Kind == Prose || v.Carried {
			continue
		}
		numbers[field.ID] = v.N
		if say := field.sayOutOfRange(v); say != "" {
			problems = append(problems, Problem{Code: OutOfRange, Field: field.ID, Say: say})
		}
	}
	for i, c := range f.Checks {
		if holds, known := c.Rule.Holds(numbers); known && !holds {
			problems = append(problems, Problem{Code: CheckFailed, Field: c.first(), Rule: i, Say: f.sayCheck(c, values)})
		}
	}
	return problems
}

// first is the field that a failed check is put to: the first that its rule
// names.
func (c *Check) first() FieldID {
	first, at := FieldID(""), -1
	for _, id := range c.Rule.Fields {
		if i := indexWord(c.Rule.Source, string(id)); i >= 0 && (at < 0 || i < at) {
			first, at = id, i
		}
	}
	return first
}

// TooFine tells whether a number has more decimals than the field takes.
func (f *Field) TooFine(n decimal.Decimal) bool { return !n.Equal(n.Truncate(f.Decimals)) }

// sayOutOfRange is the question about a value below min or above max, a count
// below nothing or a measure with too many decimals, or "".
func (f *Field) sayOutOfRange(v Value) string {
	limit := ""
	switch {
	case f.Min.Valid && v.N.LessThan(f.Min.Decimal):
		limit = "按要求不少于" + Value{N: f.Min.Decimal, Unit: f.Unit()}.Said()
	case f.Max.Valid && v.N.GreaterThan(f.Max.Decimal):
		limit = "按要求不超过" + Value{N: f.Max.Decimal, Unit: f.Unit()}.Said()
	case !f.Min.Valid && f.Decimals == 0 && v.N.IsNegative():
		limit = "是负数"
	case f.Decimals > 0 && f.TooFine(v.N):
		limit = "按要求最多" + strconv.Itoa(int(f.Decimals)) + "位小数"
	default:
		return ""
	}
	return f.Short() + "写的是" + v.Said() + "，" + limit + "，" + okOrNumber
}

// The multiples that people write large numbers in.
var multiples = []struct {
	size decimal.Decimal
	word string
}{{decimal.NewFromInt(1e8), "亿"}, {decimal.NewFromInt(1e4), "万"}}

// Said is a number as somebody would have typed it, with its measure word as it
// was written: 46人, 3.2万元, 约50名.
func (v Value) Said() string {
	unit, number := v.Unit, v.N.String()
	if v.As != "" {
		unit = v.As
	}
	for _, m := range multiples {
		if v.N.Abs().LessThan(m.size) {
			continue
		}
		// More than two places behind 万, or a field kept in 万元: typed in full.
		n := v.N.Div(m.size)
		if n.Equal(n.Truncate(2)) && !strings.HasPrefix(unit, "万") && !strings.HasPrefix(unit, "亿") {
			number = n.String() + m.word
			break
		}
	}
	if v.Approx {
		number = "约" + number
	}
	return number + unit
}
