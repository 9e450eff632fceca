package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot/bottest"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/sqlite"
)

// lost is a store whose server cannot be reached until an instant.
type lost struct {
	store
	until atomic.Pointer[time.Time]
}

func (l *lost) away() error {
	if until := l.until.Load(); until != nil && time.Now().Before(*until) {
		return fmt.Errorf("%w: connection refused", storage.ErrUnavailable)
	}
	return nil
}

func (l *lost) Outcome(ctx context.Context, id report.MessageID) (report.Outcome, bool, error) {
	if err := l.away(); err != nil {
		return report.Outcome{}, false, err
	}
	return l.store.Outcome(ctx, id)
}

func (l *lost) Commit(ctx context.Context, c report.Change) error {
	if err := l.away(); err != nil {
		return err
	}
	return l.store.Commit(ctx, c)
}

func (l *lost) Lease(ctx context.Context, owner string, now, until time.Time, most int) ([]report.Row, error) {
	if err := l.away(); err != nil {
		return nil, err
	}
	return l.store.Lease(ctx, owner, now, until, most)
}

func (l *lost) Claim(ctx context.Context, f report.Firing) (bool, error) {
	if err := l.away(); err != nil {
		return false, err
	}
	return l.store.Claim(ctx, f)
}

func TestMessagesOfAnOutageAreFiledFromTheJournalOnceTheStoreIsBack(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	folder := filepath.Join(dir, "journal")
	synctest.Test(t, func(t *testing.T) {
		config, err := configs.Load(filepath.Join(dir, "qunbao.yaml"), func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		kept, err := sqlite.Open(t.Context(), sqlite.Memory)
		if err != nil {
			t.Fatal(err)
		}
		defer kept.Close()
		journal, err := storage.OpenJournal(folder, "test")
		if err != nil {
			t.Fatal(err)
		}
		defer journal.Close()
		away := &lost{store: kept}
		chat := bottest.NewFake()
		log := slog.New(slog.DiscardHandler)
		p, err := join(rooms{config: config, store: away, journal: journal, folder: folder, channel: chat, owner: "test", log: log})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		served := make(chan error, 1)
		go func() { served <- serve(ctx, p, chat, newLoop(p, time.Now, log)) }()
		time.Sleep(6 * time.Hour)
		until := time.Now().Add(10 * time.Minute)
		away.until.Store(&until)
		for i, v := range villages {
			chat.Say(report.Message{ID: report.MessageID(v[1]), Time: time.Now(), Chat: workChat, Sender: v[0], Text: fmt.Sprintf("%s居家观察%d人，发热0人", v[1], 40+i)})
			time.Sleep(time.Minute)
		}
		time.Sleep(time.Hour)
		stop()
		if err := <-served; err != nil {
			t.Fatal(err)
		}
		told := map[report.UnitID]int{}
		for _, o := range chat.Sent() {
			if o.Kind == report.Notice {
				t.Errorf("cadres were bothered with our outage: %s", o.Text)
			}
			for _, u := range o.Units {
				if o.Kind == report.Receipt {
					told[u]++
				}
			}
		}
		for _, v := range villages {
			if told[report.UnitID(v[1])] != 1 {
				t.Errorf("%s has %d receipts", v[1], told[report.UnitID(v[1])])
			}
		}
	})
}

func TestAMessageThatACrashLeftInTheJournalIsHandledAtTheNextStart(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村居家观察46人"}))
	journal, err := storage.OpenJournal(filepath.Join(dir, "data", "journal"), "crashed")
	if err != nil {
		t.Fatal(err)
	}
	m := report.Message{ID: "m2", Time: time.Now(), Chat: workChat, Sender: "东坡村王桂兰", Text: "东坡村居家观察27人"}
	if err := journal.Append(t.Context(), m, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	out, _, _ := answers(t, dir, "")
	for _, o := range out {
		if o.Kind == "receipt" && o.Units[0] == "东坡村" {
			return
		}
	}
	t.Errorf("the message was not handled: %+v", out)
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
	folder := t.TempDir()
	journal, err := storage.OpenJournal(folder, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	now := time.Now()
	for _, id := range []report.MessageID{"one", "bad", "two"} {
		if err := journal.Append(t.Context(), report.Message{ID: id, Time: now, Chat: workChat, Sender: "柳湾村 李会芳", Text: "x"}, now); err != nil {
			t.Fatal(err)
		}
	}
	p, _ := house(t, noJournal{})
	b := &brittle{}
	r := &recovery{workspace: p.workspace, handler: b, journal: folder, since: now.Add(-time.Minute), log: slog.New(slog.DiscardHandler)}
	if err := r.Handle(t.Context(), report.Message{ID: "new"}, now); err != nil {
		t.Fatal(err)
	}
	if err := r.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(b.handled) != "[one two]" || !r.since.IsZero() {
		t.Errorf("handled %v; a new message waits behind those of the journal", b.handled)
	}
}
