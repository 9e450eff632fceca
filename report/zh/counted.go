package zh

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// counted reads a numeral with its sign, approximation words and measure word.
func (s *scanner) counted(i int, n *Number) bool {
	begin, negative := s.sign(i)
	if !s.numeral(begin) {
		return false
	}
	var before prefix
	bare := smallUnit(s.peek(begin)) > 1 || bigUnit(s.peek(begin)) > 0
	if bare {
		if before = s.approxBefore(i); before.implies == needsDigit {
			return false
		}
	}
	m, ok := readNumeral(s.t, begin, s.limit(begin), before.implies)
	if !ok {
		return false
	}
	if s.hasPrefix(m.end, "分之") && s.parts(i, &m, n) {
		if negative {
			n.N = n.N.Neg()
		}
		return true
	}
	if !bare {
		before = s.approxBefore(i)
	}
	*n = Number{Start: i, End: m.end, N: m.value, Kind: m.kind, From: i, Approx: m.approx, Scaled: m.scaled}
	if m.kind == Range {
		n.High = m.high
	}
	if negative {
		n.N = n.N.Neg()
	}
	if before.words > 0 && i-before.words >= s.spent {
		n.From, n.Approx = i-before.words, true
	}
	if s.peek(i-1) == utf8.RuneError || s.peek(m.end) == utf8.RuneError {
		n.Kind = Blank // half of what stood here cannot be read
	}
	if before.vague && bare {
		n.Kind = Vague
	}
	s.follow(n)
	s.span(n, &m)
	switch {
	case n.Kind == Code, n.Kind == Percent, n.Kind == Temperature, s.ordinal(n):
		return true
	case !m.plain && !s.meant(n, &m):
		return false
	}
	s.money(n)
	n.settle()
	return true
}

// settle clears the value of what has none.
func (n *Number) settle() {
	if n.Kind == Vague || n.Kind == Blank || n.Kind == Code {
		n.N = decimal.Zero
	}
}

// sign reads 负, 零下 or a minus before a numeral. A dash is a minus only where
// nothing before it could be separated or bound by it: not in 2-5, not in
// 发热-0, not in "- 3".
func (s *scanner) sign(i int) (begin int, negative bool) {
	switch r := s.r[i]; {
	case r == '负' && s.numeral(i+1):
		return i + 1, true
	case r == '零' && s.peek(i+1) == '下' && s.numeral(i+2):
		return i + 2, true
	case (r == '-' || r == '−' || r == '﹣') && isDigit(s.peek(i+1)):
		switch p := s.peek(i - 1); {
		case p == 0, unicode.IsSpace(p), p == '(', p == ':', p == ',', p == '、', p == ';', p == '为', p == '到', p == '是', p == '温':
			return i + 1, true
		}
	}
	return i, false
}

// follow reads what stands behind the numeral: 余, the measure word, 左右.
func (s *scanner) follow(n *Number) {
	n.UnitStart, n.UnitEnd, n.To = n.End, n.End, n.End
	if s.percent(n) || s.degrees(n) {
		s.approxAfter(n)
		return
	}
	at := n.End
	if r := s.peek(at); r == '余' || r == '多' || r == '来' || r == '几' && smallUnit(s.peek(at-1)) > 0 {
		next := s.peek(at + 1)
		if s.unit(at+1).found() || r != '来' && r != '几' && !unicode.Is(unicode.Han, next) || r == '余' {
			n.Approx = true
			at++
			n.To = at
		}
	}
	if unit := s.unit(at); unit.found() && !(unit.start > at && s.labels(unit.end)) && !s.namesCount(unit.end) {
		n.counts(unit)
		s.andHalf(n)
	}
	s.approxAfter(n)
}

// namesCount tells whether 数 at i makes a label of the measure word before it,
// with a number of its own: the 人 of 户数14 人数46.
func (s *scanner) namesCount(i int) bool {
	if s.peek(i) != '数' {
		return false
	}
	for i++; among(s.peek(i), ": =为是"); {
		i++
	}
	return isDigit(s.peek(i))
}

// labels tells whether the measure word that ends at i behind a space rather
// names the number that follows at once and has none of its own: the 人 of
// 车28 人59, not the 户 of 14 户46人.
func (s *scanner) labels(i int) bool {
	if s.peek(i) == ':' {
		i++
	}
	if i >= len(s.r) || s.dated(i) || !s.numeral(i) {
		return false
	}
	m, ok := readNumeral(s.t, i, s.limit(i), needsDigit)
	if !ok || m.kind != Exact {
		return false
	}
	unit := s.unit(m.end)
	return !unit.found() || unit.start > m.end
}

