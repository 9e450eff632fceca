package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunbao/commands"
	"qunbao/configs"
	"qunbao/documents"
	"qunbao/report"
	"qunbao/storage"
)

// exportCommand writes a workbook for Excel and WPS, or a CSV file.
type exportCommand struct {
	workspaceFlags
	storeFlag
	From     string `help:"The first day; default: today." placeholder:"DAY"`
	To       string `help:"The last day; default: the first." placeholder:"DAY"`
	Form     string `help:"One form alone, by its name or id; default: all." placeholder:"FORM"`
	Template string `help:"A form of somebody else's, whose cells are named for what goes into them (合计_居家, 柳湾村_居家, 日期): it is filled, as -o." placeholder:"FILE.xlsx"`
	Out      string `short:"o" required:"" help:"A workbook, or with .csv what each unit reported a day; a file of that name is replaced." placeholder:"FILE.xlsx"`
	At       string `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
}

// Help shows an example.
func (exportCommand) Help() string {
	return "Example: qunbao export -c qunbao.yaml --from 2020-02-01 --to 2020-02-29 -o 2月.xlsx"
}

// span is what an export is about.
type span struct {
	from, to report.Day
	at       time.Time
	forms    []report.FormID // none: all
}

// Run writes the file, whole or not at all.
func (c *exportCommand) Run(ctx context.Context, s *streams) error {
	kind := strings.ToLower(filepath.Ext(c.Out))
	if kind != ".xlsx" && kind != ".csv" {
		return usage("-o: a file is written as .xlsx or .csv, not as %q", filepath.Ext(c.Out))
	}
	if c.Template != "" && kind != ".xlsx" {
		return usage("-o: a filled template is written as .xlsx")
	}
	if c.Template != "" && sameFile(c.Template, c.Out) {
		return usage("-o: %s is the template itself; name another file", c.Out)
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
	out, err := c.exporter(ctx, config, kept, s)
	if err != nil {
		return err
	}
	if c.Template != "" {
		return out.fill(ctx, c.Template, c.Out)
	}
	return replaceFile(c.Out, func(to io.Writer) error {
		if kind == ".csv" {
			return out.csv(ctx, to)
		}
		return out.workbook(ctx, filepath.Dir(c.Out), to)
	})
}

// exporter is what the flags ask for.
func (c *exportCommand) exporter(ctx context.Context, config *configs.Config, kept store, s *streams) (*exporter, error) {
	w := config.Workspace
	at, err := speakFrom(ctx, kept, c.At, w.Zone)
	if err != nil {
		return nil, err
	}
	span, err := c.span(at)
	if err != nil {
		return nil, err
	}
	if c.Form != "" {
		i := slices.IndexFunc(w.Forms, func(f report.Form) bool { return string(f.ID) == c.Form || f.Name == c.Form })
		if i < 0 {
			return nil, usage("--form: the workspace has no form %q", c.Form)
		}
		span.forms = []report.FormID{w.Forms[i].ID}
	}
	chosen := *config
	if chosen.Store, err = c.choose(config, s); err != nil {
		return nil, err
	}
	return &exporter{workspace: w, kept: stoodAt(kept, w, c.At, at), journal: journalFolder(&chosen), told: s.err, span: span}, nil
}

// span is that of the flags.
func (c *exportCommand) span(at time.Time) (s span, err error) {
	s = span{at: at}
	if s.from, err = dayOr("--from", c.From, report.DayOf(at)); err != nil {
		return s, err
	}
	if s.to, err = dayOr("--to", c.To, s.from); err != nil {
		return s, err
	}
	switch today := report.DayOf(at); {
	case s.to < s.from:
		return s, usage("--to: %s is before %s", s.to, s.from)
	case s.from > today:
		return s, usage("--from: %s has not come yet (今天是%s)", s.from, today.Chinese())
	}
	return s, nil
}

// exporter reads what an export is made of from a store.
type exporter struct {
	workspace *report.Workspace
	kept      store
	journal   string // the folder of the journal, which may not be there
	told      io.Writer
	span
}

// workbook writes all sheets.
func (e *exporter) workbook(ctx context.Context, folder string, to io.Writer) error {
	contents, err := e.contents(ctx)
	if err != nil {
		return err
	}
	book, err := documents.NewExport(e.workspace, contents, folder)
	if err != nil {
		return err
	}
	defer book.Close()
	if err := e.days(ctx, contents, book.Day); err != nil {
		return err
	}
	if err := e.messages(book); err != nil {
		return err
	}
	if err := e.acts(ctx, book); err != nil {
		return err
	}
	return book.Save(to)
}

// csv writes what every unit reported, a line a unit and day.
func (e *exporter) csv(ctx context.Context, to io.Writer) error {
	contents, err := e.contents(ctx)
	if err != nil {
		return err
	}
	table, err := documents.NewCSV(e.workspace, contents, to)
	if err != nil {
		return err
	}
	if err := e.days(ctx, contents, table.Day); err != nil {
		return err
	}
	return table.Save()
}

// contents finds which forms and slots have a place in an export: those that asked
// for something, or were reported all the same.
func (e *exporter) contents(ctx context.Context) (documents.Contents, error) {
	c := documents.Contents{From: e.from, To: e.to, At: e.at, Forms: map[report.FormID][]report.SlotID{}}
	for i := range e.workspace.Forms {
		f := &e.workspace.Forms[i]
		if len(e.forms) > 0 && !slices.Contains(e.forms, f.ID) {
			continue
		}
		for d := e.from; d <= e.to && len(c.Forms[f.ID]) < len(f.Slots); d++ {
			for _, k := range e.periods(f, d) {
				if slices.Contains(c.Forms[f.ID], k.Slot) {
					continue
				}
				there := e.workspace.Owed(k)
				if !there {
					p, err := e.kept.Period(ctx, k)
					if err != nil {
						return c, err
					}
					there = len(p.Records) > 0 || p.Need != nil && len(p.Need.Units) > 0
				}
				if there {
					c.Forms[f.ID] = append(c.Forms[f.ID], k.Slot)
				}
			}
		}
	}
	return c, nil
}

// periods are those of a form and day that had opened.
func (e *exporter) periods(f *report.Form, d report.Day) []report.PeriodKey {
	return slices.DeleteFunc(e.workspace.PeriodsOf(f, d), func(k report.PeriodKey) bool { return e.workspace.Opens(k).After(e.at) })
}

// days reads one day after the other.
func (e *exporter) days(ctx context.Context, c documents.Contents, add func(report.Day, []documents.Part) error) error {
	for d := e.from; d <= e.to; d++ {
		if terminal(e.told) {
			fmt.Fprintf(e.told, "\r%s ", d)
		}
		var parts []documents.Part
		for i := range e.workspace.Forms {
			f := &e.workspace.Forms[i]
			for _, k := range e.periods(f, d) {
				if !slices.Contains(c.Forms[f.ID], k.Slot) {
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
				if len(complete.Standings) > 0 {
					parts = append(parts, documents.Part{Completeness: complete, Records: p.Records})
				}
			}
		}
		if len(parts) == 0 {
			continue
		}
		if err := add(d, parts); err != nil {
			return err
		}
	}
	return nil
}

// messages adds the words of the messages from the journal. Lines that cannot be read
// are told, and nothing else is lost for them.
func (e *exporter) messages(book *documents.Export) error {
	var added error
	err := storage.ReadJournal(e.journal, book.Since(), func(m report.Message, _ time.Time) error {
		added = book.Message(m)
		return added
	})
	switch {
	case added != nil:
		return added
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		fmt.Fprintf(e.told, "qunbao: 原始消息: %v\n", err)
	}
	return nil
}

// acts adds what people did since the first of the days, as later, too, they may have
// touched what was reported on it, and what they had decided about the days before.
func (e *exporter) acts(ctx context.Context, book *documents.Export) error {
	since := e.from.At(0, e.workspace.Zone)
	list, err := e.kept.Acts(ctx, since, e.at.Add(time.Microsecond))
	for _, r := range e.workspace.Rulings() {
		if r.Kind == report.StrangerRuling {
			continue // nobody did anything
		}
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
