package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"
	"time"

	"qunbao/report"
)

const (
	leaseFor = 2 * time.Minute // how long a dead program holds up a chat
	sendFor  = time.Minute     // and less, so that a send ends before its lease does
	leaseMax = 500             // rows in hand at once: a batch is never split below it
	mostSend = 10              // failures of its own before a row is given up
	// mostUnsure is how often an alert is sent of which it stays unknown whether it left: a
	// service that takes messages and answers badly must not repeat it all day.
	mostUnsure = 4
	lookAgain  = 5 * time.Second // at what is due and in another program's hands
	// lookAround is how long what falls due is left alone behind what waits for its pace.
	lookAround = time.Minute
)

// Sender empties the outbox into one channel. It may be used by one goroutine;
// several senders with different owners may share an outbox. A chat is one
// sender's at a time, so that its messages leave in their order: the urgent
// first, then by due time. The pace is each sender's own, as its account is.
//
// A crash between send and mark leaves rows of one message behind of which
// nobody knows whether they left. The same program, started again, marks them as
// uncertain at once, or sends them again if they are an alert; any other does so
// when their lease is over. A sender that lives and could not reach the outbox
// tells it later what it knows.
type Sender struct {
	Outbox   Outbox
	Renderer Renderer
	Channel  Channel
	Owner    string // names the program in the leases, at each start the same and no other's; never empty
	Log      *slog.Logger

	// Hold is the earliest instant from at on at which a row may leave, by the
	// quiet hours; nil: at once.
	Hold func(r report.Row, at time.Time) time.Time
	// Chance gives numbers from 0 to 1, by which waits are longer; nil: they are not.
	Chance func() float64
	Pace   Pace
	// Feed takes the pieces of messages that the channel cannot carry at once, and what
	// Undelivered says; nil: messages leave as they are, and nothing is said.
	Feed Feed
	// Instead finds another address for a row to a person whom the channel cannot write
	// to just now, and for a reminder where the day's messages are to be spared; false:
	// there is none. nil: rows go where they are addressed.
	Instead func(report.Row) (report.Row, bool)
	// Undelivered are the rows that tell those who look after the bot of rows that will
	// not arrive, or may not have; none where nobody need know. nil: none.
	Undelivered func(rows []report.Row, why report.Undelivery, now time.Time) []report.Row
	// Burst is the most messages that one Step sends, so that its instant does
	// not grow old while others lease by theirs; 0: no bound.
	Burst int

	pacer  pacer
	failed tally     // failures of rows that were their own
	unsure tally     // sends of alerts that may have left
	known  []ended   // how sends ended that the outbox could not be told of
	sure   bool      // the last Step knows of all that this program holds
	spared time.Time // when it was last told that reminders go to chats
	parted bool      // pieces were queued since the last lease
	waits  time.Time // when something that is due and had to wait in this Step may leave; zero: nothing had to
}

// ended is how the sending of rows ended.
type ended struct {
	rows   []string
	result report.SendResult
}

// Step sends what is due at now. next is when to call again: when something
// will be due, at once (not after now) where Burst has left something, or the
// zero time where nothing waits. The error joins what went wrong with single
// rows and with the outbox; the other rows have left all the same, and next says
// when to try again.
func (s *Sender) Step(ctx context.Context, now time.Time) (next time.Time, err error) {
	s.pacer.clamp(now)
	if next, idle := s.idle(ctx, now); idle {
		return next, nil
	}
	err = errors.Join(s.settle(ctx), s.recoverStranded(ctx, now))
	most := s.Burst
	if most == 0 {
		most = math.MaxInt
	}
	s.waits = time.Time{}
	for full := true; full && most > 0 && s.free(ctx, now); {
		s.parted = false
		rows, leaseErr := s.Outbox.Lease(ctx, s.Owner, now, now.Add(leaseFor), leaseMax)
		if leaseErr != nil {
			err = errors.Join(err, fmt.Errorf("lease rows: %w", leaseErr))
			break
		}
		left, leaveErr := s.leave(ctx, rows, now, most)
		most -= left
		full = (len(rows) == leaseMax || s.parted) && leaveErr == nil
		err = errors.Join(err, leaveErr)
	}
	next, nextErr := s.next(ctx)
	err = errors.Join(err, nextErr)
	s.sure = err == nil && len(s.known) == 0
	switch {
	case err != nil && next.Before(now.Add(firstDelay)):
		next = now.Add(firstDelay)
	case most > 0 && !next.IsZero() && !next.After(now):
		next = now.Add(lookAgain)
		if s.waits.After(next) {
			next = sooner(s.waits, now.Add(lookAround))
		}
	}
	return next, err
}

// Doubt makes the next Step look for rows in this program's hands: the outbox may
// have forgotten how they ended.
func (s *Sender) Doubt() { s.sure = false }

