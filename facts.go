package main

import (
	"context"
	"slices"
	"time"

	"qunbao/commands"
	"qunbao/report"
)

// baselinePeriods is how many earlier periods of each slot are read: what stands out
// is held against them, and what is carried comes from them.
const baselinePeriods = 7

// factReading reads what the facts of one document are drawn from, each period once.
type factReading struct {
	*drafter
	in   report.FactsInput
	read map[report.PeriodKey]report.Period
	seen map[report.PeriodKey]report.Completeness
}

// facts reads the periods of some days, what stood before them, and the urgent matters
// of the days and those of before that were not over.
func (d *drafter) facts(ctx context.Context, what paper, now time.Time) (report.Facts, error) {
	in := report.FactsInput{From: what.from, To: what.to, At: now}
	r := &factReading{d, in, map[report.PeriodKey]report.Period{}, map[report.PeriodKey]report.Completeness{}}
	w := d.workspace
	for _, id := range what.forms {
		for day := in.From; day <= in.To; day++ {
			for _, k := range w.Duties(w.Form(id), day) {
				if err := r.period(ctx, k); err != nil {
					return report.Facts{}, err
				}
			}
		}
	}
	from, to := in.From.At(0, w.Zone), (in.To+1).At(0, w.Zone)
	events, err := d.shelf.Events(ctx, from.Add(-report.PendingFor), to)
	if err != nil {
		return report.Facts{}, err
	}
	r.in.Events = report.Pending(events, from, from)
	return w.Facts(r.in), nil
}

// period reads what is told of one period and, of the first of its slot, those before.
func (r *factReading) period(ctx context.Context, k report.PeriodKey) error {
	c, err := r.complete(ctx, k)
	if err != nil {
		return err
	}
	sameSlot := func(c report.Completeness) bool { return c.Key.Form == k.Form && c.Key.Slot == k.Slot }
	first := !slices.ContainsFunc(r.in.Periods, sameSlot)
	r.in.Periods, r.in.Records = append(r.in.Periods, c), append(r.in.Records, r.read[k].Records...)
	if first {
		if err := r.before(ctx, k); err != nil {
			return err
		}
	}
	if r.in.Spans() {
		return nil
	}
	return r.silence(ctx, c)
}

// before reads the last periods of a slot before one.
func (r *factReading) before(ctx context.Context, k report.PeriodKey) error {
	for range baselinePeriods {
		before, ok := r.workspace.LastOwed(k)
		if !ok {
			return nil
		}
		c, err := r.complete(ctx, before)
		if err != nil {
			return err
		}
		r.in.Before, k = append(r.in.Before, c), before
	}
	return nil
}

// silence counts for how many periods in a row units are missing.
func (r *factReading) silence(ctx context.Context, c report.Completeness) error {
	start, err := r.shelf.Started(ctx, r.in.At)
	if err != nil {
		return err
	}
	s := r.workspace.NewSilence(c, start)
	for k, more := s.Next(); more; k, more = s.Next() {
		before, err := r.complete(ctx, k)
		if err != nil {
			return err
		}
		s.Look(before)
	}
	if r.in.Silent == nil {
		r.in.Silent = map[report.PeriodKey]map[report.UnitID]int{}
	}
	r.in.Silent[c.Key] = s.Count
	return nil
}

// complete reads a period and says how it stands.
func (r *factReading) complete(ctx context.Context, k report.PeriodKey) (report.Completeness, error) {
	if c, known := r.seen[k]; known {
		return c, nil
	}
	p, err := r.shelf.Period(ctx, k)
	if err != nil {
		return report.Completeness{}, err
	}
	c, err := commands.Judge(ctx, r.shelf, r.workspace, p, r.in.At)
	r.read[k], r.seen[k] = p, c
	return c, err
}
