package main

import (
	"context"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// sentLog is a log of rows that left, each at its time.
type sentLog map[time.Time]report.Row

func (l sentLog) Period(_ context.Context, k report.PeriodKey) (report.Period, error) {
	return report.Period{Key: k}, nil
}

func (l sentLog) Log(_ context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error {
	for at, r := range l {
		if at.Before(from) || !at.Before(to) {
			continue
		}
		if err := fn(r, storage.Result{State: report.Sent, At: at}); err != nil {
			return err
		}
	}
	return nil
}

// A report of the month's end is reminded of three weeks before, when most of the work
// on it can still be done, and its leads are told four days after.
func TestRemindersLongBeforeAndAfterTheirDayAreCounted(t *testing.T) {
	const days = 24 * time.Hour
	w := report.NewWorkspace(report.Settings{
		Zone: time.UTC, Units: []report.Unit{{ID: "柳湾村"}},
		People: []report.Person{{ID: "李会芳", Posts: []report.Post{{Unit: "柳湾村", Role: report.Reporter}}}},
		Forms: []report.Form{{ID: "monthly", Calendar: report.Monthly, Rhythm: report.Rhythm{MonthDays: []int{31}}, Slots: []report.Slot{{Due: 17 * 60}},
			Remind: []report.Stage{{Offset: -20 * days, To: report.ToReporter}, {Offset: 4 * days, To: report.ToReporter}}}},
	})
	end := report.DayOf(mustInstant("2020-03-31T00:00:00Z"))
	log := sentLog{}
	for _, stage := range w.Form("monthly").Remind {
		k := report.PeriodKey{Form: "monthly", Day: end}
		log[w.StageAt(k, stage)] = report.Row{Key: "remind/" + k.String() + "/" + stage.ID() + "/person:李会芳", Kind: report.Reminder,
			To: report.Address{Person: "李会芳"}, Form: k.Form, Period: k.Day, Stage: stage.ID(), Units: []report.UnitID{"柳湾村"}}
	}
	b, err := countBurden(t.Context(), log, w, span{from: end, to: end, at: mustInstant("2020-05-01T00:00:00Z")})
	if err != nil {
		t.Fatal(err)
	}
	if b.Total.Reminders != 2 {
		t.Errorf("%d rounds of reminders are counted, want 2", b.Total.Reminders)
	}
}
