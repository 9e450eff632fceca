package zh

import (
	"sync"
	"unicode"
)

// rank reads 第 and the numeral behind it: 第3轮, 第一剂, 第七师.
func (s *scanner) rank(i int, n *Number) bool {
	at := i + 1
	if s.peek(at) == ' ' {
		at++
	}
	m, ok := readNumeral(s.t, at, s.limit(at), needsDigit)
	if !ok {
		return false
	}
	*n = Number{Start: m.start, End: m.end, N: m.value, Kind: Ordinal, From: i}
	n.counts(s.unit(m.end))
	return true
}

// ordinalTails are what turns a number before it into a name.
var ordinalTails = sync.OnceValue(func() *words {
	return newWords(
		"号楼", "号院", "号线", "号桥", "号井", "号车", "号卡口", "号点", "号泵", "号机", "号门", "号房", "号仓", "号令", "号文", "号",
		"栋", "幢", "单元", "室", "楼", "车厢", "路公交", "年级", "标段", "#楼", "#", "社区", "大队", "分队", "中队", "支部", "片区", "网格", "级响应", "级预案")
})

// ordinal makes n an Ordinal where what follows turns it into a name.
func (s *scanner) ordinal(n *Number) bool {
	if n.Approx || n.Kind != Exact || !n.N.IsInteger() {
		return false
	}
	if word, k := ordinalTails().longest(s.from(n.End)); k > 0 && !s.hasPrefix(n.End, "楼板") && !s.hasPrefix(n.End, "室内") {
		n.Kind = Ordinal
		n.counts(measure{word, n.End, n.End + k})
		return true
	}
	if group, k := groups().longest(s.from(n.End)); k > 0 && n.UnitEnd <= n.End+1 && !s.countsGroups(n.Start, group) {
		n.Kind = Ordinal
		n.counts(measure{group, n.End, n.End + 1})
		return true
	}
	return s.caseNumber(n)
}

// groups are counted or numbered: 3组王某 is the third group, 检查组9组 are nine.
var groups = sync.OnceValue(func() *words { return newWords("组", "队", "社", "班") })

// groupVerbs stand before a number of groups.
var groupVerbs = sync.OnceValue(func() endings {
	return newEndings("派出", "组建", "组成", "成立", "出动", "设立", "设置", "设", "分成", "分为", "组织", "投入", "建立", "共", "共计", "累计", "新增", "抽调", "派", "有", "了", "每", "全镇", "全乡", "人员")
})

// countsGroups tells whether the number at i counts groups: the same word, a
// verb of setting up, or a colon stands before.
func (s *scanner) countsGroups(i int, group string) bool {
	for s.peek(i-1) == ' ' || s.peek(i-1) == ':' {
		i--
	}
	return groupVerbs().before(s.r, i) > 0 || s.endsWith(i, group) || s.peek(i-1) == '伍' && s.endsWith(i-1, group)
}

// enumerate makes ordinals of the numbers listed before one: 1、2、3组.
func (s *scanner) enumerate(found []Number) {
	for i := len(found) - 1; i > 0; i-- {
		n, next := &found[i-1], found[i]
		if next.Kind != Ordinal || n.Kind != Exact || n.Unit != "" || n.To+1 != next.From || !n.N.IsInteger() {
			continue
		}
		if among(s.r[n.To], "、,和及与") {
			n.Kind = Ordinal
		}
	}
}

// caseNumber tells 病例11: …, which names a case, from 确诊病例11例.
func (s *scanner) caseNumber(n *Number) bool {
	if n.Unit != "" || patients().before(s.r, n.Start) == 0 {
		return false
	}
	before, next := s.peek(n.Start-3), s.peek(n.To)
	if unicode.IsLetter(before) || !among(next, ":,(系为") {
		return false
	}
	n.Kind = Ordinal
	n.counts(measure{start: n.End, end: n.End})
	return true
}

var patients = sync.OnceValue(func() endings { return newEndings("病例", "患者") })

// listMark reads the number of a list's line: 1. 2、 (3) 四、 ㈤ do not, they
// are no digits. Inside a line only "3. 某" behind a space is one.
func (s *scanner) listMark(i int, n *Number) bool {
	r := s.r[i]
	at := i
	if r == '(' {
		at++
	}
	if c := s.peek(at); !isDigit(c) && hanDigit(c) <= 0 && smallUnit(c) != 1 {
		return false
	}
	heads := s.headsItem(i)
	if !heads && (r == '(' || !isDigit(r) || !s.behindItem(i) && !s.numbersDate(i)) {
		return false
	}
	end := at
	for end < at+3 && s.numeral(end) {
		end++
	}
	if end == at || s.numeral(end) || !s.marksList(i, end) {
		return false
	}
	m, ok := readNumeral(s.t, at, end, needsDigit)
	if !ok || m.end != end {
		return false
	}
	*n = Number{Start: at, End: end, N: m.value, Kind: Ordinal, From: i, UnitStart: end, UnitEnd: end, To: end + 1}
	return true
}

// numbersDate tells whether the digits at i, behind a colon, number an item that
// begins with a date: 补报:1. 2月12日….
func (s *scanner) numbersDate(i int) bool {
	if s.peek(i-1) != ':' {
		return false
	}
	for i++; isDigit(s.peek(i)); {
		i++
	}
	for among(s.peek(i), ".、) ") {
		i++
	}
	return s.dated(i)
}

// behindItem tells whether a space or the end of an item stands before i.
func (s *scanner) behindItem(i int) bool {
	before := s.peek(i - 1)
	return before == ';' || before == '。' || unicode.IsSpace(before)
}

// marksList tells whether the mark behind a list number that begins at i stands
// at end.
func (s *scanner) marksList(i, end int) bool {
	first, next, heads := s.r[i], s.peek(end+1), s.headsItem(i)
	switch c := s.peek(end); {
	case first == '(' || c == ')':
		return c == ')' && heads && (first == '(' || first != '(' && next != 0)
	case c == '、':
		return (!s.numeral(end+1) || heads && s.dated(end+1)) && next != 0
	case c == '.' || c == '．':
		return !isDigit(next) && (heads || next == ' ' || unicode.Is(unicode.Han, next)) || heads && s.roomBehind(end+1)
	}
	return false
}

// roomBehind tells the 1. of "1.295-909 6份" from a decimal point.
func (s *scanner) roomBehind(i int) bool {
	digits := 0
	for isDigit(s.peek(i)) && digits < 5 {
		i++
		digits++
	}
	return digits >= 2 && s.peek(i) == '-' && isDigit(s.peek(i+1))
}

// headsItem tells whether a list's mark may stand at i: at the head of a line,
// and in brackets behind the end of an item too, …60人;(2)出动车辆.
func (s *scanner) headsItem(i int) bool {
	return s.headsLine(i) || s.r[i] == '(' && among(s.peek(i-1), ";。,:、")
}

// headsLine tells whether only spaces stand between i and the head of its line.
func (s *scanner) headsLine(i int) bool {
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if s.r[k] == '\n' {
			return true
		}
		if s.r[k] != ' ' && s.r[k] != '\t' {
			return false
		}
	}
	return i < 8
}
