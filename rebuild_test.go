package main

import (
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"qunbao/bot/bottest"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// memory is a store in memory that ends with the test.
func memory(t *testing.T) store {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	return kept
}

// life is a program of the township on the virtual clock, with a real journal.
type life struct {
	*replay
	journal *storage.Journal
}

// begin starts a program on a store and a journal at an instant: what the journal
// holds of the last minutes is handled again.
func begin(t *testing.T, kept store, folder string, at time.Time) life {
	t.Helper()
	journal, err := storage.OpenJournal(folder, filepath.Base(folder))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	p, err := join(rooms{config: township(t), store: kept, journal: journal,
		channel: bottest.NewFake(), owner: filepath.Base(folder), log: log})
	if err != nil {
		t.Fatal(err)
	}
	l := newLoop(p, onDisk{journal}.follow, func() time.Time { return at }, log)
	if err := l.resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer l.inbox.close()
	if err := l.handle(t.Context()); err != nil {
		t.Fatal(err)
	}
	return life{&replay{program: p, now: at, next: at, until: month.AddDate(1, 0, 0)}, journal}
}

// hear keeps a message and handles it.
func (l life) hear(t *testing.T, m report.Message, at time.Time) {
	t.Helper()
	at = later(at, l.now)
	if err := l.program.receiver.Keep(t.Context(), m, at); err != nil {
		t.Fatal(err)
	}
	if err := l.take(t.Context(), m, at); err != nil {
		t.Fatal(err)
	}
}

// Ten days, a month in a soak, with a restart every few hours.
func TestAStoreThatIsRebuiltFromTheJournalIsTheSame(t *testing.T) {
	said, random := typed(1, min(31, storagetest.Times(10))), rand.New(rand.NewPCG(2, 2))
	kept, folder := memory(t), filepath.Join(t.TempDir(), "journal")
	end := said[len(said)-1].Time.Add(3 * time.Hour)
	r := begin(t, kept, folder, month)
	for _, m := range said {
		if random.IntN(20) == 0 {
			r.journal.Close()
			r = begin(t, kept, folder, r.now.Add(time.Minute))
		}
		r.hear(t, m, m.Time.Add(time.Duration(random.IntN(3000))*time.Millisecond))
	}
	if err := r.to(t.Context(), end); err != nil {
		t.Fatal(err)
	}
	r.journal.Close()
	same(t, township(t), kept, rebuilt(t, end, folder), said)
}

// rebuilt is the store that journals fill.
func rebuilt(t *testing.T, until time.Time, folders ...string) store {
	t.Helper()
	kept := memory(t)
	lines := newMerged(folders, time.Time{}, func(err error) { t.Error(err) })
	defer lines.close()
	if err := (rebuilding{config: township(t), lines: lines, until: until}).fill(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

// Two programs share a store; each keeps what it received itself, some of it
// both.
func TestTheJournalsOfTwoProgramsAreOne(t *testing.T) {
	said, random := typed(3, min(31, storagetest.Times(6))), rand.New(rand.NewPCG(4, 4))
	kept, dir := memory(t), t.TempDir()
	end := said[len(said)-1].Time.Add(3 * time.Hour)
	folders := []string{filepath.Join(dir, "one"), filepath.Join(dir, "two")}
	one, two := begin(t, kept, folders[0], month), begin(t, kept, folders[1], month)
	programs := []life{one, two}
	for _, m := range said {
		first := random.IntN(2)
		order := []life{programs[first], programs[1-first]}[:1+random.IntN(2)]
		for i, r := range order {
			r.hear(t, m, later(m.Time, later(one.now, two.now)).Add(time.Duration(i)*500*time.Millisecond))
		}
	}
	for _, r := range programs {
		if err := r.to(t.Context(), end); err != nil {
			t.Fatal(err)
		}
		r.journal.Close()
	}
	same(t, township(t), kept, rebuilt(t, end, folders...), said)
}
