package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// gate stands before a store as a network does: it can be shut, and it can be slow.
type gate struct {
	store

	mu     sync.Mutex
	shut   bool
	slow   time.Duration
	server int64 // grows where the server is another
}

func (g *gate) set(change func(*gate)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change(g)
}

// Generation implements what a store with a server tells.
func (g *gate) Generation() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.server
}

func (g *gate) pass() error {
	g.mu.Lock()
	shut, slow := g.shut, g.slow
	g.mu.Unlock()
	time.Sleep(slow) // in a bubble of synctest always
	if shut {
		return fmt.Errorf("%w: connection refused (%d)", storage.ErrUnavailable, time.Now().UnixNano())
	}
	return nil
}

func (g *gate) Outcome(ctx context.Context, id report.MessageID) (report.Outcome, bool, error) {
	if err := g.pass(); err != nil {
		return report.Outcome{}, false, err
	}
	return g.store.Outcome(ctx, id)
}

func (g *gate) Commit(ctx context.Context, c report.Change) error {
	if err := g.pass(); err != nil {
		return err
	}
	return g.store.Commit(ctx, c)
}

func (g *gate) Stranded(ctx context.Context, owner string, now time.Time) ([]report.Row, error) {
	if err := g.pass(); err != nil {
		return nil, err
	}
	return g.store.Stranded(ctx, owner, now)
}

func (g *gate) Lease(ctx context.Context, owner string, now, until time.Time, most int) ([]report.Row, error) {
	if err := g.pass(); err != nil {
		return nil, err
	}
	return g.store.Lease(ctx, owner, now, until, most)
}

func (g *gate) NextRow(ctx context.Context) (time.Time, bool, error) {
	if err := g.pass(); err != nil {
		return time.Time{}, false, err
	}
	return g.store.NextRow(ctx)
}

func (g *gate) Claim(ctx context.Context, f report.Firing) (bool, error) {
	if err := g.pass(); err != nil {
		return false, err
	}
	return g.store.Claim(ctx, f)
}

func (g *gate) Period(ctx context.Context, k report.PeriodKey) (report.Period, error) {
	if err := g.pass(); err != nil {
		return report.Period{}, err
	}
	return g.store.Period(ctx, k)
}

func (g *gate) Queue(ctx context.Context, rows ...report.Row) error {
	if err := g.pass(); err != nil {
		return err
	}
	return g.store.Queue(ctx, rows...)
}

func (g *gate) Ran(ctx context.Context) (time.Time, bool, error) {
	if err := g.pass(); err != nil {
		return time.Time{}, false, err
	}
	return g.store.Ran(ctx)
}

func (g *gate) Mark(ctx context.Context, now time.Time) error {
	if err := g.pass(); err != nil {
		return err
	}
	return g.store.Mark(ctx, now)
}

func (g *gate) Outage(ctx context.Context, from, to time.Time) error {
	if err := g.pass(); err != nil {
		return err
	}
	return g.store.Outage(ctx, from, to)
}

func (g *gate) Heard(ctx context.Context) (time.Time, bool, error) {
	if err := g.pass(); err != nil {
		return time.Time{}, false, err
	}
	return g.store.Heard(ctx)
}
