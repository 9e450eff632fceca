package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
)

// keeping is the default retention.
var keeping = configs.Retention{Chatter: 30, Outcomes: 45, Outbox: 90}

func newUpkeep(t *testing.T, kept upkeepStore, journal daybook) (*upkeep, *lines) {
	t.Helper()
	said := &lines{}
	return &upkeep{retention: keeping, zone: month.Location(), journal: journal, store: kept, by: "office-pc",
		log: slog.New(slog.NewTextHandler(said, nil))}, said
}

// all does everything that is due at an instant, and gives when it goes on.
func (u *upkeep) all(t *testing.T, now time.Time) (next time.Time) {
	t.Helper()
	for range 1000 {
		if next = u.step(t.Context(), now); next.After(now) {
			return next
		}
	}
	t.Fatal("the upkeep does not come to an end")
	return next
}

// heard are days of the township in a store and a journal.
func heard(t *testing.T, days int) (kept store, folder string, said []report.Message, end time.Time) {
	t.Helper()
	said = typed(3, days)
	kept, folder = memory(t), filepath.Join(t.TempDir(), "journal")
	r := begin(t, kept, folder, month)
	for _, m := range said {
		r.hear(t, m, m.Time)
	}
	end = said[len(said)-1].Time.Add(3 * time.Hour)
	if err := r.to(t.Context(), end); err != nil {
		t.Fatal(err)
	}
	if err := r.journal.Close(); err != nil {
		t.Fatal(err)
	}
	return kept, folder, said, end
}

