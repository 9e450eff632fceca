package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
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
}

// largest is the size of what a template may unfold to.
const largest = 256 << 20

// OpenTemplate reads a template whole.
func OpenTemplate(path string) (*Template, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(content, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, fmt.Errorf("%s: an old .xls, or locked with a password: open it, save it as .xlsx without a password (请另存为 .xlsx)", path)
	case !bytes.HasPrefix(content, []byte("PK")):
		return nil, fmt.Errorf("%s: not a workbook; save it as .xlsx (请另存为 .xlsx)", path)
	}
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: largest})
	if err != nil {
		return nil, fmt.Errorf("%s: not a workbook that can be read (%w); save it as .xlsx (请另存为 .xlsx)", path, err)
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
	values := make([]any, len(blanks))
	for i, b := range blanks {
		var err error
		if values[i], err = t.value(f, b, &done); err != nil {
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
		if err := t.file.SetCellValue(b.sheet, b.cell, values[i]); err != nil {
			return done, err
		}
		done.Cells++
	}
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

// blanks finds the places, by the names of cells and by what cells hold.
func (t *Template) blanks(f *Figures, done *Filled) (blanks []blank, faults []error) {
	for _, n := range t.file.GetDefinedName() {
		if strings.HasPrefix(n.Name, "_xlnm") {
			continue
		}
		_, ours, _ := f.of(n.Name)
		if !ours {
			done.Left = append(done.Left, n.Name)
			continue
		}
		sheet, cell, err := t.single(n.RefersTo)
		if err != nil {
			faults = append(faults, fmt.Errorf("the name %s: %w", n.Name, err))
			continue
		}
		blanks = append(blanks, blank{sheet: sheet, cell: cell, name: n.Name})
	}
	for _, sheet := range t.file.GetSheetList() {
		found, err := t.braces(sheet)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", sheet, err))
		}
		for _, b := range found {
			if !slices.ContainsFunc(blanks, func(o blank) bool { return o.at() == b.at() }) {
				blanks = append(blanks, b)
			}
		}
	}
	for _, b := range blanks {
		if formula, _ := t.file.GetCellFormula(b.sheet, b.cell); formula != "" {
			faults = append(faults, fmt.Errorf("%s: %s: the cell holds a formula; name an empty one", b.at(), b.name))
		}
	}
	return blanks, faults
}

// inBraces is a name in the text of a cell.
var inBraces = regexp.MustCompile(`\{([^{}\n]{1,80})\}`)

// braces finds the cells of a sheet that hold names in braces.
func (t *Template) braces(sheet string) ([]blank, error) {
	rows, err := t.file.Rows(sheet)
	if err != nil {
		return nil, nil // a sheet that holds a chart alone
	}
	defer rows.Close()
	var found []blank
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		for i, text := range cells {
			if m := inBraces.FindStringSubmatch(text); m != nil {
				found = append(found, blank{sheet: sheet, cell: place(i+1, row), name: m[1], text: text})
			}
		}
	}
	return found, rows.Error()
}

// single is the one cell that a name refers to, of merged ones the first.
func (t *Template) single(refers string) (sheet, cell string, err error) {
	sheet, area, ok := cutLast(strings.TrimPrefix(refers, "="), "!")
	if !ok || strings.Contains(refers, "#REF") {
		return "", "", fmt.Errorf("it refers to no cell (%s)", refers)
	}
	sheet = strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(sheet, "'"), "'"), "''", "'")
	area = strings.ReplaceAll(area, "$", "")
	first, _, several := strings.Cut(area, ":")
	if several && !t.merged(sheet, area) {
		return "", "", fmt.Errorf("it refers to several cells (%s!%s), and a figure takes one", sheet, area)
	}
	if index, err := t.file.GetSheetIndex(sheet); err != nil || index < 0 {
		return "", "", fmt.Errorf("it refers to the sheet %s, which is not there", sheet)
	}
	if _, _, err := excelize.CellNameToCoordinates(first); err != nil {
		return "", "", fmt.Errorf("it refers to no cell (%s)", refers)
	}
	return sheet, first, nil
}

// merged tells whether an area is the cells of one merge.
func (t *Template) merged(sheet, area string) bool {
	cells, err := t.file.GetMergeCells(sheet)
	return err == nil && slices.ContainsFunc(cells, func(m excelize.MergeCell) bool {
		return m.GetStartAxis()+":"+m.GetEndAxis() == area
	})
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// value is what goes into a place, and notes what there is to know of it.
func (t *Template) value(f *Figures, b blank, done *Filled) (any, error) {
	one := func(name string) (figure, error) {
		fig, _, err := f.of(name)
		switch {
		case err != nil:
		case fig.value == nil:
			done.Empty = append(done.Empty, b.at())
		case fig.about:
			done.About = append(done.About, b.at())
		}
		if fig.carried {
			done.Carried = append(done.Carried, b.at())
		}
		return fig, err
	}
	if b.text == "" || b.text == "{"+b.name+"}" {
		fig, err := one(b.name)
		return fig.value, err
	}
	var faults []error
	said := inBraces.ReplaceAllStringFunc(b.text, func(name string) string {
		fig, err := one(name[1 : len(name)-1])
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
		}
		return fig.words()
	})
	return said, errors.Join(faults...)
}
