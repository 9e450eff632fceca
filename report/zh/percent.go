package zh

import (
	"unicode"

	"github.com/shopspring/decimal"
)

var ten, hundred = decimal.NewFromInt(10), decimal.NewFromInt(100)

// percent reads % and 成 behind a numeral: 95.91%, 七成半, 5至8成.
func (s *scanner) percent(n *Number) bool {
	at := n.End
	for at < n.End+2 && s.peek(at) == ' ' {
		at++
	}
	switch {
	case s.peek(at) == '%':
		n.take(Percent, "%", at, at+1)
	case s.hasPrefix(n.End, "个百分点"), s.hasPrefix(n.End, "百分点"):
		return false
	case s.peek(n.End) == '成' && s.isTenths(n):
		n.scale(ten)
		n.take(Percent, "%", n.End, n.End+1)
		s.moreTenths(n)
	default:
		return false
	}
	return true
}

// moreTenths reads the 半 of 七成半 and the last digit of 九成五.
func (s *scanner) moreTenths(n *Number) {
	more := whole(5)
	switch r := s.peek(n.To); {
	case r == '半':
	case hanDigit(r) > 0 && !s.numeral(n.To+1) && isBoundary(s.peek(n.To+1)):
		more = whole(hanDigit(r))
	default:
		return
	}
	n.N = n.N.Add(more)
	n.UnitEnd++
	n.To++
}

// isTenths tells 八成 (80 %) from 三成员 and 一成不变.
func (s *scanner) isTenths(n *Number) bool {
	if !n.N.IsPositive() || n.N.GreaterThan(ten) {
		return false
	}
	return !among(s.peek(n.End+1), "员立功果人绩本交品熟都效不年型群语份分套批")
}

// take sets what stands at [begin,end) as the unit.
func (n *Number) take(k NumberKind, unit string, begin, end int) {
	if n.Kind != Range && n.Kind != Vague {
		n.Kind = k
	}
	n.Unit, n.UnitStart, n.UnitEnd, n.To = unit, begin, end, end
}

func (n *Number) scale(by decimal.Decimal) {
	n.N, n.High = n.N.Mul(by), n.High.Mul(by)
}

// fraction reads 百分之三十, 百分三十, 百分百 and 千分之五 as percent.
func (s *scanner) fraction(i int, n *Number) bool {
	begin, negative := s.sign(i)
	r, at := s.peek(begin), begin+1
	switch {
	case r == '百' && s.peek(at) == '分', (r == '千' || r == '万') && s.hasPrefix(at, "分之"):
	default:
		return false
	}
	if s.numeral(i-1) || !s.share(i, at, decimal.New(1, max(smallUnit(r), bigUnit(r))), n) {
		return false
	}
	if negative {
		n.N = n.N.Neg()
	}
	return true
}

// parts reads 三分之一 as percent; m is what stands before 分之.
func (s *scanner) parts(i int, m *numeral, n *Number) bool {
	return m.kind == Exact && m.value.IsPositive() && s.share(i, m.end, m.value, n)
}

// share reads 分之 or 分 at at, and how many of base parts.
func (s *scanner) share(i, at int, base decimal.Decimal, n *Number) bool {
	*n = Number{Start: i, From: i, Kind: Percent, Unit: "%"}
	at++
	if s.peek(at) == '之' {
		at++
	}
	if s.peek(at) == '百' && !s.numeral(at+1) {
		n.N = hundred
		s.percentAt(n, at+1)
		return true
	}
	m, ok := readNumeral(s.t, at, s.limit(at), needsDigit)
	if !ok || m.kind != Exact {
		return false
	}
	n.N = m.value.Mul(hundred).DivRound(base, 10)
	s.percentAt(n, m.end)
	return true
}

// percentAt ends a fraction. Its measure word stands inside the numeral, so
// nothing is left behind it.
func (s *scanner) percentAt(n *Number, end int) {
	n.End, n.UnitStart, n.UnitEnd, n.To = end, end, end, end
	if p := s.approxBefore(n.Start); p.words > 0 && n.Start-p.words >= s.spent {
		n.From, n.Approx = n.Start-p.words, true
	}
	s.approxAfter(n)
}

// degrees reads a temperature: 38.1℃, 36.5度, 37度5. A bare 度 counts only for
// a body's or a room's warmth, or where 温 stands before: 用电300度 is none.
func (s *scanner) degrees(n *Number) bool {
	at := n.End
	for at < n.End+2 && s.peek(at) == ' ' {
		at++
	}
	switch s.peek(at) {
	case '℃', '°', '摄', '℉', '度':
	default:
		return false
	}
	for _, w := range [...]string{"℃", "°C", "摄氏度", "°c", "℉"} {
		if s.hasPrefix(at, w) {
			n.take(Temperature, w, at, at+len([]rune(w)))
			return true
		}
	}
	if s.peek(at) != '度' || !s.warm(n) {
		return false
	}
	n.take(Temperature, "度", at, at+1)
	if m, ok := readNumeral(s.t, n.To, min(n.To+1, len(s.r)), needsDigit); ok && m.kind == Exact && n.N.IsInteger() && !unicode.IsLetter(s.peek(m.end)) {
		n.N = n.N.Add(m.value.Shift(-1))
		n.To = m.end
	}
	return true
}

// warm tells whether 度 behind n is a temperature.
func (s *scanner) warm(n *Number) bool {
	if n.N.GreaterThanOrEqual(whole(34)) && n.N.LessThanOrEqual(whole(43)) {
		return true
	}
	for i := n.Start; i >= 0 && i > n.Start-6; i-- {
		if r := s.peek(i); r == '温' || r == '烧' {
			return true
		}
	}
	return s.hasPrefix(n.Start, "零下")
}

// half reads 半 before a measure word as 0.5: 半亩, 半车.
func (s *scanner) half(i int, n *Number) bool {
	*n = Number{Start: i, End: i + 1, From: i, N: decimal.New(5, -1)}
	before := s.peek(i - 1)
	if before == '过' || before == '近' || before == '超' {
		if next := s.peek(i + 1); !unicode.Is(unicode.Han, next) || next == '的' || next == '左' {
			n.N, n.Kind, n.Approx, n.From = whole(50), Percent, true, i-1
			n.Unit, n.UnitStart, n.UnitEnd, n.To = "%", n.End, n.End, n.End
			return true
		}
	}
	unit := s.unit(i + 1)
	if !unit.found() || unit.start != i+1 || among(before, "上下前后大多夜对各参南北东西") {
		return false
	}
	n.counts(unit)
	s.approxAfter(n)
	return true
}
