package bot

import (
	"context"
	"fmt"
	"time"

	"qunbao/report"
)

// unreachedNote notes with a row's result that there was no way to its person.
const unreachedNote = "the channel cannot write to the person"

// reach finds where a row goes: where it is addressed, or, where that is a person to
// whom the channel cannot write just now, where it may go instead; false: nowhere. A
// reminder goes there too where the day's messages are to be spared.
func (s *Sender) reach(r report.Row, caps Capabilities, now time.Time) (report.Row, bool) {
	if s.Instead == nil || r.To.Person == "" {
		return r, true
	}
	reached := caps.CanReach(r.To.Person)
	if reached && (r.Kind != report.Reminder || r.Piece > 0 || !s.pacer.spares(s.Pace, now)) {
		return r, true
	}
	if to, ok := s.Instead(r); ok {
		return to, true
	}
	return r, reached
}

// tellSpared tells who looks after the bot that reminders go to their chats, since so
// many messages have left: once in a while, as long as that is so.
func (s *Sender) tellSpared(ctx context.Context, rows []report.Row, now time.Time) error {
	if len(rows) == 0 || now.Before(s.spared.Add(time.Hour)) && !now.Before(s.spared) {
		return nil
	}
	err := s.complain(ctx, rows, report.Crowded, now)
	if err == nil {
		s.spared = now
	}
	return err
}

// giveUp ends rows to people who cannot be reached, once who looks after the bot is
// to be told.
func (s *Sender) giveUp(ctx context.Context, rows []report.Row, now time.Time) error {
	if len(rows) == 0 {
		return nil
	}
	s.Log.Warn("messages to people whom the channel cannot write to are given up", "rows", len(rows), "kind", rows[0].Kind)
	if err := s.complain(ctx, rows, report.Unreached, now); err != nil {
		return err
	}
	return s.finish(ctx, keysOf(rows), report.SendResult{State: report.Failed, At: now, Note: unreachedNote})
}

// complainOf tells who looks after the bot of a message that was refused, or of which
// nobody knows whether it has left.
func (s *Sender) complainOf(ctx context.Context, rows []report.Row, result report.SendResult) error {
	switch result.State {
	case report.Failed:
		return s.complain(ctx, rows, report.Refused, result.At)
	case report.Uncertain:
		return s.complain(ctx, rows, report.Unsure, result.At)
	}
	return nil
}

func (s *Sender) complain(ctx context.Context, rows []report.Row, why report.Undelivery, now time.Time) error {
	if s.Feed == nil || s.Undelivered == nil || len(rows) == 0 {
		return nil
	}
	told := s.Undelivered(rows, why, now)
	if len(told) == 0 {
		return nil
	}
	if err := s.Feed.Queue(context.WithoutCancel(ctx), told...); err != nil {
		return fmt.Errorf("queue a notice about %s %s: %w", rows[0].Kind, ref(rows[0].Key), err)
	}
	return nil
}
