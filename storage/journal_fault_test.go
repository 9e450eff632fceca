package storage

import (
	"errors"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"qunbao/report"
)

// fullDisk is a file on a disk that has room for some more bytes; where stuck
// is set, it cannot even be cut off.
type fullDisk struct {
	*os.File
	room  int
	stuck bool
}

func (f *fullDisk) WriteAt(b []byte, at int64) (int, error) {
	if len(b) <= f.room {
		return f.File.WriteAt(b, at)
	}
	n, _ := f.File.WriteAt(b[:f.room], at)
	return n, syscall.ENOSPC
}

func (f *fullDisk) Truncate(size int64) error {
	if f.stuck {
		return syscall.EIO
	}
	return f.File.Truncate(size)
}

func TestAFullDiskLosesNothingAndIsMended(t *testing.T) {
	for _, c := range []struct {
		name  string
		stuck bool
	}{{"cut off at once", false}, {"cut off at the next start", true}} {
		t.Run(c.name, func(t *testing.T) {
			dir, now := t.TempDir(), time.Date(2020, 2, 4, 8, 0, 0, 0, time.UTC)
			j, err := OpenJournal(dir, "pc")
			if err != nil {
				t.Fatal(err)
			}
			keep := func(id report.MessageID) error {
				return j.Append(t.Context(), report.Message{ID: id, Text: "平安"}, now)
			}
			if err := keep("m1"); err != nil {
				t.Fatal(err)
			}
			disk := &fullDisk{File: j.file.(*os.File), room: 20, stuck: c.stuck}
			j.file = disk
			for range 2 {
				if err := keep("m2"); !errors.Is(err, ErrUnavailable) || !errors.Is(err, syscall.ENOSPC) && !c.stuck {
					t.Errorf("error %v, want ErrUnavailable", err)
				}
			}
			if c.stuck {
				if err := j.Close(); err != nil {
					t.Error(err)
				}
				if j, err = OpenJournal(dir, "pc"); err != nil {
					t.Fatal(err)
				}
				if j.Torn().Bytes != 20 {
					t.Errorf("%d bytes were put aside, want 20", j.Torn().Bytes)
				}
			}
			disk.room = 1 << 20
			if err := keep("m2"); err != nil {
				t.Fatal(err)
			}
			if err := Verify(dir); err != nil {
				t.Error(err)
			}
			var kept []report.MessageID
			err = ReadJournal(dir, time.Time{}, func(m report.Message, _ time.Time) error { kept = append(kept, m.ID); return nil })
			if err != nil || len(kept) != 2 {
				t.Errorf("kept %v, %v", kept, err)
			}
		})
	}
}

// slowDisk is a file of which nothing is known to be on the disk until it is let go.
type slowDisk struct {
	*os.File
	syncing, release chan struct{}
}

func (f *slowDisk) Sync() error {
	f.syncing <- struct{}{}
	<-f.release
	return f.File.Sync()
}

func TestNothingIsFollowedThatIsNotOnTheDisk(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2020, 2, 4, 8, 0, 0, 0, time.UTC)
	j, err := OpenJournal(dir, "pc")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	keep := func(id report.MessageID) error {
		return j.Append(t.Context(), report.Message{ID: id, Text: "平安"}, now)
	}
	if err := keep("m1"); err != nil {
		t.Fatal(err)
	}
	disk := &slowDisk{j.file.(*os.File), make(chan struct{}), make(chan struct{})}
	j.file = disk
	f := j.Follow(now)
	defer f.Close()
	if m, _, err := f.Next(); m.ID != "m1" {
		t.Fatal(m, err)
	}
	kept := make(chan error)
	go func() { kept <- keep("m2") }()
	<-disk.syncing
	next := make(chan report.MessageID)
	go func() {
		for {
			if m, _, err := f.Next(); err == nil {
				next <- m.ID
				return
			}
			runtime.Gosched()
		}
	}()
	select {
	case id := <-next:
		t.Fatalf("%s was given before it is on the disk", id)
	case <-time.After(20 * time.Millisecond): // long enough to have read it
	}
	disk.release <- struct{}{}
	if err := <-kept; err != nil {
		t.Fatal(err)
	}
	if id := <-next; id != "m2" {
		t.Errorf("followed %s", id)
	}
}
