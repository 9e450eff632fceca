package wechat

import (
	"context"
	"sync"
	"time"
)

const (
	firstBreath = 2 * time.Second // after a round of the loop that brought nothing
	mostBreath  = 30 * time.Second
	pollBreath  = time.Second // between two polls of a login
)

// breath keeps the library, which asks again at once whatever it was answered,
// from asking more than once a second: a round of its loop is two requests. A
// round that brings news costs no wait, nor does one in which the service itself
// has waited.
type breath struct {
	mu     sync.Mutex
	idle   int       // rounds in a row that brought nothing
	began  time.Time // the last round
	polled time.Time // the last poll of a login
}

// before waits until a call may be made.
func (b *breath) before(ctx context.Context, call string) error {
	if wait := b.wait(call, time.Now()); wait > 0 && !pause(ctx, wait) {
		return context.Cause(ctx)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch call {
	case "login":
		b.polled = time.Now()
	case "synccheck":
		b.began = time.Now()
	}
	return nil
}

// wait is for how long a call has to wait; it is counted as a round.
func (b *breath) wait(call string, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch call {
	case "login":
		return pollBreath - now.Sub(b.polled)
	case "synccheck":
		b.idle++
		if b.idle > 1 {
			return min(firstBreath<<min(b.idle-2, 8), mostBreath)
		}
	}
	return 0
}

// answered notes a good answer to synccheck: one that took its time was a long
// poll, as it should be.
func (b *breath) answered() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.began) >= firstBreath {
		b.idle = 0
	}
}

// news notes that a round has brought something.
func (b *breath) news() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = 0
}

// pause is false once ctx is done.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
