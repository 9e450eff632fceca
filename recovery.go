package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"qunbao/bot"
	"qunbao/report"
	"qunbao/storage"
)

// recovery stands before the handler and remembers since when messages could
// not be handled because the store was not available. They are in the journal,
// and are handled from there, in order, once it is back: nobody has to send
// anything again. A message that is handled twice changes nothing.
type recovery struct {
	workspace *report.Workspace
	handler   bot.Handler
	journal   string // the journal's folder; empty: none is kept
	since     time.Time
	log       *slog.Logger
}

// crashed is how far before the last sign of life, or before a failure, a message
// may have been kept and not handled: signs of life are a minute apart, and a
// message may be dated some minutes ahead.
const crashed = 15 * time.Minute

// Handle implements bot.Handler.
func (r *recovery) Handle(ctx context.Context, m report.Message, now time.Time) error {
	if !r.since.IsZero() {
		return nil // behind the others of the journal: its turn comes at the next step
	}
	err := bot.Guard(func() error { return r.handler.Handle(ctx, m, now) })
	if errors.Is(err, storage.ErrUnavailable) && r.journal != "" {
		r.since = now.Add(-crashed)
		r.log.Error("the store is not available; messages are kept in the journal and handled when it is back", "error", err)
		return nil
	}
	return err
}

// catchUp handles what the journal holds since messages could not be handled.
// While the store is still away it gives that error and is called again later.
func (r *recovery) catchUp(ctx context.Context) error {
	if r.since.IsZero() || r.journal == "" {
		return nil
	}
	handled := 0
	err := storage.ReadJournal(r.journal, r.since, func(m report.Message, received time.Time) error {
		m = bot.Clean(m, received, r.workspace.Zone)
		at := received
		if m.Time.After(at) {
			at = m.Time
		}
		handled++
		err := bot.Guard(func() error { return r.handler.Handle(ctx, m, at) })
		if err != nil && !errors.Is(err, storage.ErrUnavailable) && ctx.Err() == nil {
			r.log.Error("a message of the journal could not be handled", "message", m.ID, "error", err)
			return nil
		}
		return err
	})
	var unreadable *storage.Break
	if errors.As(err, &unreadable) {
		r.log.Error("the journal holds lines that cannot be read", "error", err)
	} else if err != nil {
		return err
	}
	r.log.Info("handled what the journal holds", "since", r.since, "messages", handled)
	r.since = time.Time{}
	return nil
}
