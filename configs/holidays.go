package configs

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
)

const holidaysHint = `write it as 2027: {off: [2027-01-01, 2027-02-05 to 2027-02-11], work: [2027-02-14]}`

// calendarYear is a key of the holidays' file.
var calendarYear = regexp.MustCompile(`^20[0-9][0-9]$`)

// holidays reads the file, if any, that tells what the published calendar does
// not: a year that is not in it yet, or days that were changed since.
func (l *loader) holidays(root *object) report.Holidays {
	h := report.Holidays{Worked: map[report.Day]bool{}}
	w := root.word("holidays")
	if w.text == "" {
		return h
	}
	o := l.yaml(w.place, w.text)
	if o == nil {
		return h
	}
	for _, key := range o.keys {
		year := o.object(key.text)
		if !calendarYear.MatchString(key.text) {
			l.wrong(key.place, holidaysHint, "%q is no year", key.text)
			continue
		}
		n, _ := strconv.Atoi(key.text)
		h.Years = append(h.Years, n)
		l.mark(h, year, n)
	}
	return h
}

// mark notes the days of a year that are off and those that are worked.
func (l *loader) mark(h report.Holidays, o *object, year int) {
	for _, what := range []string{"off", "work"} {
		for _, w := range o.words(what) {
			for _, d := range l.days(w) {
				_, told := h.Worked[d]
				switch y, _, _ := d.Date(); {
				case y != year:
					l.wrong(w.place, fmt.Sprintf("write it under %d", y), "%s is no day of %d", d, year)
				case told:
					l.wrong(w.place, "keep one of them", "%s is named twice", d)
				default:
					h.Worked[d] = what == "work"
				}
			}
		}
	}
	o.close("a year of holidays")
}

// days reads one day, or all from one to another; those of longer spans than a
// month are no holidays.
func (l *loader) days(w word) []report.Day {
	from, to, span := strings.Cut(w.text, " to ")
	first, err := report.ParseDay(strings.TrimSpace(from))
	last, err2 := first, error(nil)
	if span {
		last, err2 = report.ParseDay(strings.TrimSpace(to))
	}
	if err != nil || err2 != nil || last < first || last > first+31 {
		l.wrong(w.place, "write it as 2027-01-01, or 2027-02-05 to 2027-02-11", "%q is neither a day nor the days from one to another", w.text)
		return nil
	}
	var days []report.Day
	for d := first; d <= last; d++ {
		days = append(days, d)
	}
	return days
}

// The holidays of a year are published in November or December of the year
// before; from this day on they should be known.
const (
	publishedMonth = time.December
	publishedDay   = 15
)

// UnknownHolidays warns of each form of workdays whose days cannot be told, as
// seen at an instant: in this year, in the next when that is near, or in the one
// in which the form begins.
func (c *Config) UnknownHolidays(now time.Time) Faults {
	var found findings
	last := now.Year()
	if now.Month() == publishedMonth && now.Day() >= publishedDay {
		last++
	}
	for _, f := range c.workdays {
		from, _, _ := f.From.Date()
		until, _, _ := f.Until.Date()
		for y := max(now.Year(), from); y <= max(last, from) && (f.Until == 0 || y <= until); y++ {
			if !c.Workspace.Holidays.Knows(y) {
				found.odd(f.calendarAt, "write them into the file of holidays:, or use a newer qunbao",
					"the holidays of %d are not known, its workdays are taken to be Monday to Friday", y)
			}
		}
	}
	return found.warnings.in(c.prefix)
}
