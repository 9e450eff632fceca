package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
)

// upkeep is what a service does once a day with what it keeps, in a quiet hour, or
// at the next start: the day before is sealed, old days of the journal are packed,
// and words that need not be kept are taken out of them; then one of the programs
// takes out of the store what its retention is over for. It belongs to the loop,
// does a little at a time, and never stops it.
type upkeep struct {
	retention configs.Retention
	zone      *time.Location
	journal   daybook
	store     upkeepStore
	desk      *desk
	by        string // names this program in the audit
	log       *slog.Logger

	due    time.Time    // when there is something to do; zero: at once
	broken []report.Day // days that cannot be packed, each told once
	said   string
}

// daybook is a journal by its days.
type daybook interface {
	Turn(ctx context.Context, today report.Day) error
	Finished(today report.Day) ([]storage.Finished, error)
	Read(day report.Day, fn func(m report.Message, received time.Time) error) error
	Pack(ctx context.Context, day report.Day, to storage.Stage, keep storage.Keep) (purged int, err error)
}

// upkeepStore is what upkeep asks of a store.
type upkeepStore interface {
	Outcome(context.Context, report.MessageID) (report.Outcome, bool, error)
	Claim(context.Context, report.Firing) (bool, error)
	Prune(context.Context, storage.Cut) (storage.Pruned, error)
	Audit(context.Context, report.Act) error
	Dump(context.Context, func(storage.Item) error) error
}

const (
	quietHour   = report.Clock(3*60 + 30)
	upkeepAgain = time.Hour // after something has failed
	packedAfter = 7         // days
	believable  = 31        // days without a message or a start; after more the clock may be wrong
)

// step does a part of what is due and says when it wants to go on. A nil upkeep,
// as of a replay, never does.
func (u *upkeep) step(ctx context.Context, now time.Time) (next time.Time) {
	if u == nil {
		return time.Time{}
	}
	if wait := u.due.Sub(now); 0 < wait && wait <= 25*time.Hour { // longer only where the clock was set back
		return u.due
	}
	day := u.day(now.Add(-time.Duration(quietHour) * time.Minute))
	more, err := u.work(ctx, day, now)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		u.complain(err)
		u.due = now.Add(upkeepAgain)
	case !more:
		u.said = ""
		u.due = (day + 1).At(quietHour, u.zone)
	}
	if u.due.Before(now) {
		return now
	}
	return u.due
}

// complain logs an error, once as long as it stays the same.
func (u *upkeep) complain(err error) {
	if err.Error() != u.said {
		u.said = err.Error()
		u.log.Error("the daily upkeep failed; it is tried again in an hour", "error", err)
	}
}

// work packs the oldest day that wants it, or, where none is left, prunes the
// store; more tells that it was a day. Nothing is taken out on the first day after
// a long time: a clock that is a year ahead would take a year too much, and by the
// next day somebody has set it right.
func (u *upkeep) work(ctx context.Context, day report.Day, now time.Time) (more bool, err error) {
	today := u.day(now)
	if err := u.journal.Turn(ctx, today); err != nil {
		return false, err
	}
	days, err := u.journal.Finished(today)
	if err != nil {
		return false, err
	}
	var last report.Day
	for _, f := range days {
		last = max(last, f.Last)
	}
	believed := today-last <= believable
	for _, f := range days {
		to := u.stage(today - f.Last)
		if !believed {
			to = min(to, storage.Packed)
		}
		if f.Stage < to && !slices.Contains(u.broken, f.Day) {
			return true, u.pack(ctx, f.Day, to, now)
		}
	}
	if !believed {
		return false, nil
	}
	return false, errors.Join(u.desk.clear(today-report.Day(u.retention.Files)), u.prune(ctx, day, now))
}

// stage is how far a day's file is to be tended at an age in days.
func (u *upkeep) stage(age report.Day) storage.Stage {
	switch r := u.retention; {
	case r.Journal > 0 && age > report.Day(r.Journal):
		return storage.Emptied
	case age > report.Day(r.Chatter):
		return storage.Cleared
	case age > packedAfter:
		return storage.Packed
	}
	return storage.Written
}

