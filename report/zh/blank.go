package zh

import (
	"sync"
	"unicode"
)

// vague reads a number that says none: 几个, 数十, 若干, 上百; 十几 is read where
// it begins with a digit. 百余 is about a hundred.
func (s *scanner) vague(i int, n *Number) bool {
	r := s.r[i]
	*n = Number{Start: i, From: i, Kind: Vague}
	switch {
	case s.hasPrefix(i, "若干"):
		n.End = i + 2
	case r == '数' && s.several(i):
		n.End = i + 1
	case r == '几', r == '数' && (!among(s.peek(i-1), countNouns) || s.roundTens(i+1)):
		m, ok := readNumeral(s.t, i, s.limit(i), needsDigit)
		if !ok || m.kind != Vague {
			return false
		}
		n.End = m.end
	case smallUnit(r) > 1 || bigUnit(r) > 0:
		if s.numeral(i-1) || s.approxBefore(i).words > 0 {
			return false
		}
		m, ok := readNumeral(s.t, i, s.limit(i), mayImplyOne)
		if next := s.peek(m.end); !ok || m.end == i+1 && next != '余' && next != '多' && next != '来' {
			return false
		}
		n.End = m.end
		if m.end == i+1 {
			n.Kind, n.N, n.Scaled = Exact, m.value, r != '百'
		}
	default:
		return false
	}
	if r == '几' && s.peek(i-1) == '好' {
		n.From = i - 1
	}
	s.follow(n)
	if r == '几' && n.End == i+1 && n.Unit == "" {
		return false
	}
	if n.Kind != Exact {
		n.Kind = Vague
	}
	if n.Unit == "点" || n.Unit == "号" || n.Unit == "日" && n.End == i+1 {
		return false
	}
	n.settle()
	return true
}

// countNouns make a noun of 数 behind them: 户数, 人数, 指数.
const countNouns = "人户例次件辆台套个总指倍岁分基参负正整倒少多计点组处起头亩份桌间条场"

// several tells whether 数 at i means some: 数人, 数户 at the end of a clause.
func (s *scanner) several(i int) bool {
	unit := s.unit(i + 1)
	return unit.found() && unit.start == i+1 && isBoundary(s.peek(unit.end)) && !among(s.peek(i-1), countNouns)
}

// countedNouns end like a measure word: 车辆数十辆 may be dozens or a number of ten.
var countedNouns = sync.OnceValue(func() endings {
	return newEndings("车辆", "案件", "病例", "住户", "农户", "用户", "房间", "班组", "卡点", "网点", "站点", "群组", "物件")
})

// roundTens tells whether 数 before i stands behind such a noun, and nothing but
// 十, 百, 千 or 万 at i, with a measure word behind it.
func (s *scanner) roundTens(i int) bool {
	if countedNouns().before(s.r, i-1) == 0 {
		return false
	}
	at := i
	for smallUnit(s.peek(at)) > 0 || bigUnit(s.peek(at)) > 0 {
		at++
	}
	return at > i && s.unit(at).found() && !s.hasPrefix(at, "分之")
}

// placeTails make of X before them a place or a person: XX村, 某街道.
const placeTails = "村镇乡县市省区街路巷组社队校院站局所厂店厅部委公小单同先女男领书主"

// dateTails make of X before them a date that was left empty.
const dateTails = "年月日时号点"

// blank reads a place left empty before a measure word or behind a label.
func (s *scanner) blank(i int, n *Number) bool {
	end, firm := s.gap(i)
	if end == i {
		return false
	}
	*n = Number{Start: i, End: end, From: i, Kind: Blank, UnitStart: end, UnitEnd: end, To: end}
	next := s.peek(end)
	unit := s.unit(end)
	if !unit.found() {
		unit = s.unit(s.magnitude(end))
	}
	if unit.found() && !(among(next, dateTails) && unit.end == unit.start+1) {
		n.counts(unit)
		return true
	}
	if !firm || among(next, placeTails) || among(next, dateTails) || unicode.IsLetter(next) {
		return false
	}
	before := s.peek(i - 1)
	if before == ' ' {
		before = s.peek(i - 2)
	}
	return before == ':' || unicode.Is(unicode.Han, before) && end-i > 1
}

