package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// What shifts add is summed over the day; of what there is, the last shift's word
// stands; a shift that is not due and has said nothing is none of a gap.
func TestATrendTakesADayFromItsShifts(t *testing.T) {
	w := report.NewWorkspace(report.Settings{Name: "青石镇", Zone: time.UTC, Forms: []report.Form{{
		ID: "gate", Slots: []report.Slot{{ID: "day"}, {ID: "night"}},
		Fields: []report.Field{{ID: "cars", Kind: report.Daily}, {ID: "staff", Kind: report.Stock}},
	}}})
	const day = report.Day(18293)
	now := day.At(20*60, time.UTC)
	part := func(slot report.SlotID, due report.Clock, base, units int, n int64) report.Completeness {
		c := report.Completeness{Key: report.PeriodKey{Form: "gate", Day: day, Slot: slot}, At: now, Due: day.At(due, time.UTC), Base: base}
		for _, f := range []report.FieldID{"cars", "staff"} {
			if units > 0 {
				c.Totals = append(c.Totals, report.Total{Field: f, N: decimal.NewFromInt(n), Units: units})
			}
		}
		value := report.Value{N: decimal.NewFromInt(n)}
		c.Standings = []report.Standing{
			{Unit: "柳湾村", Expected: true, State: report.OnTime, Current: report.Current{Valid: units > 0, Values: map[report.FieldID]report.Value{"cars": value, "staff": value}}},
			{Unit: "东坡村", Expected: true, State: report.Excused},
		}
		return c
	}
	for name, c := range map[string]struct {
		parts []report.Completeness
		field report.FieldID
		unit  report.UnitID
		want  string
	}{
		"a sum":                    {[]report.Completeness{part("day", 1000, 12, 12, 30), part("night", 1100, 12, 11, 5)}, "cars", "", "35 of 23/24 gap false partial true"},
		"the last word":            {[]report.Completeness{part("day", 1000, 12, 12, 30), part("night", 1100, 12, 11, 5)}, "staff", "", "5 of 11/12 gap false partial true"},
		"a silent night":           {[]report.Completeness{part("day", 1000, 12, 12, 30), part("night", 1100, 12, 0, 0)}, "staff", "", "30 of 12/12 gap false partial false"},
		"a night that is not over": {[]report.Completeness{part("day", 1000, 12, 12, 30), part("night", 1500, 12, 0, 0)}, "cars", "", "30 of 12/12 gap false partial false"},
		"nobody":                   {[]report.Completeness{part("day", 1000, 12, 0, 0)}, "cars", "", "0 of 0/12 gap true partial false"},
		"nobody yet":               {[]report.Completeness{part("day", 1300, 12, 0, 0)}, "cars", "", "0 of 0/0 gap false partial false"},
		"no duty":                  {nil, "cars", "", "0 of 0/0 gap false partial false"},
		"a unit":                   {[]report.Completeness{part("day", 1000, 12, 12, 30)}, "cars", "柳湾村", "30 of 1/1 gap false partial false"},
		"a unit that was excused":  {[]report.Completeness{part("day", 1000, 12, 12, 30)}, "cars", "东坡村", "0 of 0/0 gap false partial false"},
		"a unit that owes no such": {[]report.Completeness{part("day", 1000, 12, 12, 30)}, "cars", "河口村", "0 of 0/0 gap false partial false"},
	} {
		p := w.TrendPoint(day, c.parts, c.field, c.unit)
		got := fmt.Sprintf("%s of %d/%d gap %v partial %v", p.N, p.Units, p.Base, p.Gap(), p.Partial())
		if got != c.want || p.Day != day {
			t.Errorf("%s: %s on %s, want %s", name, got, p.Day, c.want)
		}
	}
}
