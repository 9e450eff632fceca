package parse

import (
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"qunbao/report"
	"qunbao/report/zh"
)

// spanNamed is the day of the week or month that stands over a report of whole
// weeks or months, 上周 or 1月份; 0: none.
func (s *scene) spanNamed(form *report.Form) report.Day {
	switch {
	case form.Calendar == report.Weekly && len(form.Rhythm.Weekdays) == 1:
		return s.weekNamed(form.Rhythm.Weekdays[0])
	case form.Calendar == report.Monthly && slices.Equal(form.Rhythm.MonthDays, []int{report.MonthEnd}):
		return s.monthNamed()
	}
	return 0
}

// wholeWeek names a week and no day of it.
var wholeWeek = regexp.MustCompile(`([上本这])个?(?:周|星期|礼拜)(?:[^一二三四五六日天末]|$)`)

// weekNamed is a day of this week or the last, Monday to Sunday, that the text
// begins with: 上周, 柳湾村补报上周. What is only compared with it, 较上周减少, names
// nothing.
func (s *scene) weekNamed(on time.Weekday) report.Day {
	text := string(s.runes)
	m := wholeWeek.FindStringSubmatchIndex(text)
	if m == nil || !s.headsText(utf8.RuneCountInString(text[:m[0]])) {
		return 0
	}
	today := report.DayOf(s.ref)
	monday := today - report.Day((today.Weekday()+6)%7)
	if text[m[2]:m[3]] == "上" {
		monday -= 7
	}
	return monday + report.Day((on+6)%7)
}

// headsText tells whether nothing but names, 补报 and courtesies stand before a
// rune of the text.
func (s *scene) headsText(at int) bool {
	end := 0
	for i := range s.toks {
		t := &s.toks[i]
		if t.start >= at {
			break
		}
		if s.rude(end, t.start) > 0 || t.kind != blank && t.kind != hard && t.kind != colon && t.kind != comma &&
			t.class != backfilling && !t.namesUnit() && !t.namesForm() {
			return false
		}
		end = t.end
	}
	return s.rude(min(end, at), at) == 0
}

// monthNamed is the last day of the month that stands over the text; not of one
// that has not begun.
func (s *scene) monthNamed() report.Day {
	for i := range s.toks {
		t := &s.toks[i]
		if t.kind != date || t.date.Grain != zh.GrainMonth || !t.date.EndTime.IsZero() || t.date.Time.After(s.ref) {
			continue
		}
		if s.besideHeading(i) || s.aloneInClause(i, i, len(s.toks)) || s.opensText(i, 0) {
			year, month, _ := t.date.Time.Date()
			return report.DayOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
		}
	}
	return 0
}
