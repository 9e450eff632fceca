package report_test

import (
	"testing"

	"qunbao/report"
)

// withWatch is the township with a duty table: the secretary leads on the 5th,
// the office stands by.
func withWatch(t *testing.T) *report.Workspace {
	s := township(t).Settings
	s.People = append(s.People,
		report.Person{ID: "吴敏", Name: "吴敏", Card: "吴镇长", Posts: []report.Post{{Unit: "青石镇", Role: report.Leader}}},
		report.Person{ID: "孙莉", Name: "孙莉", Card: "宣传办孙莉", Posts: []report.Post{{Unit: "青石镇", Role: report.Editor}}})
	s.Duty = report.DutyTable{From: 8 * 60, Days: map[report.Day]report.Watch{
		day(t, "2020-02-05"): {Lead: []report.PersonID{"周国平"}, Standby: []report.PersonID{"孙莉", "钱海"}},
	}}
	return report.NewWorkspace(s)
}

func TestWhoSwapsADutyIsAskedAndNobodyElse(t *testing.T) {
	w := withWatch(t)
	fifth := day(t, "2020-02-05")
	swap := func(post string, out, in report.PersonID) bool {
		r, ok := w.Swap(fifth, post, out, in)
		if ok {
			w.Rule(append(w.Rulings(), r))
		}
		return ok
	}
	reads := func(want string) {
		t.Helper()
		if got := w.WatchText(fifth); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	reads("2月5日（星期三）带班：周国平；值班：孙莉、钱海")
	if swap("", "郑晓", "吴敏") {
		t.Error("who has no duty was swapped")
	}
	swap("", "孙莉", "郑晓")
	reads("2月5日（星期三）带班：周国平；值班：郑晓、钱海")
	swap("", "郑晓", "钱海")
	reads("2月5日（星期三）带班：周国平；值班：钱海")
	swap(report.LeadPost, "", "吴敏")
	reads("2月5日（星期三）带班：吴敏；值班：钱海")
	swap(report.StandbyPost, "", "不在册")
	reads("2月5日（星期三）带班：吴敏；值班：未排")
	swap(report.LeadPost, "", "")
	swap(report.StandbyPost, "", "")
	reads("2月5日（星期三）带班：周国平；值班：孙莉、钱海")
}

func TestADutyDayEndsOnlyTheNextMorning(t *testing.T) {
	w := withWatch(t)
	for s, want := range map[string]string{"05 07:59:59": "2020-02-04", "05 08:00:00": "2020-02-05", "06 07:59:59": "2020-02-05"} {
		if got := w.DutyDay(at(t, s)); got.String() != want {
			t.Errorf("%s belongs to %s, want %s", s, got, want)
		}
	}
}
