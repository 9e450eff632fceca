package storage_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// written is a journal of some days with two messages each.
func written(t *testing.T, days ...int) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "journal")
	j := openJournal(t, dir)
	defer j.Close()
	for _, d := range days {
		appendAll(t, j, at(d, 8), strconv.Itoa(d)+"a", strconv.Itoa(d)+"b")
	}
	return dir
}

// copied is a journal as a backup takes it.
func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copied")
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	err := storage.CopyJournal(dir, func(name string, r io.Reader) error {
		b, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func idsOf(t *testing.T, dir string) (ids []report.MessageID) {
	t.Helper()
	err := storage.ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error { ids = append(ids, m.ID); return nil })
	if err := errors.Join(err, storage.Verify(dir)); err != nil {
		t.Error(err)
	}
	return ids
}

func TestAJournalThatIsWrittenOnIsCopiedUpToItsLastWholeLine(t *testing.T) {
	dir := written(t, 3, 4)
	newest := filepath.Join(dir, "2020-02-04.jsonl")
	b, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	for cut := len(b); cut > len(b)-200; cut -= 7 {
		if err := os.WriteFile(newest, b[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if n := len(idsOf(t, copied(t, dir))); n != 4 && cut == len(b) || n != 3 && cut < len(b) {
			t.Errorf("cut by %d bytes: %d messages", len(b)-cut, n)
		}
	}
	if err := storage.CopyJournal(filepath.Join(dir, "none"), nil); err != nil {
		t.Errorf("no journal: %v", err)
	}
}

func TestAJournalIsAdoptedOnceAndContinued(t *testing.T) {
	dir := written(t, 3, 4, 5)
	to := filepath.Join(t.TempDir(), "data", "journal")
	for _, c := range []struct {
		name    string
		prepare func()
		moved   int
		further bool
	}{
		{"into no folder", func() {}, 3, false},
		{"again", func() {}, 0, false},
		{"after a move cut short", func() { os.Remove(filepath.Join(to, "2020-02-05.jsonl")) }, 1, false},
		{"a folder that goes on in the day", func() { j := openJournal(t, to); defer j.Close(); appendAll(t, j, at(5, 9), "5c") }, 0, true},
		{"a folder that goes on in the next", func() { j := openJournal(t, to); defer j.Close(); appendAll(t, j, at(6, 9), "6a") }, 0, true},
	} {
		c.prepare()
		moved, further, err := storage.AdoptJournal(to, copied(t, dir))
		if err != nil || moved != c.moved || further != c.further {
			t.Errorf("%s: %d days moved, further %t, %v", c.name, moved, further, err)
		}
	}
	want := []report.MessageID{"3a", "3b", "4a", "4b", "5a", "5b", "5c", "6a"}
	if ids := idsOf(t, to); !slices.Equal(ids, want) {
		t.Errorf("it holds %v, want %v", ids, want)
	}
}

func TestAJournalIsNotPutOverAnother(t *testing.T) {
	dir := written(t, 3, 4)
	for name, other := range map[string]string{
		"another of the same days": written(t, 3, 4),
		"another of other days":    written(t, 6),
		"a shorter one":            copied(t, dir),
		"one that goes on else":    copied(t, dir),
	} {
		switch name {
		case "a shorter one":
			if err := os.Truncate(filepath.Join(other, "2020-02-03.jsonl"), 600); err != nil {
				t.Fatal(err)
			}
		case "one that goes on else":
			os.Remove(filepath.Join(other, "2020-02-04.jsonl"))
			j := openJournal(t, other)
			appendAll(t, j, at(3, 9), "3c")
			j.Close()
		}
		before, _ := os.ReadDir(other)
		if _, _, err := storage.AdoptJournal(other, copied(t, dir)); !errors.Is(err, storage.ErrOtherJournal) {
			t.Errorf("%s: %v", name, err)
		}
		after, _ := os.ReadDir(other)
		after = slices.DeleteFunc(after, func(e os.DirEntry) bool { return e.Name() == ".lock" })
		before = slices.DeleteFunc(before, func(e os.DirEntry) bool { return e.Name() == ".lock" })
		if len(after) != len(before) {
			t.Errorf("%s: %v is there, was %v", name, after, before)
		}
	}
}

func TestNoJournalIsAdoptedWhereAProgramRuns(t *testing.T) {
	to := t.TempDir()
	j := openJournal(t, to)
	defer j.Close()
	if moved, _, err := storage.AdoptJournal(to, copied(t, written(t, 3))); err == nil || moved > 0 {
		t.Errorf("%d days moved, %v", moved, err)
	}
}

func TestTheFilesOfAJournalAreKnownByTheirNames(t *testing.T) {
	for name, want := range map[string]bool{
		"2020-02-05.jsonl": true, "2020-02-05.jsonl.gz": true, "2020-02-05.torn": false, "2020-2-5.jsonl": false,
		"2020-02-05.jsonl.jsonl.gz": false, ".lock": false, "2020-02-31.jsonl": false, "../2020-02-05.jsonl": false,
	} {
		if storage.IsJournalFile(name) != want {
			t.Errorf("%s: %t", name, !want)
		}
	}
}
