package zh

import (
	"sync"
	"unicode"
)

// numeric reads dates in figures: 2020.02.06, 2020-02-06, 20200206,
// 10/31/1974, and 2.1, 2/14, 2-1 where they plainly are dates.
func (s *dateScanner) numeric(i int) (stated, bool) {
	f := s.figure(i)
	if f.end == i || f.han {
		return stated{}, false
	}
	sep := s.peek(f.end)
	if f.digits == 8 && !among(sep, ".-/") {
		return s.compact(i, f)
	}
	if !among(sep, ".-/") {
		return stated{}, false
	}
	g := s.figure(f.end + 1)
	if g.end == f.end+1 || g.han || g.digits > 2 {
		return stated{}, false
	}
	if s.peek(g.end) == sep && isDigit(s.peek(g.end+1)) {
		return s.triple(i, f, g, s.figure(g.end+1))
	}
	if f.digits == 4 && g.digits == 2 && 1990 <= f.value && f.value < 2100 && 1 <= g.value && g.value <= 12 && !among(s.peek(g.end), "-/.%万亿") {
		return stated{start: i, end: g.end, has: hasYear | hasMonth, year: f.value, month: g.value}, true
	}
	if f.digits > 2 || !possibleDay(0, f.value, g.value) || !s.plainlyDate(i, f, g, sep) {
		return stated{}, false
	}
	d := stated{start: i, end: g.end, has: hasMonth | hasDay, month: f.value, day: g.value}
	if r := s.peek(g.end); r == '日' && s.peek(g.end+1) != '报' || r == '号' {
		d.end++
	}
	return d, true
}

// compact reads 20200206.
func (s *dateScanner) compact(i int, f figure) (stated, bool) {
	d := stated{start: i, end: f.end, has: hasYear | hasMonth | hasDay, year: f.value / 10000, month: f.value / 100 % 100, day: f.value % 100}
	if unit := s.unit(f.end); unit.found() && unit.start == f.end {
		return d, false
	}
	return d, 1990 <= d.year && d.year < 2100 && possibleDay(d.year, d.month, d.day)
}

// triple reads three figures with equal separators.
func (s *dateScanner) triple(i int, f, g, h figure) (stated, bool) {
	d := stated{start: i, end: h.end, has: hasYear | hasMonth | hasDay}
	sep := s.peek(f.end)
	if h.end == g.end+1 || h.han || s.peek(h.end) == sep && isDigit(s.peek(h.end+1)) {
		return d, false
	}
	switch {
	case f.digits == 4 && h.digits <= 2:
		d.year, d.month, d.day = f.value, g.value, h.value
	case sep == '/' && f.digits <= 2 && (h.digits == 4 || h.digits == 2):
		d.year, d.month, d.day = century(h), f.value, g.value
	case sep != '/' && f.digits == 2 && 10 <= f.value && f.value < 60 && h.digits <= 2 && (s.opens(i) || s.beside(i, h.end)):
		d.year, d.month, d.day = 2000+f.value, g.value, h.value
	default:
		return d, false
	}
	if d.year < 1900 || d.year >= 2200 {
		return d, false
	}
	d.impossible = !possibleDay(d.year, d.month, d.day)
	if r := s.peek(d.end); r == '日' && s.peek(d.end+1) != '报' || r == '号' {
		d.end++
	}
	if s.peek(d.end) == 'T' && isDigit(s.peek(d.end+1)) {
		if c, ok := s.clock(d.end+1, beside); ok {
			d.merge(c)
			s.offset(&d)
		}
	}
	return d, true
}

// offset goes past the zone of an ISO instant; its clock time is taken as it stands.
func (s *dateScanner) offset(d *stated) {
	r := s.peek(d.end)
	if r == 'Z' {
		d.end++
	}
	if (r == '+' || r == '-') && isDigit(s.peek(d.end+1)) && isDigit(s.peek(d.end+2)) && s.peek(d.end+3) == ':' && isDigit(s.peek(d.end+4)) && isDigit(s.peek(d.end+5)) {
		d.end += 6
	}
}

// century completes a year of two digits: up to 49 this century, else the last.
func century(f figure) int {
	switch {
	case f.digits == 4:
		return f.value
	case f.value < 50:
		return 2000 + f.value
	}
	return 1900 + f.value
}

