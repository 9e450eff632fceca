package report

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"
)

// Rule is an expression over the values of a report, such as
// "screened == home + central" or "value > 0". It is compiled once; its
// arithmetic is exact. The zero Rule holds for nothing.
type Rule struct {
	Source string
	Fields []FieldID // the names it uses, sorted
	run    *vm.Program
}

// CompileRule compiles an expression over the named fields. Numbers, + - * /,
// comparisons, and, or, not and parentheses are allowed; anything else, a name
// that is no field and a result that is not true or false are errors.
func CompileRule(source string, fields []FieldID) (Rule, error) {
	env := map[string]any{}
	for _, f := range fields {
		env[string(f)] = decimal.Decimal{}
	}
	seen := &ruleVisitor{used: map[FieldID]bool{}}
	options := append(decimalOperators(), expr.Env(env), expr.AsBool(),
		expr.DisableAllBuiltins(), expr.MaxNodes(200), expr.Patch(seen))
	program, err := expr.Compile(source, options...)
	if err = errors.Join(err, seen.err); err != nil {
		return Rule{}, fmt.Errorf("rule %q: %w", source, err)
	}
	return Rule{Source: source, Fields: slices.Sorted(maps.Keys(seen.used)), run: program}, nil
}

// Holds evaluates the rule over values. Known is false where a field the rule
// needs has no value, and where it divides by zero: such a rule is skipped.
func (r Rule) Holds(values map[FieldID]decimal.Decimal) (holds, known bool) {
	if r.run == nil {
		return false, false
	}
	env := make(map[string]any, len(r.Fields))
	for _, f := range r.Fields {
		n, ok := values[f]
		if !ok {
			return false, false
		}
		env[string(f)] = n
	}
	out, err := expr.Run(r.run, env)
	if err != nil {
		return false, false
	}
	return out.(bool), true
}

// IsZero tells whether there is no rule.
func (r Rule) IsZero() bool { return r.run == nil }

// ruleVisitor turns the literals of a rule into decimals, so that no float ever
// stands in a comparison, notes the names used and refuses whatever a rule has
// no use for.
type ruleVisitor struct {
	used map[FieldID]bool
	err  error
}

// Visit implements ast.Visitor.
func (v *ruleVisitor) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		v.used[FieldID(n.Value)] = true
	case *ast.IntegerNode:
		ast.Patch(node, &ast.ConstantNode{Value: decimal.NewFromInt(int64(n.Value))})
	case *ast.FloatNode:
		ast.Patch(node, &ast.ConstantNode{Value: decimal.NewFromFloat(n.Value)})
	case *ast.UnaryNode: // a minus before a literal: value > -5
		if c, ok := n.Node.(*ast.ConstantNode); ok && n.Operator == "-" {
			if d, ok := c.Value.(decimal.Decimal); ok {
				ast.Patch(node, &ast.ConstantNode{Value: d.Neg()})
			}
		}
	case *ast.BinaryNode, *ast.ConstantNode, *ast.CallNode:
	default:
		v.err = errors.New("only numbers, field ids, + - * /, comparisons, and, or, not are allowed")
	}
}

// decimalOperators teaches expr the arithmetic and comparisons of decimals.
func decimalOperators() []expr.Option {
	var options []expr.Option
	for symbol, f := range map[string]func(a, b decimal.Decimal) decimal.Decimal{
		"+": decimal.Decimal.Add, "-": decimal.Decimal.Sub, "*": decimal.Decimal.Mul, "/": decimal.Decimal.Div,
	} {
		options = append(options, expr.Operator(symbol, "decimal"+symbol),
			expr.Function("decimal"+symbol, func(p ...any) (any, error) {
				a, b := p[0].(decimal.Decimal), p[1].(decimal.Decimal)
				if symbol == "/" && b.IsZero() {
					return nil, errors.New("division by zero")
				}
				return f(a, b), nil
			}, new(func(a, b decimal.Decimal) decimal.Decimal)))
	}
	for symbol, f := range map[string]func(a, b decimal.Decimal) bool{
		"==": decimal.Decimal.Equal, "<": decimal.Decimal.LessThan, "<=": decimal.Decimal.LessThanOrEqual,
		">": decimal.Decimal.GreaterThan, ">=": decimal.Decimal.GreaterThanOrEqual,
		"!=": func(a, b decimal.Decimal) bool { return !a.Equal(b) },
	} {
		options = append(options, expr.Operator(symbol, "decimal"+symbol),
			expr.Function("decimal"+symbol, func(p ...any) (any, error) {
				return f(p[0].(decimal.Decimal), p[1].(decimal.Decimal)), nil
			}, new(func(a, b decimal.Decimal) bool)))
	}
	return options
}
