package main

import (
	"log/slog"
	"testing"
	"time"

	"qunbao/bot/bottest"
	"qunbao/report"
)

// A line that comes and goes at night is asked for once in the morning.
func TestWhatWasLostInANightIsAskedForOnce(t *testing.T) {
	kept, chat := memory(t), bottest.NewFake()
	p, err := join(rooms{config: township(t), store: kept, channel: chat, owner: "a", log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	zone := p.workspace.Zone
	evening := time.Date(2020, 2, 3, 22, 10, 0, 0, zone)
	for _, after := range []time.Duration{0, time.Hour, 5 * time.Hour} {
		from := evening.Add(after)
		to := from.Add(12 * time.Minute)
		if err := kept.Queue(t.Context(), lostRows(p.workspace, report.Window{From: from.UTC(), To: to.UTC()}, to)...); err != nil {
			t.Fatal(err)
		}
		if _, err := p.sender.Step(t.Context(), to); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.sender.Step(t.Context(), evening.Add(9*time.Hour)); err != nil {
		t.Fatal(err)
	}
	const want = "2月3日22:10至22:22、23:10至23:22、2月4日03:10至03:22机器人掉线，其间群里的消息可能没收到。在这段时间报过、又没有收到回执的，请再发一次。"
	asked := map[report.ChatID]int{}
	for _, out := range chat.Sent() {
		if asked[out.To.Chat]++; out.Text != want || out.Time.Before(evening.Add(8*time.Hour)) {
			t.Errorf("at %v to %s: %s", out.Time, out.To, out.Text)
		}
	}
	work := 0
	for _, c := range p.workspace.Chats {
		if c.Role == report.WorkChat {
			work++
			if asked[c.ID] != 1 {
				t.Errorf("%s is asked %d times", c.ID, asked[c.ID])
			}
		}
	}
	if work == 0 || len(asked) != work {
		t.Errorf("%d chats are asked, %d work in it", len(asked), work)
	}
}