// andHalf reads the 半 of 三个半小时 and the 多 of 3个多小时.
func (s *scanner) andHalf(n *Number) {
	r := s.peek(n.UnitEnd)
	if r != '半' && r != '多' {
		return
	}
	unit := s.unit(n.UnitEnd + 1)
	if !unit.found() && (n.Unit == "个" || unicode.Is(unicode.Han, s.peek(n.UnitEnd+1))) && r == '多' {
		return
	}
	if r == '半' {
		if !unit.found() && unicode.Is(unicode.Han, s.peek(n.UnitEnd+1)) && s.approxTail(n.UnitEnd+1) == 0 {
			return
		}
		n.N = n.N.Add(decimal.New(5, -1))
	} else {
		n.Approx = true
	}
	n.To = n.UnitEnd + 1
	if n.Unit == "个" && unit.found() && unit.start == n.UnitEnd+1 {
		n.counts(unit)
	}
}

// meant tells whether a Chinese numeral is meant as a number. One digit or a
// row of digits needs a measure word or an end behind it: 三农 and 五保 are
// words. With 十, 百 or 千 inside it always is, unless it names a place: 十里铺.
func (s *scanner) meant(n *Number, m *numeral) bool {
	next := s.peek(n.To)
	if n.Unit != "" {
		return !s.placeName(n) && !(m.single && s.r[m.start] == '一' && s.denied(n.From))
	}
	if n.Kind == Range || n.Approx && n.To > n.End {
		return true
	}
	for i := m.start; i < m.end && m.end-m.start > 1; i++ {
		if r := s.r[i]; smallUnit(r) > 0 || bigUnit(r) > 0 || tens(r) > 0 || r == '点' {
			return true
		}
	}
	return !unicode.IsLetter(next) || s.dated(n.To)
}

// denied tells 无一人 and 不漏一户: one that is none.
func (s *scanner) denied(i int) bool {
	return denials().before(s.r, i) > 0
}

var denials = sync.OnceValue(func() endings {
	return newEndings("无", "没有", "没", "未发现", "未有", "不漏", "不落", "不留", "未漏", "不少", "不缺")
})

// placeName tells a numeral in a place's name from a count: 三里村, 八家子.
func (s *scanner) placeName(n *Number) bool {
	switch n.Unit {
	case "里", "家", "台", "门", "道", "口", "眼", "间", "座", "棵", "层", "步", "盘", "石":
	default:
		return false
	}
	switch s.peek(n.UnitEnd) {
	case '村', '镇', '乡', '县', '市':
		return s.peek(n.UnitEnd+1) != '民'
	case '坪', '铺', '庄', '河', '沟', '屯', '店', '堡', '岭', '湾', '坝', '子', '桥', '墩', '井', '塘', '坡', '山', '洼', '圩', '营', '寨', '街':
		return n.UnitStart == n.End
	}
	return false
}

// money reads 角 and 分 behind 元, the digit behind 块 and 米 (一米八), and the
// closing 整.
func (s *scanner) money(n *Number) {
	switch n.Unit {
	case "元", "圆", "块", "米":
	default:
		return
	}
	at := n.UnitEnd
	for place := int32(-1); place >= -2; place-- {
		m, ok := readNumeral(s.t, at, s.limit(at), needsDigit)
		metres := n.Unit == "米" && m.plain && m.digits == 2
		if !ok || m.end-at != 1 && !metres || m.kind != Exact {
			break
		}
		if metres {
			m.value = m.value.Shift(-1) // 1米65
		}
		switch r := s.peek(m.end); {
		case place == -1 && (r == '角' || r == '毛'), r == '分':
			if r == '分' {
				place = -2
			}
			n.N = n.N.Add(m.value.Shift(place))
			at = m.end + 1
		case place == -1 && (n.Unit == "块" || n.Unit == "米") && !unicode.IsLetter(r):
			n.N = n.N.Add(m.value.Shift(-1))
			at = m.end
			place = -2
		default:
			place = -2
		}
	}
	if r := s.peek(at); (r == '整' || r == '正') && !unicode.IsLetter(s.peek(at+1)) {
		at++
	}
	n.To = max(n.To, at)
}
