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

// jumps compares a filing with what the unit last reported for the same slot: a
// cumulative that falls, or a step too large to be believed unasked. The value
// is kept; it may be the truth. A zero-report changes nothing, and its carried
// values are those last stated.
func (d *decision) jumps(f *Filing) []Problem {
	if f.Zero {
		return nil
	}
	var problems []Problem
	for _, field := range d.w.Form(f.Form).Fields {
		now, stated := f.Values[field.ID]
		if !stated || field.Kind == Prose {
			continue
		}
		old, known := d.lastOfSlot(f.Key(), field.ID)
		if !known {
			continue
		}
		if say := field.jump(old.N, now.N); say != "" {
			problems = append(problems, Problem{Code: Jump, Field: field.ID, Say: say})
		}
	}
	return problems
}

// lastOfSlot is the last value of a field that the unit gave in an earlier
// period of the same slot: a night is not compared with a day.
func (d *decision) lastOfSlot(k RecordKey, id FieldID) (Value, bool) {
	for _, r := range d.Earlier[k] {
		if v, ok := r.Fold().Values[id]; ok && r.Slot == k.Slot {
			return v, true
		}
	}
	return Value{}, false
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
