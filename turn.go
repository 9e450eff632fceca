package main

import (
	"context"
	"errors"
	"time"

	"qunbao/commands"
	"qunbao/report"
)

// turn does what there is to do, says when something is due again, and lets the
// operator know how the program stands.
func (l *loop) turn(ctx context.Context) (next time.Time, err error) {
	next, err = l.attempt(ctx)
	return sooner(next, l.operator.look(l.pulse(next))), err
}

// attempt does what there is to do. While the store is not available it is tried again
// and again, and that is told once.
func (l *loop) attempt(ctx context.Context) (next time.Time, err error) {
	began := l.now()
	next, err = l.work(ctx, began)
	err = errors.Join(err, l.signed())
	if errors.Is(err, report.ErrUnavailable) {
		l.outage.begin(began, err)
		return l.now().Add(again), nil
	}
	if l.took > tooSlow && l.inbox.waited(l.now()) > tooLate {
		l.outage.begin(l.inbox.first.received, errSlow)
	}
	return next, err
}

// work is a turn's: what other programs have decided, what has arrived, what was
// studied, then what happens by the clock, then what leaves.
func (l *loop) work(ctx context.Context, began time.Time) (next time.Time, err error) {
	if err := l.reach(ctx, began); err != nil {
		return began.Add(again), err
	}
	if err := commands.Follow(ctx, l.program.store, l.program.workspace); err != nil {
		return l.now().Add(again), err
	}
	if err := l.handle(ctx); err != nil {
		return l.now().Add(again), err
	}
	now := l.now()
	if err := l.tellLost(ctx, now); err != nil {
		return now.Add(again), err
	}
	if err := l.program.study.apply(ctx, now); err != nil {
		return now.Add(again), err
	}
	l.online()
	next, err = l.program.step(ctx, l.clock(now), now)
	switch {
	case errors.Is(err, report.ErrUnavailable):
		return next, err
	case l.inbox.first != nil:
		return now, err
	case l.outage.on() || l.unkept.Load() != nil:
		return now, errors.Join(err, l.recovered(ctx, now))
	}
	return sooner(next, l.upkeep.step(ctx, now)), err
}

// reach makes sure of the store, where it was away, before anything is asked of
// it: whether its server is the same as before is known then. What could not be
// received is recorded before anybody is found missing.
func (l *loop) reach(ctx context.Context, now time.Time) error {
	if l.outage.on() {
		if _, _, err := l.program.store.Ran(ctx); err != nil {
			return err
		}
	}
	return l.listened(ctx, now)
}

// slice is how long messages are handled before the clock and the outbox have
// their turn.
const slice = time.Second

// handle handles the messages that wait, in the order of the journal, for a slice
// of time, and at least one.
func (l *loop) handle(ctx context.Context) error {
	for began := l.now(); ; {
		if err := l.distrust(ctx, l.now()); err != nil {
			return err
		}
		waits, err := l.inbox.waits()
		if err != nil || !waits {
			return err
		}
		m, from := l.inbox.first, l.now()
		if err := l.program.receiver.Handle(ctx, m.message, m.received); err != nil {
			return err
		}
		l.inbox.first = nil
		now := l.now()
		l.took = now.Sub(from)
		l.outage.handled(m.received, now)
		if now.Sub(began) >= slice {
			_, err := l.inbox.waits()
			return err
		}
	}
}

// crashed is how far before the last sign of life, or before an outage, a message
// may have to be handled again: signs of life are a minute apart, a server may
// have lost what it acknowledged last, and a message may be dated ahead.
const crashed = 15 * time.Minute

// distrust asks anew for all that this program remembers of the store, and reads
// the journal again, where the store's server was started again or another took
// its place: it may have lost the last of what it acknowledged.
func (l *loop) distrust(ctx context.Context, now time.Time) error {
	server := l.program.generation()
	if server == l.server {
		return nil
	}
	since := now
	if l.outage.on() {
		since = l.outage.from
	}
	l.server, l.outage.messages = server, 0
	l.inbox.rewind(since.Add(-crashed), now)
	l.log.Warn("the store's server was started again or is another one; what came in the minutes before is handled again", "since", since.Add(-crashed))
	l.program.sender.Doubt()
	l.program.workspace.Rule(nil)
	return commands.Follow(ctx, l.program.store, l.program.workspace)
}

// clock is how far the clock's work may go: it never overtakes a message that
// waits. So nobody is found missing whose report is in the journal, and after a
// crash what was not handled lies behind the store's last sign of life.
func (l *loop) clock(now time.Time) time.Time {
	if m := l.inbox.first; m != nil {
		before := m.received.Add(-time.Nanosecond)
		if before.Before(l.clocked) {
			before = l.clocked
		}
		if before.Before(now) {
			now = before
		}
	}
	l.clocked = now
	return now
}

// hold is when a row may leave: the quiet hours hold it, and nobody
// is reminded while messages wait, of which one may be the report.
func (l *loop) hold(r report.Row, at time.Time) time.Time {
	if l.inbox.first != nil && (r.Kind == report.Reminder || r.Kind == report.Escalation) {
		at = at.Add(again)
	}
	return l.program.workspace.Leaves(r, at)
}

// recovered ends an outage and tells the admins.
func (l *loop) recovered(ctx context.Context, now time.Time) error {
	l.outage.back(now)
	unkept := l.unkept.Load()
	if rows := notices(l.program.workspace, l.outage, unkept, now); len(rows) > 0 {
		if err := l.program.store.Queue(ctx, rows...); err != nil {
			return err
		}
	}
	l.outage.end()
	l.unkept.CompareAndSwap(unkept, nil)
	return nil
}