// pack brings a day of the journal to a stage. A day whose chain is broken is told
// once and left as it is.
func (u *upkeep) pack(ctx context.Context, day report.Day, to storage.Stage, now time.Time) error {
	purged := 0
	keep, err := u.keeps(ctx, day, to, now)
	if err == nil {
		purged, err = u.journal.Pack(ctx, day, to, keep)
	}
	var broken *storage.Break
	if errors.As(err, &broken) {
		u.broken = append(u.broken, day)
		u.log.Error("a day of the journal is left as it is; qunbao verify says what that means", "error", err)
		return nil
	}
	if err != nil || purged == 0 {
		return err
	}
	u.log.Info("words of the journal were taken out", "day", day.String(), "messages", purged)
	reason := "retention.chatter"
	if to == storage.Emptied {
		reason = "retention.journal"
	}
	return u.audit(ctx, fmt.Sprintf("journal %s: %d messages", day, purged), reason, now)
}

// keeps decides whose words of a day stay: those of messages that something came
// of, which the store remembers, and of recalls.
func (u *upkeep) keeps(ctx context.Context, day report.Day, to storage.Stage, now time.Time) (storage.Keep, error) {
	if to != storage.Cleared {
		return nil, nil
	}
	spoken, err := u.spokenOf(ctx, day, now)
	return func(ctx context.Context, m report.Message, received time.Time) (bool, error) {
		if m.Type == report.RecallMessage {
			return true, nil
		}
		if u.forgotten(m, received, now) {
			return spoken[m.ID], nil
		}
		_, known, err := u.store.Outcome(ctx, m.ID)
		return known, err
	}, err
}

// forgotten tells whether the store may no longer know what a message became.
func (u *upkeep) forgotten(m report.Message, received, now time.Time) bool {
	sent := received
	if !m.Time.IsZero() && m.Time.Before(sent) {
		sent = m.Time
	}
	return u.day(sent) < u.day(now)-report.Day(u.retention.Outcomes)
}

// spokenOf are those of a day's forgotten messages of which the store's history
// still speaks. It is seldom that a day has any, as after months in which the
// program was off: then the whole store is gone through.
func (u *upkeep) spokenOf(ctx context.Context, day report.Day, now time.Time) (map[report.MessageID]bool, error) {
	spoken := map[report.MessageID]bool{}
	err := u.journal.Read(day, func(m report.Message, received time.Time) error {
		if u.forgotten(m, received, now) {
			spoken[m.ID] = false
		}
		return nil
	})
	if err != nil || len(spoken) == 0 {
		return nil, err
	}
	return spoken, u.store.Dump(ctx, func(i storage.Item) error {
		messages, err := i.Messages()
		for _, id := range messages {
			if _, asked := spoken[id]; asked {
				spoken[id] = true
			}
		}
		return err
	})
}

func (u *upkeep) day(at time.Time) report.Day { return report.DayOf(at.In(u.zone)) }

// prune takes out of the store what is over, once a day however many programs run.
func (u *upkeep) prune(ctx context.Context, day report.Day, now time.Time) error {
	ours, err := u.store.Claim(ctx, report.Firing{Name: "upkeep/" + day.String(), At: day.At(quietHour, u.zone), Claimed: now})
	if err != nil || !ours {
		return err
	}
	p, err := u.store.Prune(ctx, storage.Cut{
		Outcomes: day - report.Day(u.retention.Outcomes),
		Rows:     (day - report.Day(u.retention.Outbox)).At(0, u.zone),
	})
	if err != nil || p.Outcomes+p.Rows == 0 {
		return err
	}
	u.log.Info("what is over was taken out of the store", "outcomes", p.Outcomes, "rows", p.Rows)
	return u.audit(ctx, fmt.Sprintf("store: %d outcomes, %d rows", p.Outcomes, p.Rows), "retention.outcomes, retention.outbox", now)
}

func (u *upkeep) audit(ctx context.Context, about, reason string, now time.Time) error {
	return u.store.Audit(ctx, report.Act{At: now, By: u.by, What: "purge", About: about, Reason: reason})
}
