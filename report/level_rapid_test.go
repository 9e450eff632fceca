package report_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
)

// Whatever is raised, changed and lifted: what a person decides changes nothing that
// was due before, a lifted level holds for nothing that is due later, none holds
// beyond its last day, and what is said to be raised holds for what is due then.
func TestWhateverIsDecidedAboutLevelsThePastStays(t *testing.T) {
	w := flooded(t)
	first := day(t, "2020-02-05")
	rapid.Check(t, func(t *rapid.T) {
		var rulings []report.Ruling
		now := first.At(0, zone)
		for i := range rapid.IntRange(1, 6).Draw(t, "rulings") {
			now = now.Add(time.Duration(rapid.IntRange(1, 40*60).Draw(t, "later")) * time.Minute)
			today := report.DayOf(now)
			r := report.Ruling{
				Kind: report.LevelRuling, At: now, Message: report.MessageID(fmt.Sprint(i)), Matter: "防汛", From: today,
				Until: today + report.Day(rapid.IntRange(0, 4).Draw(t, "days")), Level: rapid.SampledFrom([]string{"", "四级", "三级", "一级"}).Draw(t, "level"),
			}
			w.Rule(rulings)
			before := owedDays(w, first)
			rulings = append(rulings, r)
			w.Rule(rulings)
			for k, owed := range owedDays(w, first) {
				due := w.Due(k)
				switch {
				case due.Before(now) && owed != before[k]:
					t.Fatalf("%s was due before ruling %d and is owed: %v", k, i, owed)
				case !due.Before(now) && owed && (r.Level == "" || k.Day > r.Until):
					t.Fatalf("%s is owed though ruling %d ended it", k, i)
				case !due.Before(now) && !owed && r.Level == "三级" && k.Day <= r.Until && due.Sub(now) >= time.Hour:
					t.Fatalf("%s is not owed though ruling %d asks for it", k, i)
				}
			}
		}
	})
}

// owedDays tells of each period that waits for a level whether it is owed.
func owedDays(w *report.Workspace, first report.Day) map[report.PeriodKey]bool {
	owed := map[report.PeriodKey]bool{}
	for d := first - 1; d < first+20; d++ {
		for _, k := range append(w.PeriodsOf(w.Form("flood"), d), report.PeriodKey{Form: "gate", Day: d, Slot: "night"}) {
			owed[k] = w.Owed(k)
		}
	}
	return owed
}
