package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"qunbao/report"
)

// Template is a form of somebody else's: a workbook in which cells have names, or
// hold a name in braces, such as {合计_居家}.
type Template struct {
	file *excelize.File
}

// Filled is what was put into a template, for whoever hands it on.
type Filled struct {
	Cells   int
	Empty   []string // places whose figure nobody gave; they are left empty
	About   []string // places with an approximate figure
	Carried []string // places with a figure kept from an earlier report
	Left    []string // names that mean nothing here, and were left alone
	Unasked []string // places that are left empty since their form was not asked for in the days
	Partial []string // places with how many of the units a total holds
	Older   []string // places with how many of the units gave what stands on an earlier day
	Without []string // by form, the units that gave none of it
}

// largest is the size of what a template may unfold to.
const largest = 256 << 20

// OpenTemplate reads a template whole.
func OpenTemplate(path string) (*Template, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	kind := strings.ToLower(filepath.Ext(path))
	switch {
	case slices.Contains([]string{".xlsm", ".xltx", ".xltm", ".xlsb"}, kind):
		return nil, fmt.Errorf("%s: a workbook with macros or a template of Excel: open it, save it as .xlsx (请另存为 .xlsx)", path)
	case bytes.HasPrefix(content, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, fmt.Errorf("%s: an old .xls, or locked with a password: open it, save it as .xlsx without a password (请另存为 .xlsx)", path)
	case !bytes.HasPrefix(content, []byte("PK")):
		return nil, fmt.Errorf("%s: not a workbook; save it as .xlsx (请另存为 .xlsx)", path)
	}
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: largest})
	if err != nil {
		return nil, fmt.Errorf("%s: not a workbook that can be read (%w); save it as .xlsx (请另存为 .xlsx)", path, err)
	}
	if _, macros := file.Pkg.Load("xl/vbaProject.bin"); macros {
		return nil, errors.Join(fmt.Errorf("%s: a workbook with macros: open it, save it as .xlsx (请另存为 .xlsx)", path), file.Close())
	}
	return &Template{file}, nil
}

// Close lets go of it.
func (t *Template) Close() error { return t.file.Close() }

// blank is a place of a template that a figure goes to.
type blank struct {
	sheet, cell string
	name        string // that of the cell, or the first in its text
	text        string // what the cell holds, with names in braces; empty: the cell itself is named
}

// at is the place as people name it.
func (b blank) at() string { return b.sheet + "!" + b.cell }

// Fill puts the figures in. Styles, merged cells and formulas stay as they are; the
// formulas are reckoned anew when the file is opened. Every fault is told with its
// place, and with one the template is not to be saved.
func (t *Template) Fill(f *Figures) (Filled, error) {
	var done Filled
	blanks, faults := t.blanks(f, &done)
	values, absent := make([]figure, len(blanks)), lacking{}
	for i, b := range blanks {
		var err error
		if values[i], err = t.value(f, b, &done, absent); err != nil {
			faults = append(faults, fmt.Errorf("%s: %s: %w", b.at(), b.name, err))
		}
	}
	if len(blanks) == 0 && len(faults) == 0 {
		faults = append(faults, errors.New("no cell is named for a figure: name one 合计_FIELD, or write {合计_FIELD} into it"))
	}
	if len(faults) > 0 {
		return done, errors.Join(faults...)
	}
	for i, b := range blanks {
		if err := t.put(b, values[i]); err != nil {
			return done, err
		}
		done.Cells++
	}
	done.Without = absent.words(f.workspace)
	return done, t.reckon()
}

// reckon has the formulas reckoned when the file is opened.
func (t *Template) reckon() error {
	if err := t.file.UpdateLinkedValue(); err != nil {
		return err
	}
	all := true
	return t.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &all})
}

// Save writes the filled template.
func (t *Template) Save(to io.Writer) error { return t.file.Write(to) }

