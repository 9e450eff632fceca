package main

import (
	"context"
	"slices"

	"qunbao/report"
)

// receipt says what now stands for each unit of the rows. They go to one address;
// those that quiet hours have held may be of several periods.
func (r *renderer) receipt(ctx context.Context, rows []report.Row, out *report.Outgoing) error {
	rows = newest(slices.DeleteFunc(slices.Clone(rows), r.gone))
	if len(rows) == 0 {
		return nil
	}
	var keys []report.RecordKey
	var about []report.PeriodKey
	out.Units, out.Mentions = nil, nil
	for _, row := range rows {
		about = append(about, keyOf(row))
		keys = append(keys, report.RecordKey{PeriodKey: keyOf(row), Unit: row.Units[0]})
		out.Units = appendNew(out.Units, row.Units...)
		out.Mentions = appendNew(out.Mentions, row.Mentions...)
	}
	records, err := r.shelf.Records(ctx, keys)
	if err != nil {
		return err
	}
	out.Form, out.Period, out.Slot = shared(about)
	out.Text = r.workspace.ReceiptText(rows, records)
	return nil
}

// newest keeps the last row of each unit and period: its record says it all.
func newest(rows []report.Row) []report.Row {
	var kept []report.Row
	for i, row := range rows {
		later := slices.ContainsFunc(rows[i+1:], func(r report.Row) bool {
			return slices.Equal(r.Units, row.Units) && keyOf(r) == keyOf(row)
		})
		if !later {
			kept = append(kept, row)
		}
	}
	return kept
}
