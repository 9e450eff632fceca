package storage

import (
	"errors"
	"fmt"
	"io"
	"time"

	"qunbao/report"
)

// eachLine calls fn with every line of a day's file, its end with it, and gives
// the name of the file. The line is valid until fn returns.
func eachLine(dir string, day report.Day, fn func(at Break, b []byte) error) (name string, err error) {
	f, err := openDay(dir, day)
	if err != nil {
		return "", fmt.Errorf("journal: %w", err)
	}
	defer f.Close()
	return f.name, f.eachLine(fn)
}

func (f *dayFile) eachLine(fn func(at Break, b []byte) error) error {
	lines := newLineReader(f)
	for n := 1; ; n++ {
		at := Break{File: f.name, Line: n}
		b, _, err := lines.next()
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, ErrDamaged):
			return at.because(err)
		case err != nil:
			return fmt.Errorf("journal: %s: %w", f.name, err)
		}
		if err := fn(at, b); err != nil {
			return err
		}
	}
}

// ReadJournal calls fn with every message of a folder's journal that was
// received at or after since (zero: all) and not purged, in the order in which
// they were kept, until fn gives an error. Lines that cannot be read are passed
// over and told together at the end, each a *Break. The journal may be written
// on meanwhile.
func ReadJournal(dir string, since time.Time, fn func(m report.Message, received time.Time) error) error {
	days, err := journalDays(dir)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	var unread []error
	for _, day := range days {
		if isOver(day, since) {
			continue
		}
		bad, err := readDay(dir, day, func(m report.Message, received time.Time) error {
			if received.Before(since) {
				return nil
			}
			return fn(m, received)
		})
		unread = append(unread, bad...)
		if err != nil {
			return err
		}
	}
	return errors.Join(unread...)
}

// Read calls fn with every message of a day's file as ReadJournal does.
func (j *Journal) Read(day report.Day, fn func(m report.Message, received time.Time) error) error {
	unread, err := readDay(j.dir, day, fn)
	return errors.Join(append(unread, err)...)
}

// readDay gives the lines that cannot be read apart from the error that ended it.
func readDay(dir string, day report.Day, fn func(m report.Message, received time.Time) error) (unread []error, err error) {
	_, err = eachLine(dir, day, func(at Break, b []byte) error {
		if !whole(b) && len(b) < longest {
			return nil // torn: never acknowledged
		}
		m, received, found, err := readMessage(b)
		if err != nil {
			unread = append(unread, at.because(err))
		}
		if err != nil || !found {
			return nil
		}
		return fn(m, received)
	})
	if errors.Is(err, ErrDamaged) {
		return append(unread, err), nil
	}
	return unread, err
}

// readMessage is not found in a header and where it was purged.
func readMessage(b []byte) (m report.Message, at time.Time, found bool, err error) {
	l, err := parseLine(b)
	if err != nil || l.Message == nil {
		return m, at, false, err
	}
	if at, err = ParseInstant(l.At); err != nil {
		return m, at, false, err
	}
	m, err = DecodeMessage(l.Message)
	return m, at, err == nil, err
}

// isOver tells whether nothing that was received at or after an instant stands in
// a day's file: it may hold what came earlier, never what came on a later day,
// and in no two zones do the days differ by more than two.
func isOver(day report.Day, since time.Time) bool {
	return !since.IsZero() && day < report.DayOf(since)-2
}
