package scheduler

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"qunbao/report"
)

// What fails is tried again after a minute, then after twice as long each time,
// up to a quarter of an hour.
const (
	retryFirst = time.Minute
	retryMost  = 15 * time.Minute
)

// attempt is an occasion, how often it has failed, and when it is tried again.
type attempt struct {
	occasion
	failed int
	again  time.Time
}

func attempts(all []occasion) []attempt {
	tries := make([]attempt, len(all))
	for i, o := range all {
		tries[i].occasion = o
	}
	return tries
}

// after is what becomes of an attempt that has failed. That the store is away is
// not the attempt's fault: it is made again as soon as somebody asks.
func (a attempt) after(err error, now time.Time) attempt {
	if passes(err) {
		a.again = now
		return a
	}
	wait := retryMost
	if a.failed < 4 {
		wait = retryFirst << a.failed
	}
	a.again = now.Add(wait)
	a.failed++
	return a
}

// passes tells whether an error is none of the job's: the program is being
// stopped, or the store is away, which is told by whoever asks everything of it.
func passes(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, report.ErrUnavailable)
}

// ready takes what is to be tried at an instant out of the backlog.
func (s *Scheduler) ready(now time.Time) (work []attempt) {
	var later []attempt
	for _, a := range s.backlog {
		if a.again.After(now) {
			later = append(later, a)
		} else {
			work = append(work, a)
		}
	}
	s.backlog = later
	return work
}

// soonest is the next instant at which there is something to do or to try again.
func (s *Scheduler) soonest(now time.Time) time.Time {
	next := s.next
	for _, a := range s.backlog {
		again := a.again
		if !again.After(now) {
			again = now.Add(retryFirst)
		}
		if again.Before(next) {
			next = again
		}
	}
	return next
}

// planned asks a job for its firing. A panic is a failure of that job alone; its
// value may hold what somebody typed, so that only a runtime error is shown.
func (o occasion) planned(ctx context.Context, now time.Time) (f *report.Firing, err error) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case runtime.Error:
			err = fmt.Errorf("panic: %w\n%s", v, debug.Stack())
		default:
			err = fmt.Errorf("panic of type %T\n%s", v, debug.Stack())
		}
	}()
	return o.job.plan(ctx, o, now)
}
