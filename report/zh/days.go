package zh

// mostListed is how many days one list may name.
const mostListed = 31

// itemAfter returns where the next item of a list may begin behind 、, 和, a comma
// or the like, or at itself. A comma alone lists no bare figures.
func (s *dateScanner) itemAfter(at int) (next int, comma bool) {
	i := s.gap(at)
	switch s.peek(i) {
	case '、', '和', '与', '及', '跟', '/':
	case '以':
		if i++; s.peek(i) != '及' {
			return at, false
		}
	case ',':
		comma = true
	default:
		return at, false
	}
	return s.gap(i + 1), comma
}

// listed reads the day that d goes on to in a list, with the month, the week or
// the calendar of d where it names none of its own: 2月11、12、13日, 正月初一、初二,
// 上周五、周六.
func (s *dateScanner) listed(d *stated) (stated, bool) {
	at, comma := s.itemAfter(d.end)
	if at == d.end || at >= len(s.r) || !d.namesDay() {
		return stated{}, false
	}
	s.goesOn = true
	defer func() { s.goesOn = false }()
	if e, ok := s.lunarGoesOn(d, at); ok {
		return e, true
	}
	if e, ok := s.window(at); ok {
		e.inherit(d)
		return e, !e.impossible && e.namesDay()
	}
	if comma || !s.goesOnToDay(at) {
		return stated{}, false
	}
	f := s.figure(at)
	e := stated{start: at, end: f.end, has: hasDay, day: f.value}
	e.inherit(d)
	return e, !e.impossible
}

// namesDay tells whether d is one day or a window of days.
func (d *stated) namesDay() bool {
	return d.grain() == GrainDay && !d.has.any(hasNow) && (d.to == nil || d.to.grain() == GrainDay)
}

// inherit gives a day what the one before it in a list has said: its month, a
// later one where the day is far before (30日、1日), or its week.
func (e *stated) inherit(d *stated) {
	last := *d
	if d.to != nil {
		last.day = d.to.day
		if d.to.has.any(hasMonth) {
			last.month = d.to.month
		}
	}
	switch {
	case e.has == hasWeekday && d.has.any(hasWeek):
		e.has, e.weeks = e.has|hasWeek, d.weeks
		if e.weekday < d.weekday {
			e.weeks++
		}
	case e.has == hasDay && d.has.any(hasMonth|hasMonthShift) && !d.has.any(hasLunar):
		e.has |= d.has & (hasYear | hasYearShift | hasMonth | hasMonthShift)
		e.year, e.shift, e.month = d.year, d.shift, last.month
		if far := last.day - e.day; far > 15 && d.has.any(hasMonth) {
			if e.month++; e.month > 12 {
				e.month, e.year = 1, e.year+1
			}
		}
		e.impossible = d.has.any(hasMonth) && !possibleDay(e.year, e.month, e.day)
	}
}

// lunarGoesOn reads 初二 behind 正月初一.
func (s *dateScanner) lunarGoesOn(d *stated, at int) (stated, bool) {
	if !d.has.any(hasLunar) || d.has.any(hasEve) {
		return stated{}, false
	}
	f := s.lunarDay(at)
	if r := s.peek(at); r != '初' && r != '廿' && (!f.han || f.value <= 10 || s.unit(f.end).found()) {
		return stated{}, false
	}
	e := *d
	e.start, e.end, e.day, e.to = at, f.end, f.value, nil
	return e, f.end > at && f.value >= 1 && f.value <= 30
}

// goesOnToDay tells whether a list of bare figures begins at i of which the last
// bears 日 or 号: the 11 and 12 of 11、12、13日.
func (s *dateScanner) goesOnToDay(i int) bool {
	if i < s.notDays {
		return false // begins inside a list of something else
	}
	for n := 0; ; n++ {
		f := s.figure(i)
		if f.end == i || f.digits > 2 || f.value < 1 || f.value > 31 {
			break
		}
		if tail := s.gap(f.end); n > 0 && among(s.peek(tail), "日号") {
			_, ok := s.dayAlone(f, tail)
			return ok && n < mostListed
		}
		next, comma := s.itemAfter(f.end)
		if next == f.end || comma {
			break
		}
		i = next
	}
	s.notDays = i
	return false
}

// opensDays reads the first figure of 12、13日 where no month stands before. The
// number of a line is none: 1、13日 above 2、14日.
func (s *dateScanner) opensDays(i int) (stated, bool) {
	f := s.figure(i)
	d := stated{start: i, end: f.end, has: hasDay, day: f.value}
	if f.end == i || !s.beginsNumeral(i) {
		return d, false
	}
	s.goesOn = true
	ok := s.goesOnToDay(i)
	s.goesOn = false
	return d, ok && !among(s.peek(i-1), "近每前后共满等隔头过第超余约达路街巷弄道栋幢〕]楼期型编-~—–") && !s.numbersLine(i, f.value)
}

// longestLine is how far, in runes, the next numbered line is looked for.
const longestLine = 200

// numbersLine tells whether the figure n at i numbers a line: the next line bears
// the next number, or the line before the one before.
func (s *dateScanner) numbersLine(i, n int) bool {
	if i > 0 && s.r[i-1] != '\n' {
		return false
	}
	for k := i; k < len(s.r) && k < i+longestLine; k++ {
		if s.r[k] == '\n' {
			f := s.figure(k + 1)
			return f.value == n+1 && f.end > k+1
		}
	}
	for k := i - 2; k >= 0 && k > i-longestLine; k-- {
		if k == 0 || s.r[k-1] == '\n' {
			f := s.figure(k)
			return f.value == n-1 && f.end > k
		}
	}
	return false
}

// said are the runes that follow 均 where it is said of days, 13日均平安, and not
// of an average, 日均5人.
const said = "无未平正没已为零一"
