package bot_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"qunbao/report"
)

// outbox is a store's outbox in memory.
type outbox struct {
	rows   map[string]*held
	order  int
	broken map[string]error // the operations on these keys fail
}

type held struct {
	report.Row
	state  report.RowState
	owner  string
	until  time.Time
	order  int
	result report.SendResult
}

func newOutbox(rows ...report.Row) *outbox {
	o := &outbox{rows: map[string]*held{}, broken: map[string]error{}}
	o.queue(rows...)
	return o
}

func (o *outbox) queue(rows ...report.Row) {
	for _, r := range rows {
		if o.rows[r.Key] == nil {
			o.order++
			o.rows[r.Key] = &held{Row: r, state: report.Queued, order: o.order}
		}
	}
}

func (o *outbox) Lease(_ context.Context, owner string, now, until time.Time, max int) ([]report.Row, error) {
	var due []*held
	for _, h := range o.rows {
		if h.state == report.Queued && !h.NotBefore.After(now) && !h.until.After(now) {
			due = append(due, h)
		}
	}
	slices.SortFunc(due, func(a, b *held) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), a.Kind.Urgency()-b.Kind.Urgency(), a.order-b.order)
	})
	var rows []report.Row
	for _, h := range due[:min(len(due), max)] {
		h.owner, h.until = owner, until
		rows = append(rows, h.Row)
	}
	return rows, nil
}

func (o *outbox) Begin(_ context.Context, key, owner string, _ time.Time) (bool, error) {
	h := o.rows[key]
	if err := o.broken[key]; err != nil {
		return false, err
	}
	if h.state != report.Queued || h.owner != owner {
		return false, nil
	}
	h.state = report.Sending
	h.Attempts++
	return true, nil
}

func (o *outbox) Finish(ctx context.Context, key, owner string, r report.SendResult) error {
	h := o.rows[key]
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if h.state != report.Queued && h.state != report.Sending {
		return errors.New("the row has ended")
	}
	h.state, h.result, h.owner, h.until = r.State, r, "", time.Time{}
	if r.State == report.Queued {
		h.NotBefore = r.NotBefore
	}
	return nil
}

func (o *outbox) Stranded(_ context.Context, now time.Time) ([]report.Row, error) {
	var rows []report.Row
	for _, h := range o.rows {
		if h.state == report.Sending && !h.until.After(now) {
			rows = append(rows, h.Row)
		}
	}
	return rows, nil
}

func (o *outbox) NextRow(context.Context) (time.Time, bool, error) {
	var next time.Time
	for _, h := range o.rows {
		if h.state != report.Queued && h.state != report.Sending {
			continue
		}
		at := h.NotBefore
		if h.until.After(at) {
			at = h.until
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, !next.IsZero(), nil
}

func (o *outbox) states() map[string]report.RowState {
	states := map[string]report.RowState{}
	for k, h := range o.rows {
		states[k] = h.state
	}
	return states
}
