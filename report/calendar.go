package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Calendar says on which days a form is owed.
//
// The first two ask day by day: every day has its periods, and one without duty
// asks for nothing. The others ask now and then: only their own days have
// periods, and each gathers what is said from the day after the one before.
type Calendar string

// The calendars.
const (
	EveryDay Calendar = "every-day"
	Workdays Calendar = "workdays"
	Weekly   Calendar = "weekly"  // on Rhythm.Weekdays
	Monthly  Calendar = "monthly" // on Rhythm.MonthDays
	Spaced   Calendar = "every"   // every Rhythm.Every days from Rhythm.First on
)

// Rhythm says on which days a form is owed that is not asked for day by day.
type Rhythm struct {
	Weekdays  []time.Weekday
	MonthDays []int // 1 to 31; one that a month has not is its last, so that 31 is the month's end
	Every     int   // at least 2
	First     Day

	// Stays is for how many days after its own a period stays open; the next
	// day of the calendar ends it in any case.
	Stays int
}

// MonthEnd is the day of Rhythm.MonthDays that every month ends with.
const MonthEnd = 31

// farthestDay is more than the days between two days of any calendar.
const farthestDay = 400

// ByDay tells whether every day has a period of the form.
func (f *Form) ByDay() bool {
	return f.Calendar != Weekly && f.Calendar != Monthly && f.Calendar != Spaced
}

// fallsOn tells whether a day has periods of the form.
func (f *Form) fallsOn(d Day) bool {
	switch f.Calendar {
	case Weekly:
		return slices.Contains(f.Rhythm.Weekdays, d.Weekday())
	case Monthly:
		y, m, day := d.Date()
		last := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
		return slices.ContainsFunc(f.Rhythm.MonthDays, func(n int) bool { return min(n, last) == day })
	case Spaced:
		return f.Rhythm.Every > 0 && int(d-f.Rhythm.First)%f.Rhythm.Every == 0
	}
	return true
}

// near finds the first day that has periods, from d on in steps of one day
// forward or back; d itself where there is none.
func (f *Form) near(d, step Day) Day {
	for i := range Day(farthestDay) {
		if at := d + i*step; f.fallsOn(at) {
			return at
		}
	}
	return d
}

// next and last are the days with periods around a day, which is none of them.
func (f *Form) next(d Day) Day { return f.near(d+1, 1) }
func (f *Form) last(d Day) Day { return f.near(d-1, -1) }

// opening is the day on which the first period of a day opens.
func (f *Form) opening(d Day) Day {
	if f.ByDay() {
		return d
	}
	return min(d, f.last(d)+1+Day(max(f.Rhythm.Stays, 0)))
}

// DayFor is the day whose report a day's belongs to: the day itself, or, of a
// calendar that does not ask day by day, the one that is open as the day ends.
func (f *Form) DayFor(d Day) Day {
	if f.fallsOn(d) {
		return d
	}
	if next := f.next(d); f.opening(next) <= d {
		return next
	}
	return f.last(d)
}

// weekdays in the order and with the words of a Chinese week.
var weekdays = [...]struct {
	day  time.Weekday
	word string
}{{time.Monday, "一"}, {time.Tuesday, "二"}, {time.Wednesday, "三"}, {time.Thursday, "四"}, {time.Friday, "五"}, {time.Saturday, "六"}, {time.Sunday, "日"}}

// Often says how often a form is owed: 每天, 每周一、五, 每月15日、月末.
func (f *Form) Often() string {
	var days []string
	switch f.Calendar {
	case Workdays:
		return "每个工作日"
	case Weekly:
		for _, w := range weekdays {
			if slices.Contains(f.Rhythm.Weekdays, w.day) {
				days = append(days, w.word)
			}
		}
		return "每周" + strings.Join(days, "、")
	case Monthly:
		for _, n := range f.Rhythm.MonthDays {
			switch {
			case n != MonthEnd:
				days = append(days, strconv.Itoa(n)+"日")
			case len(days) == 0:
				days = append(days, "末")
			default:
				days = append(days, "月末")
			}
		}
		return "每月" + strings.Join(days, "、")
	case Spaced:
		return fmt.Sprintf("每%d天", f.Rhythm.Every)
	}
	return "每天"
}
