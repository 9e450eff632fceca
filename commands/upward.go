package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// upward answers 上报 [日期] [表名、班次]: a day's totals as the paragraph that the superior asks
// for, of each form that was owed, one under the other.
func upward(ctx context.Context, h *Handler, r request) (reply, error) {
	now := r.now.In(h.workspace.Zone)
	day := report.DayOf(now)
	s, known := h.parser.Scope(r.Args, now)
	why := h.unlike(r, s)
	switch {
	case len(r.Args) == 0:
	case slices.ContainsFunc(r.Args, parse.NamesSpan):
		return reply{text: fmt.Sprintf(oneDay, r.Name)}, nil
	case why != "":
		return reply{text: why}, nil
	case !known:
		return reply{text: fmt.Sprintf(noSuchUpward, report.Mask(s.Reason), strings.Join(formNames(h.forms(r)), "、"))}, nil
	case len(s.Spans) > 0:
		if day = lastPast(s.Spans[0].From, now); day > report.DayOf(now) {
			return reply{text: fmt.Sprintf(dayToCome, day.Chinese())}, nil
		}
	}
	var say reply
	var paragraphs []string
	for _, f := range h.formsOf(r, s.Parts) {
		for _, k := range h.workspace.PeriodsOf(f, day) {
			if !named(s.Parts, k) || !h.workspace.Owed(k) || h.workspace.Opens(k).After(r.now) {
				continue
			}
			c, err := Complete(ctx, h.book, h.workspace, k, r.now)
			if err != nil {
				return reply{}, err
			}
			if c.Base == 0 {
				continue
			}
			paragraphs = append(paragraphs, h.workspace.UpwardText(c, r.now))
			say.units = appendUnits(say.units, c.Unreported())
		}
	}
	if say.text = strings.Join(paragraphs, "\n\n"); say.text == "" {
		say.text = fmt.Sprintf(nothingOwed, day.Chinese())
	}
	return say, nil
}

// lastPast is a day that was read without a year where it would be far ahead: the last
// such day that was.
func lastPast(day report.Day, now time.Time) report.Day {
	if day <= report.DayOf(now)+31 {
		return day
	}
	year, month, date := day.Date()
	return report.DayOf(time.Date(year-1, month, date, 12, 0, 0, 0, now.Location()))
}
