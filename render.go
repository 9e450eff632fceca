package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"qunbao/commands"
	"qunbao/report"
)

// shelf is what the renderer reads.
type shelf interface {
	commands.Book
	Records(context.Context, []report.RecordKey) ([]report.Record, error)
	Event(ctx context.Context, n int) (report.Event, bool, error)
	Draft(ctx context.Context, id string) (report.Draft, bool, error)
	Open(context.Context, report.Asker, time.Time) (report.Question, bool, error)
}

// renderer finds the words of what leaves, at the moment it leaves: units that
// have reported meanwhile drop out, and a row with nothing left to say says
// nothing. The words themselves are package report's.
type renderer struct {
	workspace *report.Workspace
	shelf     shelf
	reads     report.Reads // how an answer will be read
	month     *monthly
	told      edition // the digest that was built last
	seals     seals   // nil: no journal is kept
	log       *slog.Logger
	desk      *desk // nil: no files are made
	books     exporter
	changes   func(context.Context, report.Draft, time.Time) ([]string, error) // since a draft was drawn up
}

func newRenderer(w *report.Workspace, kept store, reads report.Reads) *renderer {
	return &renderer{workspace: w, shelf: kept, reads: reads, month: &monthly{workspace: w, kept: kept}, log: slog.New(slog.DiscardHandler),
		changes: (&drafter{workspace: w, shelf: kept}).changes}
}

// Render makes one message of the rows of one group. It is false where nothing
// is left to say.
func (r *renderer) Render(ctx context.Context, rows []report.Row, now time.Time) (report.Outgoing, bool, error) {
	first := rows[0]
	out := report.Outgoing{
		Kind: first.Kind, To: first.To, Form: first.Form, Period: first.Period, Slot: first.Slot,
		Units: first.Units, Mentions: first.Mentions, Text: first.Text,
	}
	reminds := first.Kind == report.Reminder || first.Kind == report.Escalation
	if !reminds && first.Kind != report.Alert && first.Kind != report.Receipt && r.gone(first) {
		return out, false, nil
	}
	var err error
	switch {
	case first.Kind == report.Ask:
		err = r.question(ctx, first, now, &out)
	case first.Calls():
		err = r.calls(ctx, rows, &out)
	case first.Stage == report.StageUnanswered:
		err = r.unanswered(ctx, first, &out)
	case first.Stage == report.StagePublished:
		out.Files = r.published(ctx, first, now)
	case first.Text != "":
	case first.Stage == report.StageLost:
		out.Text, err = lostText(rows, r.workspace.Zone, now)
	case first.Stage == report.StageStrangers:
		out.Text = r.workspace.StrangersText(func(card string) bool {
			return slices.ContainsFunc(rows, func(row report.Row) bool { return row.Ref == card })
		}, now)
	case first.Stage == report.StageLevel || first.Stage == report.StageLevelAwake || first.Stage == report.StageLevelLast || first.Stage == report.StageLevelEnd:
		err = r.level(first, now, &out)
	case first.Kind == report.Receipt:
		err = r.receipt(ctx, rows, &out)
	case reminds:
		err = r.reminder(ctx, rows, now, &out)
	case first.Kind == report.DigestKind:
		err = r.digest(ctx, first, now, &out)
	case first.Stage == report.StageDraft:
		err = r.shown(ctx, first, now, &out)
	case first.Stage == report.StageTable:
		r.table(ctx, first, now, &out)
	case first.Kind == report.Briefing:
		err = r.briefing(ctx, first, now, &out)
	default:
		err = fmt.Errorf("a row of kind %s holds no words", first.Kind)
	}
	if err == nil && out.Text != "" && first.Kind == report.DigestKind {
		out.Files = r.files(ctx, first, now)
	}
	return out, out.Text != "", err
}

// gone tells whether the form or slot of a row has left the configuration since
// it was queued: there is nothing to say of it then.
func (r *renderer) gone(row report.Row) bool {
	if row.Form == "" {
		return false
	}
	form := r.workspace.Form(row.Form)
	return form == nil || row.Period != 0 && form.Slot(row.Slot) == nil
}

// question is not asked any more once it is answered, recalled, settled otherwise
// or waits behind another, or once the record has something that counts.
func (r *renderer) question(ctx context.Context, row report.Row, now time.Time, out *report.Outgoing) error {
	if row.Stage == report.StageOpen {
		q, open, err := r.asked(ctx, row, now)
		if err != nil || !open {
			out.Text = ""
			return err
		}
		return r.stillAsked(ctx, row, out, func(rec report.Record) bool { return !r.workspace.Moot(q, rec) })
	}
	if row.Stage == report.StageUnsettled {
		if row.Ref != "" {
			q, open, err := r.shelf.Open(ctx, report.Asker{Chat: row.To.Chat, Sender: row.Ref}, now)
			if err != nil || open && report.GaveWay(row, q) {
				out.Text = ""
				return err
			}
		}
		return r.stillAsked(ctx, row, out, func(rec report.Record) bool { return !rec.Fold().Valid })
	}
	return nil
}

// asked is the question of a row, if it is open still. One asked in private may leave
// into a chat, where its asker cannot be written to alone.
func (r *renderer) asked(ctx context.Context, row report.Row, now time.Time) (report.Question, bool, error) {
	for _, chat := range []report.ChatID{row.To.Chat, ""} {
		q, open, err := r.shelf.Open(ctx, report.Asker{Chat: chat, Sender: row.Ref}, now)
		if err != nil || open && q.Row == row.Key {
			return q, err == nil, err
		}
	}
	return report.Question{}, false, nil
}

// stillAsked takes the words of a question away unless its record wants them.
func (r *renderer) stillAsked(ctx context.Context, row report.Row, out *report.Outgoing, wants func(report.Record) bool) error {
	if len(row.Units) == 0 || row.Period == 0 {
		return nil
	}
	records, err := r.shelf.Records(ctx, []report.RecordKey{{PeriodKey: keyOf(row), Unit: row.Units[0]}})
	if err == nil && !wants(records[0]) {
		out.Text = ""
	}
	return err
}

// level tells of a response level, unless it has been changed since.
func (r *renderer) level(row report.Row, now time.Time, out *report.Outgoing) error {
	text, known := r.workspace.LevelNotice(row, now)
	if !known {
		return errors.New("the ruling that a notice is about has not been read yet")
	}
	out.Text = text
	return nil
}

func keyOf(row report.Row) report.PeriodKey {
	return report.PeriodKey{Form: row.Form, Day: row.Period, Slot: row.Slot}
}

// appendNew appends what is not in the list yet.
func appendNew[T comparable](list []T, more ...T) []T {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}
