package zh

import "unicode"

// calendar reads what names a day, a month or a year at i.
func (s *dateScanner) calendar(i int) (stated, bool) {
	switch {
	case s.numeral(i) && s.beginsNumeral(i):
		if d, ok := s.lunar(i); ok {
			return d, true
		}
		if d, ok := s.numeric(i); ok {
			return d, true
		}
		return s.written(i)
	case s.class(i)&startsDay != 0:
		if d, ok := s.relative(i); ok {
			return d, true
		}
		if d, ok := s.week(i); ok {
			return d, true
		}
		return s.lunar(i)
	}
	return stated{}, false
}

// beginsNumeral tells that no numeral, decimal or Latin word goes on at i.
func (s *dateScanner) beginsNumeral(i int) bool {
	before := s.peek(i - 1)
	return s.class(i-1)&(numeralRune|latinRune) == 0 && before != '第' && !(before == '.' && isDigit(s.peek(i-2)))
}

// A figure is a numeral small enough for a date.
type figure struct {
	value, end, digits int
	han                bool
}

// figure reads up to four ASCII digits, or a Han numeral up to 99 or of four
// digits (二〇二〇). It returns an end of i if there is none.
func (s *dateScanner) figure(i int) figure {
	f := figure{end: i}
	for isDigit(s.peek(f.end)) && f.digits <= 8 {
		f.value = f.value*10 + int(s.r[f.end]-'0')
		f.digits++
		f.end++
	}
	if f.end > i {
		if f.digits > 8 || s.numeral(f.end) {
			return figure{end: i}
		}
		return f
	}
	return s.hanFigure(i)
}

func (s *dateScanner) hanFigure(i int) figure {
	f := figure{end: i, han: true}
	tensSeen := false
	for f.end < i+5 {
		r := s.peek(f.end)
		switch {
		case hanDigit(r) >= 0 && !isPaired(r):
			if tensSeen && f.value%10 != 0 {
				return figure{end: i}
			}
			if tensSeen {
				f.value += int(hanDigit(r))
			} else {
				f.value = f.value*10 + int(hanDigit(r))
				f.digits++
			}
		case smallUnit(r) == 1 && !tensSeen && f.value < 10:
			f.value, tensSeen = max(f.value, 1)*10, true
		case tens(r) > 0 && f.end == i:
			f.value, tensSeen = int(tens(r)), true
		default:
			if s.numeral(f.end) {
				return figure{end: i}
			}
			return f
		}
		f.end++
	}
	if s.numeral(f.end) {
		return figure{end: i}
	}
	return f
}

// gap skips one space at i.
func (s *dateScanner) gap(i int) int {
	if s.peek(i) == ' ' {
		return i + 1
	}
	return i
}

// written reads Y年M月D日 and its parts: M月D日, M月D, Y年M月, M月, D日.
func (s *dateScanner) written(i int) (stated, bool) {
	d := stated{start: i, end: i}
	f := s.figure(i)
	if f.end == i {
		return d, false
	}
	at := s.gap(f.end)
	if s.peek(at) == '年' {
		if !s.year(&d, f, at) {
			return d, false
		}
		i = s.afterYear(d.end)
		f = s.figure(i)
		if at = s.gap(f.end); f.end == i || s.peek(at) != '月' {
			return d, f.digits != 2 && d.has != 0 && d.year >= 1900
		}
	}
	if s.peek(at) == '月' && s.peek(f.end) != '个' {
		return s.month(d, f, at)
	}
	if d.has != 0 {
		return d, true
	}
	return s.dayAlone(f, at)
}

// year takes the figure before 年 as a year: 2020, 二〇二〇, or 20 before a month.
func (s *dateScanner) year(d *stated, f figure, at int) bool {
	switch {
	case f.digits == 4 && 1900 <= f.value && f.value < 2200:
		d.year = f.value
	case f.digits == 2 && f.value < 60:
		m := s.figure(s.gap(at + 1))
		if m.end == s.gap(at+1) || s.peek(s.gap(m.end)) != '月' {
			return false
		}
		d.year = 2000 + f.value
	default:
		return false
	}
	d.has, d.end = hasYear, at+1
	return true
}

// afterYear skips a space or a comma between year and month.
func (s *dateScanner) afterYear(i int) int {
	if s.peek(i) == ',' || s.peek(i) == '的' {
		i++
	}
	return s.gap(i)
}

