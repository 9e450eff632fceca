package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunbao/documents"
	"qunbao/report"
)

// boardCommand draws pictures for the clerk.
type boardCommand struct {
	workspaceFlags
	storeFlag
	Date  string   `help:"The day, of a trend the last; default: today." placeholder:"DAY"`
	Form  []string `help:"These forms only, by their ids; default: all." placeholder:"FORM"`
	Trend string   `help:"In place of the board, how this field went, by its id." placeholder:"FIELD"`
	Unit  string   `help:"Of a trend: one unit; default: the whole township." placeholder:"UNIT"`
	Days  int      `help:"Of a trend: how many days." default:"14"`
	Out   string   `short:"o" required:"" help:"The picture; one of that name is replaced. Pages of a board get -1, -2 …" placeholder:"FILE.png"`
	At    string   `help:"The instant to speak from; default: what the store's last replay reached, else now." placeholder:"TIME"`
}

// Help shows an example.
func (boardCommand) Help() string {
	return `Example: qunbao board -c qunbao.yaml --date 2020-02-05 -o 2月5日.png
         qunbao board -c qunbao.yaml --trend fever --unit 柳湾村 --days 30 -o 发热.png`
}

// longestTrend is the most days that a picture shows.
const longestTrend = 92

// Run draws the pictures and prints their names.
func (c *boardCommand) Run(ctx context.Context, s *streams) error {
	if !strings.EqualFold(filepath.Ext(c.Out), ".png") {
		return usage("-o: pictures are .png, not %q", filepath.Ext(c.Out))
	}
	if c.Days < 2 || c.Days > longestTrend {
		return usage("--days: from 2 to %d", longestTrend)
	}
	config, err := c.load(s)
	if err != nil {
		return err
	}
	forms, err := c.forms(config.Workspace)
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
	d, err := dayOr("--date", c.Date, report.DayOf(at))
	if err != nil {
		return err
	}
	kept = stoodAt(kept, config.Workspace, c.At, at)
	if c.Trend != "" {
		return c.trend(ctx, config.Workspace, kept, forms, moment{d, at, s.out})
	}
	return c.board(ctx, config.Workspace, kept, forms, moment{d, at, s.out})
}

// moment is of which day a picture is, from when it speaks, and where its name is printed.
type moment struct {
	day report.Day
	at  time.Time
	out io.Writer
}

// forms are those of the flag.
func (c *boardCommand) forms(w *report.Workspace) ([]report.FormID, error) {
	var ids []report.FormID
	for _, f := range w.Forms {
		if len(c.Form) == 0 || slices.Contains(c.Form, string(f.ID)) {
			ids = append(ids, f.ID)
		}
	}
	for _, id := range c.Form {
		if w.Form(report.FormID(id)) == nil {
			return nil, usage("--form: no form has the id %q", id)
		}
	}
	return ids, nil
}

func (c *boardCommand) board(ctx context.Context, w *report.Workspace, kept store, forms []report.FormID, m moment) error {
	if c.Unit != "" {
		return usage("--unit belongs to --trend")
	}
	all, err := dayOf(ctx, kept, w, m.day, m.at)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p report.Completeness) bool {
		return !slices.Contains(forms, p.Key.Form)
	})
	in := documents.BoardInput{Title: w.Name + "报送情况" + m.day.Chinese(), At: m.at, Parts: all}
	drawn := false
	err = drawBoard(w, in, func(page string, draw func(io.Writer) error) error {
		drawn = true
		ext := filepath.Ext(c.Out)
		return c.put(strings.TrimSuffix(c.Out, ext)+page+ext, draw, m)
	})
	if err == nil && !drawn {
		err = errors.New("nothing was owed on this day, nothing is drawn")
	}
	return err
}

func (c *boardCommand) trend(ctx context.Context, w *report.Workspace, kept store, forms []report.FormID, m moment) error {
	q := trendQuery{last: m.day, days: c.Days, unit: unitCalled(w, c.Unit)}
	if q.form, q.field = numberCalled(w, forms, c.Trend); q.field == nil {
		return usage("--trend: no form has a number %q; there are: %s", c.Trend, numbers(w, forms))
	}
	if c.Unit != "" && q.unit == "" {
		return usage("--unit: no unit is called %q; a unit is named as in the roster, or by an alias", c.Unit)
	}
	draw, err := trendOf(ctx, kept, w, q, m.at)
	if err != nil {
		return err
	}
	return c.put(c.Out, draw, m)
}

// unitCalled is the unit of a name or an alias, or empty.
func unitCalled(w *report.Workspace, name string) report.UnitID {
	for i := range w.Units {
		if u := &w.Units[i]; string(u.ID) == name || slices.Contains(u.Aliases, name) {
			return u.ID
		}
	}
	return ""
}

// numberCalled is the first field of some forms that has a name, by its id or its name.
func numberCalled(w *report.Workspace, forms []report.FormID, name string) (*report.Form, *report.Field) {
	for _, id := range forms {
		form := w.Form(id)
		for i := range form.Fields {
			if f := &form.Fields[i]; f.Kind != report.Prose && (string(f.ID) == name || f.Name == name) {
				return form, f
			}
		}
	}
	return nil, nil
}

// numbers lists the fields of which a trend can be drawn.
func numbers(w *report.Workspace, forms []report.FormID) string {
	var all []string
	for _, id := range forms {
		for _, f := range w.Form(id).Fields {
			if f.Kind != report.Prose {
				all = append(all, fmt.Sprintf("%s（%s）", f.ID, f.Name))
			}
		}
	}
	return strings.Join(all, "、")
}

// put writes a picture whole or not at all, and prints its name.
func (c *boardCommand) put(name string, draw func(io.Writer) error, m moment) error {
	if err := replaceFile(name, draw); err != nil {
		return err
	}
	_, err := fmt.Fprintln(m.out, name)
	return err
}
