package report

import (
	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"
)

// condition and quantity are what a rule is made of; known is false where
// something is divided by zero.
type (
	condition func(values) (holds, known bool)
	quantity  func(values) (n decimal.Decimal, known bool)
	values    func(FieldID) (n decimal.Decimal, given bool)
)

// compiler makes a rule of an expression, in decimals: no float ever stands in a
// comparison. It notes the names used and refuses what a rule has no use for.
type compiler struct {
	used    map[FieldID]bool
	refused bool
}

// condition compiles what is true or false.
func (c *compiler) condition(node ast.Node) condition {
	switch n := node.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return not(c.condition(n.Node))
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return both(c.condition(n.Left), c.condition(n.Right))
		case "or", "||":
			return not(both(not(c.condition(n.Left)), not(c.condition(n.Right))))
		}
		if compare := comparisons[n.Operator]; compare != nil {
			return compared(c.quantity(n.Left), c.quantity(n.Right), compare)
		}
	}
	c.refused = true
	return nil
}

// quantity compiles a number.
func (c *compiler) quantity(node ast.Node) quantity {
	switch n := node.(type) {
	case *ast.IdentifierNode:
		id := FieldID(n.Value)
		c.used[id] = true
		return func(v values) (decimal.Decimal, bool) { return v(id) }
	case *ast.IntegerNode:
		return constant(decimal.NewFromInt(int64(n.Value)))
	case *ast.FloatNode:
		return constant(decimal.NewFromFloat(n.Value))
	case *ast.UnaryNode:
		if n.Operator == "-" {
			return computed(constant(decimal.Zero), c.quantity(n.Node), decimal.Decimal.Sub)
		}
	case *ast.BinaryNode:
		if n.Operator == "/" {
			return quotient(c.quantity(n.Left), c.quantity(n.Right))
		}
		if compute := operations[n.Operator]; compute != nil {
			return computed(c.quantity(n.Left), c.quantity(n.Right), compute)
		}
	}
	c.refused = true
	return nil
}

var comparisons = map[string]func(order int) bool{
	"==": func(order int) bool { return order == 0 },
	"!=": func(order int) bool { return order != 0 },
	"<":  func(order int) bool { return order < 0 },
	"<=": func(order int) bool { return order <= 0 },
	">":  func(order int) bool { return order > 0 },
	">=": func(order int) bool { return order >= 0 },
}

var operations = map[string]func(a, b decimal.Decimal) decimal.Decimal{
	"+": decimal.Decimal.Add, "-": decimal.Decimal.Sub, "*": decimal.Decimal.Mul,
}

func not(a condition) condition {
	return func(v values) (holds, known bool) {
		holds, known = a(v)
		return !holds, known
	}
}

// both looks at b only where a holds.
func both(a, b condition) condition {
	return func(v values) (holds, known bool) {
		if holds, known = a(v); !holds || !known {
			return false, known
		}
		return b(v)
	}
}

func compared(a, b quantity, compare func(order int) bool) condition {
	return func(v values) (holds, known bool) {
		x, knownX := a(v)
		y, knownY := b(v)
		return compare(x.Cmp(y)), knownX && knownY
	}
}

func constant(n decimal.Decimal) quantity {
	return func(values) (decimal.Decimal, bool) { return n, true }
}

func computed(a, b quantity, compute func(a, b decimal.Decimal) decimal.Decimal) quantity {
	return func(v values) (decimal.Decimal, bool) {
		x, knownX := a(v)
		y, knownY := b(v)
		return compute(x, y), knownX && knownY
	}
}

func quotient(a, b quantity) quantity {
	return func(v values) (decimal.Decimal, bool) {
		x, knownX := a(v)
		y, knownY := b(v)
		if !knownX || !knownY || y.IsZero() {
			return decimal.Zero, false
		}
		return x.Div(y), true
	}
}
