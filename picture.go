package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"qunbao/commands"
	"qunbao/documents"
	"qunbao/documents/font"
	"qunbao/report"
)

// drawBoard draws a board page by page: put is given what to add to a page's name,
// which is nothing where there is one only, and what writes the page.
func drawBoard(w *report.Workspace, in documents.BoardInput, put func(page string, draw func(io.Writer) error) error) error {
	letters, err := font.Load()
	if err != nil {
		return err
	}
	b := documents.NewBoard(w, in)
	for i := range b.Pages() {
		page := ""
		if b.Pages() > 1 {
			page = fmt.Sprintf("-%d", i+1)
		}
		if err := put(page, func(to io.Writer) error { return b.Draw(letters, i, to) }); err != nil {
			return err
		}
	}
	return nil
}

// trendQuery is what a trend is asked about.
type trendQuery struct {
	form  *report.Form
	field *report.Field
	unit  report.UnitID // empty: the township
	last  report.Day
	days  int
}

// name is how the picture is called: two fields of one form differ by their name or
// their measure.
func (q trendQuery) name() string {
	name := string(q.unit) + q.field.Name
	if measure := q.field.Unit(); measure != "" {
		name += "（" + measure + "）"
	}
	return fmt.Sprintf("%s近%d天", name, q.days)
}

// trendOf reads the days of a trend, and gives what draws it.
func trendOf(ctx context.Context, kept commands.Book, w *report.Workspace, q trendQuery, now time.Time) (func(io.Writer) error, error) {
	in := documents.TrendInput{Form: q.form, Field: q.field, Unit: q.unit, At: now}
	for d := q.last - report.Day(q.days) + 1; d <= q.last; d++ {
		var parts []report.Completeness
		for _, k := range w.PeriodsOf(q.form, d) {
			c, err := commands.Complete(ctx, kept, w, k, now)
			if err != nil {
				return nil, err
			}
			parts = append(parts, c)
		}
		in.Points = append(in.Points, w.TrendPoint(d, parts, q.field.ID, q.unit))
	}
	letters, err := font.Load()
	if err != nil {
		return nil, err
	}
	return func(to io.Writer) error { return documents.NewTrend(w, in).Draw(letters, to) }, nil
}