func TestChatterGoesAndWhatIsLeftRebuildsTheSameStore(t *testing.T) {
	kept, folder, said, end := heard(t, 5)
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	u, _ := newUpkeep(t, kept, journal)
	for night := end; night.Before(end.AddDate(0, 0, 33)); night = u.all(t, night) {
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	left := map[report.MessageID]bool{}
	err = storage.ReadJournal(folder, time.Time{}, func(m report.Message, _ time.Time) error { left[m.ID] = true; return nil })
	proof, broken := storage.Prove(folder)
	if err := errors.Join(err, broken); err != nil {
		t.Fatal(err)
	}
	if proof.Purged == 0 || proof.Purged+len(left) != proof.Messages || proof.Sealed() < report.DayOf(end) {
		t.Errorf("%+v, %d are left", proof, len(left))
	}
	for _, m := range said {
		_, known, err := kept.Outcome(t.Context(), m.ID)
		if err != nil || known && !left[m.ID] || !known && left[m.ID] && m.Type != report.RecallMessage {
			t.Errorf("%s: something came of it: %v, its words are there: %v (%v)", m.ID, known, left[m.ID], err)
		}
	}
	same(t, township(t), kept, rebuilt(t, end, folder), said)
	acts, err := kept.Acts(t.Context(), month, end.AddDate(1, 0, 0))
	if err != nil || len(acts) == 0 || acts[0].What != "purge" || acts[0].Reason != "retention.chatter" || !strings.HasPrefix(acts[0].About, "journal 2020-02-0") {
		t.Errorf("the audit holds %+v, %v", acts, err)
	}
}

func TestOldDaysArePackedThenClearedThenEmptied(t *testing.T) {
	kept, folder, _, end := heard(t, 2)
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	u, said := newUpkeep(t, kept, journal)
	u.retention.Journal = 100
	for _, c := range []struct {
		after int // days
		want  storage.Stage
	}{{0, storage.Written}, {9, storage.Packed}, {29, storage.Packed}, {32, storage.Cleared}, {99, storage.Cleared}, {102, storage.Emptied}} {
		now := end.AddDate(0, 0, c.after)
		if err := journal.Turn(t.Context(), report.DayOf(now)-20); err != nil { // a month without a start is looked at twice
			t.Fatal(err)
		}
		if next := u.all(t, now); next.In(u.zone).Format("15:04") != "03:30" || next.Sub(now) > 24*time.Hour {
			t.Errorf("after %d days: the next is at %s", c.after, next)
		}
		days, err := journal.Finished(report.DayOf(now))
		if days = days[:min(2, len(days))]; err != nil || days[0].Stage != c.want || days[len(days)-1].Stage != c.want {
			t.Errorf("after %d days: %v, %v", c.after, days, err)
		}
	}
	if n := len(said.of("level=ERROR")); n > 0 {
		t.Errorf("%d errors", n)
	}
	proof, err := storage.Prove(folder)
	if err != nil || proof.Purged != proof.Messages {
		t.Errorf("%+v, %v", proof, err)
	}
}

// pruner counts how often the store is pruned.
type pruner struct {
	store
	cuts []storage.Cut
	away error
}

func (p *pruner) Prune(ctx context.Context, c storage.Cut) (storage.Pruned, error) {
	p.cuts = append(p.cuts, c)
	return p.store.Prune(ctx, c)
}

func (p *pruner) Outcome(ctx context.Context, id report.MessageID) (report.Outcome, bool, error) {
	if p.away != nil {
		return report.Outcome{}, false, p.away
	}
	return p.store.Outcome(ctx, id)
}

func TestSeveralProgramsPruneTheirStoreOnceADayAndEachItsJournal(t *testing.T) {
	kept := &pruner{store: memory(t)}
	var programs []*upkeep
	for _, name := range []string{"a", "b", "c"} {
		journal, err := storage.OpenJournal(filepath.Join(t.TempDir(), name), name)
		if err != nil {
			t.Fatal(err)
		}
		defer journal.Close()
		u, _ := newUpkeep(t, kept, journal)
		programs = append(programs, u)
	}
	for now := month; now.Before(month.AddDate(0, 0, 3)); now = now.Add(time.Hour) {
		for _, u := range programs {
			u.all(t, now)
		}
	}
	if len(kept.cuts) != 3 { // in three nights, not at the first start
		t.Errorf("pruned %d times", len(kept.cuts))
	}
	night := report.DayOf(month) + 1
	want := storage.Cut{Outcomes: night - 45, Rows: (night - 90).At(0, month.Location())}
	if kept.cuts[0].Outcomes != want.Outcomes || !kept.cuts[0].Rows.Equal(want.Rows) {
		t.Errorf("cut %+v, want %+v", kept.cuts[0], want)
	}
	for _, u := range programs {
		if days, err := u.journal.Finished(report.DayOf(month) + 3); err != nil || len(days) != 3 {
			t.Errorf("finished: %v, %v", days, err)
		}
	}
}

func TestFilesThatWereSentGoWhenTheirTimeIsOver(t *testing.T) {
	journal, err := storage.OpenJournal(t.TempDir(), "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	u, said := newUpkeep(t, memory(t), journal)
	u.retention.Files, u.desk = 30, &desk{folder: t.TempDir()}
	sent := report.DayOf(month)
	if _, err := u.desk.put(sent, "青石镇晨报.png", func(io.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ age, left int }{{1, 1}, {30, 1}, {31, 0}} {
		u.due = time.Time{}
		u.all(t, month.AddDate(0, 0, c.age))
		if left, err := os.ReadDir(u.desk.folder); err != nil || len(left) != c.left {
			t.Errorf("after %d days: %v, %v; %s", c.age, left, err, said)
		}
	}
}

func TestAnUpkeepThatFailsIsToldOnceAndDoneLater(t *testing.T) {
	kept, folder, _, end := heard(t, 1)
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	away := &pruner{store: kept, away: storage.ErrUnavailable}
	u, said := newUpkeep(t, away, journal)
	now := end.AddDate(0, 0, 31)
	for range 3 {
		next := u.all(t, now)
		if next != now.Add(upkeepAgain) {
			t.Errorf("tried again at %s", next)
		}
		now = next
	}
	if n := len(said.of("upkeep failed")); n != 1 {
		t.Errorf("told %d times", n)
	}
	away.away = nil
	u.all(t, now)
	if days, err := journal.Finished(report.DayOf(now)); err != nil || days[0].Stage != storage.Cleared {
		t.Errorf("finished: %v, %v", days, err)
	}
}

func TestADayThatWasTamperedWithIsToldOnceAndHoldsUpNoOther(t *testing.T) {
	kept, folder, _, end := heard(t, 3)
	path := filepath.Join(folder, "2020-02-04.jsonl")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), `"n":1,`, `"n":7,`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	u, said := newUpkeep(t, kept, journal)
	for night := end; night.Before(end.AddDate(0, 0, 40)); night = u.all(t, night) {
	}
	if told := said.of("left as it is"); len(told) != 1 || !strings.Contains(told[0], "2020-02-04.jsonl:2") {
		t.Errorf("told %q", told)
	}
	days, err := journal.Finished(report.DayOf(end) + 40)
	if err != nil || days[0].Stage != storage.Cleared || days[1].Stage != storage.Written || days[2].Stage != storage.Cleared {
		t.Errorf("finished: %v, %v", days, err)
	}
}

func TestAClockThatIsAYearAheadForADayTakesNothingOut(t *testing.T) {
	kept, folder, said, end := heard(t, 1)
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	away := &pruner{store: kept}
	u, _ := newUpkeep(t, away, journal)
	u.retention.Journal = 60
	u.all(t, end.AddDate(1, 0, 0))
	next := u.all(t, end.Add(time.Hour))
	if next.Sub(end) > 25*time.Hour {
		t.Errorf("the next upkeep is at %s", next)
	}
	u.all(t, next)
	if proof, err := storage.Prove(folder); err != nil || proof.Purged > 0 || proof.Messages < len(said) || len(away.cuts) != 2 {
		t.Errorf("%+v, %v; cuts %v", proof, err, away.cuts)
	}
	for _, c := range away.cuts {
		if c.Outcomes > report.DayOf(end) {
			t.Errorf("cut at %s", c.Outcomes)
		}
	}
}

// What the store no longer remembers as a message's outcome its history knows.
func TestAProgramThatWasOffForMonthsTakesOutChatterAndNoReport(t *testing.T) {
	kept, folder, said, end := heard(t, 2)
	cameOf := map[report.MessageID]bool{}
	for _, m := range said {
		o, known, err := kept.Outcome(t.Context(), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		cameOf[m.ID] = known && len(o.Records) > 0
	}
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	later := end.AddDate(0, 0, 60)
	if _, err := kept.Prune(t.Context(), storage.Cut{Outcomes: report.DayOf(later) - 45}); err != nil {
		t.Fatal(err)
	}
	u, _ := newUpkeep(t, kept, journal)
	u.all(t, u.all(t, later))
	left := map[report.MessageID]bool{}
	err = storage.ReadJournal(folder, time.Time{}, func(m report.Message, _ time.Time) error { left[m.ID] = true; return nil })
	if err != nil || len(left) == 0 || len(left) == len(said) {
		t.Errorf("%d of %d messages are left (%v)", len(left), len(said), err)
	}
	for _, m := range said {
		if cameOf[m.ID] && !left[m.ID] {
			t.Errorf("the words of %s were taken out, which is a report: %s", m.ID, m.Text)
		}
	}
}

func TestAServicePacksItsJournalAtTheStart(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	folder := filepath.Join(dir, "data", "journal")
	journal, err := storage.OpenJournal(folder, "office-pc")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		at := time.Now().AddDate(0, 0, i-12)
		if err := journal.Append(t.Context(), report.Message{ID: report.MessageID(at.String()), Time: at, Text: "收到"}, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	answers(t, dir, "")
	packed, err := filepath.Glob(filepath.Join(folder, "*.jsonl.gz"))
	if proof, broken := storage.Prove(folder); err != nil || broken != nil || len(packed) != 3 || proof.Days != 4 {
		t.Errorf("packed %v; %+v, %v", packed, proof, broken)
	}
}
