package commands

import (
	"context"
	"errors"
	"fmt"
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
	view := report.View{Now: now, Message: m, Speaker: h.workspace.Speaker(m)}
	if err := h.read(ctx, &view); err != nil {
		return err
	}
	if view.Reading.Kind == report.IsCommand {
		return h.command(ctx, view)
	}
	return h.decide(ctx, view)
}

// read finds what the message says: an answer to the open question, where one
// is open and it fits, else what the parser makes of it.
func (h *Handler) read(ctx context.Context, v *report.View) error {
	q, open, err := h.store.Open(ctx, report.AskerOf(v.Message, v.Speaker), v.Now)
	if err != nil {
		return err
	}
	if open {
		v.Question = &q
		if a, ok := h.parser.Answer(v.Message, q); ok {
			v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsAnswer, Answer: &a}
			return nil
		}
	}
	v.Reading = h.parser.Message(v.Message)
	if v.Message.RefersTo == "" {
		return nil
	}
	referred, known, err := h.store.Outcome(ctx, v.Message.RefersTo)
	if known {
		v.Referred = &referred
	}
	return err
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
		if len(change.Writes)+len(change.Rows)+len(change.Events) == 0 && change.Close == nil {
			return nil
		}
		err := h.store.Commit(ctx, change)
		if errors.Is(err, report.ErrKnown) {
			return nil
		}
		if !errors.Is(err, report.ErrMoved) {
			return err
		}
	}
	return fmt.Errorf("the record of message %s moved %d times while it was decided", v.Message.ID, tries)
}

// load reads the records the decision touches, and what stood before those that
// a zero-report carries from or a jump is measured against.
func (h *Handler) load(ctx context.Context, v *report.View) error {
	keys := h.workspace.Touches(*v)
	v.Records, v.Previous = map[report.RecordKey]report.Record{}, map[report.RecordKey]report.Record{}
	if len(keys) > 0 {
		records, err := h.store.Records(ctx, keys)
		if err != nil {
			return err
		}
		for i, k := range keys {
			v.Records[k] = records[i]
		}
	}
	if len(v.Reading.Filings) > 0 {
		for _, k := range keys {
			if err := h.before(ctx, v, k); err != nil {
				return err
			}
		}
	}
	if v.Reading.Event == nil && len(v.Reading.Filings) == 0 {
		return nil
	}
	last, err := h.book.LastEvent(ctx)
	v.Last = last
	return err
}

// lookBack is how many records without a valid report are passed over in
// search of a unit's last known values.
const lookBack = 10

// before finds the unit's last valid record before k.
func (h *Handler) before(ctx context.Context, v *report.View, k report.RecordKey) error {
	for at, n := k, 0; n < lookBack; n++ {
		r, ok, err := h.store.Previous(ctx, at)
		if err != nil || !ok {
			return err
		}
		if r.Fold().Valid {
			v.Previous[k] = r
			return nil
		}
		at = r.RecordKey
	}
	return nil
}

// command answers a command. One that this program does not have is said so;
// people who are not in the roster are not answered.
func (h *Handler) command(ctx context.Context, v report.View) error {
	if !v.Speaker.Known() {
		return nil
	}
	r := request{v.Reading.Command, v.Message, v.Speaker, v.Now}
	say := unknownCommand(r.Name)
	if c, ok := find(r.Name); ok {
		said, err := c.run(ctx, h, r)
		if err != nil {
			return fmt.Errorf("command %s: %w", r.Name, err)
		}
		say = said
	}
	err := h.store.Commit(ctx, report.Change{
		Outcome: report.Outcome{Message: v.Message.ID, Kind: report.IsCommand},
		Time:    v.Message.Time, At: v.Now, Rows: []report.Row{answer(r, say)},
	})
	if errors.Is(err, report.ErrKnown) {
		return nil
	}
	return err
}

// answer is the row that answers a request, where it was asked.
func answer(r request, say string) report.Row {
	row := report.Row{
		Key: "answer/" + string(r.message.ID), Kind: report.Reply, To: report.Address{Chat: r.message.Chat},
		Form: r.Form, Text: say, Message: r.message.ID, NotBefore: r.now, Expires: r.now.Add(time.Hour),
		Mentions: []string{r.message.Sender},
	}
	if r.message.Private {
		row.To, row.Mentions = report.Address{Person: r.speaker.Person.ID}, nil
	}
	return row
}
