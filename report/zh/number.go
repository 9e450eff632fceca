package zh

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// NumberKind says what stands where a number was found.
type NumberKind uint8

const (
	Exact       NumberKind = iota // N is the value: 46, 三十二, 7万, 1.5
	Range                         // between N and High: 三五百, 2~5, 3–5
	Vague                         // a number that says none: 几, 数十, 若干, 十几
	Blank                         // a place left empty: X, XX, __, 某, ??, or nothing before a measure word
	Ordinal                       // a rank or a name: 第3, 3组, 3号楼, 1. at the head of a line
	Percent                       // N percent: 95.91%, 七成半, 三分之一; Unit is %
	Temperature                   // N degrees Celsius: 38.1℃, 37度5
	Code                          // phones, IDs, plates, trains, rooms, URLs: no number for anybody
)

// String returns the kind's name in lower case.
func (k NumberKind) String() string {
	return [...]string{"exact", "range", "vague", "blank", "ordinal", "percent", "temperature", "code"}[k]
}

// A Number is one number of a text, with its measure word. Positions are
// indexes into the folded runes, ends exclusive.
type Number struct {
	Start, End int             // the numeral itself, without approximation words; empty for a Blank where nothing stands
	N          decimal.Decimal // exact, with 万, 亿, 千 applied; of a Range, its low end; 0 for Vague, Blank and Code
	High       decimal.Decimal // of a Range
	Kind       NumberKind
	Approx     bool // 余 多 近 约 左右 上下 许 以上 不足 超过 on either side
	Scaled     bool // 千, 万 or 亿 stands in the numeral: 3.2万

	Unit               string // the measure word right behind, "" if none
	UnitStart, UnitEnd int    // both End if there is none

	From, To int // the whole expression, with approximation words and unit
}

// Numbers returns the numbers of t in order; they do not overlap. Digits that
// belong to a date or a time are left out, and so are idioms such as 万一.
// Whether a number is a value of a report is for the caller to say: 每日2次 and
// 24小时 are numbers here.
func Numbers(t Text) []Number { return NumbersWith(t, Units{}) }

// NumbersWith is Numbers with measure words of the caller's.
func NumbersWith(t Text, units Units) []Number {
	s := newScanner(t, units)
	for d := range scanDates(t) {
		s.avoid(d.start, d.end)
	}
	return s.numbers()
}

// Read returns what NumbersWith and Dates do, for less work than both.
func Read(t Text, units Units, ref time.Time) ([]Number, []Date) {
	s := newScanner(t, units)
	dates := readDates(t, ref, s.avoid)
	return s.numbers(), dates
}

// withRoom returns a list of what was found in the first at of all runes, with
// room for one more. One that is full gets room for what the rest will hold at
// a slightly higher rate, so that a long text does not copy its list again and
// again.
func withRoom[T any](found []T, at, all int) []T {
	switch n := len(found); {
	case n < cap(found):
		return found
	case n == 0:
		return make([]T, 0, 8)
	default:
		return slices.Grow(found, 4+(n+n/8+1)*(all-at)/at)
	}
}

func (s *scanner) numbers() []Number {
	s.avoid(len(s.r), len(s.r))
	var found []Number
	var n Number
	for i := 0; i < len(s.r); {
		c := s.class(i)&startsNumber | s.class(i-1)&endsWanting
		if c == 0 || s.dated(i) {
			i++
			continue
		}
		next, ok := s.at(i, c, &n)
		if ok {
			s.spent = n.To
			found = append(withRoom(found, n.To, len(s.r)), n)
		}
		i = max(next, i+1)
	}
	s.enumerate(found)
	return found
}
