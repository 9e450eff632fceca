package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"qunbao/report"
)

// markEvery is how often the store is told that the program runs, when nothing
// is due. After a crash no more than that is looked through again.
const markEvery = time.Minute

// jitter is how far a clock may go back without having been set back.
const jitter = time.Minute

// Step does everything that has come due since the last Step, in time order,
// and returns the next instant at which something is due: always a later one.
//
// The first Step goes on where the store says the program stopped. What is
// still useful is done late, what is stale is claimed as skipped. What fails is
// tried again, later each time, and stops nothing else; it is logged once, the
// admins are told where it fails again, and the error joins all that failed this
// time.
func (s *Scheduler) Step(ctx context.Context, now time.Time) (next time.Time, err error) {
	if err := s.begin(ctx, now); err != nil {
		return now.Add(retryFirst), err
	}
	now = s.follow(now)
	work := append(s.ready(now), attempts(s.decided(now))...)
	if !now.Before(s.next) {
		work = append(work, attempts(due(s.jobs, s.last, now))...)
		s.next = upcoming(s.jobs, now)
	}
	s.last = now
	err = errors.Join(s.fireAll(ctx, work, now), s.tell(ctx, now))
	if len(work) > 0 || now.Sub(s.marked) >= markEvery {
		err = errors.Join(err, s.mark(ctx))
	}
	return s.soonest(now), err
}

// begin finds, once, from where to go on. Nothing before the first start is
// made up: first start accuses nobody. The periods that are open are frozen.
func (s *Scheduler) begin(ctx context.Context, now time.Time) error {
	if s.begun {
		return nil
	}
	started, err := s.store.Started(ctx, now)
	if err != nil {
		return s.noted("start", fmt.Errorf("first start: %w", err))
	}
	ran, ok, err := s.store.Ran(ctx)
	if err != nil {
		return s.noted("start", fmt.Errorf("last run: %w", err))
	}
	// What is due at the very start is due; a start that did not get as far as
	// its first mark is begun again.
	from, open := started.Add(-time.Nanosecond), started
	if ok && ran.After(from) {
		from, open, s.marked = ran, now, ran
	}
	if from.After(now) {
		from, open, s.marked = now, now, time.Time{}
	}
	if err := s.recall(ctx); err != nil {
		return s.noted("start", fmt.Errorf("troubles: %w", err))
	}
	s.begun, s.started = true, report.DayOf(started.In(s.workspace.Zone))
	s.backlog, s.rulings = attempts(s.opened(from, open)), len(s.workspace.Rulings())
	s.last, s.next = from, upcoming(s.jobs, from)
	return s.noted("start", nil)
}

// follow bears a clock that goes back. A little is taken for no time at all; a
// clock that was set back is followed: what was done stays claimed, so that
// doing it again does nothing.
func (s *Scheduler) follow(now time.Time) time.Time {
	if back := s.last.Sub(now); back <= 0 {
		return now
	} else if back < jitter {
		return s.last
	}
	s.log.Warn("the clock was set back", "from", s.last, "to", now)
	s.last, s.marked, s.next = now, time.Time{}, upcoming(s.jobs, now)
	s.backlog = slices.DeleteFunc(s.backlog, func(a attempt) bool { return a.at.After(now) })
	for i := range s.backlog {
		s.backlog[i].again = now
	}
	return now
}

// fireAll makes each attempt; what fails is put into the backlog.
func (s *Scheduler) fireAll(ctx context.Context, work []attempt, now time.Time) error {
	var errs []error
	for i, a := range work {
		if ctx.Err() != nil {
			s.backlog = append(s.backlog, work[i:]...)
			return errors.Join(append(errs, ctx.Err())...)
		}
		done, err := s.fire(ctx, a.occasion, now)
		if s.noted(a.name(), err) != nil {
			a = a.after(err, now)
			s.backlog, errs = append(s.backlog, a), append(errs, err)
		}
		if err != nil || done {
			s.ended(a, err, now)
		}
	}
	return errors.Join(errs...)
}

// fire claims the firing of one occasion with its rows. It is done where it was
// claimed, now or before, and not as stale.
func (s *Scheduler) fire(ctx context.Context, o occasion, now time.Time) (done bool, err error) {
	f, err := o.planned(ctx, now)
	if err != nil {
		return false, fmt.Errorf("firing %s: %w", o.name(), err)
	}
	if f == nil {
		return false, nil
	}
	f.Name, f.At, f.Claimed = o.name(), o.at, now
	claimed, err := s.store.Claim(ctx, *f)
	if err != nil {
		return false, fmt.Errorf("firing %s: %w", o.name(), err)
	}
	if claimed {
		s.log.Log(ctx, level(*f), "firing claimed", "firing", f.Name, "due", f.At,
			"rows", len(f.Rows), "skipped", f.Skipped)
	}
	return !f.Skipped, nil
}

// level lets an operator see what was skipped without seeing all that was not.
func level(f report.Firing) slog.Level {
	if f.Skipped {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// mark tells the store up to where everything is done. What failed is not
// passed, so that another start finds it again.
func (s *Scheduler) mark(ctx context.Context) error {
	passed := s.last
	for _, o := range s.backlog {
		if !o.at.After(passed) {
			passed = o.at.Add(-time.Nanosecond)
		}
	}
	if !passed.After(s.marked) {
		return nil
	}
	if err := s.store.Mark(ctx, passed); err != nil {
		return s.noted("mark", fmt.Errorf("mark: %w", err))
	}
	s.marked = passed
	return s.noted("mark", nil)
}

// noted logs a failure when it begins and when it is over, and passes it on.
// That the program is being stopped is no failure, and that the store is away is
// told by whoever asks everything of it.
func (s *Scheduler) noted(what string, err error) error {
	switch {
	case passes(err):
	case err != nil && !s.failing[what]:
		s.failing[what] = true
		s.log.Error("failed, will be tried again", "what", what, "error", err)
	case err == nil && s.failing[what]:
		delete(s.failing, what)
		s.log.Info("mended", "what", what)
	}
	return err
}
