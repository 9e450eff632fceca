package main

import (
	"encoding/json"
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

// signs are kept beside the journal, whatever becomes of the store: up to when the
// messages have been handled, and when the program was last alive. What the store
// knows of its last run will not do: it may be away, and several programs may
// share it, each with a journal of its own.
type signs struct {
	Handled time.Time `json:"handled"` // every message received before was
	Alive   time.Time `json:"alive"`   // messages could be received
	Channel mark      `json:"channel"` // how the chat stood

	path string    // empty: they are not kept
	last time.Time // when they were kept
}

// signsName is the file's, in the journal's folder.
const signsName = ".signs"

// signsEvery is how often signs are kept.
const signsEvery = time.Minute

// read reads what was kept; nothing where there is none.
func (s *signs) read() {
	if b, err := os.ReadFile(s.path); err != nil || json.Unmarshal(b, s) != nil {
		*s = signs{path: s.path}
	}
}

// signed keeps the signs of this instant: of one in which the channel is not heard, no
// sign of life.
func (l *loop) signed() error {
	now := l.now()
	alive := now
	if _, deaf := l.ear.told(); deaf {
		alive = l.signs.Alive
	}
	return l.signs.keep(signs{Handled: l.clocked, Alive: alive, Channel: l.mark()}, now)
}

// keep keeps the signs of an instant.
func (s *signs) keep(as signs, now time.Time) error {
	if s.path == "" || now.Sub(s.last).Abs() < signsEvery && s.Channel.Phase == as.Channel.Phase {
		return nil
	}
	s.Handled, s.Alive, s.Channel, s.last = as.Handled, as.Alive, as.Channel, now
	b, err := json.Marshal(s)
	if err == nil {
		err = os.WriteFile(s.path+".new", b, 0o600)
	}
	if err == nil {
		err = os.Rename(s.path+".new", s.path)
	}
	if err != nil {
		return fmt.Errorf("signs of life beside the journal: %w", err)
	}
	return nil
}
