package zh

import "time"

// A resolver works out which instants are meant, as seen from ref.
type resolver struct {
	ref     time.Time
	today   time.Time // ref's day, at 00:00
	almanac almanac
	last    time.Time // the day of a month that the text named last
}

func newResolver(ref time.Time) *resolver {
	year, month, day := ref.Date()
	return &resolver{ref: ref, today: time.Date(year, month, day, 0, 0, 0, 0, ref.Location())}
}

// resolve turns d into a Date; false if there is no such day.
func (v *resolver) resolve(d *stated) (Date, bool) {
	if d.impossible {
		return Date{}, false
	}
	date := Date{
		Start: d.start, End: d.end, Grain: d.grain(), AsOf: d.asOf,
		Lunar:    d.has.any(hasLunar),
		Relative: d.has.any(hasDayShift | hasWeekday | hasYearShift | hasMonthShift | hasNow),
		Part:     d.has.any(hasPart) && !d.has.any(hasHour),
	}
	if d.has.any(hasNow) {
		date.Time, date.Day = v.ref, v.today
		return date, true
	}
	day, ok := v.dayOf(d)
	if !ok {
		return Date{}, false
	}
	if !d.has.any(dayParts) {
		day = v.bareDay(d)
	} else if date.Grain >= GrainDay {
		date.Day = day
	}
	date.Time = at(day, d)
	if d.to != nil {
		date.EndTime = v.endOf(d, day, date.Time)
	}
	if d.has.any(hasDay) && !date.Lunar {
		v.last = day
		if d.to.namesMonthDay() {
			v.last = date.EndTime
		}
	}
	return date, true
}

// at is the instant of d's clock time on day, which is at 00:00.
func at(day time.Time, d *stated) time.Time {
	hour := d.hour
	if d.has.any(hasPart) && !d.has.any(hasHour) {
		hour = d.part.usual()
	}
	if hour == 0 && d.minute == 0 {
		return day
	}
	year, month, date := day.Date()
	return time.Date(year, month, date, hour, d.minute, 0, 0, day.Location())
}

// dayOf returns the 00:00 of the day that d names, of the first day of a month
// or year; for a bare clock time, ref's day.
func (v *resolver) dayOf(d *stated) (time.Time, bool) {
	today := v.today
	switch {
	case d.has.any(hasLunar):
		return v.lunarDayOf(d, today)
	case d.has.any(hasDayShift):
		return today.AddDate(0, 0, d.shift), true
	case d.has.any(hasWeekday):
		return weekdayOf(d, today), true
	case d.has.any(hasYear | hasYearShift):
		return inYear(d, today)
	case d.has.any(hasMonthShift):
		return inMonth(d, today.AddDate(0, d.shift, 1-today.Day()))
	case d.has.any(hasMonth):
		return nearest(d, today)
	case d.has.any(hasDay):
		if day := v.last.AddDate(0, 0, d.day-v.last.Day()); v.goesOn(d.day) && day.Day() == d.day {
			return day, true
		}
		first := today.AddDate(0, 0, 1-today.Day())
		if d.day > today.Day() {
			first = first.AddDate(0, -1, 0)
		}
		return inMonth(d, first)
	}
	return today, true
}

// nearDays is how many days behind the one named before a bare day may lie and be
// of its month.
const nearDays = 3

// goesOn tells whether a day later than today's goes on from the one named before
// it, 13日…，14日…，15日…, and so is no last month's.
func (v *resolver) goesOn(day int) bool {
	return !v.last.IsZero() && day > v.today.Day() && v.last.Day() < day && day <= v.last.Day()+nearDays
}

// namesMonthDay tells whether d is the end of a window that names a day.
func (d *stated) namesMonthDay() bool { return d != nil && d.has.any(hasDay) && !d.has.any(hasLunar) }

// weekdayOf returns the last such weekday, today included; with 上周, 本周 or
// 下周 the one of that week, which begins on Monday.
func weekdayOf(d *stated, today time.Time) time.Time {
	now := (int(today.Weekday())+6)%7 + 1
	if d.has.any(hasWeek) {
		return today.AddDate(0, 0, d.weekday-now+7*d.weeks)
	}
	back := (now - d.weekday + 7) % 7
	return today.AddDate(0, 0, -back)
}

func inYear(d *stated, today time.Time) (time.Time, bool) {
	year := d.year
	if d.has.any(hasYearShift) {
		year = today.Year() + d.shift
	}
	if !d.has.any(hasMonth) {
		return time.Date(year, 1, 1, 0, 0, 0, 0, today.Location()), true
	}
	if d.has.any(hasDay) && !possibleDay(year, d.month, d.day) {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(d.month), max(d.day, 1), 0, 0, 0, 0, today.Location()), true
}

