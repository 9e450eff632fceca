package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"qunbao/report"
)

// send puts a batch into words, marks its rows and sends one message.
func (s *Sender) send(ctx context.Context, rows []report.Row, now time.Time) error {
	if waits, err := s.waitsForPiece(ctx, rows[0], now); waits || err != nil {
		return err
	}
	out, ok, err := s.words(ctx, rows, now)
	if err != nil {
		return errors.Join(err, s.countFailure(ctx, rows, now))
	}
	if !ok {
		s.parted = s.parted || rows[0].Piece > 0 // what it stood in front of need not wait
		return s.finish(ctx, keysOf(rows), report.SendResult{State: report.Settled, At: now})
	}
	if s.Feed != nil {
		if all := pieces(out, rows[0], s.Channel.Capabilities()); len(all) > 0 {
			return s.part(ctx, rows, all, now)
		}
	}
	begun, err := s.begin(ctx, rows, now)
	if err != nil || !begun {
		return err
	}
	out.Key, out.Time = rows[0].Key, now
	result := s.attempt(ctx, out, rows, now)
	return errors.Join(s.mark(ctx, keysOf(rows), result), s.complainOf(ctx, rows, result))
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

// begin marks the rows of a message as being sent. Where another has taken one
// of them over, the words are no longer right: the others are given up, and put
// into words again.
func (s *Sender) begin(ctx context.Context, rows []report.Row, now time.Time) (bool, error) {
	begun, err := s.Outbox.Begin(context.WithoutCancel(ctx), s.Owner, now, now.Add(leaseFor), keysOf(rows)...)
	switch {
	case err != nil: // they may be marked all the same, and nothing has left
		err = fmt.Errorf("begin %s %s: %w", rows[0].Kind, ref(rows[0].Key), err)
		return false, errors.Join(err, s.mark(ctx, keysOf(rows), report.SendResult{State: report.Queued, At: now}))
	case !begun:
		return false, s.release(ctx, [][]report.Row{rows}, now)
	}
	return true, nil
}

// attempt sends a message once and says what becomes of its rows. What concerns
// the channel as a whole makes the sender pause; the rows keep their places, and
// another program may send them meanwhile. It counts for nothing against them.
func (s *Sender) attempt(ctx context.Context, out report.Outgoing, rows []report.Row, now time.Time) report.SendResult {
	first := rows[0]
	sending, stop := context.WithTimeout(ctx, sendFor)
	err := s.Channel.Send(sending, out)
	stop()
	result := report.SendResult{State: report.Queued, At: now, Note: note(err)}
	switch {
	case err == nil:
		s.pacer.left(s.Pace, out, s.chance())
		s.pacer.slow, s.pacer.deaf = 0, 0
		return report.SendResult{State: report.Sent, At: now}
	case errors.Is(err, ErrUncertain):
		s.pacer.left(s.Pace, out, s.chance())
		result.State = report.Uncertain
		if n := s.unsure.add(keysOf(rows)); first.Kind.Resend() && n < mostUnsure {
			result.State, result.NotBefore = report.Queued, now.Add(s.wait(firstDelay, mostDelay, n-1))
		}
	case errors.Is(err, ErrRejected):
		result.State = report.Failed
	case errors.Is(err, ErrTooFast):
		s.pacer.slowUntil = now.Add(s.wait(firstPause, mostPause, s.pacer.slow))
		s.pacer.slow++
	case errors.Is(err, ErrOffline):
		s.pacer.deafUntil = now.Add(s.wait(firstDelay, mostDelay, s.pacer.deaf))
		s.pacer.deaf++
	case ctx.Err() != nil: // stopped before anything left
	default:
		s.again(&result, keysOf(rows))
	}
	s.Log.Warn("message was not sent", "row", attrs(first), "state", result.State,
		"next", later(result.NotBefore, later(s.pacer.slowUntil, s.pacer.deafUntil)), "error", err)
	return result
}

// again puts rows off after a failure of their own, or gives them up after many.
func (s *Sender) again(result *report.SendResult, rows []string) {
	n := s.failed.add(rows)
	if n >= mostSend {
		result.State = report.Failed
		return
	}
	result.State, result.NotBefore = report.Queued, result.At.Add(s.wait(firstDelay, mostDelay, n-1))
}

// countFailure counts an attempt at rows that cannot be put into words, and
// puts them off or gives them up.
func (s *Sender) countFailure(ctx context.Context, rows []report.Row, now time.Time) error {
	begun, err := s.begin(ctx, rows, now)
	if err != nil || !begun {
		return err
	}
	var errs []error
	for _, r := range rows {
		result := report.SendResult{At: now, Note: "could not be put into words"}
		s.again(&result, []string{r.Key})
		errs = append(errs, s.mark(ctx, []string{r.Key}, result))
	}
	return errors.Join(errs...)
}

// wait is doubled for each failure before, and by chance up to a fifth longer, so that
// programs do not come back at the same instant.
func (s *Sender) wait(first, most time.Duration, n int) time.Duration {
	d := doubled(first, most, n)
	return d + time.Duration(s.chance()*float64(d/5))
}

func (s *Sender) chance() float64 {
	if s.Chance == nil {
		return 0
	}
	return s.Chance()
}

// release gives up rows that were not begun; they keep their places.
func (s *Sender) release(ctx context.Context, rows [][]report.Row, now time.Time) error {
	return s.finish(ctx, keysOf(slices.Concat(rows...)), report.SendResult{State: report.Queued, At: now})
}

// mark ends rows that were begun. Where the outbox cannot be told, it is told
// later.
func (s *Sender) mark(ctx context.Context, rows []string, result report.SendResult) error {
	err := s.finish(ctx, rows, result)
	if err != nil {
		s.known = append(s.known, ended{rows, result})
	}
	return err
}

// finish ends rows with one result, also while the program is being stopped:
// what has left must be marked. What another has taken over is the other's.
func (s *Sender) finish(ctx context.Context, rows []string, result report.SendResult) error {
	if len(rows) == 0 {
		return nil
	}
	if result.State != report.Queued {
		s.failed.drop(rows)
		s.unsure.drop(rows)
	}
	err := s.Outbox.Finish(context.WithoutCancel(ctx), s.Owner, result, rows...)
	switch {
	case errors.Is(err, report.ErrMoved):
		s.Log.Warn("another program has taken over a row", "row", ref(rows[0]), "rows", len(rows), "state", result.State, "error", err)
		return nil
	case err != nil:
		return fmt.Errorf("finish %d rows from %s on as %s: %w", len(rows), ref(rows[0]), result.State, err)
	}
	return nil
}

func keysOf(rows []report.Row) []string {
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return keys
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
