package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// leave puts messages into a journal as a program that was killed then.
func leave(t *testing.T, folder string, messages ...report.Message) {
	t.Helper()
	journal, err := storage.OpenJournal(folder, "crashed")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	for _, m := range messages {
		if err := journal.Append(t.Context(), m, m.Time); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAMessageThatACrashLeftInTheJournalIsHandledAtTheNextStart(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村居家观察46人"}))
	leave(t, filepath.Join(dir, "data", "journal"),
		report.Message{ID: "m2", Time: time.Now(), Chat: workChat, Sender: "东坡村王桂兰", Text: "东坡村居家观察27人"})
	out, _, _ := answers(t, dir, "")
	if len(out) != 1 || out[0].Kind != "receipt" || out[0].Units[0] != "东坡村" {
		t.Errorf("the message was not handled, or another again: %+v", out)
	}
}

// brittle is a handler that panics at one message and knows its order.
type brittle struct{ handled []report.MessageID }

func (b *brittle) Handle(_ context.Context, m report.Message, _ time.Time) error {
	if m.ID == "bad" {
		panic("index out of range")
	}
	b.handled = append(b.handled, m.ID)
	return nil
}

func TestOneMessageThatBreaksTheHandlerStopsNoOtherOfTheJournal(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	var messages []report.Message
	for _, id := range []report.MessageID{"one", "bad", "two"} {
		messages = append(messages, report.Message{ID: id, Time: now, Chat: workChat, Sender: "柳湾村 李会芳", Text: "x"})
	}
	leave(t, folder, messages...)
	journal, err := storage.OpenJournal(folder, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	h := newHouse(t, onDisk{journal})
	b := &brittle{}
	h.program.receiver.Handler = b
	h.inbox.rewind(now, now)
	defer h.inbox.close()
	if err := h.keep(t.Context(), report.Message{ID: "new", Time: now, Chat: workChat, Sender: "柳湾村 李会芳", Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(b.handled) != "[one two new]" {
		t.Errorf("handled %v; a new message waits behind those of the journal", b.handled)
	}
}

// What the store knows of its last run may be younger than what this program has
// handled, since another shares the store, or older, since it came back from a
// backup, or was away while messages were received.
func TestAStartHandlesAllThatWasNotHandledAndBlamesNobodyForWhatWasReceived(t *testing.T) {
	start := time.Now()
	ago := func(minutes int) time.Time { return start.Add(-time.Duration(minutes) * time.Minute) }
	for _, c := range []struct {
		name                string
		ran, handled, alive time.Time
		want                []report.MessageID // of messages 90, 60 and 30 minutes old
		outage              time.Duration
	}{
		{"the very first", time.Time{}, time.Time{}, time.Time{}, nil, 0},
		{"before there were signs", ago(40), time.Time{}, time.Time{}, []report.MessageID{"m30"}, 40 * time.Minute},
		{"another shares the store", ago(1), ago(61), ago(41), []report.MessageID{"m60", "m30"}, 0},
		{"the store was away", ago(61), ago(61), ago(41), []report.MessageID{"m60", "m30"}, 41 * time.Minute},
		{"the store is a backup's", ago(100), ago(3), ago(3), []report.MessageID{"m90", "m60", "m30"}, 0},
	} {
		folder := t.TempDir()
		for _, age := range []int{90, 60, 30} {
			leave(t, folder, report.Message{ID: report.MessageID(fmt.Sprint("m", age)), Time: ago(age), Chat: workChat, Sender: "柳湾村 李会芳", Text: "x"})
		}
		journal, err := storage.OpenJournal(folder, "test")
		if err != nil {
			t.Fatal(err)
		}
		h := newHouse(t, onDisk{journal})
		b := &brittle{}
		h.program.receiver.Handler = b
		h.loop.now = func() time.Time { return start }
		h.signs.path = filepath.Join(folder, ".signs")
		if !c.alive.IsZero() {
			if err := h.signs.keep(signs{Handled: c.handled, Alive: c.alive}, c.alive); err != nil {
				t.Fatal(err)
			}
		}
		if !c.ran.IsZero() {
			if err := h.gate.Mark(t.Context(), c.ran); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := h.handle(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.inbox.close()
		journal.Close()
		if !slices.Equal(b.handled, c.want) {
			t.Errorf("%s: handled %v, want %v", c.name, b.handled, c.want)
		}
		outages, err := h.gate.Outages(t.Context(), ago(1000), start)
		if err != nil || len(outages) != min(1, int(c.outage)) || c.outage > 0 && !outages[0].From.Equal(start.Add(-c.outage)) {
			t.Errorf("%s: outages %v, want of %s (%v)", c.name, outages, c.outage, err)
		}
	}
}

func TestMessagesThatComeAtOnceAreHandledInTheOrderOfTheJournal(t *testing.T) {
	folder := t.TempDir()
	journal, err := storage.OpenJournal(folder, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	h := newHouse(t, onDisk{journal})
	b := &brittle{}
	h.program.receiver.Handler = b
	h.inbox.rewind(time.Now(), time.Now())
	defer h.inbox.close()
	var channels sync.WaitGroup
	for c := range 8 {
		channels.Go(func() {
			for n := range 25 {
				m := report.Message{ID: report.MessageID(fmt.Sprintf("%d-%d", c, n)), Time: time.Now(), Chat: workChat, Sender: "柳湾村 李会芳", Text: "x"}
				if err := h.keep(t.Context(), m); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for len(b.handled) < 8*25 && !t.Failed() {
		if err := h.handle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	channels.Wait()
	var kept []report.MessageID
	if err := storage.ReadJournal(folder, time.Time{}, func(m report.Message, _ time.Time) error { kept = append(kept, m.ID); return nil }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(b.handled, kept) {
		t.Errorf("handled %v\nkept    %v", b.handled, kept)
	}
}
