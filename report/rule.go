package report

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/expr-lang/expr"
	"github.com/shopspring/decimal"
)

// Rule is an expression over the values of a report, such as
// "screened == home + central" or "value > 0". It is compiled once; its
// arithmetic is exact. The zero Rule holds for nothing.
type Rule struct {
	Source string
	Fields []FieldID // the names it uses, sorted
	holds  condition
}

// CompileRule compiles an expression over the named fields. Numbers, + - * /,
// comparisons, and, or, not and parentheses are allowed; anything else, a name
// that is no field and a result that is not true or false are errors.
func CompileRule(source string, fields []FieldID) (Rule, error) {
	env := map[string]any{}
	for _, f := range fields {
		env[string(f)] = 0.0 // a number; expr is asked what the words mean, not to compute
	}
	program, err := expr.Compile(source, expr.Env(env), expr.AsBool(), expr.Optimize(false), expr.DisableAllBuiltins(), expr.MaxNodes(200))
	if err != nil {
		return Rule{}, fmt.Errorf("rule %q: %w", source, err)
	}
	c := compiler{used: map[FieldID]bool{}}
	holds := c.condition(program.Node())
	if c.refused {
		return Rule{}, fmt.Errorf("rule %q: %w", source, errNoRule)
	}
	return Rule{Source: source, Fields: slices.Sorted(maps.Keys(c.used)), holds: holds}, nil
}

var errNoRule = errors.New("only numbers, field ids, + - * /, comparisons, and, or, not are allowed")

// Holds evaluates the rule over values. Known is false where a field the rule
// needs has no value, and where it divides by zero: such a rule is skipped.
func (r Rule) Holds(values map[FieldID]decimal.Decimal) (holds, known bool) {
	return r.over(func(id FieldID) (decimal.Decimal, bool) {
		n, given := values[id]
		return n, given
	})
}

// over is Holds for values that are found one by one.
func (r Rule) over(v values) (holds, known bool) {
	if r.holds == nil {
		return false, false
	}
	for _, f := range r.Fields {
		if _, given := v(f); !given {
			return false, false
		}
	}
	holds, known = r.holds(v)
	return holds && known, known
}

// IsZero tells whether there is no rule.
func (r Rule) IsZero() bool { return r.holds == nil }
