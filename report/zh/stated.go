package zh

import (
	"iter"
	"sync"
)

// A stated is one date, time or window as it stands in a text, before it is
// known which year, month or day is meant. What was not said is 0.
type stated struct {
	start, end int
	has        parts

	year, month, day int
	shift            int // of years, months or days, as has says: 去年 -1, 上月 -1, 昨天 -1
	weekday          int // 1 Monday … 7 Sunday
	weeks            int // 上周 -1, 下周 1, with hasWeek

	hour, minute int
	part         dayPart

	to         *stated // the end of a window
	impossible bool    // 2月31日: no date, and its digits are no numbers
	asOf       bool
}

// parts says what was said of a date.
type parts uint32

const (
	hasYear parts = 1 << iota
	hasMonth
	hasDay
	hasYearShift
	hasMonthShift
	hasDayShift
	hasWeekday
	hasWeek  // 本周, 上周 before the weekday
	hasPart  // 上午, 晚上
	hasHour  // an hour was stated
	hasMin   // and a minute
	hasLunar // month and day are of the lunar calendar
	hasLeap  // 闰
	hasNow   // 此时, and the end of 至今
	hasNext  // 次日
	hasEve   // 除夕: the last day of the lunar year
	hasName  // 农历: the calendar was named
)

func (p parts) any(q parts) bool { return p&q != 0 }

// dated are the parts that name a day, a month or a year.
const dayParts = hasYear | hasMonth | hasDay | hasYearShift | hasMonthShift | hasDayShift | hasWeekday | hasLunar | hasNow | hasEve

// grain tells how finely d was stated.
func (d *stated) grain() Grain {
	switch {
	case d.has.any(hasMin | hasNow):
		return GrainMinute
	case d.has.any(hasHour | hasPart):
		return GrainHour
	case d.has.any(hasDay | hasDayShift | hasWeekday | hasEve):
		return GrainDay
	case d.has.any(hasMonth | hasMonthShift):
		return GrainMonth
	}
	return GrainYear
}

// A dateScanner finds what is stated of dates in a text.
type dateScanner struct {
	scanner
	goesOn  bool // what is read follows a day: the next of a list, the end of a window
	notDays int  // where the last list of figures that are no days ends
}

// scanDates yields the dates and times of t in order. Impossible ones are
// among them, so that their digits are not taken for numbers.
func scanDates(t Text) iter.Seq[stated] {
	return func(yield func(stated) bool) {
		s := &dateScanner{scanner: scanner{t: t, r: t.runes, units: everyday().words, classes: classes()}}
		for i := 0; i < len(s.r); {
			if s.class(i)&startsDate == 0 {
				i = s.pass(i)
				continue
			}
			d, next, ok := s.first(i)
			for n := 0; ok && n < mostListed; n++ {
				if !yield(d) {
					return
				}
				last := d
				d, ok = s.listed(&last)
				next = last.end
			}
			i = next
		}
	}
}

// first reads the date at i, which may be the first of a list, and says where to
// go on.
func (s *dateScanner) first(i int) (d stated, next int, ok bool) {
	if d, ok = s.window(i); !ok && s.numeral(i) {
		d, ok = s.opensDays(i)
	}
	if !ok {
		return d, s.skip(i), false
	}
	d.asOf = s.isAsOf(&d)
	return d, d.end, true
}

// pass goes past a rune that begins no date. A place left for a date is none,
// nor is a part of an address.
func (s *dateScanner) pass(i int) int {
	switch {
	case s.class(i)&latinRune != 0:
		return max(s.url(i), s.skip(i))
	case s.r[i] == '[':
		return max(s.brackets(i), i+1)
	}
	return i + 1
}

// skip goes past what begins at i and is no date: all of a numeral, so that
// nothing is read from its middle, and the rune behind it.
func (s *dateScanner) skip(i int) int {
	for s.class(i)&(numeralRune|latinRune) != 0 {
		i++
		if r := s.peek(i); (r == '.' || r == ',' || r == '点') && s.numeral(i+1) {
			i++
		}
	}
	return min(i+1, len(s.r))
}

// isAsOf tells 截至 before d, or 止 behind it.
func (s *dateScanner) isAsOf(d *stated) bool {
	if s.peek(d.end) == '止' || s.hasPrefix(d.end, "为止") {
		return true
	}
	i := d.start
	for s.peek(i-1) == ' ' || s.peek(i-1) == ':' || s.peek(i-1) == '(' {
		i--
	}
	return asOfWords().before(s.r, i) > 0
}

var asOfWords = sync.OnceValue(func() endings {
	return newEndings("截至", "截止", "截止到", "截至到", "截止至", "截到", "截止于", "截至目前", "截止目前")
})

// one reads a day, a clock time, or both.
func (s *dateScanner) one(i int) (stated, bool) {
	d, ok := s.calendar(i)
	if !ok {
		return s.clock(i, bare)
	}
	s.weekdayBehind(&d)
	at := d.end
	if d.has.any(hasHour | hasNow) {
		return d, true
	}
	for at < d.end+2 && (s.peek(at) == ' ' || s.peek(at) == '的' || s.peek(at) == ',' && s.peek(at+1) != ' ' && at == d.end) {
		at++
	}
	if at >= len(s.r) {
		return d, true
	}
	if d.has.any(hasPart) {
		if c, ok := s.clockIn(at, d.part, beside); ok {
			d.merge(c)
		}
	} else if c, ok := s.clock(at, beside); ok {
		d.merge(c)
	}
	return d, true
}

// merge adds the clock time c to the day d.
func (d *stated) merge(c stated) {
	d.has |= c.has
	d.hour, d.minute, d.end = c.hour, c.minute, c.end
	if c.part != 0 {
		d.part = c.part
	}
}
