package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"qunbao/report"
)

const (
	leaseFor = 2 * time.Minute // longer than any one send may take
	leaseMax = 500             // rows in hand at once: a batch is never split below it
	mostSend = 10              // attempts before a row that always fails is given up
)

// Sender empties the outbox into one channel. It may be used by one goroutine;
// several senders with different owners may share an outbox.
type Sender struct {
	Outbox   Outbox
	Renderer Renderer
	Channel  Channel
	Owner    string // names the program in the leases; never empty
	Log      *slog.Logger

	// Hold is the earliest instant from at on at which a kind may leave, by
	// the quiet hours; nil: at once.
	Hold func(kind report.Kind, at time.Time) time.Time
	// Jitter lengthens a wait by chance, so that programs do not come back at
	// the same instant; nil: by nothing.
	Jitter func(time.Duration) time.Duration
	Pace   Pace

	pacer pacer
	known map[string]report.SendResult // how rows ended that the outbox could not be told of
}

// Step sends everything that is due at now. next is when to call again: when
// something will be due, or the zero time where nothing waits. The error joins
// what went wrong with single rows and with the outbox; the other rows have
// left all the same, and next says when to try again.
func (s *Sender) Step(ctx context.Context, now time.Time) (next time.Time, err error) {
	errs := []error{s.recoverStranded(ctx, now)}
	for s.free(ctx, now) {
		rows, err := s.Outbox.Lease(ctx, s.Owner, now, now.Add(leaseFor), leaseMax)
		if err != nil {
			errs = append(errs, fmt.Errorf("lease rows: %w", err))
			break
		}
		errs = append(errs, s.leave(ctx, rows, now))
		if len(rows) < leaseMax {
			break
		}
	}
	err = errors.Join(errs...)
	next, nextErr := s.next(ctx)
	if err = errors.Join(err, nextErr); err != nil && next.Before(now.Add(firstDelay)) {
		next = now.Add(firstDelay)
	}
	return next, err
}

// next is when something is due and may leave.
func (s *Sender) next(ctx context.Context) (time.Time, error) {
	at, ok, err := s.Outbox.NextRow(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the next row: %w", err)
	}
	if !ok {
		return time.Time{}, nil
	}
	return later(at, s.pacer.ready(s.Pace)), nil
}

// free tells whether a message may leave now.
func (s *Sender) free(ctx context.Context, now time.Time) bool {
	return ctx.Err() == nil && !s.pacer.ready(s.Pace).After(now)
}

// recoverStranded settles what a crash between send and mark has left: an alert
// is sent again, all else stays uncertain. Of what this very program could not
// mark, because the store was away, it knows how it ended.
func (s *Sender) recoverStranded(ctx context.Context, now time.Time) error {
	rows, err := s.Outbox.Stranded(ctx, now)
	if err != nil {
		return fmt.Errorf("find stranded rows: %w", err)
	}
	var errs []error
	for _, r := range rows {
		result, ours := s.known[r.Key]
		if !ours {
			result = report.SendResult{State: report.Uncertain, At: now, Note: "stopped while sending"}
			if r.Kind.Resend() {
				result.State, result.NotBefore = report.Queued, now
			}
			s.Log.Warn("row was being sent when the program stopped", "row", attrs(r), "state", result.State)
		}
		errs = append(errs, s.finish(ctx, []report.Row{r}, result))
	}
	return errors.Join(errs...)
}

// leave sends leased rows: what is stale expires, what quiet hours hold goes
// back, the rest leaves in order, one message a batch.
func (s *Sender) leave(ctx context.Context, rows []report.Row, now time.Time) error {
	var errs []error
	due := rows[:0:0]
	for _, r := range rows {
		held := now
		if s.Hold != nil {
			held = s.Hold(r.Kind, now)
		}
		switch {
		case !r.Expires.IsZero() && now.After(r.Expires):
			errs = append(errs, s.finish(ctx, []report.Row{r}, report.SendResult{State: report.Expired, At: now}))
		case held.After(now):
			errs = append(errs, s.back(ctx, []report.Row{r}, held, now))
		default:
			due = append(due, r)
		}
	}
	for _, batch := range batches(s.inOrder(due)) {
		if s.free(ctx, now) {
			errs = append(errs, s.send(ctx, batch, now))
		} else {
			errs = append(errs, s.back(ctx, batch, s.pacer.ready(s.Pace), now))
		}
	}
	return errors.Join(errs...)
}

// inOrder sorts by the instant at which a row could first leave, then by
// urgency: what an outage has held up became due at its end, all at once.
func (s *Sender) inOrder(rows []report.Row) []report.Row {
	slices.SortStableFunc(rows, func(a, b report.Row) int {
		x, y := later(a.NotBefore, s.pacer.pausedUntil), later(b.NotBefore, s.pacer.pausedUntil)
		return cmp.Or(x.Compare(y), a.Kind.Urgency()-b.Kind.Urgency())
	})
	return rows
}
