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
		digest, err := r.build(ctx, row, plan, now)
		if err != nil {
			return err
		}
		r.told = edition{firingOf(row), row.Ref, now, rulings, digest}
	}
	out.Text, out.Units = r.told.digest.Text, r.told.digest.Units
	return nil
}

// build reads the forms of a plan and writes the digest.
func (r *renderer) build(ctx context.Context, row report.Row, plan report.DigestPlan, now time.Time) (report.Digest, error) {
	in, err := r.digestInput(ctx, plan, row.Period, now)
	if err == nil {
		in.Burden, err = r.month.burden(ctx, row, plan)
	}
	if err != nil {
		return report.Digest{}, err
	}
	in.At = r.workspace.DigestAt(plan, row.Period)
	if in.Events, err = r.pending(ctx, in); err != nil {
		return report.Digest{}, err
	}
	return r.workspace.BuildDigest(in), nil
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

// digestInput reads what a digest about a day speaks of.
func (r *renderer) digestInput(ctx context.Context, plan report.DigestPlan, day report.Day, now time.Time) (report.DigestInput, error) {
	in := report.DigestInput{Plan: plan, At: now, Now: now, Day: day, Silent: map[report.PeriodKey]map[report.UnitID]int{}}
	var err error
	if in.Start, err = r.shelf.Started(ctx, now); err != nil {
		return in, err
	}
	for _, k := range r.workspace.Covered(plan, day) {
		c, err := commands.Complete(ctx, r.shelf, r.workspace, k, now)
		if err != nil {
			return in, err
		}
		if k.Day < day && c.Base == 0 {
			continue
		}
		in.Parts = append(in.Parts, c)
		if in.Silent[k], err = r.silence(ctx, c, in); err != nil {
			return in, err
		}
	}
	outages, err := r.shelf.Outages(ctx, day.At(0, r.workspace.Zone), now)
	in.Outages = outages
	return in, err
}

// silence counts for how many periods in a row the units that are missing from
// one have not reported.
func (r *renderer) silence(ctx context.Context, c report.Completeness, in report.DigestInput) (map[report.UnitID]int, error) {
	s := r.workspace.NewSilence(c, in.Start)
	for k, more := s.Next(); more; k, more = s.Next() {
		before, err := commands.Complete(ctx, r.shelf, r.workspace, k, in.Now)
		if err != nil {
			return nil, err
		}
		s.Look(before)
	}
	return s.Count, nil
}
