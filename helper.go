package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"qunbao/commands"
	"qunbao/report"
	"qunbao/summarizer"
)

// helper has the model read, beside the loop, what the parser gives up on. What it
// claims is held against the message in a turn of the loop and put to the sender; where
// that takes too long, fails, or the program ends before, the parser's own question
// leaves as if nobody had been asked.
type helper struct {
	workspace *report.Workspace
	study     *study
	reader    *summarizer.Reader
	handler   *commands.Handler
	log       *slog.Logger
}

// Help implements commands.Helper.
func (h *helper) Help(c report.Case, k report.PeriodKey, now time.Time) {
	form, until := h.workspace.Form(k.Form), now.Add(report.HelpWait)
	h.study.want(errand{"read/" + string(c.Message.ID), func(ctx context.Context) (outcome, error) {
		ctx, cancel := context.WithTimeout(ctx, report.HelpWait)
		defer cancel()
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
			return h.handler.Propose(ctx, c, k, claims, now)
		}, nil
	}})
}
