package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunbao/commands"
	"qunbao/documents"
	"qunbao/report"
)

// exportCommand writes a workbook for Excel and WPS.
type exportCommand struct {
	workspaceFlags
	storeFlag
	From string `help:"The first day; default: today." placeholder:"DAY"`
	To   string `help:"The last day; default: the first." placeholder:"DAY"`
	Out  string `short:"o" required:"" help:"The workbook; one of that name is replaced." placeholder:"FILE.xlsx"`
	At   string `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
}

// Help shows an example.
func (exportCommand) Help() string {
	return "Example: qunbao export -c qunbao.yaml --from 2020-02-01 --to 2020-02-29 -o 2月.xlsx"
}

// span is what an export is about.
type span struct {
	from, to report.Day
	at       time.Time
}

// Run writes the workbook, whole or not at all.
func (c *exportCommand) Run(ctx context.Context, s *streams) error {
	if !strings.EqualFold(filepath.Ext(c.Out), ".xlsx") {
		return usage("-o: this version writes .xlsx, not %q", filepath.Ext(c.Out))
	}
	config, err := c.load(s)
	if err != nil {
		return err
	}
	kept, err := openChosen(ctx, c.storeFlag, config, s)
	if err != nil {
		return err
	}
	defer kept.Close()
	at, err := speakFrom(ctx, kept, c.At, config.Workspace.Zone)
	if err != nil {
		return err
	}
	days, err := c.days(at)
	if err != nil {
		return err
	}
	out := &exporter{workspace: config.Workspace, kept: stoodAt(kept, config.Workspace, c.At, at), span: days, told: s.err}
	return replaceFile(c.Out, func(to io.Writer) error { return out.write(ctx, filepath.Dir(c.Out), to) })
}

// days are those of the flags.
func (c *exportCommand) days(at time.Time) (s span, err error) {
	s = span{at: at}
	if s.from, err = dayOr("--from", c.From, report.DayOf(at)); err != nil {
		return s, err
	}
	if s.to, err = dayOr("--to", c.To, s.from); err != nil {
		return s, err
	}
	if s.to < s.from {
		return s, usage("--to: %s is before %s", s.to, s.from)
	}
	return s, nil
}

// exporter fills a workbook from a store.
type exporter struct {
	workspace *report.Workspace
	kept      store
	told      io.Writer
	span
}

// write reads one period after the other into the workbook, form by form.
func (e *exporter) write(ctx context.Context, folder string, to io.Writer) error {
	book, err := documents.NewExport(e.workspace, folder)
	if err != nil {
		return err
	}
	defer book.Close()
	for i := range e.workspace.Forms {
		if err := e.form(ctx, book, &e.workspace.Forms[i]); err != nil {
			return err
		}
	}
	if err := e.acts(ctx, book); err != nil {
		return err
	}
	return book.Save(to)
}

// acts adds what people did since the first of the days, as later, too, they may have
// touched what was reported on it, and what they had decided about the days before.
func (e *exporter) acts(ctx context.Context, book *documents.Export) error {
	since := e.from.At(0, e.workspace.Zone)
	list, err := e.kept.Acts(ctx, since, e.at.Add(time.Microsecond))
	for _, r := range e.workspace.Rulings() {
		if !r.At.Before(since) || r.From <= e.to && e.from <= r.Until {
			list = append(list, r.Act(e.workspace))
		}
	}
	slices.SortStableFunc(list, func(a, b report.Act) int { return a.At.Compare(b.At) })
	for _, a := range list {
		err = errors.Join(err, book.Act(a))
	}
	return err
}

// form adds the periods of a form that had opened.
func (e *exporter) form(ctx context.Context, book *documents.Export, f *report.Form) error {
	for d := e.from; d <= e.to; d++ {
		if terminal(e.told) {
			fmt.Fprintf(e.told, "\r%s %s ", f.Name, d)
		}
		for _, k := range e.workspace.PeriodsOf(f, d) {
			if e.workspace.Opens(k).After(e.at) {
				continue
			}
			p, err := e.kept.Period(ctx, k)
			if err != nil {
				return err
			}
			complete, err := commands.Judge(ctx, e.kept, e.workspace, p, e.at)
			if err != nil {
				return err
			}
			if err := book.Period(complete, p.Records); err != nil {
				return err
			}
		}
	}
	return nil
}

// replaceFile writes a file whole or not at all: beside its name, for this user
// alone, then in its place.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("%w; is it open in another program?", err)
	}
	return nil
}
