package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
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

func TestWhatQuietHoursHoldWhenARebuildEndsCountsAsSaid(t *testing.T) {
	kept, until := memory(t), month.Add(23*time.Hour)
	to := report.Address{Chat: "柳湾镇工作群"}
	err := kept.Queue(t.Context(),
		report.Row{Key: "now", Kind: report.Receipt, To: to, NotBefore: until},
		report.Row{Key: "in the morning", Kind: report.Notice, To: to, Text: "机器人掉线。", NotBefore: until.Add(8 * time.Hour)})
	if err == nil {
		err = settle(t.Context(), kept, until)
	}
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	err = kept.Log(t.Context(), until, until.Add(time.Second), func(_ report.Row, r storage.Result) error {
		said++
		return nil
	})
	if _, waits, nextErr := kept.NextRow(t.Context()); waits || said != 2 || err != nil || nextErr != nil {
		t.Errorf("%d rows count as said, others wait: %v; %v, %v", said, waits, err, nextErr)
	}
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

// The command fills a store of either kind from the journal, and shows what the
// one that was lost has shown.
func TestALostStoreIsRebuiltByCommand(t *testing.T) {
	for _, kind := range []string{"embedded", "redis"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			const days = 4
			lost, said := lived(t, days)
			store := "embedded:data"
			if kind == "redis" {
				store = storagetest.StartRedis(t)
			}
			dir := emptyTownship(t, store)
			args := []string{"rebuild", "--journal", filepath.Join(lost, "data", "journal"), "--until", month.AddDate(0, 0, days).Format(time.RFC3339)}
			for wait := 30 * time.Millisecond; wait < 120*time.Millisecond; wait += 30 * time.Millisecond { // it takes longer
				killed(t, wait, append([]string{args[0], "-c", filepath.Join(dir, "qunbao.yaml")}, args[1:]...)...)
			}
			out, talk, code := command(t, dir, args...)
			if want := fmt.Sprintf("%d messages of 1 journal(s)", len(said)); code != exitDone || !strings.Contains(out, want) || talk != "" && kind == "embedded" {
				t.Fatalf("exit %d, said %s%s", code, out, talk)
			}
			if shown(t, dir, days) != shown(t, lost, days) {
				t.Error("it is shown otherwise")
			}
			if _, talk, code := command(t, dir, args...); code != exitUsage || !strings.Contains(talk, "is not empty") {
				t.Errorf("once more: exit %d, said %s", code, talk)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "data", "rebuilding")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// On the PC of which the database broke, the journal stands in its place.
func TestAPCRebuildsItsStoreFromItsOwnJournalAndGoesOn(t *testing.T) {
	t.Parallel()
	dir := livingTownship(t, "embedded:data")
	answers(t, dir, inboundLine(map[string]any{"id": "m1", "text": "柳湾村居家观察46人，发热0人"}))
	before := done(t, dir, "status", "--json")
	for _, name := range []string{"qunbao.db", "qunbao.db-wal", "qunbao.db-shm"} {
		os.Remove(filepath.Join(dir, "data", name))
	}
	done(t, dir, "rebuild")
	if after := done(t, dir, "status", "--json"); after != before {
		t.Errorf("was %sis %s", before, after)
	}
	out, _, _ := answers(t, dir, inboundLine(map[string]any{"id": "m2", "text": "更正：柳湾村居家观察应为45人"}))
	if len(out) != 1 || out[0].Kind != "receipt" || !strings.Contains(out[0].Text, "45") {
		t.Errorf("said %+v", out)
	}
}

func TestARebuildSaysWhatAJournalLacks(t *testing.T) {
	t.Parallel()
	lost, said := lived(t, 2)
	folder := filepath.Join(lost, "data", "journal")
	first := filepath.Join(folder, "2020-02-03.jsonl")
	b, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(b), "\n")
	lines[2] = "{}\n"
	if err := os.WriteFile(first, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := emptyTownship(t, "embedded:data")
	until := month.AddDate(0, 0, 2).Format(time.RFC3339)
	out, talk, code := command(t, dir, "rebuild", "--journal", folder, "--until", until)
	if code != exitFailed || !strings.Contains(talk, "2020-02-03.jsonl:3") || !strings.Contains(out, fmt.Sprintf("%d messages", len(said)-1)) {
		t.Errorf("exit %d, said %s%s", code, out, talk)
	}
	for name, args := range map[string][]string{
		"no journal":    {"rebuild", "--journal", t.TempDir()},
		"no folder":     {"rebuild", "--journal", filepath.Join(t.TempDir(), "none")},
		"a wrong until": {"rebuild", "--journal", folder, "--until", "noon"},
		"years between": {"rebuild", "--journal", folder},
	} {
		dir := emptyTownship(t, "embedded:data")
		if _, talk, code := command(t, dir, args...); code != exitUsage || strings.Count(talk, "\n") > 2 {
			t.Errorf("%s: exit %d, said %s", name, code, talk)
		}
	}
}
