package storage

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"qunbao/report"
)

// Break is the first place at which a journal is not as it was written.
type Break struct {
	File string
	Line int // from 1
	Why  string
}

// Error names file and line.
func (b *Break) Error() string { return fmt.Sprintf("%s:%d: %s", b.File, b.Line, b.Why) }

// Verify walks the journal of a folder and gives its first *Break, or nil. The
// oldest file may have lost its forerunners: they are taken by age.
func Verify(dir string) error {
	days, err := journalDays(dir)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	var before report.Day
	head := ""
	for _, day := range days {
		v := verifier{day: day, before: before, head: head}
		if err := eachLine(dir, day, v.check); err != nil {
			return err
		}
		if v.lines == 0 {
			return &Break{fileName(day), 1, "the file is empty"}
		}
		before, head = day, v.head
	}
	return nil
}

// verifier follows the chain through one day's file.
type verifier struct {
	day, before report.Day // before: 0 in the oldest file
	head        string
	lines       int
}

func (v *verifier) check(n int, b []byte) error {
	broken := func(why string) error { return &Break{fileName(v.day), n, why} }
	if !bytes.HasSuffix(b, []byte{'\n'}) {
		return broken("the line is torn; the next start of the program puts it aside")
	}
	l, err := parseLine(b)
	if err != nil {
		return broken(err.Error())
	}
	switch {
	case n == 1 && l.Day != v.day.String():
		return broken("the file does not begin with its day")
	case n == 1 && v.before == 0:
		v.head = l.Seal
	case n == 1 && l.After != v.before.String():
		return broken("the file of " + l.After + " is missing before it")
	case n == 1 && l.Seal != v.head:
		return broken("it does not continue " + fileName(v.before) + ", whose end is missing or changed")
	case n > 1 && l.N != n-1:
		return broken(fmt.Sprintf("message %d stands where %d should", l.N, n-1))
	}
	if why := l.check(v.head); why != "" {
		return broken(why)
	}
	v.head, v.lines = l.Chain, n
	return nil
}

// eachLine calls fn with every line of a day's file, its end with it.
func eachLine(dir string, day report.Day, fn func(n int, b []byte) error) error {
	f, err := os.Open(filepath.Join(dir, fileName(day)))
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	defer f.Close()
	r := bufio.NewReader(f)
	for n := 1; ; n++ {
		b, err := r.ReadBytes('\n')
		if len(b) > 0 {
			if err := fn(n, b); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("journal: %w", err)
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
		if !since.IsZero() && day < report.DayOf(since)-1 { // nothing later lies there, in any zone
			continue
		}
		err := eachLine(dir, day, func(n int, b []byte) error {
			if !bytes.HasSuffix(b, []byte{'\n'}) {
				return nil // torn: never acknowledged
			}
			m, at, found, err := readMessage(b)
			if err != nil {
				unread = append(unread, &Break{fileName(day), n, err.Error()})
			}
			if err != nil || !found || at.Before(since) {
				return nil
			}
			return fn(m, at)
		})
		if err != nil {
			return err
		}
	}
	return errors.Join(unread...)
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

// errSealed ends the reading of a file behind its header.
var errSealed = errors.New("sealed")

// Seal is the last chain of a finished day: who notes it down can prove later
// that nothing of the day was changed. False: the day is not finished, since no
// later one has begun, or it has no file.
func Seal(dir string, day report.Day) (seal string, found bool, err error) {
	days, err := journalDays(dir)
	if err != nil {
		return "", false, fmt.Errorf("journal: %w", err)
	}
	for _, later := range days {
		if later <= day {
			continue
		}
		err := eachLine(dir, later, func(_ int, b []byte) error {
			if l, err := parseLine(b); err == nil && l.After == day.String() {
				seal, found = l.Seal, true
			}
			return errSealed
		})
		if err != nil && !errors.Is(err, errSealed) {
			return "", false, err
		}
		return seal, found, nil
	}
	return "", false, nil
}
