package main

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// loop is the only place in which the program waits. It does what is due, then
// sleeps until something is due again, a message has arrived or wake is called; so
// messages and the clock never change the same thing at once.
type loop struct {
	program  *program
	inbox    inbox
	signs    signs
	outage   outage
	unkept   atomic.Pointer[report.Window] // a time, just over, in which messages could not be kept
	ear      ear
	came     time.Time                 // since when the sender knows that the channel is up
	channel  atomic.Pointer[bot.State] // how the channel stands; nil: it has not been run yet
	heard    time.Time                 // when the store was last told that this program can receive
	alive    time.Time                 // a sign of life that lies before a clock that is behind; zero: none does
	took     time.Duration             // to handle the last message
	clocked  time.Time                 // how far the clock's work is done
	server   int64                     // the generation of the store's server
	upkeep   *upkeep                   // nil: none is done
	lost     report.Window             // in which messages may have been lost, of which the chats were not told; zero: none
	sends    *traffic                  // the channel, with its sends counted
	operator *operator                 // nil: nobody is told how the program stands
	wake     chan struct{}
	now      func() time.Time
	up       func() time.Duration // what has passed, however the clock was set
	log      *slog.Logger
}

// newLoop is a loop over a program; follow reads on in its journal.
func newLoop(p *program, follow func(since time.Time) follower, now func() time.Time, log *slog.Logger) *loop {
	l := &loop{program: p, server: p.generation(), wake: make(chan struct{}, 1), now: now, up: uptime, log: log}
	l.inbox = inbox{follow: follow, log: log}
	l.outage = outage{log: log}
	p.sender.Hold = l.hold
	l.sends = newTraffic(p.sender.Channel)
	p.sender.Channel = l.sends
	if p.study != nil {
		p.study.ring = l.ring
	}
	return l
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
// any more), every message is handled and no receipt is waiting for its window.
func (l *loop) Run(ctx context.Context, ended <-chan struct{}) error {
	said, over := "", false
	for {
		next, err := l.turn(ctx)
		if ctx.Err() != nil {
			return nil
		}
		said = l.complain(said, err)
		select {
		case <-ended:
			over, ended = true, nil // it stays closed: do not spin on it
			continue                // what came last is handled yet
		default:
		}
		if over && l.done(next) {
			return l.left(ctx, said)
		}
		if !l.sleep(ctx, next, ended) {
			return nil
		}
	}
}

// done tells whether every message is handled and what is due next is no receipt.
func (l *loop) done(next time.Time) bool {
	waits, err := l.inbox.waits()
	return err == nil && !waits && (next.IsZero() || next.Sub(l.now()) > l.program.workspace.ReceiptWindow)
}

// soon is how soon a row must be due to count as one that failed to leave; what
// quiet hours hold is due much later.
const soon = time.Minute

// left tells whether something failed to leave before the program ended: the last send
// did, or said is what went wrong in the last turn.
func (l *loop) left(ctx context.Context, said string) error {
	due, waits, err := l.program.store.NextRow(ctx)
	if err == nil && waits && due.Sub(l.now()) < soon && (said != "" || l.sends.failing.Load()) {
		err = errors.New("messages are left in the outbox that could not be sent; they leave at the next start")
	}
	return err
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

// sleep waits for the next thing to do. It is false once ctx is done. One in which
// the clock goes on for minutes is the whole machine's, or its clock was set.
func (l *loop) sleep(ctx context.Context, next time.Time, ended <-chan struct{}) bool {
	wait, from, began := idle, l.now(), l.up()
	if !next.IsZero() {
		wait = min(max(next.Sub(from), 0), idle)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-ended:
	case <-l.wake:
	case <-timer.C:
	}
	if to := l.now(); to.Round(0).Sub(from.Round(0)) >= gap { // by the wall clock: the other may stand still too
		l.stood(from, to, l.up()-began)
	}
	return true
}
