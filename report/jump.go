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
	last := d.lastOfSlot(f.Key())
	for _, field := range d.w.Form(f.Form).Fields {
		now, stated := f.Values[field.ID]
		old, known := last[field.ID]
		if !stated || !known || field.Kind == Prose {
			continue
		}
		if say := field.jump(old.Value, now, old.day); say != "" {
			problems = append(problems, Problem{Code: Jump, Field: field.ID, Say: say})
		}
	}
	return problems
}

// dated is a value with the day that it was given for.
type dated struct {
	Value
	day Day
}

// lastOfSlot are the last values that the unit gave in earlier periods of the same
// slot: a night is not compared with a day.
func (d *decision) lastOfSlot(k RecordKey) map[FieldID]dated {
	last := map[FieldID]dated{}
	for _, r := range d.Earlier[k] {
		if r.Slot != k.Slot {
			continue
		}
		for id, v := range r.Fold().Values {
			if _, newer := last[id]; !newer {
				last[id] = dated{v, r.Day}
			}
		}
	}
	return last
}

// jump is the question about a change from one report to the next, or "".
func (f *Field) jump(old, now Value, day Day) string {
	asks, why := f.Short(), "，相差较大，"
	switch {
	case f.Kind == Cumulative && now.N.LessThan(old.N):
		asks, why = asks+"是累计数，", "，变少了，"
	case !f.tooFar(now.N.Sub(old.N).Abs(), old.N, now.N):
		return ""
	}
	return fmt.Sprintf("%s%s是%s，这次是%s%s%s", asks, day.Chinese(), old.Said(), now.Said(), why, okOrNumber)
}

func (f *Field) tooFar(step, old, now decimal.Decimal) bool {
	if f.MaxStep.Valid {
		return step.GreaterThan(f.MaxStep.Decimal)
	}
	return now.GreaterThan(old.Mul(jumpTimes)) && step.GreaterThan(jumpSteps)
}
