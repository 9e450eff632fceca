package commands

import (
	"context"
	"fmt"
	"strings"

	"qunbao/report"
)

// upward answers 上报 [日期] [表名]: a day's totals as the paragraph that the superior asks
// for, of each form that was owed, one under the other.
func upward(ctx context.Context, h *Handler, r request) (reply, error) {
	forms, words := h.formsNamed(r)
	now := r.now.In(h.workspace.Zone)
	day := report.DayOf(now)
	if len(words) > 0 {
		named, ok := pastDay(words, now)
		switch {
		case !ok:
			return reply{text: fmt.Sprintf(noSuchUpward, report.Mask(strings.Join(words, " ")), strings.Join(formNames(h.forms(r)), "、"))}, nil
		case named > day:
			return reply{text: fmt.Sprintf(dayToCome, named.Chinese())}, nil
		}
		day = named
	}
	var say reply
	var paragraphs []string
	for _, f := range forms {
		for _, k := range h.workspace.PeriodsOf(f, day) {
			if !h.workspace.Owed(k) || h.workspace.Opens(k).After(r.now) {
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

// formsNamed are the forms that a request names, else those of the place, and its other words.
func (h *Handler) formsNamed(r request) (forms []*report.Form, left []string) {
	if r.Form != "" {
		return h.forms(r), nil
	}
	for _, word := range r.Args {
		if f := h.formCalled(word); f != nil {
			forms = append(forms, f)
		} else {
			left = append(left, word)
		}
	}
	if len(forms) == 0 {
		forms = h.forms(r)
	}
	return forms, left
}
