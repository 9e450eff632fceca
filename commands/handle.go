package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
)

// tries bounds how often a change is decided again because another program, or
// another message, has moved the same record.
const tries = 20

// Handle does what a message asks for, once: a message handled before changes
// nothing. The error is a fault of ours; what the sender can mend is asked in
// the chat.
func (h *Handler) Handle(ctx context.Context, m report.Message, now time.Time) error {
	if _, known, err := h.store.Outcome(ctx, m.ID); err != nil || known {
		return err
	}
	if m.Type == report.ReadingMessage {
		return h.hear(ctx, m, now)
	}
	view := report.View{Now: now, Message: m, Speaker: h.workspace.Speaker(m)}
	if err := h.read(ctx, &view); err != nil {
		return err
	}
	switch view.Reading.Kind {
	case report.IsCommand:
		return h.command(ctx, view)
	case report.IsRecall:
		if answered, err := h.recalled(ctx, view); err != nil || answered {
			return err
		}
	}
	doubt, err := h.needsHelp(ctx, &view)
	if err != nil {
		return err
	}
	if err := h.decide(ctx, view); err != nil {
		return err
	}
	return h.help(ctx, doubt, now)
}

// read finds what the message says: an answer to an open question, where one
// is open and it fits, else what the parser makes of it.
func (h *Handler) read(ctx context.Context, v *report.View) error {
	if refers := v.Message.RefersTo; refers != "" {
		referred, known, err := h.store.Outcome(ctx, refers)
		if err != nil {
			return err
		}
		if known {
			v.Referred = &referred
		}
	}
	q, open, err := h.question(ctx, v)
	if err != nil {
		return err
	}
	if open {
		v.Question = &q
	}
	if is, err := h.confirms(ctx, v); is || err != nil {
		return err
	}
	answered := false
	if open {
		if answered, err = h.answers(ctx, v); err != nil {
			return err
		}
	}
	if !answered {
		v.Reading = h.parser.Message(v.Message)
		if err := h.thread(ctx, v); err != nil {
			return err
		}
		h.meant(v)
		return h.regrets(ctx, v)
	}
	return nil
}

// answers reads the message as the answer to one of the open questions: the one
// it quotes, else the last one asked, else one that waits and that it fits. Who
// quotes something else means that.
func (h *Handler) answers(ctx context.Context, v *report.View) (bool, error) {
	turns := v.Question.Turns()
	quoted := slices.IndexFunc(turns, func(q report.Question) bool {
		return v.Message.RefersTo != "" && (string(v.Message.RefersTo) == q.Row || v.Message.RefersTo == q.Message)
	})
	if quoted >= 0 {
		turns = turns[quoted : quoted+1]
	} else if v.Referred != nil && len(v.Referred.Records) > 0 {
		return false, nil
	}
	for i, q := range turns {
		a, ok := h.parser.Answer(v.Message, q)
		if !ok || v.Message.Time.Before(q.Counts) || i > 0 && (q.Asked.IsZero() || a.Kind != report.AnswerValue || q.Until.Before(v.Now)) {
			continue
		}
		if shown, err := h.shown(ctx, q); err != nil || !shown {
			return false, err
		}
		reading := report.Reading{ID: v.Message.ID, Kind: report.IsAnswer, Answer: &a}
		if q.Text != "" {
			said, again, ok := h.parser.Reread(v.Message, q, a)
			if !ok {
				return false, nil
			}
			v.Message, reading = said, again
		}
		v.Question, v.Reading = &q, reading
		return true, nil
	}
	return false, nil
}

// question finds the questions that are open for the sender: those asked in the
// same place, or, where the message quotes a question, those of its place.
func (h *Handler) question(ctx context.Context, v *report.View) (report.Question, bool, error) {
	asker := report.AskerOf(v.Message, v.Speaker)
	q, open, err := h.store.Open(ctx, asker, v.Now)
	if err != nil || open && asks(q, v.Message.RefersTo) || !strings.HasPrefix(string(v.Message.RefersTo), "question/") {
		return q, open, err
	}
	elsewhere := []report.ChatID{""}
	for _, c := range h.workspace.Chats {
		elsewhere = append(elsewhere, c.ID)
	}
	for _, chat := range elsewhere {
		asker.Chat = chat
		if other, ok, err := h.store.Open(ctx, asker, v.Now); err != nil || ok && asks(other, v.Message.RefersTo) {
			return other, ok, err
		}
	}
	return q, open, nil
}

