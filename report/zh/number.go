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
		class := s.class(i)&startsNumber | s.class(i-1)&endsWanting
		if class == 0 || s.dated(i) {
			i++
			continue
		}
		next, ok := s.at(i, class, &n)
		if ok {
			s.spent = n.To
			found = append(withRoom(found, n.To, len(s.r)), n)
		}
		i = max(next, i+1)
	}
	s.enumerate(found)
	return found
}

// A scanner walks over a text and finds the number at each place.
type scanner struct {
	t       Text
	r       []rune
	units   *words  // the measure words
	until   []int32 // for each rune, the next one that belongs to a date or a time
	spent   int     // end of what the last number took
	stretch int     // end of the last stretch of letters and digits
	letters int     // end of the last Latin word, which held no digits
	classes *[1 << 16]class
}

func newScanner(t Text, units Units) *scanner {
	return &scanner{t: t, r: t.runes, units: units.all(), until: make([]int32, 0, len(t.runes)), classes: classes()}
}

// avoid keeps numbers out of the date [start,end). Dates come in order; the end
// of the text is the last.
func (s *scanner) avoid(start, end int) {
	for len(s.until) < start {
		s.until = append(s.until, int32(start))
	}
	for len(s.until) < end {
		s.until = append(s.until, int32(len(s.until)))
	}
}

// dated tells whether rune i belongs to a date or a time.
func (s *scanner) dated(i int) bool { return i < len(s.r) && int(s.until[i]) == i }

// at reads into n what begins at i, or behind a word that wants a number, and
// says where to go on. The order matters: codes before numbers, idioms before
// Chinese numerals.
func (s *scanner) at(i int, class class, n *Number) (next int, ok bool) {
	if class&(latinRune|numeralRune) != 0 && s.code(i, n) {
		return n.To, true
	}
	if class&startsIdiom != 0 {
		if k := s.idiom(i); k > 0 {
			return i + k, false
		}
	}
	for _, read := range readers {
		if class&read.class != 0 && read.number(s, i, n) {
			return n.To, true
		}
	}
	return i + 1, false
}

// A reader reads into n the number at i, where a rune of its class stands. Where
// there is none, what it leaves in n means nothing.
type reader struct {
	class  class
	number func(s *scanner, i int, n *Number) bool
}

var readers = [...]reader{
	{numeralRune | openRune, (*scanner).listMark},
	{numeralRune | signRune, (*scanner).fraction},
	{numeralRune | signRune, (*scanner).counted},
	{startsRank, (*scanner).rank},
	{startsHalf, (*scanner).half},
	{startsVague, (*scanner).vague},
	{startsBlank, (*scanner).blank},
	{endsWanting, (*scanner).nothing},
}

// limit is how far a numeral that begins at i may reach: up to the next date.
func (s *scanner) limit(i int) int {
	if i >= len(s.r) {
		return len(s.r)
	}
	return min(int(s.until[i]), i+maxNumeral)
}

// maxNumeral is the most runes one numeral is read over.
const maxNumeral = 64

// from is the text from i on.
func (s *scanner) from(i int) []rune { return s.r[min(i, len(s.r)):] }

// peek is the rune at i, or 0 outside the text.
func (s *scanner) peek(i int) rune {
	if uint(i) < uint(len(s.r)) {
		return s.r[i]
	}
	return 0
}
