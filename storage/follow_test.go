package storage_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/storage"
)

// follow reads on until there is no more for now.
func follow(t *testing.T, f *storage.Follower) (list []string) {
	t.Helper()
	for {
		m, _, err := f.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(m.ID))
	}
}

func TestAJournalIsFollowedWhileItIsWrittenOverDays(t *testing.T) {
	j := openJournal(t, t.TempDir())
	defer j.Close()
	f := j.Follow(at(4, 8))
	defer f.Close()
	diff(t, "of an empty journal", []string(nil), follow(t, f))
	appendAll(t, j, at(4, 8), "m1", "m2")
	diff(t, "of the first day", []string{"m1", "m2"}, follow(t, f))
	appendAll(t, j, at(4, 9), "m3")
	appendAll(t, j, at(5, 8), "m4")
	appendAll(t, j, at(8, 8), "m5")
	diff(t, "over two midnights", []string{"m3", "m4", "m5"}, follow(t, f))
	diff(t, "once", []string(nil), follow(t, f))
}

func TestAJournalIsFollowedFromAnInstantOn(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	defer j.Close()
	for _, c := range []struct {
		since time.Time
		want  []string
	}{
		{time.Time{}, []string{"m1", "m2", "m3", "m4", "m5", "m6"}},
		{at(4, 8).Add(time.Second), []string{"m3", "m4", "m5", "m6"}},
		{at(5, 9), []string{"m4", "m5", "m6"}},
		{at(6, 0), []string{"m5", "m6"}},
		{at(9, 0), nil},
	} {
		f := j.Follow(c.since)
		diff(t, "since "+c.since.String(), c.want, follow(t, f))
		f.Close()
	}
}

func TestAClockThatIsSetBackHidesNoMessage(t *testing.T) {
	j := openJournal(t, t.TempDir())
	defer j.Close()
	appendAll(t, j, at(5, 8), "old")
	f := j.Follow(at(5, 9))
	defer f.Close()
	appendAll(t, j, at(5, 7), "new")
	diff(t, "followed", []string{"new"}, follow(t, f))
}

func TestALineThatCannotBeReadStopsNoOther(t *testing.T) {
	dir := threeDays(t)
	path := filepath.Join(dir, "2020-02-05.jsonl")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), `{"n":1`, `{"n":!`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	j := openJournal(t, dir)
	defer j.Close()
	f := j.Follow(at(5, 0))
	defer f.Close()
	var broken *storage.Break
	if _, _, err := f.Next(); !errors.As(err, &broken) || broken.Line != 2 || broken.File != "2020-02-05.jsonl" {
		t.Errorf("error %v, want the line named", err)
	}
	diff(t, "the others", []string{"m4", "m5", "m6"}, follow(t, f))
}

func TestNothingIsFollowedThatIsNotOnTheDisk(t *testing.T) {
	d := newSlow()
	j, err := storage.OpenJournalOn(t.TempDir(), "office-pc", d)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	f := j.Follow(time.Time{})
	defer f.Close()
	kept := appending(t.Context(), j, "m1")
	<-d.began // it is written, and may still be lost
	diff(t, "before it is on the disk", []string(nil), follow(t, f))
	d.ends <- struct{}{}
	if err := <-kept; err != nil {
		t.Fatal(err)
	}
	diff(t, "then", []string{"m1"}, follow(t, f))
}
