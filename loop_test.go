package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
)

// house joins a program over the township, in memory, with a fake chat.
func house(t *testing.T, journal bot.Journal) (*program, *bottest.Fake) {
	t.Helper()
	config, err := configs.Load(filepath.Join(livingTownship(t, "embedded:data"), "qunbao.yaml"), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	chat := bottest.NewFake()
	p, err := join(rooms{config: config, store: kept, journal: journal, channel: chat, owner: "test", log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return p, chat
}

func TestTheLoopDoesADayOnTimeAndTakesMessagesBetween(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, chat := house(t, noJournal{})
		ctx, stop := context.WithCancel(t.Context())
		served := make(chan error, 1)
		go func() { served <- serve(ctx, p, chat, newLoop(p, time.Now, slog.New(slog.DiscardHandler))) }()
		time.Sleep(8 * time.Hour) // the bubble begins at 08:00 in China
		chat.Say(report.Message{ID: "m1", Time: time.Now(), Chat: workChat, Sender: "柳湾村 李会芳", Text: "柳湾村居家观察46人，发热0人"})
		time.Sleep(6 * time.Hour)
		stop()
		if err := <-served; err != nil {
			t.Fatal(err)
		}
		at := func(kind report.Kind, form report.FormID) []string {
			var times []string
			for _, o := range chat.Sent() {
				if o.Kind == kind && (form == "" || o.Form == form) && !slices.Contains(times, o.Time.In(p.workspace.Zone).Format("15:04:05")) {
					times = append(times, o.Time.In(p.workspace.Zone).Format("15:04:05"))
				}
			}
			return times
		}
		for _, want := range []struct {
			kind  report.Kind
			form  report.FormID
			times []string
		}{
			{report.Receipt, "", []string{"16:00:00"}},
			{report.Reminder, "epidemic-daily", []string{"16:00:00", "17:00:00"}},
			{report.Escalation, "epidemic-daily", []string{"17:30:00"}},
			{report.DigestKind, "", []string{"20:00:00"}},
			{report.Briefing, "", []string{"20:10:00"}},
		} {
			if got := at(want.kind, want.form); !slices.Equal(got, want.times) {
				t.Errorf("%s %s at %v, want %v", want.kind, want.form, got, want.times)
			}
		}
	})
}

// fullDisk is a journal that cannot keep anything for a while.
type fullDisk struct{ until time.Time }

func (f *fullDisk) Append(context.Context, report.Message, time.Time) error {
	if time.Now().Before(f.until) {
		return errors.New("no space left on device")
	}
	return nil
}

func TestWhileTheJournalIsFullMessagesWaitAndNoneIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := &fullDisk{until: time.Now().Add(10 * time.Minute)}
		p, chat := house(t, disk)
		ctx, stop := context.WithCancel(t.Context())
		served := make(chan error, 1)
		go func() { served <- serve(ctx, p, chat, newLoop(p, time.Now, slog.New(slog.DiscardHandler))) }()
		go chat.Say(report.Message{ID: "m1", Time: time.Now(), Chat: workChat, Sender: "柳湾村 李会芳", Text: "柳湾村居家观察46人，发热0人"})
		receipts := func() (n int) {
			for _, o := range chat.Sent() {
				if o.Kind == report.Receipt {
					n++
				}
			}
			return n
		}
		time.Sleep(9 * time.Minute)
		if receipts() != 0 {
			t.Error("a message was acknowledged that the journal does not hold")
		}
		time.Sleep(2 * time.Minute)
		if receipts() != 1 {
			t.Errorf("%d receipts once the disk has room", receipts())
		}
		stop()
		if err := <-served; err != nil {
			t.Fatal(err)
		}
	})
}

func TestAServiceThatStopsLeavesNothingRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村平安"}))
}
