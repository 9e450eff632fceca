package main

import (
	"context"
	"fmt"
	"path/filepath"
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
