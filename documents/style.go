package documents

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// styles are the formats of cells: their numbers inside one workbook.
type styles struct {
	head, day, instant, percent int

	file    *excelize.File
	numbers map[look]int
}

// look is how a number of a report is shown: an approximate one with 约 before
// it, a carried one with 结转 behind it. It stays a number all the same.
type look struct {
	decimals int32
	approx   bool
	carried  bool
}

func newStyles(f *excelize.File) (styles, error) {
	s := styles{file: f, numbers: map[look]int{}}
	for _, one := range []struct {
		to     *int
		format string
	}{{&s.day, "yyyy-mm-dd"}, {&s.instant, "yyyy-mm-dd hh:mm:ss"}, {&s.percent, "0.0%"}} {
		n, err := f.NewStyle(&excelize.Style{CustomNumFmt: &one.format})
		if err != nil {
			return s, err
		}
		*one.to = n
	}
	var err error
	s.head, err = f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EEF7"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	return s, err
}

// of is the style of a look, made when it is first needed.
func (s styles) of(l look) (int, error) {
	if n, ok := s.numbers[l]; ok {
		return n, nil
	}
	format := "#,##0"
	if l.decimals > 0 {
		format += "." + strings.Repeat("0", int(l.decimals))
	}
	if l.approx {
		format = `"约"` + format
	}
	if l.carried {
		format += `"（结转）"`
	}
	n, err := s.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err == nil {
		s.numbers[l] = n
	}
	return n, err
}
