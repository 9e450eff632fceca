package main

import (
	"context"
	"time"

	"qunbao/report"
)

// again is how long something that failed is left alone.
const again = 500 * time.Millisecond

// keep puts a message into the journal and wakes the loop, which handles it in
// its turn. It is what a channel's Run calls, in the channel's goroutine: however
// slow the store is, and whether it is there at all, a message is kept at once.
//
// While the journal cannot keep it (a full disk) the channel waits, and nothing
// is lost.
func (l *loop) keep(ctx context.Context, m report.Message) error {
	m = attached(l.program.workspace, m)
	var from time.Time
	for said := ""; ; {
		now := l.now()
		err := l.program.receiver.Keep(ctx, m, now)
		if err == nil {
			l.keptAgain(from, now)
			l.ring()
			return nil
		}
		if ctx.Err() != nil {
			return err
		}
		if from.IsZero() {
			from = now
		}
		if err.Error() != said {
			said = err.Error()
			l.log.Error("a message waits until it can be kept", "error", err)
		}
		if !pause(ctx, again) {
			return ctx.Err()
		}
	}
}

// keptAgain says, where messages had to wait from an instant on, that they are kept again.
func (l *loop) keptAgain(from, now time.Time) {
	if from.IsZero() {
		return
	}
	l.log.Info("messages are kept again", "from", from, "to", now)
	l.unkept.Store(&report.Window{From: from, To: now})
}

// pause is false once ctx is done.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
