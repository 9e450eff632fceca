package commands

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qunbao/report"
)

// Helper reads what the parser gives up on. It returns at once; what comes of it is put
// to the sender by Propose, or nothing is.
type Helper interface {
	Help(c report.Case, k report.PeriodKey, now time.Time)
}

// doubt is a message that help is asked about, and the period it would be a report for.
type doubt struct {
	report.Case
	key report.PeriodKey
}

// needsHelp finds whether help is asked about a message: one that is meant as a report
// of a unit that still owes one. The parser's own question then waits a little.
func (h *Handler) needsHelp(ctx context.Context, v *report.View) (*doubt, error) {
	if h.Helper == nil || v.Regret != nil {
		return nil, nil
	}
	c, ok := h.parser.Doubtful(v.Message, v.Reading)
	if !ok {
		return nil, nil
	}
	keys := make([]report.RecordKey, len(c.Periods))
	for i, k := range c.Periods {
		keys[i] = c.Key(k)
	}
	records, err := h.store.Records(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i, r := range records {
		if !r.Fold().Valid {
			v.Patience = report.HelpWait
			return &doubt{c, c.Periods[i]}, nil
		}
	}
	return nil, nil
}

// help asks for help with a message that has been handled. What only says that all is
// as it was needs none.
func (h *Handler) help(ctx context.Context, d *doubt, now time.Time) error {
	switch {
	case d == nil:
		return nil
	case d.Same:
		return h.proposeSame(ctx, d, now)
	}
	h.Helper.Help(d.Case, d.key, now)
	return nil
}

// proposeSame puts what the unit reported the day before to who says that nothing has
// changed.
func (h *Handler) proposeSame(ctx context.Context, d *doubt, now time.Time) error {
	r, ok, err := h.store.Previous(ctx, d.Key(d.key))
	if err != nil || !ok || r.Day != d.key.Day-1 || r.Slot != d.key.Slot {
		return err
	}
	return h.propose(ctx, d, h.workspace.SameAs(r), now)
}

// Propose holds what help claims a message to say against the message, and puts what is
// left to its sender, once. Nothing is put where the parser's own question has left
// meanwhile, or the message was recalled or overtaken by a report.
func (h *Handler) Propose(ctx context.Context, c report.Case, k report.PeriodKey, claims []report.Claim, now time.Time) error {
	e := h.parser.Examine(c, k, claims)
	if !e.Askable() {
		return nil
	}
	return h.propose(ctx, &doubt{c, k}, e, now)
}

func (h *Handler) propose(ctx context.Context, d *doubt, e report.Examined, now time.Time) error {
	own, asked, err := h.ledger.RowState(ctx, "question/"+string(d.Message.ID))
	if err != nil || asked && own != report.Queued || !asked && !d.Silent {
		return err
	}
	if _, known, err := h.store.Outcome(ctx, d.Message.ID); err != nil || known == d.Silent {
		return err // talk that was recalled, or a report that nothing is known of
	}
	v := report.View{Now: now, Message: d.Message, Speaker: h.workspace.Speaker(d.Message)}
	for range tries {
		q, open, err := h.store.Open(ctx, report.AskerOf(v.Message, v.Speaker), now)
		if err != nil {
			return err
		}
		if v.Question = nil; open {
			v.Question = &q
		}
		records, err := h.store.Records(ctx, []report.RecordKey{d.Key(d.key)})
		if err != nil {
			return err
		}
		v.Records = map[report.RecordKey]report.Record{d.Key(d.key): records[0]}
		change := h.workspace.Propose(v, d.Case, d.key, e)
		if change.Ask == nil {
			return nil
		}
		switch err := h.store.Commit(ctx, change); {
		case errors.Is(err, report.ErrMoved):
		case errors.Is(err, report.ErrKnown):
			return nil
		default:
			return err
		}
	}
	return fmt.Errorf("the record of message %s moved %d times while what was read in it was put", d.Message.ID, tries)
}

// shown tells whether a question may be answered: what a model read counts only once
// it was shown.
func (h *Handler) shown(ctx context.Context, q report.Question) (bool, error) {
	if q.Code != report.Proposed {
		return true, nil
	}
	state, ok, err := h.ledger.RowState(ctx, q.Row)
	return ok && (state == report.Sent || state == report.Uncertain), err
}

// regrets finds the report that a message takes back in bare words: what its sender has
// just confirmed of what a model read.
func (h *Handler) regrets(ctx context.Context, v *report.View) error {
	if v.Reading.Kind != report.IsChatter || !h.parser.TakesBack(v.Message) {
		return nil
	}
	var keys []report.RecordKey
	for _, form := range h.workspace.FormsIn(v.Message, v.Speaker) {
		k := h.workspace.PeriodAt(form, v.Message.Time)
		for _, u := range v.Speaker.Units() {
			keys = append(keys, report.RecordKey{PeriodKey: k, Unit: u}, report.RecordKey{PeriodKey: h.workspace.Before(k), Unit: u})
		}
	}
	records, err := h.store.Records(ctx, keys)
	if err != nil {
		return err
	}
	for _, r := range records {
		if r.JustConfirmed(*v) {
			v.Regret = &r
			v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsUnparsed}
			return nil
		}
	}
	return nil
}