// magnitude returns the end of what may stand between a placeholder and its
// measure word: X余人, __万元, XX 多条.
func (s *scanner) magnitude(i int) int {
	at := i
	for at < i+4 && among(s.peek(at), " 十百千万亿余多") {
		at++
	}
	return at
}

// gap returns the end of the placeholder at i, or i. One that is not firm
// counts only before a measure word.
func (s *scanner) gap(i int) (end int, firm bool) {
	switch r := s.r[i]; {
	case isCross(r):
		if isAlnum(s.peek(i - 1)) {
			return i, false
		}
		end = s.same(i, isCross)
		if end == i || isAlnum(s.peek(end)) && !s.unit(end).found() {
			return i, false // but Xmm is a place before a measure word
		}
		return end, true
	case isBox(r):
		if r == '○' && s.peek(i+1) != '○' {
			return i, false
		}
		return s.same(i, isBox), true
	case r == '?':
		end = s.same(i, func(r rune) bool { return r == '?' })
		if end == i || end-i < 2 && s.peek(i-1) != ':' && !s.asksCount(i) {
			return i, false
		}
		return end, s.peek(i-1) == ':'
	case r == '某', r == '*':
		return s.same(i, func(c rune) bool { return c == r }), false
	case r == '[' && s.peek(i+1) == '[':
		if end = s.brackets(i); end > i && !s.endsWith(end-2, "日期") && !s.endsWith(end-2, "时间") {
			return end, true
		}
	case r == '(' || r == '【' || r == '[':
		for end = i + 1; s.peek(end) == ' ' && end < i+12; end++ {
		}
		if c := s.peek(end); c == ')' || c == '】' || c == ']' {
			return end + 1, false
		}
	}
	return i, false
}

// asksCount tells whether a lone question mark at i stands for a number: 居家?人.
func (s *scanner) asksCount(i int) bool {
	unit := s.unit(i + 1)
	return unit.found() && unit.start == i+1 && unicode.Is(unicode.Han, s.peek(i-1)) && isBoundary(s.peek(unit.end))
}

// brackets returns the end of the template's place [[…]] at i, or i.
func (s *scanner) brackets(i int) int {
	if s.r[i] != '[' || s.peek(i+1) != '[' {
		return i
	}
	for k := i + 2; k < i+24 && k+1 < len(s.r); k++ {
		if s.r[k] == ']' && s.r[k+1] == ']' {
			return k + 2
		}
	}
	return i
}

// same returns the end of the runes of a kind that begin at i; i if one of them
// stands before.
func (s *scanner) same(i int, kind func(rune) bool) int {
	if kind(s.peek(i - 1)) {
		return i
	}
	for kind(s.peek(i)) {
		i++
	}
	return i
}

func isCross(r rune) bool {
	switch r {
	case 'x', 'X', '×', '✕', '╳':
		return true
	}
	return false
}

func isBox(r rune) bool {
	switch r {
	case '_', '□', '■', '▢', '＿', '○':
		return true
	}
	return false
}

// beforeNothing are the words that want a number behind them.
var beforeNothing = sync.OnceValue(func() endings {
	return newEndings("共", "共计", "合计", "总计", "累计", "新增", "现有", "增加", "减少", "解除", "人员", "学生", "其中", "排查", "摸排", "劝返", "隔离", "居家", "登记", "检查", "转移", "出动", "发放", ":")
})

// nothing finds a measure word with no number before it: 共人, 发热:  例.
func (s *scanner) nothing(i int, n *Number) bool {
	if unicode.IsSpace(s.r[i]) {
		return false
	}
	unit := s.unit(i)
	if !unit.found() || unit.start != i || !isBoundary(s.peek(unit.end)) {
		return false
	}
	start := i
	for s.peek(start-1) == ' ' && start > i-12 {
		start--
	}
	if start < s.spent || !s.wantsNumber(start, i-start) {
		return false
	}
	if start == i && s.endsWith(i, ":") && (unit.end-i > 2 || s.endsWith(i, "单位:")) {
		return false
	}
	*n = Number{Start: i, End: i, From: i, Kind: Blank}
	n.counts(unit)
	return true
}

// wantsNumber tells whether the text that ends at i, with spaces behind it,
// asks for a number.
func (s *scanner) wantsNumber(i, spaces int) bool {
	return spaces >= 2 && unicode.Is(unicode.Han, s.peek(i-1)) || beforeNothing().before(s.r, i) > 0
}
