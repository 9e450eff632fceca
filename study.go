package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"qunbao/report"
)

// errand is something that may take minutes, such as asking a model. Its work is done
// beside the loop, one errand at a time, so that cadres are answered meanwhile; what
// the work came to is applied in a turn of the loop.
type errand struct {
	name string // no second of a name is taken on while one waits or is under way

	// work must not touch what the loop changes, the workspace's rulings among it: what
	// it needs was read when it was wanted. Its outcome is nil where nothing came of it.
	work func(context.Context) (outcome, error)
}

// outcome applies what came of an errand to what stands now, which may have changed
// since the errand was wanted. Where the store is away it is called again.
type outcome func(ctx context.Context, now time.Time) error

// study does errands. What it has not done when the program ends is lost, so nothing
// may depend on it: what it would better stands without it. All its methods but Run
// are the loop's alone; those of a nil study take nothing on.
type study struct {
	soon   chan errand // done before those of wanted
	wanted chan errand
	done   chan result
	under  map[string]bool // the names of what waits or is under way
	first  *result         // the result that waits to be applied
	ring   func()          // tells the loop that something was done
	log    *slog.Logger
}

// result is an errand that was done.
type result struct {
	name    string
	outcome outcome
}

// mostErrands is how many may wait; what is wanted beyond is let go.
const mostErrands = 100

func newStudy(log *slog.Logger) *study {
	return &study{
		soon: make(chan errand, mostErrands), wanted: make(chan errand, mostErrands), done: make(chan result, 1),
		under: map[string]bool{}, ring: func() {}, log: log,
	}
}

// want takes an errand on and returns at once. It is false where there is no study,
// too much waits already, or an errand of that name does.
func (s *study) want(e errand) bool {
	if s == nil {
		return false
	}
	return s.take(e, s.wanted)
}

// hurry is want of something that somebody waits for: it is done before all that is
// only wanted.
func (s *study) hurry(e errand) bool {
	if s == nil {
		return false
	}
	return s.take(e, s.soon)
}

func (s *study) take(e errand, into chan<- errand) bool {
	if s.under[e.name] {
		return false
	}
	select {
	case into <- e:
		s.under[e.name] = true
		return true
	default:
		s.log.Warn("too much waits to be studied; this is left as it is", "errand", e.name)
		return false
	}
}

// Run does errands, first those that somebody waits for, else in the order wanted,
// until ctx is done.
func (s *study) Run(ctx context.Context) {
	if s == nil {
		return
	}
	for {
		e, ok := s.following(ctx)
		if !ok {
			return
		}
		came, err := e.work(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Warn("nothing came of an errand", "errand", e.name, "error", err)
		}
		select {
		case s.done <- result{e.name, came}:
			s.ring()
		case <-ctx.Done():
			return
		}
	}
}

// following waits for the errand that is done next; false when ctx is done.
func (s *study) following(ctx context.Context) (errand, bool) {
	select {
	case e := <-s.soon:
		return e, ctx.Err() == nil
	default:
	}
	select {
	case <-ctx.Done():
		return errand{}, false
	case e := <-s.soon:
		return e, true
	case e := <-s.wanted:
		return e, true
	}
}

// apply applies what was done. Its error is that of a store that is away; the result
// waits then. What else goes wrong with one is logged, and it is let go.
func (s *study) apply(ctx context.Context, now time.Time) error {
	for s.next() {
		if s.first.outcome != nil {
			switch err := s.first.outcome(ctx, now); {
			case errors.Is(err, report.ErrUnavailable):
				return err
			case err != nil:
				s.log.Error("what came of an errand was not applied", "errand", s.first.name, "error", err)
			}
		}
		delete(s.under, s.first.name)
		s.first = nil
	}
	return nil
}

// next tells whether a result waits.
func (s *study) next() bool {
	if s == nil || s.first != nil {
		return s != nil
	}
	select {
	case r := <-s.done:
		s.first = &r
		return true
	default:
		return false
	}
}
