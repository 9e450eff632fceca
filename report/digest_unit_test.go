package report_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// Figures of two shifts stand apart in a unit's line.
func TestAUnitsFiguresSayOfWhichShiftTheyAre(t *testing.T) {
	d := newDesk(t)
	in := report.DigestInput{Plan: report.DigestPlan{Layout: report.ByUnit}, Day: daily5.Day, At: at(t, "06 09:00:00"), Now: at(t, "06 09:00:00")}
	for i, slot := range []report.SlotID{"day", "night"} {
		k := report.PeriodKey{Form: "gate", Slot: slot, Day: daily5.Day}
		given := report.Current{Valid: true, Values: values{"cars": {N: decimal.NewFromInt(int64(70 + i)), Unit: "辆"}}}
		in.Parts = append(in.Parts, report.Completeness{Key: k, Due: d.w.Due(k), At: in.At, Base: 1, Received: 1, OnTime: 1, Totals: []report.Total{{Field: "cars", N: n(70).N, Units: 1}},
			Standings: []report.Standing{{Unit: "柳湾村", State: report.OnTime, Expected: true, Current: given}}})
	}
	if text := d.w.BuildDigest(in).Text; !strings.Contains(text, "柳湾村：白班车辆70辆、夜班车辆71辆") {
		t.Error(text)
	}
}

// Where no unit has a line of its own, nothing is said of the others.
func TestUnitsAreTheOthersOnlyBehindSome(t *testing.T) {
	units := named(12)
	for seed := range uint64(8) {
		c := newCounty(t, units)
		c.fill(t, rand.New(rand.NewPCG(seed, 11)), units, []int{0, 80}[seed%2])
		c.in.Plan.Layout = report.ByUnit
		text, told := c.w.BuildDigest(c.in).Text, false
		for line := range strings.Lines(text) {
			for _, u := range units {
				told = told || strings.HasPrefix(line, string(u))
			}
		}
		if !told && strings.Contains(text, "\n其余") {
			t.Errorf("nobody has a line:\n%s", text)
		}
	}
}
