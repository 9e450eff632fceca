package documents

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// mostRows is what a sheet of Excel holds.
const mostRows = excelize.TotalRows

// sheet is one sheet of a workbook, its rows written as they come.
type sheet struct {
	name    string
	file    *excelize.File
	writer  *excelize.StreamWriter
	columns int
	rows    int
}

// column is a column's head and how wide it is, in Latin characters.
type column struct {
	head  string
	width float64
}

// newSheet makes a sheet with its heads. They and the first columns stay in sight
// when one scrolls.
func newSheet(f *excelize.File, st styles, name string, fixed int, columns []column) (*sheet, error) {
	if _, err := f.NewSheet(name); err != nil {
		return nil, err
	}
	if err := f.SetSheetDimension(name, ""); err != nil { // else it is said to be one cell
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	s := &sheet{name: name, file: f, writer: w, columns: len(columns)}
	heads := make([]any, len(columns))
	for i, c := range slices.Backward(columns) { // each is put before those that are there
		heads[i] = excelize.Cell{StyleID: st.head, Value: c.head}
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return nil, err
		}
	}
	corner, err := excelize.CoordinatesToCellName(fixed+1, 2)
	if err != nil {
		return nil, err
	}
	err = w.SetPanes(&excelize.Panes{Freeze: true, XSplit: fixed, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"})
	if err != nil {
		return nil, err
	}
	return s, s.add(heads)
}

// add writes a row.
func (s *sheet) add(cells []any) error {
	if s.rows == mostRows {
		return fmt.Errorf("the sheet %s is full, it takes %d rows; export fewer days at a time", s.name, mostRows)
	}
	s.rows++
	return s.writer.SetRow(fmt.Sprintf("A%d", s.rows), cells)
}

// end closes the sheet, with filters at its heads.
func (s *sheet) end() error {
	last, err := excelize.CoordinatesToCellName(s.columns, s.rows)
	if err != nil {
		return err
	}
	if err := s.file.AutoFilter(s.name, "A1:"+last, nil); err != nil {
		return err
	}
	return s.writer.Flush()
}
