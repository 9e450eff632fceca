package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot"
	"qunbao/commands"
	"qunbao/report"
	"qunbao/storage"
)

// revisions are the texts of what was filed for a village today, in order.
func (h *house) revisions(village string) (homes []string) {
	h.Helper()
	f := h.program.workspace.Form("epidemic-daily")
	p, err := h.gate.store.Period(h.Context(), h.program.workspace.PeriodAt(f, time.Now()))
	if err != nil {
		h.Fatal(err)
	}
	for _, r := range p.Records {
		for _, v := range r.Versions {
			if r.Unit == report.UnitID(village) {
				homes = append(homes, v.Values["home"].N.String())
			}
		}
	}
	return homes
}

func TestMessagesOfAnOutageAreFiledInOrderOnceTheStoreIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{}).serve()
		time.Sleep(2 * time.Hour)
		h.gate.set(func(g *gate) { g.shut = true })
		var want []string
		for i := range 50 {
			h.say(fmt.Sprint("m", i), villages[i%5], 40+i)
			want = append(want, fmt.Sprint(40+i))
			time.Sleep(time.Second)
		}
		time.Sleep(10 * time.Second)
		h.gate.set(func(g *gate) { g.shut = false })
		time.Sleep(time.Minute)
		var got []string
		for i := range 50 {
			got = append(got, h.revisions(villages[i%5][1])[i/5])
		}
		if !slices.Equal(got, want) {
			t.Errorf("filed %v, want %v", got, want)
		}
		if units, _ := h.sent(report.Receipt); len(units) < 5 {
			t.Errorf("receipts of %v alone", units)
		}
		if _, told := h.sent(report.Notice); !slices.Equal(told, []string{"数据库10:00至10:01不能正常使用，现已恢复。其间收到的50条消息都已处理，不用重发。"}) {
			t.Errorf("admins are told %q", told)
		}
		h.stops()
		if said := h.said.of("level=ERROR"); len(said) != 1 || !strings.Contains(said[0], "the store is not available") {
			t.Errorf("the operator is told of errors: %q", said)
		}
		if said := h.said.of("available again"); len(said) != 1 || !strings.Contains(said[0], "messages=50") {
			t.Errorf("the operator is told of the end: %q", said)
		}
	})
}

func TestABlipBothersNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{}).serve()
		time.Sleep(2 * time.Hour)
		h.gate.set(func(g *gate) { g.shut = true })
		h.say("m1", villages[0], 46)
		time.Sleep(3 * time.Second)
		h.gate.set(func(g *gate) { g.shut = false })
		time.Sleep(time.Minute)
		h.stops()
		if units, _ := h.sent(report.Receipt); len(units) != 1 {
			t.Errorf("receipts of %v", units)
		}
		if _, told := h.sent(report.Notice); told != nil {
			t.Errorf("told %q", told)
		}
	})
}

// The store goes away before the deadline and comes back after it. One village
// reports in time, one late, the others are silent.
func TestAReportsOwnTimeDecidesWhetherItIsLateWhateverTheStoreDid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{}).serve()
		time.Sleep(8*time.Hour + 55*time.Minute) // 16:55, due at 17:00
		h.gate.set(func(g *gate) { g.shut = true })
		time.Sleep(4 * time.Minute)
		h.say("m1", villages[0], 46)
		time.Sleep(2 * time.Minute)
		h.say("m2", villages[1], 27)
		time.Sleep(time.Minute)
		reminded := len(h.reminded())
		h.gate.set(func(g *gate) { g.shut = false })
		time.Sleep(time.Minute)
		for _, u := range h.reminded()[reminded:] {
			if u == "柳湾村" || u == "东坡村" {
				t.Errorf("%s was reminded of a report that it had sent", u)
			}
		}
		if len(h.reminded()) == reminded {
			t.Error("nobody was reminded at the deadline")
		}
		time.Sleep(time.Hour)
		h.stops()
		w := h.program.workspace
		c, err := commands.Complete(t.Context(), h.gate.store, w, w.PeriodAt(w.Form("epidemic-daily"), time.Now()), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		states := map[report.UnitID]report.State{}
		for _, s := range c.Standings {
			states[s.Unit] = s.State
		}
		if states["柳湾村"] != report.OnTime || states["东坡村"] != report.Late || states["河口村"] != report.Missing {
			t.Errorf("states %v", states)
		}
	})
}

func (h *house) reminded() []report.UnitID {
	units, _ := h.sent(report.Reminder)
	return units
}

func TestASlowStoreKeepsNoMessageOutOfTheJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		journal := &fleeting{}
		h := newHouse(t, journal).serve()
		time.Sleep(2 * time.Hour)
		h.gate.set(func(g *gate) { g.slow = 2 * time.Second })
		var want []string
		for i := range 300 {
			before := time.Now()
			h.say(fmt.Sprint("m", i), villages[0], 40+i)
			if waited := time.Since(before); waited > 0 {
				t.Fatalf("message %d waited %s for the journal", i, waited)
			}
			want = append(want, fmt.Sprint(40+i))
			time.Sleep(200 * time.Millisecond)
		}
		if n := len(h.revisions(villages[0][1])); n < 2 || n > 60 {
			t.Errorf("%d messages are handled by a store that answers in 2 s", n)
		}
		h.gate.set(func(g *gate) { g.slow = 0 })
		time.Sleep(time.Minute)
		if got := h.revisions(villages[0][1]); !slices.Equal(got, want) {
			t.Errorf("filed %v", got)
		}
		h.stops()
		if _, told := h.sent(report.Notice); len(told) != 1 || !strings.Contains(told[0], "不能正常使用") {
			t.Errorf("admins are told %q", told)
		}
		if said := h.said.of("level=ERROR"); len(said) != 1 || !strings.Contains(said[0], "too slow") {
			t.Errorf("the operator is told %q", said)
		}
	})
}

