package report

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// The default for a change that is asked about: more than five times the last
// value and by more than twenty (contract, section 4, rule 5).
var (
	jumpTimes = decimal.NewFromInt(5)
	jumpSteps = decimal.NewFromInt(20)
)

// jumps compares a filing with the unit's last report of the same slot: a
// cumulative that falls, or a step too large to be believed unasked. The value
// is kept; it may be the truth. Carried values are not compared.
func (d *decision) jumps(f *Filing) []Problem {
	last := d.Previous[f.Key()]
	if last.Slot != f.Slot || f.Zero {
		return nil
	}
	before := last.Fold()
	var problems []Problem
	for _, field := range d.w.Form(f.Form).Fields {
		old, ok := before.Values[field.ID]
		now, stated := f.Values[field.ID]
		if !ok || !stated || old.Carried || field.Kind == Prose {
			continue
		}
		if say := field.jump(old.N, now.N); say != "" {
			problems = append(problems, Problem{Code: Jump, Field: field.ID, Say: say})
		}
	}
	return problems
}

// jump is the question about a change from one report to the next, or "".
func (f *Field) jump(old, now decimal.Decimal) string {
	switch {
	case f.Kind == Cumulative && now.LessThan(old):
		return fmt.Sprintf("%s是累计数，上次报%s%s，这次%s%s，变少了，对吗？对请回“是”，不对请发正确的数。",
			f.Name, old, f.Unit(), now, f.Unit())
	case f.tooFar(now.Sub(old).Abs(), old, now):
		return fmt.Sprintf("%s上次报%s%s，这次%s%s，变化较大，对吗？对请回“是”，不对请发正确的数。",
			f.Name, old, f.Unit(), now, f.Unit())
	}
	return ""
}

func (f *Field) tooFar(step, old, now decimal.Decimal) bool {
	if f.MaxStep.Valid {
		return step.GreaterThan(f.MaxStep.Decimal)
	}
	return now.GreaterThan(old.Mul(jumpTimes)) && step.GreaterThan(jumpSteps)
}
