package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"qunbao/bot"
	"qunbao/commands"
	"qunbao/documents"
	"qunbao/documents/font"
	"qunbao/report"
)

// files makes the files that a message carries, and gives their paths. Words never
// wait for a picture: what cannot be made is logged, and the message leaves without it.
func (r *renderer) files(ctx context.Context, row report.Row, now time.Time) (paths []string) {
	if r.desk == nil || row.Kind != report.DigestKind {
		return nil
	}
	r.desk.complain(row.Kind, bot.Guard(func() (err error) {
		paths, err = r.digestFiles(ctx, row, now)
		return err
	}))
	return paths
}

// digestFiles makes what the plan of a digest attaches.
func (r *renderer) digestFiles(ctx context.Context, row report.Row, now time.Time) (paths []string, err error) {
	plan, ok := r.planOf(row)
	if !ok {
		return nil, nil
	}
	d := digestFile{plan: plan, day: row.Period, now: now, name: r.digestName(plan, row.Period)}
	for _, a := range plan.Attach {
		var made []string
		var failed error
		switch a.Kind {
		case report.BoardAttached:
			made, failed = r.board(ctx, d)
		default:
			failed = fmt.Errorf("nothing is known of the attachment %q", a)
		}
		paths, err = append(paths, made...), errors.Join(err, failed)
	}
	return paths, err
}

// digestFile is what the files of a digest have in common.
type digestFile struct {
	plan report.DigestPlan
	day  report.Day // the day covered
	now  time.Time
	name string
}

// left is the day on which the digest was due to leave: its files lie there.
func (d digestFile) left(w *report.Workspace) report.Day {
	return report.DayOf(w.DigestAt(d.plan, d.day))
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

// board draws where every unit stands in the periods of a digest, in pages.
func (r *renderer) board(ctx context.Context, d digestFile) (paths []string, err error) {
	in := documents.BoardInput{Title: r.workspace.DigestName(d.plan, d.day), At: d.now}
	for _, k := range r.workspace.Covered(d.plan, d.day) {
		c, err := commands.Complete(ctx, r.shelf, r.workspace, k, d.now)
		if err != nil {
			return nil, err
		}
		if len(c.Standings) > 0 {
			in.Parts = append(in.Parts, c)
		}
	}
	letters, err := font.Load()
	if err != nil {
		return nil, err
	}
	b := documents.NewBoard(r.workspace, in)
	for page := range b.Pages() {
		name := d.name
		if b.Pages() > 1 {
			name += fmt.Sprintf("-%d", page+1)
		}
		path, err := r.desk.put(d.left(r.workspace), name+".png", func(to io.Writer) error { return b.Draw(letters, page, to) })
		if err != nil {
			return paths, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
