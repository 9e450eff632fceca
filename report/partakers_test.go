package report_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"qunbao/report"
)

// hamlets is a workspace of n units, each with a reporter, and a period of a form that
// all owe.
func hamlets(n int) (*report.Workspace, report.PeriodKey) {
	s := report.Settings{Zone: time.UTC, Forms: []report.Form{{ID: "daily", Slots: []report.Slot{{Due: 17 * 60}}}}}
	for i := range n {
		u := report.UnitID(fmt.Sprintf("村%05d", n-i)) // the roster is not in the order of names
		s.Units = append(s.Units, report.Unit{ID: u})
		s.People = append(s.People, report.Person{ID: report.PersonID(u), Posts: []report.Post{{Unit: u, Role: report.Reporter}}})
	}
	return report.NewWorkspace(s), report.PeriodKey{Form: "daily", Day: report.DayOf(time.Date(2020, 2, 5, 0, 0, 0, 0, time.UTC))}
}

// owedBy is a period that some units owe, all of them silent.
func owedBy(k report.PeriodKey, units ...report.UnitID) report.Period {
	need := &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}
	for _, u := range units {
		need.Units[u] = report.Duty{}
	}
	return report.Period{Key: k, Need: need}
}

func TestStandingsAreInTheRostersOrderHoweverFewOweAPeriod(t *testing.T) {
	w, k := hamlets(200)
	now := k.Day.At(18*60, time.UTC)
	for _, owed := range []int{0, 1, 3, 20, 30, 199, 200} {
		var all []report.UnitID
		for _, u := range w.Units[200-owed:] {
			all = append(all, u.ID)
		}
		p := owedBy(k, append([]report.UnitID{"并走的村", "撤掉的村"}, all...)...)
		v := report.Version{Message: "m", Time: now, Counts: now, Kind: report.VersionNew, Zero: true}
		for _, u := range []report.UnitID{"搬走的村", w.Units[199].ID} { // one that owed nothing, one that may have
			p.Records = append(p.Records, report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: u}, Versions: []report.Version{v}})
		}
		var got []report.UnitID
		for _, s := range w.Complete(p, now, nil).Standings {
			got = append(got, s.Unit)
		}
		want := all
		if owed == 0 {
			want = []report.UnitID{w.Units[199].ID}
		}
		if want = append(slices.Clone(want), "并走的村", "搬走的村", "撤掉的村"); !slices.Equal(got, want) {
			t.Errorf("%d owe it: %v, want %v", owed, got, want)
		}
		if missing := w.Missing(p, now); !slices.Equal(missing, all[:max(0, owed-1)]) {
			t.Errorf("%d owe it: missing are %v", owed, missing)
		}
	}
}

// BenchmarkOneIsMissing is what one private reminder asks when it leaves, in rosters of
// several sizes.
func BenchmarkOneIsMissing(b *testing.B) {
	for _, n := range []int{100, 50000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w, k := hamlets(n)
			p, now := owedBy(k, w.Units[n/2].ID), k.Day.At(18*60, time.UTC)
			for b.Loop() {
				if len(w.Missing(p, now)) != 1 {
					b.Fatal("nobody is missing")
				}
			}
		})
	}
}