// month reads the month whose 月 stands at, and the day behind it.
func (s *dateScanner) month(d stated, f figure, at int) (stated, bool) {
	d.has |= hasMonth
	d.month, d.end = f.value, at+1
	d.impossible = f.value < 1 || f.value > 12
	if s.peek(d.end) == '份' {
		d.end++
	}
	s.dayOfMonth(&d)
	if d.impossible && !d.has.any(hasDay|hasYear) {
		return d, s.peek(at+1) != '份'
	}
	return d, true
}

// dayOfMonth reads the day behind a month; 日 may be missing where nothing is
// counted by what follows.
func (s *dateScanner) dayOfMonth(d *stated) {
	at := s.gap(d.end)
	f := s.figure(at)
	if f.end == at || f.digits > 2 {
		return
	}
	tail := s.gap(f.end)
	switch r := s.peek(tail); {
	case (r == '日' || r == '号') && !s.namesHouse(tail):
		d.end = tail + 1
	case s.isBareDay(f.end) && f.value > 0:
		d.end = f.end
	default:
		return
	}
	d.day = f.value
	d.has |= hasDay
	d.impossible = d.impossible || !possibleDay(d.year, d.month, d.day)
}

// isBareDay tells whether the figure that ends at i is a day without its 日.
func (s *dateScanner) isBareDay(i int) bool {
	if s.unit(i).found() {
		return false
	}
	r := s.peek(i)
	return !among(r, ".,点时:%年月个-~") && !isLatin(r)
}

// possibleDay tells whether the month has such a day in that year; 29 February
// is possible where no year was said.
func possibleDay(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year != 0 && (year%4 != 0 || year%100 == 0 && year%400 != 0) {
		days = 28
	}
	return day <= days
}

// dayAlone reads D日 and D号 without a month.
func (s *dateScanner) dayAlone(f figure, at int) (stated, bool) {
	d := stated{start: f.end, end: at + 1, has: hasDay, day: f.value}
	d.start = s.startOf(f)
	r := s.peek(at)
	if r != '日' && r != '号' || f.value < 1 || f.value > 31 || f.digits > 2 || at > f.end+1 {
		return d, false
	}
	if f.han && f.end-d.start == 1 && (f.value < 4 || r == '号') || s.namesHouse(at) {
		return d, false
	}
	if r == '号' && among(s.peek(d.start-1), "组社队屯") {
		return d, false
	}
	if r == '日' && s.isOtherWord(at) {
		return d, false
	}
	return d, !among(s.peek(d.start-1), "近每前后共满等隔头过第超余约达路街巷弄道栋幢〕]楼期型编")
}

// isOtherWord tells whether the 日 at i begins another word: 13日内, 日均, 日报.
func (s *dateScanner) isOtherWord(i int) bool {
	switch next := s.peek(i + 1); {
	case next == '均':
		return !s.goesOn && !among(s.peek(i+2), said)
	case next == '夜':
		return !s.goesOn && !among(s.peek(i+2), "班间里")
	case next == '报':
		return !s.goesOn || s.hasPrefix(i+2, "表")
	default:
		return among(next, "内游以之志常子程间后") || s.hasPrefix(i+1, "左右")
	}
}

// startOf returns where the figure begins.
func (s *dateScanner) startOf(f figure) int {
	i := f.end
	for i > 0 && s.numeral(i-1) {
		i--
	}
	return i
}

// namesHouse tells whether the 号 at i belongs to a house, a road, a machine or
// a document.
func (s *dateScanner) namesHouse(i int) bool {
	if s.peek(i) != '号' {
		return false
	}
	if among(s.peek(i+1), "楼栋院门房室线桥井泵机车库点位码卡路床厅坑标棚厂桌文令公通哨岗台站仓地池鱼田棺墙街巷型水堤闸渠窑矿煤") {
		return true
	}
	k := i + 1
	for k < i+3 && among(s.peek(k), ",、-") {
		k++
	}
	begin := k
	for isDigit(s.peek(k)) && k < i+8 {
		k++
	}
	return k > begin && s.peek(k) == '室'
}

// weekdayBehind takes the weekday that repeats a date: 2月1日(周六).
func (s *dateScanner) weekdayBehind(d *stated) {
	at := d.end
	for at < d.end+2 && among(s.peek(at), " (") {
		at++
	}
	if !among(s.peek(at), "周星礼") || !d.has.any(hasDay|hasDayShift) {
		return
	}
	w, ok := s.week(at)
	if !ok || w.has.any(hasWeek) {
		return
	}
	if d.end = w.end; s.peek(d.end) == ')' && s.peek(at-1) == '(' {
		d.end++
	}
}

// isWord tells a Han character from punctuation, space and the end.
func isWord(r rune) bool { return unicode.Is(unicode.Han, r) }
