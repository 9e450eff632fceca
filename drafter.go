package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

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
}

// Draft implements scheduler.Drafter. One that somebody had drawn up before it was due
// is drawn anew, as is one that was sent back; what somebody has worked on stays.
func (d *drafter) Draft(ctx context.Context, plan report.BriefingPlan, day report.Day, due, now time.Time) (report.Draft, error) {
	from, to := report.BriefingDays(plan.Kind, day)
	started, err := d.shelf.Started(ctx, now)
	if err != nil {
		return report.Draft{}, err
	}
	from = min(to, max(from, report.DayOf(started.In(d.workspace.Zone)))) // of days before it nothing is known
	kept, ok, err := d.shelf.Draft(ctx, report.DraftID(plan.Kind, from, to))
	if err != nil || ok && !kept.Outdated(due) {
		return kept, err
	}
	made, facts, err := d.write(ctx, paper{plan.Kind, plan.Forms, from, to}, now)
	if err != nil {
		return report.Draft{}, err
	}
	made.Rev = kept.Rev + 1
	made.Steps = append(slices.Clone(kept.Steps), made.Steps...)
	if err := d.save(ctx, made); errors.Is(err, report.ErrMoved) { // another program's, or somebody's who asked just now
		kept, _, err = d.shelf.Draft(ctx, made.ID)
		return kept, err
	} else if err != nil {
		return report.Draft{}, err
	}
	d.worder.improve(made, facts)
	return made, nil
}

// changes says what has changed since a draft that waits was drawn up.
func (d *drafter) changes(ctx context.Context, of report.Draft, now time.Time) ([]string, error) {
	if !of.Waits() {
		return nil, nil
	}
	fresh, err := d.facts(ctx, paper{of.Kind, briefingForms(d.workspace, of.Kind), of.From, of.To}, now)
	if err != nil {
		return nil, err
	}
	var records []report.Record
	if keys := report.Differing(of.Facts, fresh.All()); len(keys) > 0 {
		records, err = d.shelf.Records(ctx, keys)
	}
	return d.workspace.ChangedSince(of.Facts, fresh.All(), records), err
}

// paper is a document somebody wants: its kind, about which forms and days.
type paper struct {
	kind     string
	forms    []report.FormID
	from, to report.Day
}

// Write drafts a document about things as they stand now, and keeps nothing. It has
// no number: that is given to it as it is published.
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
	draft, err := d.summarizer.Draft(ctx, what.kind, facts, 0)
	draft.Made = now.In(d.workspace.Zone)
	return draft, facts, err
}

// papers are what the commands about briefings need.
type papers struct {
	store
	*drafter
	drawn map[string]report.Facts // of the draft drawn last, by its id
}

// Draft implements commands.Papers: one as it stands.
func (p papers) Draft(ctx context.Context, id string) (report.Draft, bool, error) {
	return p.store.Draft(ctx, id)
}

// Draw implements commands.Papers.
func (p papers) Draw(ctx context.Context, kind string, days report.DaySpan, now time.Time) (report.Draft, error) {
	d, facts, err := p.write(ctx, paper{kind, briefingForms(p.drafter.workspace, kind), days.From, days.Until}, now)
	clear(p.drawn)
	p.drawn[d.ID] = facts
	return d, err
}

// Improve implements commands.Papers.
func (p papers) Improve(d report.Draft) time.Duration {
	facts, known := p.drawn[d.ID]
	if p.worder == nil || !known {
		return 0
	}
	p.worder.improve(d, facts)
	return wording
}

// newDrafter wires a drafter; a nil model means the templates alone.
func newDrafter(w *report.Workspace, kept store, model summarizer.Model, log *slog.Logger, phrases ...string) *drafter {
	return &drafter{workspace: w, shelf: kept, summarizer: summarizer.New(model, log, phrases...), save: kept.SaveDraft}
}
