package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// The disk is the cost of a write: it takes as long for one as for many. So what
// waits while one transaction reaches the disk goes into the next one together.
// Each write stays whole or is refused alone, by a savepoint; none is
// acknowledged before the disk has it.

// together is the most writes of one transaction.
const together = 64

// waiting is a write in the line.
type waiting struct {
	ctx      context.Context
	do       func(context.Context, *session) error
	single   bool          // one statement, which is a transaction by itself
	done     chan struct{} // closed when it is on the disk, or err says why not
	err      error
	panicked any
}

// line is where writes wait, first come first served.
type line struct {
	mu  sync.Mutex
	all []*waiting
}

func (l *line) join(w *waiting) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, w)
}

// leave is false where the write has begun.
func (l *line) leave(w *waiting) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.all, w)
	if i >= 0 {
		l.all = slices.Delete(l.all, i, i+1)
	}
	return i >= 0
}

func (l *line) take() []*waiting {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.all), together)
	group := slices.Clone(l.all[:n])
	l.all = slices.Delete(l.all, 0, n)
	return group
}

// write runs fn as if alone, in one transaction, and returns when the disk has
// it. Waiting for its turn ends with the context; what has begun is finished.
// Whoever finds the session free writes for all that wait.
func (s *Store) write(ctx context.Context, what string, fn func(context.Context, *session) error) error {
	return s.stand(ctx, what, &waiting{do: fn})
}

// put is write for a fn of a single statement.
func (s *Store) put(ctx context.Context, what string, fn func(context.Context, *session) error) error {
	return s.stand(ctx, what, &waiting{do: fn, single: true})
}

// stand waits in the line until the write is done.
func (s *Store) stand(ctx context.Context, what string, w *waiting) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.ctx, w.done = context.WithoutCancel(ctx), make(chan struct{})
	s.line.join(w)
	for {
		select {
		case <-ctx.Done():
			if s.line.leave(w) {
				return ctx.Err()
			}
			<-w.done
		case se, open := <-s.writing:
			if !open {
				s.line.leave(w)
				return errors.New("storage/sqlite: " + what + ": the store is closed")
			}
			se.writeAll(s.line.take())
			s.writing <- se
			continue
		case <-w.done:
		}
		if w.panicked != nil {
			panic(w.panicked)
		}
		if w.err != nil {
			return fmt.Errorf("storage/sqlite: %s: %w", what, explain(w.err))
		}
		return nil
	}
}

// writeAll writes a group in one transaction. Where that fails as a whole (the
// disk is full), all of the group are told so, whatever they were told before.
func (s *session) writeAll(group []*waiting) {
	if len(group) == 0 {
		return
	}
	if w := group[0]; w.single && len(group) == 1 {
		w.err = w.run(s)
		close(w.done)
		return
	}
	ctx := group[0].ctx
	err := s.atomic(ctx, `BEGIN IMMEDIATE`, func() error {
		if len(group) == 1 { // its own error ends the transaction
			return group[0].run(s)
		}
		for _, w := range group {
			if err := s.apart(w); err != nil {
				return err
			}
		}
		return nil
	})
	for _, w := range group {
		if w.err == nil {
			w.err = err
		}
		close(w.done)
	}
}

// apart runs one of a group. Its error takes back what it did and nothing else;
// an error is given back only where that cannot be done.
func (s *session) apart(w *waiting) error {
	if _, err := s.exec(w.ctx, `SAVEPOINT apart`); err != nil {
		return err
	}
	if w.err = w.run(s); w.err != nil {
		if _, err := s.exec(w.ctx, `ROLLBACK TO apart`); err != nil {
			return w.err // it has ended the whole transaction
		}
	}
	_, err := s.exec(w.ctx, `RELEASE apart`)
	return err
}

// run does the write. Its panic is its caller's, not that of who writes for all.
func (w *waiting) run(s *session) (err error) {
	defer func() {
		if w.panicked = recover(); w.panicked != nil {
			err = errors.New("a write has panicked")
		}
	}()
	return w.do(w.ctx, s)
}
