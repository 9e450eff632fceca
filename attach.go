package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"qunbao/bot"
	"qunbao/documents"
	"qunbao/report"
)

// files makes the files that a message carries, and gives their paths. Words never
// wait for a picture: what cannot be made is logged, and the message leaves without it.
func (r *renderer) files(ctx context.Context, row report.Row, now time.Time) (paths []string) {
	if r.desk == nil {
		return nil
	}
	r.desk.complain(row.Kind, bot.Guard(func() (err error) {
		paths, err = r.digestFiles(ctx, row, now)
		return err
	}))
	return paths
}

// digestFiles makes what the plan of a digest attaches, once for all who get it.
func (r *renderer) digestFiles(ctx context.Context, row report.Row, now time.Time) ([]string, error) {
	plan, ok := r.planOf(row)
	if !ok || r.told.files != nil {
		return r.told.files, nil
	}
	d := digestFile{plan: plan, day: row.Period, now: now, name: r.digestName(plan, row.Period)}
	paths, faults := []string{}, error(nil)
	for _, a := range plan.Attach {
		made, err := r.attach(ctx, a, d)
		paths, faults = append(paths, made...), errors.Join(faults, err)
	}
	if faults == nil {
		r.told.files, r.told.parts = paths, nil
	}
	return paths, faults
}

// attach makes one attachment of a digest.
func (r *renderer) attach(ctx context.Context, a report.Attachment, d digestFile) ([]string, error) {
	switch a.Kind {
	case report.BoardAttached:
		return r.board(d)
	case report.TrendAttached:
		return r.trend(ctx, a, d)
	case report.TableAttached:
		return r.digestTable(ctx, d)
	}
	return nil, fmt.Errorf("nothing is known of the attachment %q", a)
}

// digestFile is what the files of a digest have in common.
type digestFile struct {
	plan report.DigestPlan
	day  report.Day // the day covered
	now  time.Time
	name string
}

// digestName is how the files of a digest are called: 青石镇晨报2月1日, with its time
// where another digest of the day would be called the same.
func (r *renderer) digestName(p report.DigestPlan, day report.Day) string {
	name := r.workspace.DigestName(p, day)
	same := func(q report.DigestPlan) bool {
		return q.At != p.At && q.Covers == p.Covers && r.workspace.DigestName(q, day) == name
	}
	if slices.ContainsFunc(r.workspace.Digests, same) {
		return fmt.Sprintf("%s（%02d时%02d分）", name, p.At/60%24, p.At%60)
	}
	return name
}

// put writes a file of a digest, under the day on which it was due to leave.
func (r *renderer) put(d digestFile, name string, write func(io.Writer) error) (string, error) {
	return r.desk.put(report.DayOf(r.workspace.DigestAt(d.plan, d.day)), name, write)
}

// board draws where every unit stands in the periods of a digest, in pages.
func (r *renderer) board(d digestFile) (paths []string, err error) {
	in := documents.BoardInput{Title: r.workspace.DigestName(d.plan, d.day), At: d.now, Parts: r.told.parts}
	err = drawBoard(r.workspace, in, func(page string, draw func(io.Writer) error) error {
		path, err := r.put(d, d.name+page+".png", draw)
		if err == nil {
			paths = append(paths, path)
		}
		return err
	})
	return paths, err
}

// trend draws how a field went until the day of a digest.
func (r *renderer) trend(ctx context.Context, a report.Attachment, d digestFile) ([]string, error) {
	form, field := r.workspace.FieldOf(d.plan.Forms, a.Field)
	if field == nil {
		return nil, fmt.Errorf("no form of the digest has the field %s", a.Field)
	}
	q := trendQuery{form: form, field: field, last: d.day, days: a.Days}
	draw, err := trendOf(ctx, r.shelf, r.workspace, q, d.now)
	if err != nil {
		return nil, err
	}
	path, err := r.put(d, d.name+"·"+q.name()+".png", draw)
	return []string{path}, err
}