// plainlyDate tells month and day with a separator from a decimal, a fraction
// and a range: it opens the text or a line with words behind it, ends the
// heading, or stands beside 日报, 补报, 截至 and the like.
func (s *dateScanner) plainlyDate(i int, f, g figure, sep rune) bool {
	next := s.peek(g.end)
	if !s.goesOn && among(s.peek(i-1), "-~—–") && isAlnum(s.peek(i-2)) {
		return false
	}
	if next == '日' && s.peek(g.end+1) != '报' || next == '号' && !s.namesHouse(g.end) {
		return sep == '.'
	}
	if next == ':' && !isDigit(s.peek(g.end+1)) && s.closesHeading(i, g.end) {
		return true
	}
	goesOn := s.goesOnToFigures(i, g.end, sep)
	if !goesOn && (s.unit(g.end).found() || among(next, "%.-/~:年月万亿余多成折") || isLatin(next) || isDigit(next)) {
		return false
	}
	if goesOn || s.goesOn || s.beside(i, g.end) || s.bracketed(i, g.end) {
		return true
	}
	fraction := sep == '/' && f.value < g.value && g.value <= 5
	if fraction || !s.opens(i) {
		return !fraction && s.closesHeading(i, g.end)
	}
	if sep == '/' && next == 0 && f.digits <= 2 {
		return true
	}
	at := s.gap(g.end)
	for at < g.end+3 && among(s.peek(at), " :,。)】]") {
		at++
	}
	return isWord(s.peek(at)) || s.peek(g.end) == '\n' && g.end+1 < len(s.r)
}

// goesOnToFigures tells whether another month and day follows those from i to at in
// a list or behind a dash, and one of the two is plainly a date: 2.12、2.13 and
// 2.12-2.14 alone could be decimals.
func (s *dateScanner) goesOnToFigures(i, at int, sep rune) bool {
	next, _ := s.itemAfter(at)
	if next == at {
		next = s.toward(at)
	}
	f := s.figure(next)
	if next == at || f.end == next || s.peek(f.end) != sep {
		return false
	}
	g := s.figure(f.end + 1)
	return g.end > f.end+1 && possibleDay(0, f.value, g.value) && !s.unit(g.end).found() && !among(s.peek(g.end), "%.万亿余多成折") &&
		(s.opens(i) || s.beside(i, at) || s.beside(next, g.end))
}

// bracketed tells whether figures stand alone in brackets behind a name,
// 【下坪】【2.14】. Round ones, which may hold any number, must follow another
// bracket or a place: 下坪村（2.14）.
func (s *dateScanner) bracketed(i, end int) bool {
	switch s.peek(i - 1) {
	case '【', '[', '〔':
		return among(s.peek(end), "】]〕") && !s.unit(end+1).found() // a place filled in: 降雨【12.5】毫米
	case '(':
		return s.peek(end) == ')' && among(s.peek(i-2), ")】]〕》村区镇乡")
	}
	return false
}

// opens tells whether i opens the text or a line, decoration apart.
func (s *dateScanner) opens(i int) bool {
	for k := i - 1; k >= 0 && k > i-6; k-- {
		if s.r[k] == '\n' {
			return true
		}
		if unicode.IsLetter(s.r[k]) || unicode.IsNumber(s.r[k]) || among(s.r[k], ":;,、.") {
			return false
		}
	}
	return i < 6
}

// closesHeading tells whether figures that end at end close the first line of
// several, behind a name and nothing else: "双井村 2.6". Behind a place a colon
// closes it, too, or a space: 双井村2.6：平安.
func (s *dateScanner) closesHeading(i, end int) bool {
	before := s.peek(i - 1)
	if among(before, " 》】])") {
		before = s.peek(i - 2)
	}
	place := among(before, "村区镇乡") && among(s.peek(end), ": ,")
	if s.peek(end) != '\n' && !place || end+1 >= len(s.r) || i > 16 {
		return false
	}
	for _, r := range s.r[:i] {
		if r == '\n' || r == ':' || isDigit(r) {
			return false
		}
	}
	return true
}

// besideBefore and besideBehind are the words that make a date of figures next
// to them.
var besideBefore = sync.OnceValue(func() endings {
	return newEndings("日报", "补报", "更正", "截至", "截止", "截止到", "截至到", "日期", "日期:", "时间:", "报告", "晚报", "早报")
})

var besideBehind = sync.OnceValue(func() *words {
	return newWords("日报", "补报", "晚报", "早报", "夜报", "零报告", "更正", "通报", "情况", "疫情", "白班", "夜班", "上报", "报", "上午", "下午", "晚上", "早上", "凌晨", "中午", "平安", "无异常")
})

// beside tells whether figures from i to end stand next to a word that makes
// them a date, or before a clock time.
func (s *dateScanner) beside(i, end int) bool {
	if s.peek(i-1) == ' ' {
		i--
	}
	end = s.gap(end)
	if _, n := besideBehind().longest(s.from(end)); n > 0 || besideBefore().before(s.r, i) > 0 {
		return true
	}
	c, ok := s.clock(end, bare)
	return ok && c.has.any(hasHour) && s.numeral(end)
}