// asks tells whether a question, or one that waits behind it, was asked with a row.
func asks(q report.Question, row report.MessageID) bool {
	return slices.ContainsFunc(q.Turns(), func(q report.Question) bool { return q.Row == string(row) })
}

// decide reads what the decision rests on, decides and commits, and does so
// again where a record has moved in between. A message that changes nothing
// leaves no trace but the journal's.
func (h *Handler) decide(ctx context.Context, v report.View) error {
	for range tries {
		if err := h.load(ctx, &v); err != nil {
			return err
		}
		change := h.workspace.Decide(v)
		if len(change.Events) > 0 {
			if err := h.urgent(ctx, &v); err != nil {
				return err
			}
			change = h.workspace.Decide(v)
		}
		if change.Empty(v.Message.ID) {
			return nil
		}
		err := h.store.Commit(ctx, change)
		switch {
		case errors.Is(err, report.ErrKnown):
			return nil
		case err == nil && len(change.Rulings) > 0:
			return Follow(ctx, h.ledger, h.workspace)
		case !errors.Is(err, report.ErrMoved):
			return err
		}
	}
	return fmt.Errorf("the record of message %s moved %d times while it was decided", v.Message.ID, tries)
}

// sameMatter is how long the same words about a unit are the same urgent matter.
const sameMatter = 30 * time.Minute

// urgent reads what a decision to raise an urgent matter rests on, and no other
// does: those of the last minutes, and the last number.
func (h *Handler) urgent(ctx context.Context, v *report.View) (err error) {
	if v.Recent, err = h.book.Events(ctx, v.Now.Add(-sameMatter), v.Now.Add(time.Second)); err != nil {
		return err
	}
	v.Last, err = h.book.LastEvent(ctx)
	return err
}

// load reads what the decision rests on: the records it touches, and what stood
// before them.
func (h *Handler) load(ctx context.Context, v *report.View) error {
	keys := h.workspace.Touches(*v)
	records, err := h.store.Records(ctx, keys)
	if err != nil {
		return err
	}
	v.Recent, v.Last = nil, 0
	v.Records, v.Earlier = map[report.RecordKey]report.Record{}, map[report.RecordKey][]report.Record{}
	for i, k := range keys {
		v.Records[k] = records[i]
	}
	if since := h.workspace.RaisedSince(*v); !since.IsZero() {
		if v.Raised, err = h.book.Events(ctx, since, v.Now.Add(time.Second)); err != nil {
			return err
		}
	}
	if len(v.Reading.Filings) > 0 {
		started, err := h.book.Started(ctx, v.Now)
		if err != nil {
			return err
		}
		v.Started = report.DayOf(started.In(h.workspace.Zone))
	}
	filings := append(v.Stated(), v.Reading.Filings...)
	for i := range filings {
		for _, k := range keys {
			if err := h.before(ctx, v, &filings[i], k); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookBack is how many records are gone through in search of a unit's last
// known values.
const lookBack = 7

// before finds the unit's valid records before k, as far as a filing wants them.
func (h *Handler) before(ctx context.Context, v *report.View, f *report.Filing, k report.RecordKey) error {
	if k.Unit != f.Unit || v.Earlier[k] != nil {
		return nil
	}
	for at, n := k, 0; n < lookBack && h.workspace.Wants(f, k, v.Earlier[k]); n++ {
		r, ok, err := h.store.Previous(ctx, at)
		if err != nil || !ok {
			return err
		}
		if r.Fold().Valid {
			v.Earlier[k] = append(v.Earlier[k], r)
		}
		at = r.RecordKey
	}
	return nil
}
