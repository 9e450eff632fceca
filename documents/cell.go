package documents

import (
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"qunbao/report"
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
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
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

// moment is an instant on the clocks of the zone; none stays empty.
func (s styles) moment(t time.Time, zone *time.Location) any {
	if t.IsZero() {
		return nil
	}
	return excelize.Cell{StyleID: s.instant, Value: t.In(zone)}
}

// date is a day.
func (s styles) date(d report.Day) any {
	return excelize.Cell{StyleID: s.day, Value: d.At(0, time.UTC)}
}

// rate is n of base in percent; of nothing it is —.
func (s styles) rate(n, base int) any {
	if base == 0 {
		return "—"
	}
	return excelize.Cell{StyleID: s.percent, Value: float64(n) / float64(base)}
}

// exact is how many digits a sheet keeps of a number.
const exact = 15

// number is a decimal as a number; one that a sheet would round is a text.
func (s styles) number(n decimal.Decimal, style int) any {
	if n.NumDigits() > exact {
		return n.String()
	}
	return excelize.Cell{StyleID: style, Value: n.InexactFloat64()}
}
