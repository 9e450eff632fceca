package main

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/commands"
	"qunbao/report"
)

// edition is a digest as it stands at an instant. All who get it at that instant get
// one text, which is built once for them.
type edition struct {
	firing  string // names plan and day
	plan    string // its place in the configuration
	now     time.Time
	rulings int // that were made by then
	digest  report.Digest
	parts   []report.Completeness // what it speaks of, until its files are made
	files   []string
}

// covers tells whether an edition is that of a row at an instant.
func (e *edition) covers(row report.Row, now time.Time, rulings int) bool {
	return e.firing == firingOf(row) && e.plan == row.Ref && e.now.Equal(now) && e.rulings == rulings
}

// firingOf is the name of the firing that has queued a row: the row's key without
// its address.
func firingOf(row report.Row) string { return strings.TrimSuffix(row.Key, "/"+row.To.String()) }

// digest says the digest of the row's plan and day as it stands now.
func (r *renderer) digest(ctx context.Context, row report.Row, now time.Time, out *report.Outgoing) error {
	plan, ok := r.planOf(row)
	if !ok {
		return nil // it is gone from the configuration
	}
	if rulings := len(r.workspace.Rulings()); !r.told.covers(row, now, rulings) {
		in, err := r.read(ctx, row, plan, now)
		if err != nil {
			return err
		}
		r.told = edition{firing: firingOf(row), plan: row.Ref, now: now, rulings: rulings, digest: r.write(in)}
		if r.desk != nil {
			r.told.parts = in.Parts
		}
	}
	out.Text, out.Units = r.told.digest.Text, r.told.digest.Units
	return nil
}

// read reads the forms of a plan for the digest of the row's day.
func (r *renderer) read(ctx context.Context, row report.Row, plan report.DigestPlan, now time.Time) (report.DigestInput, error) {
	in, err := r.digestInput(ctx, plan, row.Period, now)
	if err == nil {
		in.Burden, err = r.month.burden(ctx, row, plan)
	}
	return in, err
}

// Preview is a plan's digest of a day as it would go at an instant, without the lines
// about the month before. Of a day that is over it tells the urgent matters that were
// raised up to when its digest was due.
func (r *renderer) Preview(ctx context.Context, plan report.DigestPlan, day report.Day, now time.Time) (report.Digest, error) {
	in, err := r.digestInput(ctx, plan, day, now)
	if err != nil {
		return report.Digest{}, err
	}
	in.Preview = true
	in.Events = slices.DeleteFunc(in.Events, func(e report.Event) bool { return e.Time.After(in.At) })
	return r.write(in), nil
}

// write words a digest. A template that fails is told of in the log, and the digest
// leaves in the default words.
func (r *renderer) write(in report.DigestInput) report.Digest {
	digest := r.workspace.BuildDigest(in)
	if digest.Fault != nil {
		r.log.Error("the template of a digest failed; the default words were sent", "digest", in.Plan.At.String(), "error", digest.Fault)
	}
	return digest
}

// planOf finds the plan of a digest's row: the one it was queued for, by its
// place, unless the configuration has been changed so that this place holds
// another now.
func (r *renderer) planOf(row report.Row) (report.DigestPlan, bool) {
	n, err := strconv.Atoi(row.Ref)
	if err != nil || n < 0 || n >= len(r.workspace.Digests) {
		return report.DigestPlan{}, false
	}
	plan := r.workspace.Digests[n]
	to := string(row.To.Chat)
	if row.To.Person != "" {
		to = "leaders"
	}
	return plan, strings.Contains(row.Key, "T"+plan.At.String()) && slices.Contains(plan.To, to)
}

// digestInput reads what a digest about a day speaks of, but the burden.
func (r *renderer) digestInput(ctx context.Context, plan report.DigestPlan, day report.Day, now time.Time) (report.DigestInput, error) {
	d := &digestReading{renderer: r, read: map[report.PeriodKey]report.Completeness{}}
	d.in = report.DigestInput{
		Plan: plan, At: r.workspace.DigestAt(plan, day), Now: now, Day: day,
		Silent: map[report.PeriodKey]map[report.UnitID]int{}, Shifts: map[report.PeriodKey]map[report.UnitID]int{}, Seal: r.sealed(),
	}
	var err error
	if d.in.Start, err = r.shelf.Started(ctx, now); err != nil {
		return d.in, err
	}
	for _, k := range r.workspace.Covered(plan, day) {
		if err := d.part(ctx, k); err != nil {
			return d.in, err
		}
	}
	if d.in.Outages, err = r.shelf.Outages(ctx, day.At(0, r.workspace.Zone), now); err != nil {
		return d.in, err
	}
	d.in.Events, err = r.pending(ctx, d.in)
	return d.in, err
}

// sealed is the last seal of the record of messages; where it cannot be read, none.
func (r *renderer) sealed() report.Seal {
	if r.seals == nil {
		return report.Seal{}
	}
	day, code, err := r.seals.Sealed()
	if err != nil {
		r.log.Error("the seal of the journal could not be read; the digest leaves without it", "error", err)
		return report.Seal{}
	}
	return report.Seal{Day: day, Code: groups(code)}
}

// seals is a journal, as far as a digest speaks of it.
type seals interface {
	// Sealed is the last day that is over and its seal; day 0: none is over yet.
	Sealed() (report.Day, string, error)
}

// digestReading reads what one digest speaks of, each period once.
type digestReading struct {
	*renderer
	in   report.DigestInput
	read map[report.PeriodKey]report.Completeness
}

// part reads a period, the one it is compared with, and for how long units are silent.
func (d *digestReading) part(ctx context.Context, k report.PeriodKey) error {
	c, err := d.complete(ctx, k)
	if err != nil || k.Day < d.in.Day && c.Base == 0 {
		return err
	}
	d.in.Parts = append(d.in.Parts, c)
	if before, ok := d.workspace.LastOwed(k); ok && !d.workspace.Due(before).Before(d.in.Start) {
		b, err := d.complete(ctx, before)
		if err != nil {
			return err
		}
		d.in.Before = append(d.in.Before, b)
	}
	if d.in.Silent[k], err = d.silence(ctx, d.workspace.NewSilence(c, d.in.Start)); err == nil && len(d.workspace.Form(k.Form).Slots) > 1 {
		d.in.Shifts[k], err = d.silence(ctx, d.workspace.NewSlotSilence(c, d.in.Start))
	}
	return err
}

// silence counts for how many periods in a row units are silent.
func (d *digestReading) silence(ctx context.Context, s *report.Silence) (map[report.UnitID]int, error) {
	for k, more := s.Next(); more; k, more = s.Next() {
		before, err := d.complete(ctx, k)
		if err != nil {
			return nil, err
		}
		s.Look(before)
	}
	return s.Count, nil
}

// complete says how a period stands, and keeps of its records what is notable.
func (d *digestReading) complete(ctx context.Context, k report.PeriodKey) (report.Completeness, error) {
	if c, known := d.read[k]; known {
		return c, nil
	}
	p, err := d.shelf.Period(ctx, k)
	if err != nil {
		return report.Completeness{}, err
	}
	c, err := commands.Judge(ctx, d.shelf, d.workspace, p, d.in.Now)
	if err == nil {
		d.read[k] = c
		d.in.Records = append(d.in.Records, report.Notable(p.Records)...)
	}
	return c, err
}
