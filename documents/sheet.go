package documents

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mostRows is what a sheet of Excel holds.
const mostRows = excelize.TotalRows

// sheet is one sheet of a workbook, its rows written as they come.
type sheet struct {
	layout
	file   *excelize.File
	styles styles
	writer *excelize.StreamWriter
	rows   int
}

// layout is how a sheet looks on the screen and on paper, which is A4 across.
type layout struct {
	name    string
	fixed   int // columns that stay in sight and stand on each page
	above   int // rows above the heads
	columns []column
	pages   []int // columns at which a page begins; none: a page is as wide as the sheet
}

// column is a column's head and how wide it is, in Latin characters.
type column struct {
	head  string
	width float64
}

// newSheet makes an empty sheet. Its heads stay in sight when one scrolls.
func newSheet(f *excelize.File, st styles, l layout) (*sheet, error) {
	if len(l.columns) > excelize.MaxColumns {
		return nil, fmt.Errorf("the sheet %s would have %d columns, Excel takes %d; export one form at a time", l.name, len(l.columns), excelize.MaxColumns)
	}
	if _, err := f.NewSheet(l.name); err != nil {
		return nil, err
	}
	if err := f.SetSheetDimension(l.name, ""); err != nil { // else it is said to be one cell
		return nil, err
	}
	if err := l.print(f); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(l.name)
	if err != nil {
		return nil, err
	}
	for i, c := range slices.Backward(l.columns) { // each is put before those that are there
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	top := l.above + 1
	err = w.SetPanes(&excelize.Panes{Freeze: true, XSplit: l.fixed, YSplit: top, TopLeftCell: place(l.fixed+1, top+1), ActivePane: "bottomRight"})
	return &sheet{layout: l, file: f, styles: st, writer: w}, err
}

// print sets the pages: the fixed columns and the heads stand on each.
func (l *layout) print(f *excelize.File) error {
	paper, across, none, scale := 9, "landscape", 0, l.scale()
	fit := len(l.pages) == 0 && l.fits()
	page := excelize.PageLayoutOptions{Size: &paper, Orientation: &across, FitToHeight: &none}
	if !fit {
		page = excelize.PageLayoutOptions{Size: &paper, Orientation: &across, AdjustTo: &scale}
	}
	middle, narrow, foot := true, 0.4, 0.6
	last, _ := excelize.ColumnNumberToName(l.fixed)
	for _, err := range []error{
		f.SetSheetProps(l.name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageLayout(l.name, &page),
		f.SetPageMargins(l.name, &excelize.PageLayoutMarginsOptions{Left: &narrow, Right: &narrow, Top: &foot, Bottom: &foot, Horizontally: &middle}),
		f.SetHeaderFooter(l.name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: l.name,
			RefersTo: fmt.Sprintf("'%s'!$A:$%s,'%s'!$%d:$%d", l.name, last, l.name, max(1, l.above), l.above+1)}),
	} {
		if err != nil {
			return err
		}
	}
	for _, column := range l.pages {
		if err := f.InsertPageBreak(l.name, place(column, 1)); err != nil {
			return err
		}
	}
	return nil
}

// The width of a page across at its full size, in Latin characters, and the smallest
// scale that can still be read.
const pageWidth, smallest = 104, 60

// fits tells whether the whole width can be read on one page.
func (l *layout) fits() bool {
	width := 0.0
	for _, c := range l.columns {
		width += c.width
	}
	return 100*pageWidth/width >= smallest
}

// scale is such that what stands between two pages' beginnings fits one.
func (l *layout) scale() uint {
	fixed, widest, width := 0.0, 0.0, 0.0
	for i, c := range l.columns {
		switch {
		case i < l.fixed:
			fixed += c.width
			continue
		case slices.Contains(l.pages, i+1):
			width = 0
		}
		width += c.width
		widest = max(widest, width)
	}
	return uint(max(smallest, min(100, 100*pageWidth/(fixed+widest))))
}

// place names a cell; a row or column that no sheet has gives a name that none takes.
func place(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// span names a range of a column.
func span(column, from, to int) string {
	return place(column, from) + ":" + place(column, max(from, to))
}

// heads writes the names of the columns.
func (s *sheet) heads() error {
	cells := make([]any, len(s.columns))
	for i, c := range s.columns {
		cells[i] = head(c.head)
	}
	return s.write(cells, excelize.RowOpts{Height: headHeight})
}

// headHeight has room for three lines.
const headHeight = 48

// add writes a row.
func (s *sheet) add(cells []any) error { return s.write(cells) }

func (s *sheet) write(cells []any, how ...excelize.RowOpts) error {
	row, lines := make([]any, len(cells)), 1
	for i, c := range cells {
		cell, err := s.styles.cell(c)
		if err != nil {
			return err
		}
		if cell.StyleID == s.styles.wrapped {
			n := linesOf(cell.Value, s.columns[i].width)
			if n > mostLinesHigh {
				cell.StyleID = s.styles.tall // else paper would show its middle
			}
			lines = max(lines, n)
		}
		row[i] = cell
	}
	if lines > 1 && len(how) == 0 {
		how = []excelize.RowOpts{{Height: min(mostLinesHigh, float64(lines)) * lineHeight}}
	}
	return s.row(row, how...)
}

// bare writes a row whose other cells have no lines around them.
func (s *sheet) bare(cells []any) error { return s.row(cells) }

func (s *sheet) row(cells []any, how ...excelize.RowOpts) error {
	if s.rows == mostRows {
		return fmt.Errorf("the sheet %s is full, it takes %d rows; export fewer days at a time", s.name, mostRows)
	}
	s.rows++
	return s.writer.SetRow(place(1, s.rows), cells, how...)
}

// lineHeight is that of a line in points. Not every program finds by itself how high a
// row has to be.
const lineHeight = 15

// mostLinesHigh is how high a row may be, in lines: half a page. What is longer
// stands whole in its cell all the same, and the row says that paper does not show it.
const mostLinesHigh = 15

// linesOf is how many lines a text takes in a column.
func linesOf(value any, width float64) int {
	said, _ := value.(string)
	lines := 0
	for line := range strings.SplitSeq(said, "\n") {
		n := 0.0
		for _, r := range line {
			if n++; r >= 0x1100 { // a wide character
				n++
			}
		}
		lines += max(1, int(math.Ceil(n/(width-1))))
	}
	return lines
}

// filter offers to choose among the rows down to one.
func (s *sheet) filter(last int) error {
	top := s.above + 1
	return s.file.AutoFilter(s.name, place(1, top)+":"+place(len(s.columns), max(top, last)), nil)
}

// end closes the sheet; nothing can be set after it.
func (s *sheet) end() error { return s.writer.Flush() }