func TestWhatAServerLostInACrashIsFiledAgainFromTheJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		journal, err := storage.OpenJournal(folder, "test")
		if err != nil {
			t.Fatal(err)
		}
		defer journal.Close()
		h := newHouse(t, onDisk{journal}).serve()
		time.Sleep(2 * time.Hour)
		h.say("m1", villages[0], 46)
		time.Sleep(5 * time.Minute)
		h.say("m2", villages[1], 27)
		time.Sleep(time.Second)
		// The server dies, and one comes back that knows nothing of m2.
		older := newHouse(t, &fleeting{})
		h.gate.set(func(g *gate) { g.shut = true })
		time.Sleep(10 * time.Second)
		h.say("m3", villages[1], 28)
		time.Sleep(20 * time.Minute)
		h.gate.set(func(g *gate) { g.shut, g.store, g.server = false, older.gate.store, g.server+1 })
		time.Sleep(time.Minute)
		h.stops()
		if got := h.revisions(villages[0][1]); !slices.Equal(got, []string{"46"}) {
			t.Errorf("%s: %v", villages[0][1], got)
		}
		if got := h.revisions(villages[1][1]); !slices.Equal(got, []string{"27", "28"}) {
			t.Errorf("%s: %v", villages[1][1], got)
		}
		if said := h.said.of("started again or is another one"); len(said) != 1 {
			t.Errorf("the operator is told %q", said)
		}
	})
}

// onDisk is a real journal.
type onDisk struct{ *storage.Journal }

func (d onDisk) follow(since time.Time) follower { return d.Follow(since) }

func TestAnInputThatEndsDuringAnOutageIsFiledBeforeTheProgramEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{})
		h.gate.set(func(g *gate) { g.shut = true })
		served := make(chan error, 1)
		if err := h.loop.resume(t.Context()); err == nil {
			t.Error("a store that is not there is no reason to stop at the start")
		}
		h.gate.set(func(g *gate) { g.shut = false })
		go func() { served <- serve(t.Context(), h.chat, h.loop) }()
		time.Sleep(time.Minute)
		h.gate.set(func(g *gate) { g.shut = true })
		h.say("m1", villages[0], 46)
		h.chat.End()
		time.Sleep(time.Minute)
		select {
		case err := <-served:
			t.Fatalf("the program ended with a message unhandled: %v", err)
		default:
		}
		h.gate.set(func(g *gate) { g.shut = false })
		if err := <-served; err != nil {
			t.Fatal(err)
		}
		if units, _ := h.sent(report.Receipt); len(units) != 1 {
			t.Errorf("receipts of %v", units)
		}
	})
}

func TestATimeInWhichTheMachineStoodStillIsRecordedOnceTheStoreIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, &fleeting{})
		var asleep atomic.Int64
		h.loop.now = func() time.Time { return time.Now().Add(time.Duration(asleep.Load())) }
		h.loop.up = func() time.Duration { return time.Duration(time.Now().UnixNano() + asleep.Load()) }
		h.serve()
		time.Sleep(2*time.Hour + time.Second)
		h.gate.set(func(g *gate) { g.shut = true })
		asleep.Store(int64(30 * time.Minute))
		time.Sleep(2 * time.Minute)
		h.gate.set(func(g *gate) { g.shut = false })
		time.Sleep(time.Minute)
		h.stops()
		outages, err := h.gate.store.Outages(t.Context(), time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
		if err != nil || len(outages) != 1 || outages[0].To.Sub(outages[0].From).Round(time.Minute) != 31*time.Minute {
			t.Errorf("recorded %v, %v", outages, err)
		}
	})
}

// deafUntil is a channel that cannot be heard until an instant.
type deafUntil struct {
	bot.Channel
	until time.Time
}

func (b *deafUntil) Run(ctx context.Context, l bot.Listener) error {
	if time.Now().Before(b.until) {
		return bot.ErrOffline
	}
	return b.Channel.Run(ctx, l)
}

func TestATimeInWhichTheChannelIsDownIsNobodysBlame(t *testing.T) {
	for name, speaks := range map[string]bool{"a message comes": true, "nobody says anything": false} {
		synctest.Test(t, func(t *testing.T) {
			h := newHouse(t, &fleeting{})
			start := time.Now()
			ctx, stop := context.WithCancel(t.Context())
			served := make(chan error, 1)
			go func() { served <- serve(ctx, &deafUntil{h.chat, start.Add(2 * time.Hour)}, h.loop) }()
			time.Sleep(2*time.Hour + 10*time.Second)
			if speaks {
				h.say("m1", villages[0], 46)
			}
			time.Sleep(3 * time.Minute)
			stop()
			if err := <-served; err != nil {
				t.Fatal(err)
			}
			outages, err := h.gate.Outages(t.Context(), start, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if len(outages) != 1 || !outages[0].From.Equal(start) || outages[0].To.Sub(start) > 2*time.Hour+relisten {
				t.Errorf("%s: recorded as %v from %s", name, outages, start)
			}
		})
	}
}
