package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"qunbao/documents"
)

// fill writes a template with its figures, or nothing where it has a fault.
func (e *exporter) fill(ctx context.Context, from, to string) error {
	template, err := documents.OpenTemplate(from)
	if err != nil {
		return usageError{fmt.Errorf("--template: %w", err)}
	}
	defer template.Close()
	contents, err := e.contents(ctx)
	if err != nil {
		return err
	}
	figures := documents.NewFigures(e.workspace, contents)
	if err := e.days(ctx, contents, figures.Day); err != nil {
		return err
	}
	done, err := template.Fill(figures)
	if err != nil {
		return usageError{fmt.Errorf("--template: %s cannot be filled:\n%w", from, err)}
	}
	e.tell(done, figures)
	return replaceFile(to, template.Save)
}

// tell says what whoever hands the form on should know.
func (e *exporter) tell(done documents.Filled, figures *documents.Figures) {
	fmt.Fprintf(e.told, "filled %d cell(s)\n", done.Cells)
	for _, one := range []struct {
		what  string
		cells []string
	}{
		{"empty, since nobody has reported it", done.Empty},
		{"empty, since the form was not asked for in these days, or --form leaves it out", done.Unasked},
		{"not of all units", done.Partial},
		{"of an earlier day", done.Older},
		{"approximate (约)", done.About},
		{"partly kept from an earlier report (结转)", done.Carried},
		{"names that mean nothing here, left alone", done.Left},
	} {
		if len(one.cells) > 0 {
			fmt.Fprintf(e.told, "%s: %s\n", one.what, strings.Join(one.cells, ", "))
		}
	}
	for _, units := range done.Without {
		fmt.Fprintf(e.told, "nothing from, in %s\n", units)
	}
	for _, said := range figures.Beside() {
		fmt.Fprintf(e.told, "left out of the totals, since nobody asked for them: %s\n", said)
	}
}

// sameFile tells whether two paths lead to one file.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	two, more := os.Stat(b)
	return err == nil && more == nil && os.SameFile(one, two)
}