// put writes a figure into its place, as a number with its format; what is of an
// earlier day says so in a note of the cell, which is not printed.
func (t *Template) put(b blank, fig figure) error {
	if err := t.file.SetCellValue(b.sheet, b.cell, fig.value); err != nil {
		return err
	}
	if _, isNumber := fig.value.(float64); isNumber && fig.format != "" {
		if err := t.format(b, fig.format); err != nil {
			return err
		}
	}
	if fig.older == "" {
		return nil
	}
	return t.file.AddComment(b.sheet, excelize.Comment{Cell: b.cell, Author: "qunbao", Text: plain("含早前所报，最早为" + fig.since.Chinese())})
}

// format gives a cell the format of a number; all else of its style stays as it is. A
// percentage is left as the form has it.
func (t *Template) format(b blank, code string) error {
	id, err := t.file.GetCellStyle(b.sheet, b.cell)
	if err != nil {
		return err
	}
	had, err := t.file.GetStyle(id)
	if err != nil {
		return err
	}
	if percent := had.NumFmt == 9 || had.NumFmt == 10 || had.CustomNumFmt != nil && strings.Contains(*had.CustomNumFmt, "%"); percent && code == percentFormat {
		return nil
	}
	model, err := t.file.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return err
	}
	cells, yes := t.file.Styles.CellXfs, true
	made := cells.Xf[id]
	made.NumFmtID, made.ApplyNumberFormat = cells.Xf[model].NumFmtID, &yes
	cells.Xf = append(cells.Xf, made)
	cells.Count = len(cells.Xf)
	return t.file.SetCellStyle(b.sheet, b.cell, b.cell, cells.Count-1)
}

// value is what goes into a place, and notes what there is to know of it.
func (t *Template) value(f *Figures, b blank, done *Filled, absent lacking) (figure, error) {
	one := func(name string) (figure, error) {
		fig, _, err := f.of(name)
		if err == nil {
			done.note(b, fig)
			absent.note(fig)
		}
		return fig, err
	}
	if b.text == "" || inBraces.ReplaceAllString(strings.TrimSpace(b.text), "") == "" && len(inBraces.FindAllString(b.text, 2)) == 1 {
		return one(b.name)
	}
	var faults []error
	said := inBraces.ReplaceAllStringFunc(b.text, func(name string) string {
		name = inBraces.FindStringSubmatch(name)[1]
		fig, err := one(name)
		if err != nil {
			faults = append(faults, fmt.Errorf("{%s}: %w", name, err))
		}
		return fig.words()
	})
	return figure{value: said}, errors.Join(faults...)
}

// note keeps what there is to know of a figure.
func (d *Filled) note(b blank, fig figure) {
	at := b.at()
	switch {
	case fig.unasked:
		d.Unasked = append(d.Unasked, at)
	case fig.value == nil:
		d.Empty = append(d.Empty, at)
	case fig.about:
		d.About = append(d.About, at)
	}
	if fig.carried {
		d.Carried = append(d.Carried, at)
	}
	if fig.part != "" {
		d.Partial = append(d.Partial, at+" "+fig.part)
	}
	if fig.older != "" {
		d.Older = append(d.Older, at+" "+fig.older)
	}
}

// lacking are the units that did not give a figure, by form.
type lacking map[report.FormID]map[report.UnitID]bool

func (l lacking) note(fig figure) {
	for _, u := range fig.without {
		if l[fig.form.ID] == nil {
			l[fig.form.ID] = map[report.UnitID]bool{}
		}
		l[fig.form.ID][u] = true
	}
}

// words are 疫情日报: 柳湾村、东坡村, in the order of the workspace.
func (l lacking) words(w *report.Workspace) (all []string) {
	for i := range w.Forms {
		var names []string
		for _, u := range w.Units {
			if l[w.Forms[i].ID][u.ID] {
				names = append(names, string(u.ID))
			}
		}
		if len(names) > 0 {
			all = append(all, w.Forms[i].Name+": "+strings.Join(names, "、"))
		}
	}
	return all
}
