package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"qunbao/bot"
	"qunbao/commands"
	"qunbao/report"
	"qunbao/summarizer"
)

// helper has the model read, beside the loop, what the parser gives up on. What it
// claims goes into the journal, and in its order is held against the message and put to
// the sender; where that takes too long, fails, or the program ends before, the parser's
// own question leaves as if nobody had been asked.
type helper struct {
	workspace *report.Workspace
	study     *study
	reader    *summarizer.Reader
	journal   bot.Journal
	log       *slog.Logger
}

// quickest is the least that a model takes: with less time left it is not asked.
const quickest = 2 * time.Second

// Help implements commands.Helper.
func (h *helper) Help(c report.Case, k report.PeriodKey, now time.Time) {
	form, until := h.workspace.Form(k.Form), now.Add(report.HelpWait)
	h.study.hurry(errand{"read/" + string(c.Message.ID), func(ctx context.Context) (outcome, error) {
		ctx, cancel := context.WithDeadline(ctx, until)
		defer cancel()
		if time.Until(until) < quickest {
			return nil, nil // it waited too long: nobody would use what is read
		}
		claims, err := h.reader.Read(ctx, h.workspace, form, c.Message)
		if errors.Is(err, summarizer.ErrGuarded) {
			h.log.Warn("a message was kept from the model: a secrecy word stands in it", "about", c.Message.ID)
			err = nil
		}
		if err != nil || len(claims) == 0 {
			return nil, err
		}
		return func(ctx context.Context, now time.Time) error {
			if now.After(until) {
				return nil // the parser's own question is on its way
			}
			m, err := commands.Heard(c, k, claims, now)
			if err != nil {
				return err
			}
			defer h.study.ring()
			return h.journal.Append(ctx, m, now)
		}, nil
	}})
}
