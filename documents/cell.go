package documents

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"qunbao/report"
)

// What a cell holds is one of these, a string, an int, a report.Day, a time.Time or
// nil. Strings of users pass through text first. Sheets and CSV show them each in
// their own way.
type (
	// number is a figure of a report.
	number struct {
		n    decimal.Decimal
		look look
	}
	// rate is n of base in percent; of nothing it is —.
	rate struct{ n, base int }
	// brief is an instant of which a sheet shows neither year nor seconds.
	brief struct{ time.Time }
	// head is the name of a column.
	head string
)

// text is a user's text as a cell takes it: identity card and telephone numbers
// are masked, and nothing in it is ever a formula, also not after the sheet has
// been saved as CSV and opened again.
func text(s string) any {
	if s = plain(report.Mask(s)); s == "" {
		return nil
	}
	return s
}

// id is a text that would lose its meaning if digits in it were masked: what a
// channel calls a message.
func id(s report.MessageID) any {
	if s == "" {
		return nil
	}
	return plain(string(s))
}

// plain leaves out what no cell can hold and quotes what a program might take for
// a formula.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") || strings.ContainsAny(first(s), "=+-@＝＋－＠") {
		return "'" + s
	}
	return s
}

// first is the first character that shows.
func first(s string) string {
	for _, r := range strings.TrimSpace(s) {
		return string(r)
	}
	return ""
}

// exact is how many digits a sheet keeps of a number.
const exact = 15

// cell is what a sheet takes.
func (s styles) cell(v any) (excelize.Cell, error) {
	switch v := v.(type) {
	case number:
		if v.n.NumDigits() > exact { // a sheet would round it
			return excelize.Cell{StyleID: s.body, Value: v.n.String()}, nil
		}
		style, err := s.of(v.look)
		return excelize.Cell{StyleID: style, Value: v.n.InexactFloat64()}, err
	case rate:
		if v.base == 0 {
			return excelize.Cell{StyleID: s.body, Value: "—"}, nil
		}
		return excelize.Cell{StyleID: s.percent, Value: float64(v.n) / float64(v.base)}, nil
	case int:
		return excelize.Cell{StyleID: s.whole, Value: v}, nil
	case report.Day:
		return excelize.Cell{StyleID: s.day, Value: v.At(0, time.UTC)}, nil
	case time.Time:
		if v.IsZero() {
			return excelize.Cell{StyleID: s.body}, nil
		}
		return excelize.Cell{StyleID: s.instant, Value: v}, nil
	case brief:
		return excelize.Cell{StyleID: s.brief, Value: v.Time}, nil
	case head:
		return excelize.Cell{StyleID: s.head, Value: string(v)}, nil
	case string:
		return s.words(v), nil
	case excelize.Cell:
		return v, nil
	}
	return excelize.Cell{StyleID: s.body}, nil
}

// wraps is from how many characters on a text is shown in several lines.
const wraps = 6

func (s styles) words(v string) excelize.Cell {
	style, n := s.body, 0
	for range v {
		n++
	}
	if n > wraps {
		style = s.wrapped
	}
	return excelize.Cell{StyleID: style, Value: shortened(v)}
}

// cut is what stands behind a text that was longer than a cell may be.
const cut = "……（超过一格的长度，后文从略）"

// shortened is a text as far as a cell of Excel holds it, which counts in UTF-16.
func shortened(s string) string {
	if len(s) <= excelize.TotalCellChars {
		return s
	}
	units := utf16.Encode([]rune(s))
	if len(units) <= excelize.TotalCellChars {
		return s
	}
	units = units[:excelize.TotalCellChars-len([]rune(cut))]
	if last := len(units) - 1; utf16.IsSurrogate(rune(units[last])) && units[last] < 0xdc00 {
		units = units[:last]
	}
	return string(utf16.Decode(units)) + cut
}

// written is a cell as CSV has it: a number with all its digits, without a unit or
// a mark.
func written(v any) string {
	switch v := v.(type) {
	case number:
		return v.n.String()
	case rate:
		return report.Rate(v.n, v.base)
	case int:
		return strconv.Itoa(v)
	case report.Day:
		return v.String()
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.Format(time.DateTime)
	case brief:
		return v.Format(time.DateTime)
	case head:
		return string(v)
	case string:
		return v
	}
	return ""
}
