package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"qunbao/report"
)

// Journal is the record of every inbound message as it came: one JSON Lines
// file a day of arrival, each line chained to the one before (chain.go). A line
// is on the disk before Append returns; lines that come while others are written
// go to the disk together, in the order in which they came. The newest file is
// only ever appended to; when the clock goes back, it is written on.
//
// One program writes a folder. It is safe for concurrent use.
type Journal struct {
	dir, instance string
	unlock        func() error // the lock is held as long as the journal is open; the system lets go of it in a crash
	torn          Torn

	mu      sync.Mutex // of the three below
	waiting []*place   // the lines that nobody is writing yet
	closed  bool
	safe    end // what has been acknowledged

	pen chan struct{} // holds one value while somebody writes; what is below is theirs
	tail
}

// place is a line's place in the order of the journal.
type place struct {
	line line
	day  report.Day
	done chan struct{} // closed when err is known
	err  error
}

var errClosed = errors.New("the journal is closed")

// OpenJournal opens or makes the journal of a folder, for the program that
// instance names. What a crash left half written is put aside: Torn tells.
func OpenJournal(dir, instance string) (*Journal, error) {
	return openJournal(dir, instance, realDisk{})
}

func openJournal(dir, instance string, d disk) (*Journal, error) {
	unlock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	j := &Journal{dir: dir, instance: instance, unlock: unlock, pen: make(chan struct{}, 1), tail: tail{disk: d, dir: dir}}
	if err := j.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %w", err), unlock())
	}
	return j, nil
}

// open takes up the newest file there is.
func (j *Journal) open() error {
	if err := sweep(j.disk, j.dir); err != nil {
		return err
	}
	days, err := journalDays(j.dir)
	if err != nil {
		return err
	}
	for i := len(days) - 1; i >= 0 && j.day == 0; i-- {
		if err := j.resume(days[i]); err != nil {
			return fmt.Errorf("%s: %w", days[i], err)
		}
	}
	j.mark()
	return nil
}

// sweep removes what a crash left unfinished beside its place.
func sweep(d disk, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), besideExt) {
			if err := d.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// Append keeps a message that was received at an instant. After an error that
// is ErrUnavailable, or that of ctx, the message is not kept, and may be
// appended again.
func (j *Journal) Append(ctx context.Context, m report.Message, received time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	body, err := EncodeMessage(m)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	l, err := newMessageLine(j.instance, received, body)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	p := &place{line: l, day: max(report.DayOf(received), 1), done: make(chan struct{})} // 0 is no day
	if err := j.enter(p); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	select {
	case <-p.done:
	case j.pen <- struct{}{}: // nobody writes, or those who did have finished
		j.writeWaiting()
		<-j.pen
	case <-ctx.Done():
		if j.leave(p) {
			return ctx.Err()
		}
		<-p.done // it is being written
	}
	if p.err != nil {
		return fmt.Errorf("journal: %w", p.err)
	}
	return nil
}

// enter puts a line behind those that wait.
func (j *Journal) enter(p *place) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return errClosed
	}
	j.waiting = append(j.waiting, p)
	return nil
}

// leave takes a line away that nobody has begun to write.
func (j *Journal) leave(p *place) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.waiting {
		if j.waiting[i] == p {
			j.waiting = append(j.waiting[:i:i], j.waiting[i+1:]...)
			return true
		}
	}
	return false
}

// writeWaiting writes all lines that wait, those of one file together, and tells
// each how it went. Lines behind one that could not be written fail with it: none
// overtakes another.
func (j *Journal) writeWaiting() {
	j.mu.Lock()
	places := j.waiting
	j.waiting = nil
	j.mu.Unlock()
	var err error
	for len(places) > 0 {
		n := len(places)
		if err == nil {
			n, err = j.writeSome(places)
			j.mark()
		}
		for _, p := range places[:n] {
			p.err = err
			close(p.done)
		}
		places = places[n:]
	}
}

// writeSome writes the first lines, as far as they belong into one file, and
// says how many they are; at an error, all.
func (j *Journal) writeSome(places []*place) (n int, err error) {
	if err := j.turn(places[0].day, j.instance); err != nil {
		return len(places), err
	}
	var lines []line
	for _, p := range places {
		if p.day > j.day {
			break
		}
		lines = append(lines, p.line)
	}
	if err := j.write(lines); err != nil {
		return len(places), fmt.Errorf("%s: %w", plainName(j.day), err)
	}
	return len(lines), nil
}

// Turn begins the file of a day before its first message has come, so that the
// day before is over, sealed, and may be packed. Where a wrong clock has begun a
// day that is still to come, the days are counted on from that one, as soon as it
// holds a message.
func (j *Journal) Turn(ctx context.Context, today report.Day) error {
	select {
	case j.pen <- struct{}{}:
		defer func() { <-j.pen }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if j.isClosed() {
		return fmt.Errorf("journal: %w", errClosed)
	}
	if today < j.day && j.good.count > 0 {
		today = j.day + 1
	}
	if err := j.turn(today, j.instance); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.mark()
	return nil
}

// isClosed tells whether the journal is closed.
func (j *Journal) isClosed() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.closed
}

// mark lets those who follow read up to where the journal is on the disk.
func (j *Journal) mark() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.safe = end{j.day, j.good.size}
}

// Close waits until what was begun is written and closes the file. Nothing is
// appended afterwards.
func (j *Journal) Close() error {
	j.mu.Lock()
	again := j.closed
	j.closed = true
	j.mu.Unlock()
	if again {
		return nil
	}
	j.pen <- struct{}{}
	defer func() { <-j.pen }()
	j.writeWaiting()
	return errors.Join(j.tail.close(), j.unlock())
}
