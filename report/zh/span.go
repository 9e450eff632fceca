package zh

import (
	"unicode"

	"github.com/shopspring/decimal"
)

// span goes on to the second number of a range: 2~5, 3至5人, 5%-8%, 2-3万.
func (s *scanner) span(n *Number, m *numeral) {
	if n.Kind != Exact && n.Kind != Percent && n.Kind != Temperature || n.N.IsNegative() {
		return
	}
	at, word := s.connector(n.To)
	if at == n.To || word && n.Unit != "" {
		return
	}
	o, ok := readNumeral(s.t, at, s.limit(at), needsDigit)
	if !ok || o.kind != Exact || s.dated(at) {
		return
	}
	second := Number{Start: at, End: o.end, N: o.value, From: at, Kind: Exact}
	s.follow(&second)
	low, high := n.N, second.N
	if n.Unit == "" && m.plain && m.big == 0 && o.big > 0 && low.LessThan(high.Shift(-o.big)) {
		low = low.Shift(o.big)
	}
	if second.Kind == Percent && n.Kind == Exact && s.peek(second.UnitStart) == '成' {
		low = low.Mul(ten)
	}
	if !low.LessThan(high) || n.Unit != "" && second.Unit != "" && n.Unit != second.Unit {
		return
	}
	if second.Unit == "" && n.Unit == "" && s.isRoom(low, high, second.End) {
		n.Kind, n.N = Code, decimal.Zero
		n.End, n.To, n.UnitStart, n.UnitEnd = second.End, second.End, second.End, second.End
		return
	}
	n.Kind, n.N, n.High = Range, low, high
	n.End, n.To = second.End, second.To
	n.Unit, n.UnitStart, n.UnitEnd = second.Unit, second.UnitStart, second.UnitEnd
	n.Approx = n.Approx || second.Approx
}

// connector returns where the second number of a range may begin, or at
// itself, and whether a word (至, 到) stands between.
func (s *scanner) connector(at int) (next int, word bool) {
	i := at
	if s.peek(i) == ' ' {
		i++
	}
	begin := i
	for i < begin+2 && s.class(i)&dashRune != 0 {
		i++
	}
	if i == begin && (s.peek(i) == '至' || s.peek(i) == '到') {
		i, word = i+1, true
	}
	if i == begin {
		return at, false
	}
	if s.peek(i) == ' ' {
		i++
	}
	if !s.numeral(i) {
		return at, false
	}
	return i, word
}

// isRoom tells a room or a parcel (295-909, 3-201, 1-2-301) from a range.
func (s *scanner) isRoom(low, high decimal.Decimal, end int) bool {
	if s.peek(end) == '-' && isDigit(s.peek(end+1)) {
		return true
	}
	return high.GreaterThanOrEqual(hundred) && low.IsInteger() && !unicode.IsSpace(s.peek(end+1)) || low.GreaterThanOrEqual(hundred)
}
