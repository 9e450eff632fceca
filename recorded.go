package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"qunbao/bot/jsonl"
	"qunbao/report"
	"qunbao/storage"
)

// recorded are messages that were written down, for a replay.
type recorded interface {
	source
	faults() int // lines so far that could not be read
	close()
}

// lines are standard input's, or those of a journal from an instant on.
func (c *replayCommand) lines(s *streams, w *report.Workspace, from time.Time) recorded {
	say := func(err error) { fmt.Fprintf(s.err, "qunbao: %v\n", err) }
	if c.Journal == "" {
		return written{jsonl.NewReader(s.in, w.Zone, say), w}
	}
	return newJournalled(c.Journal, from, say)
}

// written are JSON Lines, with the text of the files that they name.
type written struct {
	*jsonl.Reader
	workspace *report.Workspace
}

func (w written) next() (m report.Message, at time.Time, err error) {
	m, err = w.Next()
	return attached(w.workspace, m), at, err
}

func (w written) faults() int { return w.Faults() }
func (w written) close()      {}

// journalled are the messages of a journal, each at the instant it arrived.
type journalled struct {
	pull func() (kept, error, bool)
	stop func()
	say  func(error)
	bad  int
}

// kept is a message with the instant it arrived.
type kept struct {
	message  report.Message
	received time.Time
}

var errStopped = errors.New("nobody reads on")

func newJournalled(dir string, from time.Time, say func(error)) *journalled {
	j := &journalled{say: say}
	j.pull, j.stop = iter.Pull2(func(yield func(kept, error) bool) {
		err := storage.ReadJournal(dir, from, func(m report.Message, received time.Time) error {
			if !yield(kept{m, received}, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(kept{}, err)
		}
	})
	return j
}

// next implements source. Lines that are no messages are said at the end, since
// the others are read all the same.
func (j *journalled) next() (m report.Message, at time.Time, err error) {
	k, err, more := j.pull()
	var broken *storage.Break
	switch {
	case !more:
		return m, at, io.EOF
	case errors.As(err, &broken):
		j.bad++
		j.say(err)
		return m, at, io.EOF
	}
	return k.message, k.received, err
}

func (j *journalled) faults() int { return j.bad }
func (j *journalled) close()      { j.stop() }
