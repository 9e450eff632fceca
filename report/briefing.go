package report

import "time"

// The kinds of briefings.
const (
	DailyBriefing   = "daily"     // 日报简报, about a day
	SituationReport = "situation" // 情况汇报, about some days; by the clock about a week
	WorkSummary     = "summary"   // 工作小结, about a month
)

// BriefingKinds lists them.
func BriefingKinds() []string { return []string{DailyBriefing, SituationReport, WorkSummary} }

// BriefingDays are the days a briefing of a kind speaks of when it is drawn up on
// a day: that day, its week from Monday on, or its month from the first on.
func BriefingDays(kind string, day Day) (from, to Day) {
	switch kind {
	case SituationReport:
		return day.monday(), day
	case WorkSummary:
		_, _, d := day.Date()
		return day - Day(d) + 1, day
	}
	return day, day
}

// Due tells whether a plan's briefing is drafted on a day: every day, on Sundays
// about the week, on the last of a month about the month.
func (p BriefingPlan) Due(day Day) bool {
	switch p.Kind {
	case SituationReport:
		return day.Weekday() == time.Sunday
	case WorkSummary:
		_, _, next := (day + 1).Date()
		return next == 1
	}
	return true
}
