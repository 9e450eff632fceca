package zh

import "github.com/shopspring/decimal"

// NumberKind says what stands where a number was found.
type NumberKind int

const (
	Exact       NumberKind = iota // N is the value: 46, 三十二, 7万, 1.5
	Range                         // between Low and High: 三五百, 2~5, 3–5
	Vague                         // a number that says none: 几, 数十, 若干, 十几
	Blank                         // a place left empty: X, XX, __, 某, ??, or nothing before a measure word
	Ordinal                       // a rank or a name: 第3, 3组, 3号楼
	Percent                       // N percent: 95.91%, 七成半, 三分之一
	Temperature                   // N degrees Celsius: 38.1℃, 37度5
	Code                          // phones, IDs, plates, trains, rooms, URLs: no number for anybody
)

// A Number is one number of a text, with its measure word. Positions are
// indexes into the folded runes, ends exclusive.
type Number struct {
	Start, End int             // the numeral itself, without approximation words
	N          decimal.Decimal // exact, with 万, 亿, 千 applied; of a Range, Low
	Kind       NumberKind
	Low, High  decimal.Decimal // of a Range
	Approx     bool            // 余 多 近 约 左右 上下 许 以上 不足 超过 on either side

	Unit               string // the measure word right behind, "" if none
	UnitStart, UnitEnd int

	From, To int // the whole expression, with approximation words and unit
}

// Numbers returns the numbers of t in order; they do not overlap. Digits that
// belong to a date or a time are left out, and so are idioms such as 万一.
func Numbers(t Text) []Number { return NumbersWith(t, nil) }

// NumbersWith is Numbers with further measure words, a form's own.
func NumbersWith(t Text, units []string) []Number { return nil }
