package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"qunbao/report"
)

// arrival is a message handed to the loop; taken is answered once the message
// is in the journal and handled, or with the reason why it was not taken.
type arrival struct {
	message report.Message
	taken   chan error
}

// loop is the only place in which the program waits. It does what is due, then
// sleeps until something is due again, a message arrives or wake is called; so
// messages and the clock never change the same thing at once.
type loop struct {
	program *program
	inbox   chan arrival
	wake    chan struct{}
	now     func() time.Time
	log     *slog.Logger
}

func newLoop(p *program, now func() time.Time, log *slog.Logger) *loop {
	return &loop{program: p, inbox: make(chan arrival), wake: make(chan struct{}, 1), now: now, log: log}
}

// receive hands a message to the loop and waits until it is taken. It is what a
// channel's Run calls.
func (l *loop) receive(ctx context.Context, m report.Message) error {
	a := arrival{m, make(chan error, 1)}
	select {
	case l.inbox <- a:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-a.taken:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// again is how long something that failed is left alone.
const again = 5 * time.Second

// insist hands a message to the loop until it is taken: while the journal
// cannot keep it (a full disk), the channel waits and nothing is lost.
func (l *loop) insist(ctx context.Context, m report.Message) error {
	for said := ""; ; {
		err := l.receive(ctx, m)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if err.Error() != said {
			said = err.Error()
			l.log.Error("a message waits until it can be kept", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(again):
		}
	}
}

// ring wakes the loop; a loop that is awake is not rung twice.
func (l *loop) ring() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// idle bounds a sleep, so that a PC that was suspended notices soon.
const idle = time.Minute

// Run loops until ctx is done, or until ended is closed (no message will come
// any more) and no receipt is waiting for its window.
func (l *loop) Run(ctx context.Context, ended <-chan struct{}) error {
	said, over := "", false
	for last := l.now(); ; {
		now := l.now()
		l.noteGap(ctx, last, now)
		last = now
		next, err := l.program.step(ctx, now)
		if ctx.Err() != nil {
			return nil
		}
		said = l.complain(said, err)
		select {
		case <-ended:
			over, ended = true, nil // it stays closed: do not spin on it
		default:
		}
		if over && (next.IsZero() || next.Sub(l.now()) > l.program.workspace.ReceiptWindow) {
			return l.left(ctx)
		}
		if !l.sleep(ctx, next, ended) {
			return nil
		}
	}
}

// soon is how soon a row must be due to count as one that failed to leave; what
// quiet hours hold is due much later.
const soon = time.Minute

// left tells whether something failed to leave before the program ended.
func (l *loop) left(ctx context.Context) error {
	due, waits, err := l.program.store.NextRow(ctx)
	if err == nil && waits && due.Sub(l.now()) < soon {
		err = errors.New("messages are left in the outbox that could not be sent; they leave at the next start")
	}
	return err
}

// noteGap records the time in which the whole machine stood still, as a PC does
// that was suspended: nothing could be received then.
func (l *loop) noteGap(ctx context.Context, last, now time.Time) {
	if now.Round(0).Sub(last.Round(0)) < outage { // by the wall clock: the other stands still too
		return
	}
	if err := l.program.store.Outage(ctx, last, now); err != nil {
		l.log.Error("an outage could not be recorded", "error", err)
	}
}

// complain logs an error, once as long as it stays the same.
func (l *loop) complain(said string, err error) string {
	if err == nil {
		return ""
	}
	if err.Error() != said {
		l.log.Error("not everything due was done; it is tried again", "error", err)
	}
	return err.Error()
}

// sleep waits for the next thing to do, and takes a message if one arrives.
// It is false once ctx is done.
func (l *loop) sleep(ctx context.Context, next time.Time, ended <-chan struct{}) bool {
	wait := idle
	if !next.IsZero() {
		wait = min(max(next.Sub(l.now()), 0), idle)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case a := <-l.inbox:
		a.taken <- l.program.receiver.Receive(ctx, a.message, l.now())
	case <-ended:
	case <-l.wake:
	case <-timer.C:
	}
	return true
}
