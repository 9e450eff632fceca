package main

import (
	"context"
	"sync"
	"time"

	"qunbao/report"
)

// gap is the shortest time without receiving that counts as an outage: what a
// shorter one missed, the chat gives again.
const gap = 5 * time.Minute

// ear knows since when the channel of this program is not heard, and the times, just
// over, in which it was not.
type ear struct {
	mu    sync.Mutex
	since time.Time       // zero: it is heard
	over  []report.Window // not yet recorded, in the order in which they ended
}

// fails notes that the channel has failed, maybe again.
func (e *ear) fails(at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.since.IsZero() {
		e.since = at
	}
}

// hears notes that the channel is heard, and has been since an instant.
func (e *ear) hears(from time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if since := e.since; !since.IsZero() {
		e.since = time.Time{}
		e.missed(report.Window{From: since, To: from})
	}
}

// stood notes a time in which the whole machine stood still.
func (e *ear) stood(w report.Window) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.missed(w)
}

func (e *ear) missed(w report.Window) {
	if w.To.Sub(w.From) >= gap {
		e.over = append(e.over, w)
	}
}

// told lists what is not yet recorded, and tells whether the channel is not heard now.
func (e *ear) told() (over []report.Window, deaf bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.over, !e.since.IsZero()
}

// recorded forgets the first n of what was told. What lasts begins anew where another
// program of the store has heard meanwhile.
func (e *ear) recorded(n int, heard time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.over = e.over[n:]
	if !e.since.IsZero() {
		e.since = later(e.since, heard)
	}
}

// listened records the times in which nothing could be received, then says that this
// program can receive now. An outage is a time in which none of the programs of a
// store said so: whoever finds one records what lies behind the last such word, so
// that one program's channel or sleep excuses nobody whom another could hear.
func (l *loop) listened(ctx context.Context, now time.Time) error {
	over, deaf := l.ear.told()
	if len(over) == 0 && now.Sub(l.heard).Abs() < signsEvery {
		return nil
	}
	heard, _, err := l.program.store.Heard(ctx)
	if err != nil {
		return err
	}
	if heard.Sub(now) >= gap { // by a clock that was wrong
		heard = time.Time{}
	}
	for _, w := range over {
		if w.From = later(w.From, heard); w.To.Sub(w.From) < gap {
			continue
		}
		if err := l.program.store.Outage(ctx, w.From, w.To); err != nil {
			return err
		}
		l.missed(w)
	}
	l.ear.recorded(len(over), heard)
	l.heard = now
	if deaf {
		return nil
	}
	return l.program.store.Hear(ctx, now)
}

// stood notes that the clock went on by minutes in a sleep of the loop, in which so
// much time has passed. A PC that was suspended received nothing. A clock that was
// set received all along, unless it was behind what the last run knew: then the
// machine was off since.
func (l *loop) stood(from, to time.Time, passed time.Duration) {
	since := later(from, to.Add(-passed))
	if l.alive.After(from) {
		since = l.alive
	}
	l.alive = time.Time{}
	l.ear.stood(report.Window{From: since, To: to})
}
