package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/report/zh"
)

// lookUp answers 查 UNIT [DATE]: what the unit's reports of that day say, for
// each form, and every step to it with who, when, why and from which message.
func lookUp(ctx context.Context, h *Handler, r request) (reply, error) {
	if len(r.Args) == 0 {
		return reply{text: whichUnit}, nil
	}
	unit := h.workspace.UnitIn(report.FoldCard(r.Args[0]))
	left := unit == ""
	if left { // the roster; what it reported is still there
		unit = report.UnitID(r.Args[0])
	}
	day, ok := h.day(r, unit)
	if !ok {
		return reply{text: fmt.Sprintf(noSuchDay, report.Mask(strings.Join(r.Args[min(1, len(r.Args)-1):], " ")))}, nil
	}
	keys := h.periods(r, day, unit)
	if len(keys) == 0 {
		return reply{text: nothingDue}, nil
	}
	records, err := h.store.Records(ctx, keys)
	if err != nil {
		return reply{}, err
	}
	started, err := h.book.Started(ctx, r.now)
	if err != nil {
		return reply{}, err
	}
	outages, err := h.book.Outages(ctx, h.workspace.Opens(keys[0].PeriodKey).AddDate(0, 0, -1), r.now)
	if err != nil {
		return reply{}, err
	}
	lines, silent := h.histories(records, standings{day, report.DayOf(started.In(h.workspace.Zone)), r.now, outages})
	if day == 0 {
		day = report.DayOf(r.now.In(h.workspace.Zone))
	}
	switch {
	case left && len(lines) == 0:
		return reply{text: fmt.Sprintf(noSuchUnit, report.Mask(r.Args[0]))}, nil
	case len(silent) > 0:
		lines = append(lines, fmt.Sprintf(nothingCame, unit, strings.Join(silent, "、")))
	case len(lines) == 0:
		lines = []string{fmt.Sprintf(nothingKept, unit, day.Chinese())}
	}
	if year, _, _ := day.Date(); year != r.now.In(h.workspace.Zone).Year() {
		lines = append([]string{fmt.Sprintf(ofYear, year)}, lines...)
	}
	return reply{text: strings.Join(lines, "\n"), units: []report.UnitID{unit}}, nil
}

// periods are the unit's records that a request may be about: those of a day, for
// 0 those of what is wanted now.
func (h *Handler) periods(r request, day report.Day, unit report.UnitID) []report.RecordKey {
	var keys []report.RecordKey
	for _, f := range h.forms(r) {
		periods := h.workspace.PeriodsFor(f, day)
		if day == 0 {
			periods = h.wanted(h.workspace.PeriodAt(f, r.now), r.now)
		}
		for _, k := range periods {
			keys = append(keys, report.RecordKey{PeriodKey: k, Unit: unit})
		}
	}
	return keys
}

// standings is what says where a single unit stands in a period.
type standings struct {
	day     report.Day // that was asked for; 0: none
	started report.Day
	now     time.Time
	outages []report.Window
}

// of is where a unit stands; false where it owes nothing and nothing came.
func (s standings) of(w *report.Workspace, r report.Record) (report.Standing, bool) {
	p := report.Period{Key: r.PeriodKey, Need: &report.Need{Key: r.PeriodKey}}
	if r.Day >= s.started && w.Owed(r.PeriodKey) && w.Owes(r.Form, r.Unit) {
		p.Need.Units = map[report.UnitID]report.Duty{r.Unit: {}}
	}
	if len(r.Versions) > 0 {
		p.Records = []report.Record{r}
	}
	all := w.Complete(p, s.now, s.outages).Standings
	if len(all) == 0 {
		return report.Standing{}, false
	}
	return all[0], true
}

// histories are the texts of the records that hold anything or for which the unit
// is excused, and the periods between the first start and now for which it owes
// something and nothing came.
func (h *Handler) histories(records []report.Record, at standings) (texts, silent []string) {
	for _, r := range records {
		s, ok := at.of(h.workspace, r)
		if !ok || len(r.Versions) == 0 && s.State == report.Open && h.workspace.Opens(r.PeriodKey).After(at.now) {
			continue
		}
		why := ""
		switch {
		case !s.Expected:
		case s.State == report.Excused:
			why = fmt.Sprintf(isExcused, s.Reason)
		case s.State == report.SystemFault:
			why = isFaulty
		}
		switch {
		case len(r.Versions) > 0 && why != "":
			texts = append(texts, h.workspace.HistoryText(r), why)
		case len(r.Versions) > 0:
			texts = append(texts, h.workspace.HistoryText(r))
		case why != "":
			texts = append(texts, fmt.Sprintf("%s %s：%s", r.Unit, h.workspace.Title(r.PeriodKey), why))
		case at.day != 0 && r.Day != at.day, s.State == report.Open && h.workspace.Due(r.PeriodKey).Sub(at.now) > far:
		default:
			silent = append(silent, h.workspace.Title(r.PeriodKey))
		}
	}
	return texts, silent
}

// day is the day a request names behind the unit; 0: none. Without a year it is one
// that has been, or one to come for which the unit is excused.
func (h *Handler) day(r request, u report.UnitID) (day report.Day, ok bool) {
	words, now := r.Args[1:], r.now.In(h.workspace.Zone)
	if len(words) == 0 { // 柳湾村2月3日
		words = r.Args
	}
	day, ok = dayIn(words, now)
	if !ok && len(r.Args) < 2 {
		s, _ := h.parser.Scope(words, now)
		return 0, s.Doubt != parse.NoSuchDay
	}
	if before, past := dayIn(words, now.AddDate(-1, 0, 0)); ok && day > report.DayOf(now) && past && !h.excused(u, day) {
		day = before
	}
	return day, ok
}

// dayIn is the first day that some words name, beside an instant; 2.3 is one, too.
// A weekday is the last one.
func dayIn(words []string, ref time.Time) (report.Day, bool) {
	return dayAs(words, ref, func(_ zh.Text, d zh.Date, _ time.Time) report.Day { return report.DayOf(d.Day) })
}

// dayAhead is the same where what is to come is spoken of: a weekday is the next one.
func dayAhead(words []string, now time.Time) (report.Day, bool) { return dayAs(words, now, coming) }

func dayAs(words []string, ref time.Time, means func(zh.Text, zh.Date, time.Time) report.Day) (report.Day, bool) {
	text := strings.Join(words, "")
	for _, text := range []string{text, text + "日"} {
		t := zh.Fold(text)
		for _, d := range zh.Dates(t, ref) {
			if !d.Day.IsZero() {
				return means(t, d, ref), true
			}
		}
	}
	return 0, false
}
