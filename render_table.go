package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// table answers 导出 with a workbook, or with how to come by one. One that cannot be
// made is no reason to try the row again.
func (r *renderer) table(ctx context.Context, row report.Row, now time.Time, out *report.Outgoing) {
	days, err := report.ParseDaySpan(row.Ref)
	if err != nil {
		return // a row of another version of this program
	}
	if r.desk == nil {
		out.Text = r.workspace.TableByHand(days, report.NoFilesHere)
		return
	}
	out.Text = r.workspace.TableByHand(days, report.TableFailed)
	r.desk.complain(row.Kind, bot.Guard(func() error {
		book := r.books
		book.span = span{from: days.From, to: days.Until, at: now}
		path, err := r.workbook(ctx, book, report.DayOf(now.In(r.workspace.Zone)), r.workspace.TableName(days))
		if err == nil {
			out.Text, out.Files = r.workspace.TableText(days), []string{path}
		}
		return err
	}))
}

// digestTable is a workbook about the day of a digest, with its forms.
func (r *renderer) digestTable(ctx context.Context, d digestFile) ([]string, error) {
	book := r.books
	book.span = span{from: d.day, to: d.day, at: d.now, forms: d.plan.Forms}
	path, err := r.workbook(ctx, book, report.DayOf(r.workspace.DigestAt(d.plan, d.day)), d.name)
	if err != nil {
		return nil, fmt.Errorf("table: %w", err)
	}
	return []string{path}, nil
}

// workbook puts a workbook on the desk.
func (r *renderer) workbook(ctx context.Context, book exporter, day report.Day, name string) (string, error) {
	return r.desk.put(day, name+".xlsx", func(to io.Writer) error {
		return book.workbook(ctx, filepath.Join(r.desk.folder, day.String()), to)
	})
}
