package configs

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"qunbao/report"
)

const calendarHint = "calendars: every-day, workdays, month-end, {weekly: [星期五]}, {monthly: [1, 15, end]}, {every: 2, from: 2020-02-01}"

// monthEnd is the calendar, and the day of a monthly one, that means the last day
// of every month, however long that is.
const (
	monthEnd    = "month-end"
	endOfMonths = "end"
)

// calendar reads on which days the form is owed: every day where none is said.
func (l *loader) calendar(f *draft, o *object) {
	f.Calendar = report.EveryDay
	n := o.take("calendar")
	if n == nil {
		return
	}
	f.calendarAt = placeOfNode(o.file, n)
	if _, ok := n.(ast.MapNode); ok {
		l.rhythm(f, o.object("calendar"))
		return
	}
	w := o.scalar(n, "calendar")
	switch c := report.Calendar(w.text); {
	case c == report.EveryDay, c == report.Workdays:
		f.Calendar = c
	case c == monthEnd:
		f.Calendar, f.Rhythm.MonthDays = report.Monthly, []int{report.MonthEnd}
	case w.given():
		l.wrong(w.place, calendarHint, "unknown calendar %q", w.text)
	}
}

// rhythm reads a calendar that does not ask day by day.
func (l *loader) rhythm(f *draft, o *object) {
	var said []string
	for _, key := range []string{"weekly", "monthly", "every"} {
		if o.values[key] != nil {
			said = append(said, key)
		}
		o.take(key)
	}
	switch strings.Join(said, " ") {
	case "weekly":
		f.Calendar = report.Weekly
		f.Rhythm.Weekdays = l.weekdays(o)
	case "monthly":
		f.Calendar = report.Monthly
		f.Rhythm.MonthDays = l.monthDays(o)
	case "every":
		f.Calendar = report.Spaced
		l.spacing(f, o)
	default:
		l.wrong(o.place, calendarHint, "a calendar has one of weekly, monthly, every")
	}
	f.Rhythm.Stays = l.count(o, "stays", 0, 365)
	o.close("a calendar")
}

// count reads a whole number between least and most; least where it is not there
// or none.
func (l *loader) count(o *object, key string, least, most int) int {
	w := o.word(key)
	if !w.given() {
		return least
	}
	n, err := strconv.Atoi(w.text)
	if err != nil || n < least || n > most {
		l.wrong(w.place, fmt.Sprintf("write it as %s: %d", key, least), "%s must be a number from %d to %d, not %q", key, least, most, w.text)
		return least
	}
	return n
}

// weekdays reads the days of a weekly form.
func (l *loader) weekdays(o *object) []time.Weekday {
	o.need("weekly", "write it as {weekly: [星期五]}")
	var days []time.Weekday
	for _, w := range o.words("weekly") {
		d, known := weekday(w.text)
		switch {
		case !known:
			l.wrong(w.place, "write 星期一 … 星期日, 周一 … 周日, or monday … sunday", "%q is no day of the week", w.text)
		case slices.Contains(days, d):
			l.wrong(w.place, "keep one of them", "%q is named twice", w.text)
		default:
			days = append(days, d)
		}
	}
	return days
}

// monthDays reads the days of a monthly form, in their order.
func (l *loader) monthDays(o *object) []int {
	o.need("monthly", "write it as {monthly: [1, 15, end]}")
	var days []int
	for _, w := range o.words("monthly") {
		n, err := strconv.Atoi(w.text)
		if w.text == endOfMonths || w.text == "月末" || w.text == "月底" {
			n, err = report.MonthEnd, nil
		}
		switch {
		case err != nil || n < 1 || n > 31:
			l.wrong(w.place, "write 1 to 31, or end for the last day of every month", "%q is no day of a month", w.text)
		case slices.Contains(days, n):
			l.wrong(w.place, "keep one of them", "%q is named twice", w.text)
		default:
			days = append(days, n)
		}
	}
	slices.Sort(days)
	return days
}

// spacing reads a form of every so many days, counted from a day of its own or
// from the form's first.
func (l *loader) spacing(f *draft, o *object) {
	f.Rhythm.Every = l.count(o, "every", 2, 365)
	first, w := o.day("from")
	switch {
	case w.given():
		f.Rhythm.First = first
	case o.values["from"] == nil && f.From != 0:
		f.Rhythm.First = f.From
	case o.values["from"] == nil:
		l.wrong(o.place, "write it as {every: 2, from: 2020-02-01}", "nobody can tell from which day the days are counted")
	}
}
