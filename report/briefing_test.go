package report_test

import (
	"testing"

	"qunbao/report"
)

func TestABriefingSpeaksOfItsDayItsWeekOrItsMonth(t *testing.T) {
	for _, tt := range []struct {
		kind, day, from string
		due             bool
	}{
		{report.DailyBriefing, "2020-02-12", "2020-02-12", true},
		{report.SituationReport, "2020-02-12", "2020-02-10", false},
		{report.SituationReport, "2020-02-10", "2020-02-10", false},
		{report.SituationReport, "2020-03-01", "2020-02-24", true}, // a Sunday
		{report.WorkSummary, "2020-02-28", "2020-02-01", false},    // a leap year
		{report.WorkSummary, "2020-02-29", "2020-02-01", true},
		{report.WorkSummary, "2021-12-31", "2021-12-01", true},
	} {
		day, err := report.ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		from, to := report.BriefingDays(tt.kind, day)
		if from.String() != tt.from || to != day || (report.BriefingPlan{Kind: tt.kind}).Due(day) != tt.due {
			t.Errorf("%s on %s: %s to %s, due %v", tt.kind, day, from, to, !tt.due)
		}
	}
}
