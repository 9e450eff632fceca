package scheduler_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/report"
)

// The alarm rings at the times of the timetable, between the minutes of its idle
// entry, and goes on after a wake that panicked.
func TestTheAlarmWakesAtEachTimeAndStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := epidemic()
		f.From, f.Until = 0, 0
		now := time.Now().In(shanghai())
		f.Slots[0].Opens = report.Clock(now.Hour()*60 + now.Minute() + 2)
		f.Slots[0].Due = f.Slots[0].Opens + 5
		f.Remind = []report.Stage{{To: report.ToChat}}
		time.Sleep(30 * time.Second)

		rings := make(chan time.Duration, 100)
		var before atomic.Int32
		alarm := program(t, only(f), newMemory()).Alarm(func() {
			rings <- time.Since(now)
			if before.Add(1) == 1 {
				panic("the first wake fails")
			}
		})
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
		defer cancel()
		if err := alarm.Run(ctx); err != nil {
			t.Fatal(err)
		}
		close(rings)
		sharp, all := 0, 0
		for r := range rings {
			all++
			if r == 2*time.Minute || r == 7*time.Minute {
				sharp++
			}
		}
		if sharp != 2 || all != 10 {
			t.Errorf("rang %d times, %d of them at the two times of the timetable", all, sharp)
		}
	})
}
