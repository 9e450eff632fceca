package main

import (
	"context"
	"log/slog"
	"time"

	"qunbao/commands"
	"qunbao/report"
	"qunbao/summarizer"
)

// drafter writes a briefing about a day: the facts from the store, the words
// from the summarizer, the draft back into the store.
type drafter struct {
	workspace  *report.Workspace
	shelf      shelf
	summarizer *summarizer.Drafter
	worder     *worder // nil: the summarizer's words stand
	save       func(context.Context, report.Draft) error
	ran        func(context.Context) (time.Time, bool, error)
}

// Draft implements scheduler.Drafter. A draft that exists is returned as it is.
func (d *drafter) Draft(ctx context.Context, plan report.BriefingPlan, day report.Day, now time.Time) (report.Draft, error) {
	from, to := report.BriefingDays(plan.Kind, day)
	started, err := d.shelf.Started(ctx, now)
	if err != nil {
		return report.Draft{}, err
	}
	from = min(to, max(from, report.DayOf(started.In(d.workspace.Zone)))) // of days before it nothing is known
	kept, ok, err := d.shelf.Draft(ctx, report.DraftID(plan.Kind, from, to))
	if ok || err != nil {
		return kept, err
	}
	made, facts, err := d.write(ctx, paper{plan.Kind, plan.Forms, from, to}, now)
	if err != nil {
		return report.Draft{}, err
	}
	if err := d.save(ctx, made); err != nil {
		return report.Draft{}, err
	}
	d.worder.improve(made, facts)
	return made, nil
}

// paper is a document somebody wants: its kind, about which forms and days.
type paper struct {
	kind     string
	forms    []report.FormID
	from, to report.Day
}

// Write drafts a document about things as they stand now, and keeps nothing.
func (d *drafter) Write(ctx context.Context, what paper, now time.Time) (report.Draft, error) {
	draft, _, err := d.write(ctx, what, now)
	return draft, err
}

// write is Write, and gives what the draft was drawn from.
func (d *drafter) write(ctx context.Context, what paper, now time.Time) (report.Draft, report.Facts, error) {
	facts, err := d.facts(ctx, what, now)
	if err != nil {
		return report.Draft{}, facts, err
	}
	issue := 0
	if what.kind == report.DailyBriefing {
		if issue, err = d.issue(ctx, what.to, now); err != nil {
			return report.Draft{}, facts, err
		}
	}
	draft, err := d.summarizer.Draft(ctx, what.kind, facts, issue)
	draft.Made = now.In(d.workspace.Zone)
	return draft, facts, err
}

// issue is the number a draft proposes: a briefing a day since the first start;
// none where the program has never run, nor for a day before that start.
func (d *drafter) issue(ctx context.Context, day report.Day, now time.Time) (int, error) {
	if _, ran, err := d.ran(ctx); err != nil || !ran {
		return 0, err
	}
	started, err := d.shelf.Started(ctx, now)
	return max(0, int(day-report.DayOf(started.In(d.workspace.Zone)))+1), err
}

// facts reads the periods of the days, those of the day before for what has
// changed, and the days' urgent matters.
func (d *drafter) facts(ctx context.Context, what paper, now time.Time) (report.Facts, error) {
	in := report.FactsInput{From: what.from, To: what.to, At: now}
	for day := what.from; day <= what.to; day++ {
		for _, id := range what.forms {
			if err := d.day(ctx, d.workspace.Form(id), day, &in); err != nil {
				return report.Facts{}, err
			}
		}
	}
	events, err := d.shelf.Events(ctx, what.from.At(0, d.workspace.Zone), (what.to+1).At(0, d.workspace.Zone))
	in.Events = events
	return d.workspace.Facts(in), err
}

// day adds what is told of a form's day.
func (d *drafter) day(ctx context.Context, form *report.Form, day report.Day, in *report.FactsInput) error {
	if !d.workspace.InForce(form, day) {
		return nil
	}
	for _, k := range d.workspace.PeriodsOf(form, day) {
		if !d.workspace.Holds(k) {
			continue
		}
		if err := d.period(ctx, k, in); err != nil {
			return err
		}
	}
	return nil
}

// period adds what is told of one period.
func (d *drafter) period(ctx context.Context, k report.PeriodKey, in *report.FactsInput) error {
	p, err := d.shelf.Period(ctx, k)
	if err != nil {
		return err
	}
	outages, err := d.shelf.Outages(ctx, d.workspace.Opens(k), in.At)
	if err != nil {
		return err
	}
	c := d.workspace.Complete(p, in.At, outages)
	before, err := commands.Complete(ctx, d.shelf, d.workspace, d.workspace.DayBefore(k), in.At)
	in.Periods, in.Before, in.Records = append(in.Periods, c), append(in.Before, before), append(in.Records, p.Records...)
	return err
}

// newDrafter wires a drafter; a nil model means the templates alone.
func newDrafter(w *report.Workspace, kept store, model summarizer.Model, log *slog.Logger) *drafter {
	return &drafter{workspace: w, shelf: kept, summarizer: summarizer.New(model, log), save: kept.SaveDraft, ran: kept.Ran}
}
