package scheduler

import (
	"context"
	"fmt"
	"time"

	"qunbao/report"
)

// briefing is one of the workspace's briefing plans.
type briefing struct {
	*Scheduler
	report.BriefingPlan
}

// plan has the briefing that is due on a day drafted and tells the reviewers. The draft is
// kept before the firing is claimed, so that a row never points to nothing; a
// crash in between finds the same draft again. On the next day it is stale.
func (b briefing) plan(ctx context.Context, o occasion, now time.Time) (*report.Firing, error) {
	if o.day < b.started || !b.Due(o.day) || !b.anyInForce(b.Forms, o.day) {
		return nil, nil
	}
	if report.DayOf(now.In(b.workspace.Zone)) > report.DayOf(o.at.In(b.workspace.Zone)) {
		return &report.Firing{Skipped: true}, nil
	}
	draft, err := b.drafter.Draft(ctx, b.BriefingPlan, o.day, o.at, now)
	if err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	at := o.at
	if wait := b.options.Wording; wait > 0 {
		at = now.Add(wait)
	}
	var rows []report.Row
	for _, p := range b.workspace.AllWith(b.Review) {
		to := report.Address{Person: p.ID}
		rows = append(rows, report.Row{
			Key: report.DraftRow("draft", draft.ID, to.String()), Kind: report.Briefing, To: to, Period: o.day,
			Ref: draft.ID, NotBefore: at,
		})
	}
	return &report.Firing{Rows: rows}, nil
}
