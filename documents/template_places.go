package documents

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

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
		b := blank{sheet: sheet, cell: t.first(sheet, cell), name: n.Name}
		switch i := slices.IndexFunc(blanks, func(o blank) bool { return o.at() == b.at() }); {
		case i < 0:
			blanks = append(blanks, b)
		case wide.Replace(blanks[i].name) != wide.Replace(b.name):
			faults = append(faults, fmt.Errorf("%s: both %s and %s name it: delete one (公式, 名称管理器)", b.at(), blanks[i].name, b.name))
		}
	}
	for _, sheet := range t.file.GetSheetList() {
		found, err := t.braces(sheet)
		if err != nil {
			faults = append(faults, err)
		}
		for _, b := range found {
			switch i := slices.IndexFunc(blanks, func(o blank) bool { return o.at() == b.at() }); {
			case i < 0:
				blanks = append(blanks, b)
			case wide.Replace(blanks[i].name) != wide.Replace(b.name):
				faults = append(faults, fmt.Errorf("%s: it is named %s and holds {%s}: keep one", b.at(), blanks[i].name, b.name))
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

// inBraces is a name in the text of a cell; openBrace one whose brace is not closed.
var (
	inBraces  = regexp.MustCompile(`[{｛]([^{}｛｝\n]{1,80})[}｝]`)
	openBrace = regexp.MustCompile(`[{｛][^{}｛｝\n]{0,20}`)
)

// braces finds the cells of a sheet that hold names in braces.
func (t *Template) braces(sheet string) ([]blank, error) {
	rows, err := t.file.Rows(sheet)
	if err != nil {
		return nil, nil // a sheet that holds a chart alone
	}
	defer rows.Close()
	var found []blank
	var faults []error
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sheet, err)
		}
		for i, text := range cells {
			if open := openBrace.FindString(inBraces.ReplaceAllString(text, "")); open != "" {
				faults = append(faults, fmt.Errorf("%s: %s: the brace is not closed", sheet+"!"+place(i+1, row), open))
			}
			if m := inBraces.FindStringSubmatch(text); m != nil {
				found = append(found, blank{sheet: sheet, cell: place(i+1, row), name: m[1], text: text})
			}
		}
	}
	return found, errors.Join(append(faults, rows.Error())...)
}

// first is the cell that shows what stands in another: of merged cells the first.
func (t *Template) first(sheet, cell string) string {
	column, row, err := excelize.CellNameToCoordinates(cell)
	merges, more := t.file.GetMergeCells(sheet)
	if err != nil || more != nil {
		return cell
	}
	for _, m := range merges {
		left, top, a := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, b := excelize.CellNameToCoordinates(m.GetEndAxis())
		if a == nil && b == nil && left <= column && column <= right && top <= row && row <= bottom {
			return m.GetStartAxis()
		}
	}
	return cell
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