// inMonth returns day d.day of the month that begins with first.
func inMonth(d *stated, first time.Time) (time.Time, bool) {
	if !d.has.any(hasDay) {
		return first, true
	}
	if !possibleDay(first.Year(), int(first.Month()), d.day) {
		return time.Time{}, false
	}
	return first.AddDate(0, 0, d.day-1), true
}

// nearest returns the month, or the day of a month, that lies nearest to today,
// before it where two are as near.
func nearest(d *stated, today time.Time) (best time.Time, ok bool) {
	from := today
	if !d.has.any(hasDay) {
		from = today.AddDate(0, 0, 1-today.Day())
	}
	for _, years := range [...]int{0, -1, 1, -2, 2, -3, 3, -4, 4} {
		year := today.Year() + years
		if d.has.any(hasDay) && !possibleDay(year, d.month, d.day) || ok && (years < -1 || years > 1) {
			continue
		}
		day := time.Date(year, time.Month(d.month), max(d.day, 1), 0, 0, 0, 0, today.Location())
		if !ok || day.Sub(from).Abs() < best.Sub(from).Abs() {
			best, ok = day, true
		}
		if best.Sub(from).Abs() < 182*24*time.Hour {
			break // no other year's can be nearer
		}
	}
	return best, ok
}

// lunarDayOf returns the nearest such lunar day, or the one of the lunar year
// that was said.
func (v *resolver) lunarDayOf(d *stated, today time.Time) (best time.Time, ok bool) {
	month, day := d.month, d.day
	if d.has.any(hasEve) {
		month, day = 12, 0
	}
	years := nearYears(month, day, today)
	if d.has.any(hasYear) {
		years = []int{d.year}
	}
	if d.has.any(hasLeap) {
		month = -month
	}
	for _, year := range years {
		at, found := v.almanac.day(year, month, day, today.Location())
		if found && (!ok || at.Sub(today).Abs() < best.Sub(today).Abs()) {
			best, ok = at, true
		}
	}
	return best, ok
}

// nearYears returns the lunar years whose day of that month may be the nearest
// to today: mostly one. A lunar year begins around 5 February, give or take
// sixteen days, and a leap month moves what follows by a month.
func nearYears(month, day int, today time.Time) []int {
	var years []int
	for year := today.Year() - 1; year <= today.Year()+1; year++ {
		about := time.Date(year, 2, 5, 0, 0, 0, 0, today.Location()).AddDate(0, 0, (month-1)*59/2+day)
		if away := today.Sub(about).Abs(); away < (183+50)*24*time.Hour {
			years = append(years, year)
		}
	}
	return years
}

// bareDay is the day of a clock time that names none: ref's own. In the
// morning 24时 is the midnight just past, and a window that ends with it, or
// that lasts overnight and has not begun, is the last one.
func (v *resolver) bareDay(d *stated) time.Time {
	today := v.today
	last := d
	if d.to != nil {
		last = d.to
	}
	if last.hour == 24 && v.ref.Hour() < 12 {
		return today.AddDate(0, 0, -1)
	}
	overnight := d.to != nil && (d.to.has.any(hasNext) || !d.to.has.any(dayParts) && !at(today, d.to).After(at(today, d)))
	if overnight && at(today, d).After(v.ref) {
		return today.AddDate(0, 0, -1)
	}
	return today
}

// endOf is the end of the window that begins with d on day, at start.
func (v *resolver) endOf(d *stated, day, start time.Time) time.Time {
	e := *d.to
	switch {
	case e.has.any(hasNow):
		return v.ref
	case e.has.any(hasNext):
		return at(day.AddDate(0, 0, 1), &e)
	case !e.has.any(dayParts):
		end := at(day, &e)
		if !end.After(start) {
			end = at(day.AddDate(0, 0, 1), &e)
		}
		return end
	}
	if e.has.any(hasWeekday) {
		next, _ := v.dayOf(&e)
		for next.Before(day) {
			next = next.AddDate(0, 0, 7)
		}
		return at(next, &e)
	}
	if !e.has.any(hasYear | hasYearShift | hasDayShift | hasLunar) {
		inherit(&e, day)
	}
	end, ok := v.dayOf(&e)
	if !ok {
		return time.Time{}
	}
	if end = at(end, &e); end.Before(start) {
		return time.Time{}
	}
	return end
}

// inherit gives the end of a window the year and the month of its beginning;
// an earlier month is the next year's, an earlier day the next month's.
func inherit(e *stated, day time.Time) {
	year, month := day.Year(), int(day.Month())
	if !e.has.any(hasMonth | hasMonthShift) {
		if e.day < day.Day() {
			if month++; month > 12 {
				year, month = year+1, 1
			}
		}
		e.month = month
	} else if e.month < month {
		year++
	}
	e.year = year
	e.has |= hasYear | hasMonth
}
