package zh

import (
	"time"

	"github.com/6tail/lunar-go/calendar"
)

// lunar reads a day of the lunar calendar: 正月初三, 腊月廿九, 农历二月初二, 除夕.
func (s *dateScanner) lunar(i int) (stated, bool) {
	d := stated{start: i, has: hasLunar | hasMonth | hasDay}
	if s.numeral(i) {
		return s.lunarDate(d, i)
	}
	for _, w := range [...]string{"除夕", "大年三十", "年三十"} {
		if s.hasPrefix(i, w) {
			d.has, d.end = hasLunar|hasEve, i+len([]rune(w))
			return d, !among(s.peek(i-1), "解开")
		}
	}
	if s.hasPrefix(i, "大年初") {
		f := s.lunarDay(i + 2)
		d.month, d.day, d.end = 1, f.value, f.end
		return d, f.end > i+2 && f.value <= 10
	}
	at := i
	for _, w := range [...]string{"农历", "阴历", "旧历"} {
		if s.hasPrefix(i, w) {
			d.has, at = d.has|hasName, s.gap(i+2)
		}
	}
	return s.lunarDate(d, at)
}

// lunarDate reads year, month and day at at.
func (s *dateScanner) lunarDate(d stated, at int) (stated, bool) {
	if y := s.figure(at); y.digits == 4 && s.peek(y.end) == '年' && 1900 <= y.value && y.value < 2200 {
		d.year, d.has, at = y.value, d.has|hasYear, y.end+1
	}
	if s.peek(at) == '闰' {
		d.has, at = d.has|hasLeap|hasName, at+1
	}
	month, end := s.lunarMonth(at)
	if end == at {
		return d, false
	}
	f := s.lunarDay(end)
	if f.end == end || f.value < 1 || f.value > 30 || month < 1 || month > 12 {
		return d, false
	}
	own := !isDigit(s.r[at]) && (among(s.r[at], "正冬腊") || among(s.r[end], "初廿卅"))
	d.month, d.day, d.end = month, f.value, f.end
	if r := s.peek(d.end); r == '日' || r == '号' {
		own = own && among(s.r[at], "正冬腊")
		if own || d.has.any(hasName) {
			d.end++
		}
	}
	return d, own || d.has.any(hasName)
}

// lunarMonth reads 正月, 冬月, 腊月 or N月; the end is behind 月.
func (s *dateScanner) lunarMonth(i int) (month, end int) {
	switch s.peek(i) {
	case '正':
		month, end = 1, i+1
	case '冬':
		month, end = 11, i+1
	case '腊':
		month, end = 12, i+1
	default:
		f := s.figure(i)
		month, end = f.value, f.end
	}
	if end == i || s.peek(end) != '月' {
		return 0, i
	}
	return month, end + 1
}

// lunarDay reads 初三, 十五, 廿九 or 三十.
func (s *dateScanner) lunarDay(i int) figure {
	if s.peek(i) != '初' {
		return s.figure(i)
	}
	f := s.figure(i + 1)
	if f.end == i+1 || f.value < 1 || f.value > 10 {
		return figure{end: i}
	}
	return f
}

// An almanac keeps the lunar years that one text asks for: working one out
// takes about a millisecond.
type almanac struct{ years map[int]*calendar.LunarYear }

// mostYears bounds the work on a text that names many lunar years; what lies
// beyond is no date.
const mostYears = 8

// month returns a month of a lunar year, or nil; a leap month is negative. Only
// years the library is sure of are asked: it panics on some others.
func (a *almanac) month(year, month int) *calendar.LunarMonth {
	y, ok := a.years[year]
	if !ok {
		if year < 1901 || year > 2199 || len(a.years) >= mostYears {
			return nil
		}
		if a.years == nil {
			a.years = map[int]*calendar.LunarYear{}
		}
		y = calendar.NewLunarYear(year)
		a.years[year] = y
	}
	return y.GetMonth(month)
}

// day returns the day in the zone of loc on which the lunar day falls; day 0
// is the last of the month.
func (a *almanac) day(year, month, day int, loc *time.Location) (time.Time, bool) {
	m := a.month(year, month)
	if m == nil || day < 0 || day > m.GetDayCount() {
		return time.Time{}, false
	}
	if day == 0 {
		day = m.GetDayCount()
	}
	first := calendar.NewSolarFromJulianDay(m.GetFirstJulianDay())
	return time.Date(first.GetYear(), time.Month(first.GetMonth()), first.GetDay()+day-1, 0, 0, 0, 0, loc), true
}
