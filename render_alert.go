package main

import (
	"context"

	"qunbao/report"
)

// calls puts the rows of one message into words that call people to urgent matters.
// It is asked of each, at the moment it leaves, whether somebody has it in hand
// meanwhile, or it is over: nobody is called to that.
func (r *renderer) calls(ctx context.Context, rows []report.Row, out *report.Outgoing) error {
	var waiting []report.Row
	out.Units, out.Mentions, out.Text = nil, nil, ""
	for _, row := range rows {
		e, found, err := r.shelf.Event(ctx, report.EventOf(row))
		if err != nil {
			return err
		}
		if found && !e.Calling(row) {
			continue
		}
		waiting = append(waiting, row)
		out.Units = appendNew(out.Units, row.Units...)
		out.Mentions = appendNew(out.Mentions, row.Mentions...)
	}
	if len(waiting) > 0 {
		out.Text = report.CallText(waiting)
	}
	return nil
}

// unanswered leaves only where nobody has the matter in hand by then.
func (r *renderer) unanswered(ctx context.Context, row report.Row, out *report.Outgoing) error {
	e, found, err := r.shelf.Event(ctx, report.EventOf(row))
	if err == nil && found && !e.Calling(row) {
		out.Text = ""
	}
	return err
}

// pending are the urgent matters that a digest tells.
func (r *renderer) pending(ctx context.Context, in report.DigestInput) ([]report.Event, error) {
	events, err := r.shelf.Events(ctx, in.Now.Add(-report.PendingFor), in.Now)
	return report.Pending(events, in.Day.At(0, r.workspace.Zone), in.At.AddDate(0, 0, -1)), err
}
