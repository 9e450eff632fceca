package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"qunbao/report"
)

// Journal is the record of every inbound message as it came: one JSON Lines
// file a day of arrival, each line chained to the one before (chain.go). A line
// is on the disk before Append returns. Files are only ever appended to; when
// the clock goes back, the newest file is written on.
//
// One program writes a folder. It is safe for concurrent use.
type Journal struct {
	dir, instance string

	mu    sync.Mutex
	file  file // of day; nil: none yet, or closed
	day   report.Day
	size  int64 // of the file's good lines
	count int   // of the file's messages
	head  string
	dirty bool // what stands behind size could not be cut off

	torn Torn
	lock *flock.Flock // held as long as the journal is open; the system lets go of it in a crash
}

// file is what the journal does with an *os.File.
type file interface {
	WriteAt(b []byte, at int64) (int, error)
	Sync() error
	Truncate(size int64) error
	Stat() (os.FileInfo, error)
	Close() error
}

var errClosed = errors.New("the journal is closed")

// OpenJournal opens or makes the journal of a folder, for the program that
// instance names. What a crash left half written is put aside: Torn tells.
func OpenJournal(dir, instance string) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("journal: %w: the folder cannot be made: %w", ErrUnavailable, err)
	}
	lock := flock.New(filepath.Join(dir, ".lock"), flock.SetPermissions(0o600))
	if alone, err := lock.TryLock(); err != nil || !alone {
		return nil, errors.Join(fmt.Errorf("journal: another qunbao runs on the folder %s; end it first, or give this one a workspace folder of its own", dir), err)
	}
	j := &Journal{dir: dir, instance: instance, lock: lock}
	if err := j.open(); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return j, nil
}

// open resumes the newest file there is.
func (j *Journal) open() error {
	days, err := journalDays(j.dir)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	for i := len(days) - 1; i >= 0 && j.file == nil; i-- {
		if err := j.resume(days[i]); err != nil {
			return fmt.Errorf("journal: %s: %w", fileName(days[i]), err)
		}
	}
	return nil
}

// Append keeps a message that was received at an instant. After an error that
// is ErrUnavailable the message is not kept, and may be appended again.
func (j *Journal) Append(ctx context.Context, m report.Message, received time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	body, err := EncodeMessage(m)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.turn(report.DayOf(received)); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	l, err := newMessageLine(j.instance, received, body)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	l.N = j.count + 1
	if err := j.write(l.seal(j.head)); err != nil {
		return fmt.Errorf("journal: %s: %w", fileName(j.day), err)
	}
	j.count++
	return nil
}

// turn makes day's file the one that is written, unless it is a newer one.
func (j *Journal) turn(day report.Day) error {
	if j.dir == "" {
		return errClosed
	}
	if j.file != nil && day <= j.day {
		return j.clean()
	}
	path := filepath.Join(j.dir, fileName(day))
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s was made by another program: one program writes a journal", fileName(day))
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	next := &Journal{dir: j.dir, instance: j.instance, file: f, day: day, head: j.head}
	header := line{Day: day.String(), By: j.instance, After: j.day.String(), Seal: j.head}
	if err := next.write(header.seal(j.head)); err != nil {
		f.Close()
		return errors.Join(err, os.Remove(path))
	}
	if err := syncFolder(j.dir); err != nil {
		f.Close()
		return errors.Join(fmt.Errorf("%w: %w", ErrUnavailable, err), os.Remove(path))
	}
	if j.file != nil {
		j.file.Close()
	}
	j.file, j.day, j.size, j.count, j.head, j.dirty = f, day, next.size, 0, next.head, false
	return nil
}

// write puts a line behind the others and on the disk, or leaves the file as it
// was.
func (j *Journal) write(l line) error {
	b, err := l.bytes()
	if err != nil {
		return err
	}
	if info, err := j.file.Stat(); err != nil || info.Size() != j.size {
		return errors.Join(errors.New("another program writes the journal: one program writes a folder"), err)
	}
	_, err = j.file.WriteAt(b, j.size)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.dirty = true
		return errors.Join(fmt.Errorf("%w: %w", ErrUnavailable, err), j.clean())
	}
	j.size += int64(len(b))
	j.head = l.Chain
	return nil
}

// clean cuts off what a failed write left behind the good lines.
func (j *Journal) clean() error {
	if !j.dirty {
		return nil
	}
	if err := j.file.Truncate(j.size); err != nil {
		return fmt.Errorf("%w: what was half written cannot be cut off: %w", ErrUnavailable, err)
	}
	j.dirty = false
	return nil
}

// Close closes the file. Nothing is appended afterwards.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.dir == "" {
		return nil
	}
	j.dir = ""
	err := j.lock.Unlock()
	if j.file != nil {
		err = errors.Join(j.file.Close(), err)
		j.file = nil
	}
	return err
}

// syncFolder makes a new file's name durable; Windows does that by itself.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
