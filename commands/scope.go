package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// asked reads how the periods stand that 谁没报 and 统计 are about: those of the day,
// forms and slots that stand beside the word, else those for which a report is wanted
// now. why is the one sentence where there are none.
func (h *Handler) asked(ctx context.Context, r request) (all []report.Completeness, why string, err error) {
	now := r.now.In(h.workspace.Zone)
	if slices.ContainsFunc(r.Args, parse.NamesSpan) {
		return nil, fmt.Sprintf(oneDay, r.Name), nil
	}
	if len(r.Args) == 0 || r.Form != "" && h.namesForm(r) {
		if all, err = h.open(ctx, r); len(all) == 0 {
			why = h.noneDue(r)
		}
		return all, why, err
	}
	s, _ := h.parser.Scope(r.Args, now)
	if why = h.unlike(r, s); why != "" {
		return nil, why, nil
	}
	day := report.Day(0)
	if len(s.Spans) > 0 {
		day = s.Spans[0].From
	}
	keys := h.scoped(r, s.Parts, day)
	if len(keys) == 0 {
		return nil, h.nothingOf(day, now), nil
	}
	started, err := h.book.Started(ctx, r.now)
	if err != nil {
		return nil, "", err
	}
	first := report.DayOf(started.In(now.Location()))
	if last := keys[len(keys)-1].Day; last < first {
		return nil, fmt.Sprintf(notCounted, report.DayWords(last, now), report.DayWords(first, now)), nil
	}
	for _, k := range keys {
		c, err := Complete(ctx, h.book, h.workspace, k, r.now)
		if err != nil {
			return nil, "", err
		}
		all = append(all, c)
	}
	return all, "", nil
}

// noneDue says that no report is wanted now, of the form that a request names or any.
func (h *Handler) noneDue(r request) string {
	if f := h.workspace.Form(r.Form); f != nil {
		return fmt.Sprintf(notDueNow, f.Name)
	}
	return nothingDue
}

// namesForm tells whether nothing but a form's name stands beside a command.
func (h *Handler) namesForm(r request) bool {
	s, _ := h.parser.Scope(r.Args, r.now.In(h.workspace.Zone))
	return len(s.Spans) == 0 && s.Doubt == parse.NoDoubt && !slices.ContainsFunc(s.Parts, func(p parse.Part) bool { return p.Slot != "" })
}

// unlike says what is wrong with a scope as one of a day; "" where nothing is.
func (h *Handler) unlike(r request, s parse.Exemption) string {
	switch {
	case s.Doubt == parse.NoSuchDay:
		return fmt.Sprintf(noSuchDate, report.Mask(s.Doubtful))
	case s.Doubt == parse.Backwards, s.Doubt == parse.NoEnd, len(s.Spans) > 1, len(s.Spans) == 1 && s.Spans[0].From != s.Spans[0].Until:
		return fmt.Sprintf(oneDay, r.Name)
	case len(s.Units) > 0:
		return fmt.Sprintf(oneUnit, s.Units[0])
	}
	return ""
}

// nothingOf says of a day that nothing is owed, or not yet.
func (h *Handler) nothingOf(day report.Day, now time.Time) string {
	switch {
	case day == 0:
		return nothingDue
	case day >= report.DayOf(now):
		return fmt.Sprintf(notYet, report.DayWords(day, now))
	}
	return fmt.Sprintf(notOwedThen, report.DayWords(day, now))
}

// scoped are the periods of a day, of all slots or those named, that have opened; for
// day 0 the last of each slot that has.
func (h *Handler) scoped(r request, parts []parse.Part, day report.Day) []report.PeriodKey {
	var keys []report.PeriodKey
	for _, f := range h.formsOf(r, parts) {
		for _, k := range h.lately(f, day, r.now) {
			if named(parts, k) && h.workspace.Owed(k) && !h.workspace.Opens(k).After(r.now) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// lately are the periods of a form that are of a day; for 0 the open one and, of
// the other slots, the last before it.
func (h *Handler) lately(f *report.Form, day report.Day, now time.Time) []report.PeriodKey {
	if day != 0 {
		return h.workspace.PeriodsOf(f, day)
	}
	k := h.workspace.PeriodAt(f, now)
	keys := []report.PeriodKey{k}
	for range len(f.Slots) - 1 {
		k = h.workspace.Before(k)
		keys = append(keys, k)
	}
	slices.Reverse(keys)
	return keys
}
