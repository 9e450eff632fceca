package storage

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"qunbao/report"
)

// CopyJournal gives fn the file of every day of a folder's journal as it stands,
// plain or packed, the oldest day first. What is not a whole line yet is left
// out, so that what fn gets verifies; the journal may be written on meanwhile.
func CopyJournal(dir string, fn func(name string, r io.Reader) error) error {
	days, err := journalDays(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	for _, day := range days {
		if err := copyDay(dir, day, fn); err != nil {
			return err
		}
	}
	return nil
}

func copyDay(dir string, day report.Day, fn func(name string, r io.Reader) error) error {
	f, err := os.Open(filepath.Join(dir, plainName(day)))
	if err == nil {
		defer f.Close()
		return fn(plainName(day), &wholeLines{lines: newLineReader(f)})
	}
	if errors.Is(err, os.ErrNotExist) { // it is packed, or was a moment ago
		f, err = os.Open(filepath.Join(dir, packedName(day)))
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	defer f.Close()
	return fn(packedName(day), f)
}

// wholeLines reads up to the first line that lacks its end.
type wholeLines struct {
	lines *lineReader
	rest  []byte
}

// Read implements io.Reader.
func (w *wholeLines) Read(b []byte) (int, error) {
	if len(w.rest) == 0 {
		line, _, err := w.lines.next()
		if err != nil {
			return 0, err
		}
		if !whole(line) {
			return 0, io.EOF
		}
		w.rest = line
	}
	n := copy(b, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// IsJournalFile tells whether a name is that of a day's file.
func IsJournalFile(name string) bool {
	day, ok := dayOfName(name)
	return ok && (name == plainName(day) || name == packedName(day))
}

// ErrOtherJournal says that a folder holds a journal which is not the one that is
// to be put there.
var ErrOtherJournal = errors.New("the folder holds another journal")

// AdoptJournal moves the files of one folder's journal into another folder, on the
// same disk, that holds none of them, or the first ones as a move that was cut
// short has left them. Where the other goes on behind them, it is left as it is.
// It tells how many days were moved and whether the folder goes on. The error is
// ErrOtherJournal where one does not continue the other; nothing is moved then.
// No program may run on the folder.
func AdoptJournal(dir, from string) (moved int, further bool, err error) {
	unlock, err := lockFolder(dir)
	if err != nil {
		return 0, false, err
	}
	defer unlock()
	days, further, err := missingDays(dir, from)
	if err != nil {
		return 0, false, fmt.Errorf("journal: %w", err)
	}
	d := realDisk{}
	for _, day := range days {
		f, err := openDay(from, day)
		if err != nil {
			return moved, further, fmt.Errorf("journal: %w", err)
		}
		f.Close()
		if err := d.Rename(filepath.Join(from, f.name), filepath.Join(dir, f.name)); err != nil {
			return moved, further, fmt.Errorf("journal: %w", err)
		}
		moved++
	}
	return moved, further, d.SyncFolder(dir)
}

// missingDays lists the days of a journal that a folder lacks, and tells whether
// the folder goes on behind the journal.
func missingDays(dir, from string) (missing []report.Day, further bool, err error) {
	have, err := journalDays(dir)
	if err != nil {
		return nil, false, err
	}
	days, err := journalDays(from)
	if err != nil {
		return nil, false, err
	}
	for len(have) > 0 && len(days) > 0 && have[0] == days[0] {
		if further {
			break
		}
		if further, err = continues(dir, from, days[0]); err != nil {
			return nil, false, err
		}
		have, days = have[1:], days[1:]
	}
	if len(days) > 0 && (further || len(have) > 0) {
		return nil, false, fmt.Errorf("%w: it goes on otherwise before %s", ErrOtherJournal, days[0])
	}
	return days, further || len(have) > 0, nil
}

// continues tells whether a day's file in dir is longer than that in old, of
// which it must have every line; words may have been purged in either.
func continues(dir, old string, day report.Day) (longer bool, err error) {
	a, err := openDay(dir, day)
	if err != nil {
		return false, err
	}
	defer a.Close()
	b, err := openDay(old, day)
	if err != nil {
		return false, err
	}
	defer b.Close()
	ours, theirs := newLineReader(a), newLineReader(b)
	for n := 1; ; n++ {
		x, errX := nextChain(ours)
		y, errY := nextChain(theirs)
		switch {
		case errX == io.EOF && errY == io.EOF:
			return false, nil
		case errY == io.EOF && errX == nil:
			return true, nil
		case errX == io.EOF && errY == nil:
			return false, fmt.Errorf("%w: %s is shorter there", ErrOtherJournal, a.name)
		case errY != nil:
			return false, Break{File: b.name, Line: n}.because(errY)
		case errX != nil || x != y:
			return false, fmt.Errorf("%w: %s:%d is another line there", ErrOtherJournal, a.name, n)
		}
	}
}

// nextChain is the chain of the next line.
func nextChain(lines *lineReader) (string, error) {
	b, _, err := lines.next()
	if err != nil {
		return "", err
	}
	if !whole(b) {
		return "", io.EOF // torn: never acknowledged
	}
	l, err := parseLine(b)
	return l.Chain, err
}

// lockFolder makes a journal's folder and keeps every other program off it.
func lockFolder(dir string) (unlock func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("journal: %w: the folder cannot be made: %w", ErrUnavailable, err)
	}
	lock := flock.New(filepath.Join(dir, ".lock"), flock.SetPermissions(0o600))
	if alone, err := lock.TryLock(); err != nil || !alone {
		return nil, errors.Join(fmt.Errorf("journal: another qunbao runs on the folder %s; end it first, or give this one a workspace folder of its own", dir), err)
	}
	return lock.Unlock, nil
}
