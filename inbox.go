package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// inbox reads on in the journal, which is the queue of messages too: what was
// kept is handled in the journal's order, now or when the store is back, and
// nothing else holds it. It belongs to the loop.
type inbox struct {
	follow  func(since time.Time) follower
	source  follower
	first   *kept     // the message that waits in front; nil: none is known to wait
	rewound time.Time // what was received before is read again
	log     *slog.Logger
}

// follower gives the messages that were kept, and io.EOF where there is none
// yet: it may be asked again.
type follower interface {
	Next() (m report.Message, received time.Time, err error)
	io.Closer
}

// rewind reads on from an instant. Handling a message twice changes nothing.
func (i *inbox) rewind(since, now time.Time) {
	i.close()
	i.source, i.first, i.rewound = i.follow(since), nil, now
}

func (i *inbox) close() {
	if i.source != nil {
		i.source.Close()
	}
}

// waits tells whether a message waits, and knows the first.
func (i *inbox) waits() (bool, error) {
	for i.first == nil {
		m, received, err := i.source.Next()
		var unreadable *storage.Break
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case errors.As(err, &unreadable):
			i.log.Error("the journal holds a line that cannot be read", "error", err)
		case err != nil:
			return false, fmt.Errorf("messages wait in the journal, which cannot be read: %w", err)
		default:
			i.first = &kept{m, received}
		}
	}
	return true, nil
}

// waited is how long the first message has waited since it came.
func (i *inbox) waited(now time.Time) time.Duration {
	if i.first == nil || i.first.received.Before(i.rewound) {
		return 0
	}
	return now.Sub(i.first.received)
}

// bookmark is a file beside the journal that holds up to when its messages have
// been handled. What the store knows of its last run will not do: several
// programs may share a store, each with a journal of its own.
type bookmark struct {
	path  string // empty: none is kept
	noted time.Time
}

// bookmarkName is the file's, in the journal's folder.
const bookmarkName = ".handled"

// bookmarkEvery is how often a bookmark moves: after a crash no more than that,
// and what a server may have lost, is handled again.
const bookmarkEvery = time.Minute

// read is false where there is no bookmark yet.
func (b *bookmark) read() (time.Time, bool) {
	text, err := os.ReadFile(b.path)
	if err != nil {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, string(text))
	return at, err == nil
}

// move notes that every message received before an instant has been handled.
func (b *bookmark) move(at time.Time) error {
	if b.path == "" || at.Sub(b.noted).Abs() < bookmarkEvery {
		return nil
	}
	written := b.path + ".new"
	err := os.WriteFile(written, []byte(at.Format(time.RFC3339Nano)), 0o600)
	if err == nil {
		err = os.Rename(written, b.path)
	}
	if err != nil {
		return fmt.Errorf("bookmark of the journal: %w", err)
	}
	b.noted = at
	return nil
}