// idle tells that nothing is due, by one question to the outbox. It is never so
// at first or after an error, when this program may hold rows that it does not know of.
func (s *Sender) idle(ctx context.Context, now time.Time) (next time.Time, idle bool) {
	if !s.sure {
		return next, false
	}
	next, err := s.next(ctx)
	return next, err == nil && (next.IsZero() || next.After(now))
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

// settle tells the outbox what it could not be told before. What another has
// taken over meanwhile is the other's.
func (s *Sender) settle(ctx context.Context) error {
	var errs []error
	known := s.known
	s.known = nil
	for _, e := range known {
		errs = append(errs, s.mark(ctx, e.rows, e.result))
	}
	return errors.Join(errs...)
}

// unsettled are the rows of which the outbox could not be told how they ended.
func (s *Sender) unsettled() map[string]bool {
	keys := map[string]bool{}
	for _, e := range s.known {
		for _, key := range e.rows {
			keys[key] = true
		}
	}
	return keys
}

// recoverStranded settles what a crash between send and mark has left: an alert
// is sent again in its old place, all else stays uncertain. Of what this very
// program could not mark it knows how it ended.
func (s *Sender) recoverStranded(ctx context.Context, now time.Time) error {
	rows, err := s.Outbox.Stranded(ctx, s.Owner, now)
	if err != nil {
		return fmt.Errorf("find stranded rows: %w", err)
	}
	ours := s.unsettled()
	var again []string
	var uncertain []report.Row
	for _, r := range rows {
		if ours[r.Key] {
			continue
		}
		s.pacer.left(s.Pace, report.Outgoing{Time: now, Files: r.Files}, 1) // maybe
		state := report.Uncertain
		if r.Kind.Resend() {
			state, again = report.Queued, append(again, r.Key)
		} else {
			uncertain = append(uncertain, r)
		}
		s.Log.Warn("nobody has told how a send ended: the program stopped, or it takes very long", "row", attrs(r), "state", state)
	}
	const note = "stopped while sending"
	return errors.Join(s.finish(ctx, again, report.SendResult{State: report.Queued, At: now, Stranded: true, Note: note}),
		s.finish(ctx, keysOf(uncertain), report.SendResult{State: report.Uncertain, At: now, Stranded: true, Note: note}),
		s.complain(ctx, uncertain, report.Unsure, now))
}

// leave sends up to most messages of leased rows: what is stale expires, what
// quiet hours hold is put off, the rest leaves in order, one message a batch.
// Rows that do not leave now are given up first, so that another program may
// have them while this one sends.
func (s *Sender) leave(ctx context.Context, rows []report.Row, now time.Time, most int) (sent int, err error) {
	due, err := s.sortOut(ctx, rows, now)
	if s.Pace.Spacing > 0 {
		most = 1
	}
	going, staying := s.choose(s.batches(due), now, most)
	errs := []error{err, s.release(ctx, staying, now)}
	for i, batch := range going {
		if !s.free(ctx, now) {
			errs = append(errs, s.release(ctx, going[i:], now))
			break
		}
		errs = append(errs, s.send(ctx, batch, now))
		sent++
	}
	return sent, errors.Join(errs...)
}

// choose parts batches, in their order, into at most so many that may leave now and
// those that may not. Behind one that has to wait nothing to its address leaves.
func (s *Sender) choose(all [][]report.Row, now time.Time, most int) (going, staying [][]report.Row) {
	waiting := map[report.Address]bool{}
	for _, batch := range all {
		first := batch[0]
		if at := s.pacer.readyFor(s.Pace, first); at.After(now) {
			s.waits, waiting[first.To] = sooner(s.waits, at), true
		}
		if waiting[first.To] || len(going) == most {
			staying = append(staying, batch)
		} else {
			going = append(going, batch)
		}
	}
	return going, staying
}

// sooner is the earlier of two instants; zero is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// sortOut ends what is stale or cannot arrive, puts off what quiet hours hold, and
// gives the rest, each with the address it goes to. A row whose end the outbox could
// not be told is left until it can.
func (s *Sender) sortOut(ctx context.Context, rows []report.Row, now time.Time) (due []report.Row, err error) {
	var stale []string
	var unreached, spared []report.Row
	held, unsettled, caps := map[time.Time][]string{}, s.unsettled(), s.Channel.Capabilities()
	for _, r := range rows {
		if unsettled[r.Key] {
			continue
		}
		until := now
		if s.Hold != nil {
			until = s.Hold(r, now)
		}
		to, reached := s.reach(r, caps, now)
		switch {
		case !r.Expires.IsZero() && now.After(r.Expires) && r.Piece < 2: // the later pieces live as long as the first
			stale = append(stale, r.Key)
		case until.After(now):
			held[until] = append(held[until], r.Key)
		case !reached:
			unreached = append(unreached, r)
		default:
			due = append(due, to)
			if to.To != r.To && caps.CanReach(r.To.Person) {
				spared = append(spared, to)
			}
		}
	}
	errs := []error{s.finish(ctx, stale, report.SendResult{State: report.Expired, At: now}), s.giveUp(ctx, unreached, now), s.tellSpared(ctx, spared, now)}
	for _, until := range slices.SortedFunc(maps.Keys(held), time.Time.Compare) {
		errs = append(errs, s.finish(ctx, held[until], report.SendResult{State: report.Queued, At: now, NotBefore: until}))
	}
	return due, errors.Join(errs...)
}
