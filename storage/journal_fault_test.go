package storage

import (
	"errors"
	"os"
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
