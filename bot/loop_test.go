package bot_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot/bottest"
	"qunbao/report"
)

// TestALoopThatSleepsUntilNextSendsEverythingInTime drives the sender as the
// program does, through an outage and a night, on the bubble's clock.
func TestALoopThatSleepsUntilNextSendsEverythingInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now() // midnight in UTC, 08:00 in the workspace
		at := func(h int) time.Time { return begin.Add(time.Duration(h) * time.Hour) }
		o := newOutbox(row(report.Receipt, "早", at(1)), row(report.Receipt, "断", at(3)),
			row(report.Receipt, "夜", at(14)), row(report.Alert, "急", at(15)), row(report.Reminder, "晨", at(24)))
		ch := bottest.NewFake()
		s := newSender(o, ch)
		s.Hold = report.NewWorkspace(report.Settings{Zone: zone, Quiet: report.Quiet{From: 21 * 60, To: 7 * 60}}).Leaves
		steps := 0
		for next := begin; !next.IsZero(); steps++ {
			time.Sleep(time.Until(next))
			if time.Now().Equal(at(1)) {
				ch.OfflineUntil(at(4))
			}
			var err error
			if next, err = s.Step(context.Background(), time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, out := range ch.Sent() {
			got = append(got, out.Time.In(zone).Format("02 15h ")+out.Text)
		}
		diff(t, "sent", []string{"01 12h receipt[早 断]", "01 23h alert[急]", "02 07h receipt[夜]", "02 08h reminder[晨]"}, got)
		if steps > 60 {
			t.Errorf("%d steps for a day with five rows", steps)
		}
	})
}
