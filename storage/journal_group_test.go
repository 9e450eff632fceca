package storage_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qunbao/storage"
)

// slow is a disk on which a sync lasts until it is let go.
type slow struct {
	storage.RealDisk
	began, ends chan struct{}
}

func newSlow() *slow {
	return &slow{began: make(chan struct{}, 100), ends: make(chan struct{}, 100)}
}

func (d *slow) Open(path string, flag int) (storage.File, error) {
	f, err := d.RealDisk.Open(path, flag)
	return &slowFile{File: f, d: d}, err
}

type slowFile struct {
	storage.File
	d    *slow
	late bool // something stands behind the header
}

func (f *slowFile) WriteAt(b []byte, at int64) (int, error) {
	f.late = at > 0
	return f.File.WriteAt(b, at)
}

func (f *slowFile) Sync() error {
	if f.late {
		f.d.began <- struct{}{}
		<-f.d.ends
	}
	return f.File.Sync()
}

// appending starts an Append and gives its result when it is there.
func appending(ctx context.Context, j *storage.Journal, id string) <-chan error {
	result := make(chan error, 1)
	go func() { result <- j.Append(ctx, message(id, at(4, 8)), at(4, 8)) }()
	return result
}

// queued waits until some lines wait for the one that is being written.
func queued(t *testing.T, j *storage.Journal, n int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); j.Waiting() != n; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d lines wait, want %d", j.Waiting(), n)
		}
	}
}

func TestLinesThatComeDuringAWriteGoToTheDiskTogetherInTheirOrder(t *testing.T) {
	dir, d := t.TempDir(), newSlow()
	j, err := storage.OpenJournalOn(dir, "office-pc", d)
	if err != nil {
		t.Fatal(err)
	}
	results := []<-chan error{appending(t.Context(), j, "m0")}
	<-d.began
	want := []string{"m0"}
	for i := 1; i <= 9; i++ {
		want = append(want, fmt.Sprint("m", i))
		results = append(results, appending(t.Context(), j, want[i]))
		queued(t, j, i)
	}
	d.ends <- struct{}{}
	<-d.began
	for _, r := range results[1:] {
		select {
		case err := <-r:
			t.Errorf("a message was acknowledged before it was on the disk: %v", err)
		default:
		}
	}
	d.ends <- struct{}{}
	for _, r := range results {
		if err := <-r; err != nil {
			t.Error(err)
		}
	}
	if len(d.began) > 0 {
		t.Error("lines that waited together were written apart")
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	diff(t, "messages", want, ids(t, dir))
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestAMessageWhoseSenderGaveUpWaitingIsNotKeptAndStopsNoOther(t *testing.T) {
	dir, d := t.TempDir(), newSlow()
	j, err := storage.OpenJournalOn(dir, "office-pc", d)
	if err != nil {
		t.Fatal(err)
	}
	writing, stop := context.WithCancel(t.Context())
	first := appending(writing, j, "m1")
	<-d.began
	ctx, giveUp := context.WithCancel(t.Context())
	second := appending(ctx, j, "m2")
	queued(t, j, 1)
	third := appending(t.Context(), j, "m3")
	queued(t, j, 2)
	giveUp()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
	stop() // too late: it is being written, and is kept
	d.ends <- struct{}{}
	d.ends <- struct{}{}
	if err := errors.Join(<-first, <-third); err != nil {
		t.Error(err)
	}
	if err := j.Append(ctx, message("m4", at(4, 8)), at(4, 8)); !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	diff(t, "messages", []string{"m1", "m3"}, ids(t, dir))
}

func TestClosingWaitsForWhatWasBegun(t *testing.T) {
	dir, d := t.TempDir(), newSlow()
	j, err := storage.OpenJournalOn(dir, "office-pc", d)
	if err != nil {
		t.Fatal(err)
	}
	first := appending(t.Context(), j, "m1")
	<-d.began
	second := appending(t.Context(), j, "m2")
	queued(t, j, 1)
	closed := make(chan error, 1)
	go func() { closed <- j.Close() }()
	d.ends <- struct{}{}
	d.ends <- struct{}{}
	if err := errors.Join(<-first, <-second, <-closed); err != nil {
		t.Error(err)
	}
	diff(t, "messages", []string{"m1", "m2"}, ids(t, dir))
	if err := j.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestAFailedWriteFailsAllWhoWaitedOnItAndIsMended(t *testing.T) {
	for first := 1; first <= 2; first++ { // the write, or its sync
		for second := 3; second <= 8; second++ { // and a step of the mending
			dir, d := t.TempDir(), newFrail(nil)
			j, err := storage.OpenJournalOn(dir, "office-pc", d)
			if err != nil {
				t.Fatal(err)
			}
			appendAll(t, j, at(4, 8), "m1")
			d.fails = map[int]failure{d.ops + first: refused, d.ops + second: refused}
			for _, err := range j.AppendTogether(at(4, 9), message("m2", at(4, 9)), message("m3", at(4, 9))) {
				if !errors.Is(err, storage.ErrUnavailable) {
					t.Errorf("told %v", err)
				}
			}
			for err = errPower; err != nil; err = j.Append(t.Context(), message("m4", at(4, 9)), at(4, 9)) {
				if !errors.Is(err, errPower) {
					t.Fatal(err)
				}
			}
			if err := j.Close(); err != nil {
				t.Error(err)
			}
			diff(t, "messages", []string{"m1", "m4"}, ids(t, dir))
			if err := storage.Verify(dir); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestNothingIsWrittenToAFileThatWasTakenAway(t *testing.T) {
	dir := threeDays(t)
	j := openJournal(t, dir)
	appendAll(t, j, at(7, 10), "m7")
	path := dir + "/2020-02-07.jsonl"
	if err := os.Rename(path, path+".taken"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := j.Append(t.Context(), message("m8", at(7, 11)), at(7, 11))
		if err == nil || !strings.Contains(err.Error(), "was taken away") {
			t.Errorf("told %v", err)
		}
	}
	if err := os.Rename(path+".taken", path); err != nil {
		t.Fatal(err)
	}
	appendAll(t, j, at(7, 12), "m9")
	j.Close()
	diff(t, "messages", []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m9"}, ids(t, dir))
}

func TestManyAtOnceAreAllKeptOnceAndEachSendersInOrder(t *testing.T) {
	const senders, each = 16, 20
	dir := t.TempDir()
	j := openJournal(t, dir)
	var all sync.WaitGroup
	for s := range senders {
		all.Go(func() {
			for i := range each {
				appendAll(t, j, at(4+i/10, 8), fmt.Sprintf("%02d/%02d", s, i))
			}
		})
	}
	all.Wait()
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	found := ids(t, dir)
	bySender := slices.Clone(found)
	slices.SortStableFunc(bySender, func(a, b string) int { return strings.Compare(a[:2], b[:2]) })
	if len(found) != senders*each || !slices.IsSorted(bySender) {
		t.Errorf("%d messages, by sender %v", len(found), bySender)
	}
	if err := storage.Verify(dir); err != nil {
		t.Error(err)
	}
}
