package documents

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Bounds of a file that somebody sends. What is larger is refused whole, before it
// is unpacked.
const (
	MaxFile     = 10 << 20 // bytes
	maxUnpacked = 32 << 20 // bytes of all parts
	maxPart     = 3 << 20  // bytes of a part that is read; the library takes sixty times as much memory
	maxParts    = 2000
	maxSheets   = 20
	maxRows     = 5000 // of a sheet
	maxColumns  = 200  // what stands farther to the right is left out
	maxCell     = 4 << 10
	maxMerged   = 2000    // merged cells of a sheet: the library compares each with each
	maxFormulas = 20_000  // cells of a sheet that are asked for their formulas
	maxArea     = 400_000 // cells of all sheets, each row up to its last one: the library makes every one of them
)

// ErrTooLarge is what a file beyond these bounds is refused with.
var ErrTooLarge = errors.New("the file is too large to be read")

// Sheet is one table that was read: a sheet of a workbook, or a table of a document.
type Sheet struct {
	Name     string
	Active   bool            // it was open when the workbook was saved
	Rows     [][]string      // row 1 first; an empty row is nil. Merged cells hold their text everywhere, their number once
	Formulas map[Cell]string // nil: the sheet is too large to be asked for them
}

// Cell is the place of a cell in a sheet, both counted from 0.
type Cell struct{ Row, Column int }

