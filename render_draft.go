package main

import (
	"context"
	"errors"
	"io"
	"time"

	"qunbao/bot"
	"qunbao/documents"
	"qunbao/report"
)

// briefing puts a draft before whoever reviews it, as it stands when it leaves. One
// that has been settled meanwhile needs nobody any more.
func (r *renderer) briefing(ctx context.Context, row report.Row, now time.Time, out *report.Outgoing) error {
	d, ok, err := r.shelf.Draft(ctx, row.Ref)
	if err != nil || !ok || !d.Waits() {
		return err
	}
	changes, err := r.changes(ctx, d, now)
	if err != nil {
		return err
	}
	out.Text = r.workspace.ReviewText(d, r.workspace.LateWords(r.workspace.Leaves(row, row.NotBefore), now), changes...)
	out.Files = r.letter(d, row, now)
	return nil
}

// shown answers 简报 with a draft, wherever it stands.
func (r *renderer) shown(ctx context.Context, row report.Row, now time.Time, out *report.Outgoing) error {
	d, ok, err := r.shelf.Draft(ctx, row.Ref)
	if err != nil || !ok {
		return err
	}
	changes, err := r.changes(ctx, d, now)
	if err != nil {
		return err
	}
	out.Text = r.workspace.ReviewText(d, "", changes...)
	out.Files = r.letter(d, row, now)
	return nil
}

// published is the document of a briefing whose words stand in its row: what was
// approved, and nothing else.
func (r *renderer) published(ctx context.Context, row report.Row, now time.Time) []string {
	d, ok, err := r.shelf.Draft(ctx, row.Ref)
	if err == nil && ok && !d.AsApproved() {
		err = errors.New("what is kept is not what was approved")
	}
	if err != nil || !ok {
		r.log.Error("a published briefing leaves without its document", "draft", row.Ref, "error", err)
		return nil
	}
	return r.letter(d, row, now)
}

// letter is a draft as a document for Word, where files can be sent.
func (r *renderer) letter(d report.Draft, row report.Row, now time.Time) (paths []string) {
	if r.desk == nil {
		return nil
	}
	r.desk.complain(row.Kind, bot.Guard(func() error {
		path, err := r.desk.put(report.DayOf(now.In(r.workspace.Zone)), d.Title+d.To.Chinese()+".docx", func(to io.Writer) error {
			return documents.Docx(to, documents.ReviewCopy(r.workspace, d))
		})
		if err == nil {
			paths = []string{path}
		}
		return err
	}))
	return paths
}
