package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qunbao/report"
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
	day, ok := h.day(r)
	if !ok {
		return reply{text: fmt.Sprintf(noSuchDay, report.Mask(r.Args[1]))}, nil
	}
	keys := h.periods(r, day, unit)
	records, err := h.store.Records(ctx, keys)
	if err != nil {
		return reply{}, err
	}
	started, err := h.book.Started(ctx, r.now)
	if err != nil {
		return reply{}, err
	}
	lines, silent := h.histories(records, started, r.now)
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
// 0 those of what is open now.
func (h *Handler) periods(r request, day report.Day, unit report.UnitID) []report.RecordKey {
	var keys []report.RecordKey
	for _, f := range h.forms(r) {
		periods := h.workspace.PeriodsOf(f, day)
		if day == 0 {
			periods = []report.PeriodKey{h.workspace.PeriodAt(f, r.now)}
		}
		for _, k := range periods {
			keys = append(keys, report.RecordKey{PeriodKey: k, Unit: unit})
		}
	}
	return keys
}

// histories are the texts of the records that hold anything, and the periods
// between the first start and now for which the unit owes something and nothing
// came.
func (h *Handler) histories(records []report.Record, started, now time.Time) (texts, silent []string) {
	for _, r := range records {
		switch {
		case len(r.Versions) > 0:
			texts = append(texts, h.workspace.HistoryText(r))
		case h.workspace.Opens(r.PeriodKey).After(now) || r.Day < report.DayOf(started.In(h.workspace.Zone)):
		case h.workspace.OwedBy(r.PeriodKey, r.Unit):
			silent = append(silent, h.workspace.Title(r.PeriodKey))
		}
	}
	return texts, silent
}

// day is the day a request names behind the unit; 0: none.
func (h *Handler) day(r request) (day report.Day, ok bool) {
	if len(r.Args) < 2 {
		return 0, true
	}
	now := r.now.In(h.workspace.Zone)
	day, ok = dayIn(r.Args[1:], now)
	if before, past := dayIn(r.Args[1:], now.AddDate(-1, 0, 0)); ok && day > report.DayOf(now) && past {
		day = before // without a year, what has been is meant
	}
	return day, ok
}

// dayIn is the first day that some words name, beside an instant; 2.3 is one, too.
func dayIn(words []string, ref time.Time) (report.Day, bool) {
	text := strings.Join(words, "")
	for _, text := range []string{text, text + "日"} {
		for _, d := range zh.Dates(zh.Fold(text), ref) {
			if !d.Day.IsZero() {
				return report.DayOf(d.Day), true
			}
		}
	}
	return 0, false
}
