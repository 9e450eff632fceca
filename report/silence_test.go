package report_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
)

// A unit's silence goes back to the last period that it reported, over those that
// it did not owe, was excused from or could not be heard in.
func TestASilenceIsCountedOverWhatWasOwed(t *testing.T) {
	d := newDesk(t)
	standing := func(u report.UnitID, s report.State) report.Standing {
		return report.Standing{Unit: u, State: s, Expected: true}
	}
	now := report.Completeness{Key: daily5, Standings: []report.Standing{
		standing("柳湾村", report.Missing), standing("东坡村", report.Missing), standing("上坪村", report.Unparsed), standing("下坪村", report.Missing),
	}}
	before := map[report.Day][]report.Standing{
		daily5.Day - 1: {standing("柳湾村", report.Missing), standing("东坡村", report.Excused), standing("下坪村", report.Late), standing("上坪村", report.Missing)},
		daily5.Day - 2: {standing("柳湾村", report.SystemFault), standing("东坡村", report.Missing), standing("下坪村", report.Missing)},
		daily5.Day - 3: {{Unit: "柳湾村", State: report.Missing}, standing("东坡村", report.OnTimeZero)},
		daily5.Day - 4: {standing("柳湾村", report.Missing), standing("东坡村", report.Missing)},
	}
	s, looked := d.w.NewSilence(now, at(t, "01 00:00:00")), 0
	for k, more := s.Next(); more; k, more = s.Next() {
		looked++
		s.Look(report.Completeness{Key: k, Standings: before[k.Day]})
	}
	want := map[report.UnitID]int{"柳湾村": 3, "东坡村": 2, "下坪村": 1}
	if diff := cmp.Diff(want, s.Count); diff != "" {
		t.Error(diff)
	}
	if looked > 30 {
		t.Errorf("looked back %d periods", looked)
	}
}

func TestNobodySilentIsNotLookedBackFor(t *testing.T) {
	d := newDesk(t)
	s := d.w.NewSilence(report.Completeness{Key: daily5, Standings: []report.Standing{{Unit: "柳湾村", State: report.OnTime, Expected: true}}}, time.Time{})
	if k, more := s.Next(); more {
		t.Errorf("asks for %s", k)
	}
}
