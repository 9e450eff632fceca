package main

import (
	"context"
	"slices"
	"time"

	"qunbao/report"
)

// reminder names those of the rows' units that are missing still. The rows go to
// one address; those that quiet hours have held may be of several periods.
func (r *renderer) reminder(ctx context.Context, rows []report.Row, now time.Time, out *report.Outgoing) error {
	var lacks []report.Lack
	out.Units, out.Mentions = nil, nil
	for _, of := range periods(r.current(rows, now)) {
		lack, err := r.lack(ctx, of, now)
		if err != nil {
			return err
		}
		if len(lack.Missing) > 0 {
			lacks = append(lacks, lack)
			out.Units = appendNew(out.Units, lack.Missing...)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	about := make([]report.PeriodKey, len(lacks))
	for i, l := range lacks {
		about[i] = l.Period.Key
	}
	out.Form, out.Period, out.Slot = shared(about)
	if out.To.Chat != "" {
		out.Mentions = r.workspace.MentionsOf(out.Kind, out.Units)
	}
	out.Text = r.workspace.ReminderText(lacks, now, r.reads)
	return nil
}

// current drops the rows that have nothing left to say.
func (r *renderer) current(rows []report.Row, now time.Time) []report.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row report.Row) bool {
		return r.gone(row) || r.workspace.Stale(row, now)
	})
}

// periods parts rows by their period, in their order.
func periods(rows []report.Row) [][]report.Row {
	var all [][]report.Row
	for _, row := range rows {
		i := slices.IndexFunc(all, func(of []report.Row) bool { return keyOf(of[0]) == keyOf(row) })
		if i < 0 {
			i, all = len(all), append(all, nil)
		}
		all[i] = append(all[i], row)
	}
	return all
}

// lack is what rows of one period have to say, in the words of the newest stage.
func (r *renderer) lack(ctx context.Context, rows []report.Row, now time.Time) (report.Lack, error) {
	lack := report.Lack{Row: rows[0]}
	var named []report.UnitID
	known := map[report.UnitID]bool{}
	for _, row := range rows {
		for _, u := range row.Units {
			if !known[u] {
				known[u], named = true, append(named, u)
			}
		}
		if r.workspace.Newest(row, lack.Row) {
			lack.Row = row
		}
	}
	var err error
	if lack.Period, err = r.owing(ctx, keyOf(rows[0]), named); err != nil {
		return lack, err
	}
	lack.Missing = report.StillMissing(named, r.workspace.Missing(lack.Period, now))
	if rows[0].Kind == report.Escalation {
		err = r.spare(ctx, &lack, now)
	}
	return lack, err
}

// spare drops the units that are missing because of our own outage: no lead is
// told of them.
func (r *renderer) spare(ctx context.Context, lack *report.Lack, now time.Time) error {
	outages, err := r.shelf.Outages(ctx, r.workspace.Opens(lack.Period.Key), now)
	if err != nil || len(outages) == 0 {
		return err
	}
	c := r.workspace.Complete(lack.Period, now, outages)
	lack.Missing = report.StillMissing(lack.Missing, c.Unreported())
	return nil
}

// shared is the form, period and slot of what is said, each as far as it is one.
func shared(about []report.PeriodKey) (report.FormID, report.Day, report.SlotID) {
	first := about[0]
	form, day, slot := first.Form, first.Day, first.Slot
	for _, k := range about[1:] {
		if k.Form != first.Form {
			form, slot = "", ""
		}
		if k.Day != first.Day {
			day = 0
		}
		if k.Slot != first.Slot {
			slot = ""
		}
	}
	return form, day, slot
}

// owing is a period as far as some units owe it: many reminders of a period
// leave at once, and none needs all of its records.
func (r *renderer) owing(ctx context.Context, k report.PeriodKey, units []report.UnitID) (report.Period, error) {
	p := report.Period{Key: k, Need: &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}}
	var keys []report.RecordKey
	for _, u := range units {
		p.Need.Units[u] = report.Duty{}
		keys = append(keys, report.RecordKey{PeriodKey: k, Unit: u})
	}
	records, err := r.shelf.Records(ctx, keys)
	for _, rec := range records {
		if rec.Revision() > 0 {
			p.Records = append(p.Records, rec)
		}
	}
	return p, err
}
