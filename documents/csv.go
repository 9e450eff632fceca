package documents

import (
	"encoding/csv"
	"io"
	"math"
	"strings"

	"qunbao/report"
)

// CSV is the sheet 明细 alone, for other programs: UTF-8 with the mark by which
// Excel knows it, formulas quoted as in a workbook.
type CSV struct {
	to   *csv.Writer
	rows *details
}

// NewCSV begins a file with its heads.
func NewCSV(w *report.Workspace, c Contents, to io.Writer) (*CSV, error) {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return nil, err
	}
	t := &CSV{csv.NewWriter(to), newDetails(w, c)}
	t.to.UseCRLF = true
	t.rows.names = math.MaxInt // nothing else says which they are
	heads := make([]any, len(t.rows.columns))
	for i, c := range t.rows.columns {
		heads[i] = head(oneLine.Replace(c.head))
	}
	return t, t.add(heads)
}

// oneLine is a head as a line of text: 疫情日报·居家观察人数（人）.
var oneLine = strings.NewReplacer(unitBelow, "（", "\n", "·")

// Day adds a day with its periods.
func (t *CSV) Day(d report.Day, parts []Part) error { return t.rows.day(d, parts, t.add) }

func (t *CSV) add(cells []any) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		line[i] = written(c)
	}
	return t.to.Write(line)
}

// Save writes what is left.
func (t *CSV) Save() error {
	t.to.Flush()
	return t.to.Error()
}
