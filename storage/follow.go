package storage

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"qunbao/report"
)

// Follower reads on in a journal that is being written: every message that is on
// the disk and not purged, once, in the order in which they were kept. So the
// journal is the queue of messages too. It is used by one goroutine.
type Follower struct {
	journal *Journal
	dir     string
	since   time.Time
	old     end // of the journal when the follower began: since counts up to there

	day   report.Day // of the open file
	file  *dayFile   // nil: none yet
	allow *io.LimitedReader
	limit int64 // how far the file may be read
	lines *lineReader
	n     int   // lines read of the file
	read  int64 // and their bytes
}

// end is how far a journal is on the disk: in a day's file, up to a length.
type end struct {
	day  report.Day
	size int64
}

// end leaves out a line whose Append may still fail.
func (j *Journal) end() end {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.safe
}

// Follow stands before the first message that was received at or after since.
// What is kept from now on follows whatever its time: a clock may be set back.
func (j *Journal) Follow(since time.Time) *Follower {
	return &Follower{journal: j, dir: j.dir, since: since, old: j.end()}
}

// Next is the next message and when it was received. io.EOF says that there is
// none yet: ask again later. A line that cannot be read is a *Break, and the
// next call goes on behind it.
func (f *Follower) Next() (m report.Message, received time.Time, err error) {
	for {
		b, err := f.line()
		if err != nil {
			return m, received, err
		}
		m, received, found, err := readMessage(b)
		if err != nil {
			return m, received, Break{File: f.file.name, Line: f.n}.because(err)
		}
		if found && (f.fresh() || !received.Before(f.since)) {
			f.since = time.Time{} // what follows, follows
			return m, received, nil
		}
	}
}

// Close lets go of the file.
func (f *Follower) Close() error {
	if f.file == nil {
		return nil
	}
	return f.file.Close()
}

// fresh tells whether the line just read was kept after the follower began.
func (f *Follower) fresh() bool {
	return f.day > f.old.day || f.day == f.old.day && f.read > f.old.size
}

// line is the next line on the disk. A file that is followed by another is read
// to its very end.
func (f *Follower) line() ([]byte, error) {
	for {
		last := f.journal.end()
		if f.file != nil {
			limit := last.size
			if f.day < last.day {
				limit = math.MaxInt64
			}
			f.allow.N, f.limit = f.allow.N+limit-f.limit, limit
			b, n, err := f.lines.next()
			f.n, f.read = f.n+1, f.read+n
			if errors.Is(err, ErrDamaged) {
				f.lines = newLineReader(strings.NewReader(""))
				return nil, Break{File: f.file.name, Line: f.n}.because(err)
			}
			if !errors.Is(err, io.EOF) {
				return b, err
			}
			f.n--
		}
		if opened, err := f.turn(last.day); !opened {
			return nil, err
		}
	}
}

// turn opens the next day's file, io.EOF where there is none.
func (f *Follower) turn(last report.Day) (opened bool, err error) {
	days, err := journalDays(f.dir)
	if err != nil {
		return false, fmt.Errorf("journal: %w", err)
	}
	for _, day := range days {
		if day > last || f.file != nil && day <= f.day || isOver(day, f.since) {
			continue
		}
		file, err := openDay(f.dir, day)
		if err != nil {
			return false, fmt.Errorf("journal: %w", err)
		}
		f.Close()
		f.day, f.file, f.n, f.read, f.limit = day, file, 0, 0, 0
		f.allow = &io.LimitedReader{R: file}
		f.lines = newLineReader(f.allow)
		return true, nil
	}
	return false, io.EOF
}
