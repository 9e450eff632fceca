package scheduler_test

import (
	"log/slog"
	"testing"

	"qunbao/report"
	"qunbao/scheduler"
)

// A level makes periods owed that have opened before: who owes them is settled at
// once, and reminders come in their time; once it is lifted nothing is said.
func TestAPeriodIsFrozenAsSoonAsALevelMakesItOwed(t *testing.T) {
	form := epidemic()
	form.Level = report.Trigger{Matter: "防汛", From: "四级"}
	s := only(form)
	s.Emergencies = []report.Emergency{{Matter: "防汛", Levels: []string{"四级", "三级"}}}
	w, m := report.NewWorkspace(s), newMemory()
	p, err := scheduler.New(w, m, &desk{}, slog.New(slog.DiscardHandler), scheduler.Options{Private: true})
	if err != nil {
		t.Fatal(err)
	}
	run(t, p, at("2020-02-05 05:00"), at("2020-02-05 14:09"))
	if got := m.named("open/"); len(got) != 0 {
		t.Fatalf("without a level: %v", got)
	}
	raised := report.Ruling{Kind: report.LevelRuling, At: at("2020-02-05 14:10"), From: day("2020-02-05"), Until: day("2020-02-08"), Matter: "防汛", Level: "四级", Message: "m1"}
	w.Rule([]report.Ruling{raised})
	step(t, p, at("2020-02-05 14:10"))
	if got := m.named("open/"); len(got) != 1 || got[0] != "open/epidemic-daily/2020-02-05/" {
		t.Fatalf("as it is raised: %v", got)
	}
	run(t, p, at("2020-02-05 14:11"), at("2020-02-05 16:00"))
	if got := m.named("remind/"); len(got) != 1 {
		t.Errorf("an hour before the deadline: %v", got)
	}
	lifted := raised
	lifted.At, lifted.Level, lifted.Message = at("2020-02-05 16:30"), "", "m2"
	w.Rule([]report.Ruling{raised, lifted})
	run(t, p, at("2020-02-05 16:30"), at("2020-02-07 23:00"))
	if got := m.named("remind/"); len(got) != 1 {
		t.Errorf("after it was lifted: %v", got)
	}
}
