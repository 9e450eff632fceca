package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"qunbao/report"
)

// send puts a batch into words, marks its rows and sends one message.
func (s *Sender) send(ctx context.Context, rows []report.Row, now time.Time) error {
	out, ok, err := s.render(ctx, rows, now)
	if err != nil {
		return errors.Join(err, s.countFailure(ctx, rows, now))
	}
	if !ok {
		return s.finish(ctx, rows, report.SendResult{State: report.Settled, At: now})
	}
	begun, err := s.begin(ctx, rows, now)
	if len(begun) < len(rows) {
		// The words name rows that are no longer ours: the others go back and
		// are put into words again.
		return errors.Join(err, s.back(ctx, begun, now, now))
	}
	out.Key, out.Time = rows[0].Key, now
	return s.finish(ctx, rows, s.attempt(ctx, out, rows[0], now))
}

// render asks the renderer, whose panics are errors of these rows alone.
func (s *Sender) render(ctx context.Context, rows []report.Row, now time.Time) (out report.Outgoing, ok bool, err error) {
	err = Guard(func() (err error) {
		out, ok, err = s.Renderer.Render(ctx, rows, now)
		return err
	})
	if err != nil {
		err = fmt.Errorf("render %s %s: %w", rows[0].Kind, ref(rows[0].Key), err)
	}
	return out, ok, err
}

// begin marks rows as being sent, and gives those that are ours.
func (s *Sender) begin(ctx context.Context, rows []report.Row, now time.Time) ([]report.Row, error) {
	var errs []error
	var begun []report.Row
	for _, r := range rows {
		ok, err := s.Outbox.Begin(ctx, r.Key, s.Owner, now)
		if err != nil {
			errs = append(errs, fmt.Errorf("begin %s %s: %w", r.Kind, ref(r.Key), err))
		} else if ok {
			begun = append(begun, r)
		}
	}
	return begun, errors.Join(errs...)
}

// attempt sends a message once and says what becomes of its rows. What concerns
// the channel as a whole makes the sender pause.
func (s *Sender) attempt(ctx context.Context, out report.Outgoing, first report.Row, now time.Time) report.SendResult {
	err := s.Channel.Send(ctx, out)
	tries := first.Attempts + 1
	result := report.SendResult{State: report.Queued, At: now, Note: note(err)}
	switch {
	case err == nil:
		s.pacer.left(now, s.Pace)
		s.pacer.failures = 0
		return report.SendResult{State: report.Sent, At: now}
	case errors.Is(err, ErrUncertain):
		s.pacer.left(now, s.Pace)
		result.State = report.Uncertain
		if first.Kind.Resend() {
			result.State, result.NotBefore = report.Queued, now.Add(s.wait(firstDelay, mostDelay, first.Attempts))
		}
	case errors.Is(err, ErrRejected):
		result.State = report.Failed
	case errors.Is(err, ErrTooFast):
		result.NotBefore = s.pause(now, firstPause, mostPause)
	case errors.Is(err, ErrOffline):
		result.NotBefore = s.pause(now, firstDelay, mostDelay)
	case ctx.Err() != nil:
		result.NotBefore = now // stopped before anything left
	case tries >= mostSend:
		result.State = report.Failed
	default:
		result.NotBefore = now.Add(s.wait(firstDelay, mostDelay, first.Attempts))
	}
	s.Log.Warn("message was not sent", "row", attrs(first), "state", result.State, "next", result.NotBefore, "error", err)
	return result
}

// countFailure counts an attempt at rows that cannot be put into words, and
// puts them off or gives them up.
func (s *Sender) countFailure(ctx context.Context, rows []report.Row, now time.Time) error {
	begun, err := s.begin(ctx, rows, now)
	errs := []error{err}
	for _, r := range begun {
		result := report.SendResult{State: report.Queued, At: now, Note: "could not be put into words",
			NotBefore: now.Add(s.wait(firstDelay, mostDelay, r.Attempts))}
		if r.Attempts+1 >= mostSend {
			result.State, result.NotBefore = report.Failed, time.Time{}
		}
		errs = append(errs, s.finish(ctx, []report.Row{r}, result))
	}
	return errors.Join(errs...)
}

// pause stops the sender for longer each time, until a message has left.
func (s *Sender) pause(now time.Time, first, most time.Duration) time.Time {
	s.pacer.pausedUntil = now.Add(s.wait(first, most, s.pacer.failures))
	s.pacer.failures++
	return s.pacer.pausedUntil
}

func (s *Sender) wait(first, most time.Duration, n int) time.Duration {
	d := doubled(first, most, n)
	if s.Jitter != nil {
		d = s.Jitter(d)
	}
	return d
}

// back returns rows to the queue, due at an instant or at their own later one.
func (s *Sender) back(ctx context.Context, rows []report.Row, at, now time.Time) error {
	var errs []error
	for _, r := range rows {
		result := report.SendResult{State: report.Queued, At: now, NotBefore: later(r.NotBefore, at)}
		errs = append(errs, s.finish(ctx, []report.Row{r}, result))
	}
	return errors.Join(errs...)
}

// finish ends rows with one result, also while the program is being stopped:
// what has left must be marked.
func (s *Sender) finish(ctx context.Context, rows []report.Row, result report.SendResult) error {
	ctx = context.WithoutCancel(ctx)
	var errs []error
	for _, r := range rows {
		if err := s.Outbox.Finish(ctx, r.Key, s.Owner, result); err != nil {
			errs = append(errs, fmt.Errorf("finish %s %s: %w", r.Kind, ref(r.Key), err))
			s.keep(r.Key, result)
			continue
		}
		delete(s.known, r.Key)
	}
	return errors.Join(errs...)
}

// keep remembers how a row ended that the outbox could not be told of.
func (s *Sender) keep(key string, result report.SendResult) {
	if s.known == nil {
		s.known = map[string]report.SendResult{}
	}
	s.known[key] = result
}

// note is why a send failed, in the words of the typed error alone: those of a
// channel may hold addresses.
func note(err error) string {
	for _, known := range []error{ErrUncertain, ErrRejected, ErrTooFast, ErrOffline} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	if err != nil {
		return "the send failed"
	}
	return ""
}

// attrs describes a row in a log without names: keys hold those of people.
func attrs(r report.Row) slog.Value {
	return slog.GroupValue(
		slog.String("ref", ref(r.Key)), slog.String("kind", string(r.Kind)),
		slog.String("form", string(r.Form)), slog.String("period", r.Period.String()),
		slog.Int("units", len(r.Units)), slog.Int("attempts", r.Attempts),
	)
}

// ref stands for a key in logs and errors.
func ref(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:4])
}
