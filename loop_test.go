package main

import (
	"context"
	"errors"
	"fmt"
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
	"qunbao/summarizer"
)

// house is a program over the township, in memory behind a gate, with a fake chat.
type house struct {
	*testing.T
	*loop
	chat  *bottest.Fake
	gate  *gate
	said  *lines // what the operator is told
	stops func() // ends the service and waits for it
}

// keeper is a journal that can be followed.
type keeper interface {
	bot.Journal
	follow(since time.Time) follower
}

func newHouse(t *testing.T, journal keeper) *house { return newHouseWith(t, journal, nil) }

func newHouseWith(t *testing.T, journal keeper, model summarizer.Model) *house {
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
	config.LLM.Reading = model != nil
	h := &house{T: t, chat: bottest.NewFake(), gate: &gate{store: kept}, said: &lines{}}
	log := slog.New(slog.NewTextHandler(h.said, nil))
	p, err := join(rooms{config: config, store: h.gate, journal: journal, channel: h.chat, model: model, owner: "test", log: log})
	if err != nil {
		t.Fatal(err)
	}
	h.loop = newLoop(p, journal.follow, time.Now, log)
	return h
}

// serve starts the service; stops ends it.
func (h *house) serve() *house {
	ctx, stop := context.WithCancel(h.Context())
	served := make(chan error, 1)
	go func() { served <- serve(ctx, h.chat, h.loop) }()
	h.stops = func() {
		h.Helper()
		stop()
		if err := <-served; err != nil {
			h.Fatal(err)
		}
	}
	return h
}

// say sends a report of a village.
func (h *house) say(id string, village [2]string, home int) {
	h.chat.Say(report.Message{ID: report.MessageID(id), Time: time.Now(), Chat: workChat, Sender: village[0],
		Text: fmt.Sprintf("%s居家观察%d人，发热0人", village[1], home)})
}

// sent lists what left of a kind, each about its units.
func (h *house) sent(kind report.Kind) (units []report.UnitID, texts []string) {
	for _, o := range h.chat.Sent() {
		if o.Kind == kind {
			units, texts = append(units, o.Units...), append(texts, o.Text)
		}
	}
	return units, texts
}

func TestTheLoopDoesADayOnTimeAndTakesMessagesBetween(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{}).serve()
		time.Sleep(8 * time.Hour) // the bubble begins at 08:00 in China
		h.say("m1", villages[0], 46)
		time.Sleep(6 * time.Hour)
		h.stops()
		at := func(kind report.Kind, form report.FormID) []string {
			var times []string
			for _, o := range h.chat.Sent() {
				if o.Kind == kind && (form == "" || o.Form == form) && !slices.Contains(times, o.Time.In(h.program.workspace.Zone).Format("15:04:05")) {
					times = append(times, o.Time.In(h.program.workspace.Zone).Format("15:04:05"))
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
type fullDisk struct {
	fleeting
	until time.Time
}

func (f *fullDisk) Append(ctx context.Context, m report.Message, received time.Time) error {
	if time.Now().Before(f.until) {
		return errors.New("no space left on device")
	}
	return f.fleeting.Append(ctx, m, received)
}

func TestWhileTheJournalIsFullMessagesWaitAndNoneIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fullDisk{until: time.Now().Add(10 * time.Minute)}).serve()
		go h.say("m1", villages[0], 46)
		time.Sleep(9 * time.Minute)
		if units, _ := h.sent(report.Receipt); len(units) != 0 {
			t.Error("a message was acknowledged that the journal does not hold")
		}
		time.Sleep(2 * time.Minute)
		if units, _ := h.sent(report.Receipt); !slices.Equal(units, []report.UnitID{"柳湾村"}) {
			t.Errorf("receipts of %v once the disk has room", units)
		}
		_, told := h.sent(report.Notice)
		if !slices.Equal(told, []string{"消息08:00至08:10存不下（多半是磁盘满了），现已恢复。其间的消息已补收，不用重发。"}) {
			t.Errorf("admins are told %q", told)
		}
		if waits, again := h.said.of("waits until it can be kept"), h.said.of("kept again"); len(waits) != 1 || len(again) != 1 {
			t.Errorf("the operator is told %q, %q", waits, again)
		}
		h.stops()
	})
}

func TestAServiceThatStopsLeavesNothingRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村平安"}))
}
