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
		old, day, known := d.lastOfSlot(f.Key(), field.ID)
		if !known {
			continue
		}
		if say := field.jump(old, now, day); say != "" {
			problems = append(problems, Problem{Code: Jump, Field: field.ID, Say: say})
		}
	}
	return problems
}

// lastOfSlot is the last value of a field that the unit gave in an earlier
// period of the same slot, and the day it gave it for: a night is not compared
// with a day.
func (d *decision) lastOfSlot(k RecordKey, id FieldID) (Value, Day, bool) {
	for _, r := range d.Earlier[k] {
		if v, ok := r.Fold().Values[id]; ok && r.Slot == k.Slot {
			return v, r.Day, true
		}
	}
	return Value{}, 0, false
}

// jump is the question about a change from one report to the next, or "".
func (f *Field) jump(old, now Value, day Day) string {
	said := fmt.Sprintf("%s是%s，这次是%s", day.Chinese(), old.Said(), now.Said())
	switch {
	case f.Kind == Cumulative && now.N.LessThan(old.N):
		return f.Short() + "是累计数，" + said + "，变少了，" + okOrNumber
	case f.tooFar(now.N.Sub(old.N).Abs(), old.N, now.N):
		return f.Short() + said + "，相差较大，" + okOrNumber
	}
	return ""
}

func (f *Field) tooFar(step, old, now decimal.Decimal) bool {
	if f.MaxStep.Valid {
		return step.GreaterThan(f.MaxStep.Decimal)
	}
	return now.GreaterThan(old.Mul(jumpTimes)) && step.GreaterThan(jumpSteps)
}
