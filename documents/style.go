package documents

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// styles are the formats of cells: their numbers inside one workbook.
type styles struct {
	title, note, group, head, strong         int
	body, wrapped, tall, whole, day, instant int
	brief, percent                           int

	file    *excelize.File
	numbers map[look]int
}

// look is how a number of a report is shown: an approximate one with 约 before
// it, a carried one with 结转 behind it. It stays a number all the same.
type look struct {
	decimals int32
	approx   bool
	carried  bool
	urgent   bool // over its limit
	strong   bool // of a totals row
	older    bool // not of the last day
}

// The colours of the documents: what is told in words as well is marked by them.
const (
	paleBlue, blue  = "E7EEF7", "2F5597"
	paleRed, red    = "FFC7CE", "9C0006"
	paleAmber, dark = "FFEB9C", "7F6000"
	paleGrey, grey  = "EDEDED", "595959"
	lineGrey        = "BFBFBF"
)

// fontName is on every Windows and in every WPS.
const fontName = "宋体"

func newStyles(f *excelize.File) (styles, error) {
	s := styles{file: f, numbers: map[look]int{}}
	if err := f.SetDefaultFont(fontName); err != nil {
		return s, err
	}
	format := func(code string, more ...func(*excelize.Style)) *excelize.Style {
		one := bordered()
		if code != "" {
			one.CustomNumFmt = &code
		}
		for _, change := range more {
			change(one)
		}
		return one
	}
	wrap := func(s *excelize.Style) { s.Alignment.WrapText = true }
	middle := func(s *excelize.Style) { s.Alignment.Horizontal = "center" }
	left := func(s *excelize.Style) { s.Alignment.Horizontal = "left" }
	filled := func(s *excelize.Style) { s.Font.Bold, s.Fill = true, fill(paleBlue) }
	for _, one := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&s.title, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 16, Family: fontName}}},
		{&s.note, &excelize.Style{Font: &excelize.Font{Size: 10, Family: fontName, Color: grey}}},
		{&s.group, format("", filled, middle)},
		{&s.head, format("", filled, middle, wrap)},
		{&s.strong, format("", func(s *excelize.Style) { s.Font.Bold = true })},
		{&s.body, format("")},
		{&s.wrapped, format("", wrap)},
		{&s.tall, format("", wrap, func(s *excelize.Style) { s.Alignment.Vertical = "top" })},
		{&s.whole, format("#,##0")},
		{&s.day, format("yyyy-mm-dd", left)},
		{&s.instant, format("yyyy-mm-dd hh:mm:ss", left)},
		{&s.brief, format("mm-dd hh:mm", left)},
		{&s.percent, format("0.0%")},
	} {
		n, err := f.NewStyle(one.style)
		if err != nil {
			return s, err
		}
		*one.to = n
	}
	return s, nil
}

// bordered is a cell of a table.
func bordered() *excelize.Style {
	s := &excelize.Style{Font: &excelize.Font{Size: 11, Family: fontName}, Alignment: &excelize.Alignment{Vertical: "center"}}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: lineGrey, Style: 1})
	}
	return s
}

func fill(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// format is that of its number.
func (l look) format() string {
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
	return format
}

// of is the style of a look, made when it is first needed.
func (s styles) of(l look) (int, error) {
	if n, ok := s.numbers[l]; ok {
		return n, nil
	}
	format := l.format()
	style := bordered()
	style.CustomNumFmt, style.Font.Bold = &format, l.strong || l.urgent
	if l.urgent {
		style.Font.Color, style.Fill = red, fill(paleRed)
	}
	if l.older {
		style.Font.Color, style.Fill = dark, fill(paleAmber)
	}
	n, err := s.file.NewStyle(style)
	if err == nil {
		s.numbers[l] = n
	}
	return n, err
}

// rule colours the cells of some ranges that a test picks.
type rule struct {
	cells string // as B2:B9 D2:D9
	test  excelize.ConditionalFormatOptions
	paper string
	ink   string
}

// colour sets the rules of a sheet whose rows are not yet ended.
func (s styles) colour(sheet string, rules ...rule) error {
	for _, r := range rules {
		n, err := s.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: r.ink}, Fill: fill(r.paper)})
		if err != nil {
			return err
		}
		r.test.Format = &n
		if err := s.file.SetConditionalFormat(sheet, r.cells, []excelize.ConditionalFormatOptions{r.test}); err != nil {
			return err
		}
	}
	return nil
}

// saying picks the cells that hold a word.
func saying(word string) excelize.ConditionalFormatOptions {
	return excelize.ConditionalFormatOptions{Type: "text", Criteria: "containing", Value: word}
}
