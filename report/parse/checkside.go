package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// side is one side of a check in words: the fields it adds up and their sum.
type side struct {
	names []string
	sum   string
}

// sideOf reads one side of a rule that is a sum of fields; ok is false for
// anything else.
func sideOf(form *report.Form, source string, values map[report.FieldID]report.Value) (side, bool) {
	var s side
	// Anything but a sum (a product, a constant) has no short words; the check's own
	// sentence is used then.
	sum := decimal.Zero
	for _, part := range strings.Split(source, "+") {
		f := form.Field(report.FieldID(strings.TrimSpace(part)))
		if f == nil {
			return s, false
		}
		s.names = append(s.names, shortName(f))
		sum = sum.Add(values[f.ID].N)
	}
	s.sum = sum.String()
	return s, true
}

// shortName is the shortest word of two runes or more that people call a field.
func shortName(f *report.Field) string {
	short := f.Name
	for _, a := range f.Aliases {
		if n := len([]rune(a)); n >= 2 && n < len([]rune(short)) {
			short = a
		}
	}
	return short
}

// indexWord finds a whole identifier in a rule's source, or -1.
func indexWord(source, word string) int {
	for from := 0; ; {
		i := strings.Index(source[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !identifier(source[i-1])) && (end == len(source) || !identifier(source[end])) {
			return i
		}
		from = i + 1
	}
}

func identifier(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