// ReadSheets reads the visible sheets of a workbook: numbers as they are stored,
// days as 2006-01-02, formulas as the value that they had when the file was saved.
func ReadSheets(data []byte) (sheets []Sheet, err error) {
	defer func() {
		if r := recover(); r != nil { // the library does not expect every file
			sheets, err = nil, fmt.Errorf("the workbook cannot be read: panic of type %T", r)
		}
	}()
	z, err := unpack(data)
	if err != nil {
		return nil, err
	}
	if calm, err := isCalm(z); err != nil || !calm {
		return nil, cmp.Or(err, ErrTooLarge)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("the workbook cannot be read: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	active := f.GetSheetName(f.GetActiveSheetIndex())
	for _, name := range f.GetSheetList() {
		shown, err := f.GetSheetVisible(name)
		if err != nil || !shown {
			continue
		}
		if len(sheets) == maxSheets {
			return nil, ErrTooLarge
		}
		s, err := readSheet(f, name)
		if err != nil {
			return nil, fmt.Errorf("the sheet %s cannot be read: %w", name, err)
		}
		s.Active = name == active
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// unpack opens a zip of bounded size; the sizes that its directory tells are held to
// when its parts are read.
func unpack(data []byte) (*zip.Reader, error) {
	if len(data) > MaxFile {
		return nil, ErrTooLarge
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("no office file: %w", err)
	}
	var whole uint64
	for _, part := range z.File {
		if whole += part.UncompressedSize64; whole > maxUnpacked || !isMedia(part) && part.UncompressedSize64 > maxPart || len(z.File) > maxParts {
			return nil, ErrTooLarge
		}
	}
	return z, nil
}

// isMedia tells whether a part is a picture or its like, which nobody here reads.
func isMedia(f *zip.File) bool { return strings.Contains(strings.ToLower(f.Name), "media/") }

// part reads a part of the zip; an error where it is larger than its directory says.
func part(f *zip.File) (data []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(io.LimitReader(r, maxPart))
}

// readSheet reads one sheet. The values come first: what asks for merged cells and
// formulas holds the sheet in memory, and the library would write it out again.
func readSheet(f *excelize.File, name string) (Sheet, error) {
	s := Sheet{Name: name}
	shown, err := readRows(f, name, excelize.Options{})
	if err != nil {
		return s, err
	}
	s.Rows, err = readRows(f, name, excelize.Options{RawCellValue: true})
	if err != nil {
		return s, err
	}
	for i, row := range s.Rows {
		for j := range row {
			if i < len(shown) && j < len(shown[i]) {
				row[j] = value(row[j], shown[i][j])
			}
		}
	}
	merged, err := f.GetMergeCells(name)
	if err != nil {
		return s, err
	}
	s.fill(merged)
	return s, s.findFormulas(f)
}

// findFormulas asks every cell for its formula.
func (s *Sheet) findFormulas(f *excelize.File) error {
	cells := 0
	for _, row := range s.Rows {
		cells += len(row)
	}
	if cells > maxFormulas {
		return nil
	}
	s.Formulas = map[Cell]string{}
	for i, row := range s.Rows {
		for j := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if formula, err := f.GetCellFormula(s.Name, at); err == nil && formula != "" {
				s.Formulas[Cell{i, j}] = formula
			}
		}
	}
	return nil
}

// readRows reads the cells of a sheet without empty ones at the ends.
func readRows(f *excelize.File, name string, how excelize.Options) ([][]string, error) {
	it, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var rows [][]string
	for n := 0; it.Next(); n++ {
		if n == maxRows {
			return nil, ErrTooLarge
		}
		cells, err := it.Columns(how)
		if err != nil {
			return nil, err
		}
		cells = cells[:min(len(cells), maxColumns)]
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) == 0 {
			rows = append(rows, nil)
			continue
		}
		rows = append(rows, slices.Clone(cells))
	}
	for len(rows) > 0 && rows[len(rows)-1] == nil {
		rows = rows[:len(rows)-1]
	}
	return rows, it.Error()
}

// value is what a cell says: a number as it is stored, a day as a day, all else as
// it is shown. An error of a formula is nothing.
func value(stored, shown string) string {
	stored = strings.TrimFunc(stored, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if strings.HasPrefix(stored, "#") && strings.ToUpper(stored) == stored && strings.ContainsAny(stored, "!?/") || len(stored) > maxCell {
		return ""
	}
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) || stored == shown {
		return stored
	}
	shown = strings.TrimSpace(shown)
	if strings.HasSuffix(shown, "%") {
		return shown
	}
	if strings.ContainsAny(shown, "年月日/:") || strings.Count(shown, "-") > 1 {
		if day, err := excelize.ExcelDateToTime(n, false); err == nil && n >= 1 {
			if day.Hour()+day.Minute() > 0 {
				return day.Format("2006-01-02 15:04")
			}
			return day.Format("2006-01-02")
		}
		return shown
	}
	return plainNumber(n)
}

// plainNumber writes a number with the 15 digits that a sheet keeps.
func plainNumber(n float64) string {
	kept, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', exact, 64), 64)
	if err != nil || math.Abs(kept) >= 1e15 {
		return strconv.FormatFloat(n, 'g', -1, 64)
	}
	return strconv.FormatFloat(kept, 'f', -1, 64)
}

// fill puts the text of merged cells into all of them. A number stays where it is: it
// is one, and would be counted for each.
func (s *Sheet) fill(merged []excelize.MergeCell) {
	for budget := maxRows * maxColumns; len(merged) > 0 && budget > 0; merged = merged[1:] {
		text := strings.TrimSpace(merged[0].GetCellValue())
		fromColumn, from, err := excelize.CellNameToCoordinates(merged[0].GetStartAxis())
		toColumn, to, err2 := excelize.CellNameToCoordinates(merged[0].GetEndAxis())
		if _, number := strconv.ParseFloat(text, 64); err != nil || err2 != nil || text == "" || number == nil {
			continue
		}
		for i := from - 1; i < min(to, len(s.Rows)); i++ {
			for j := fromColumn - 1; j < min(toColumn, maxColumns) && budget > 0; j++ {
				budget--
				for len(s.Rows[i]) <= j {
					s.Rows[i] = append(s.Rows[i], "")
				}
				if s.Rows[i][j] == "" {
					s.Rows[i][j] = text
				}
			}
		}
	}
}
