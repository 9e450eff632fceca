package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// missing answers 谁没报: for each form that is open, who has not reported.
func missing(ctx context.Context, h *Handler, r request) (reply, error) {
	all, err := h.open(ctx, r)
	if err != nil {
		return reply{}, err
	}
	var lines []string
	var say reply
	for _, c := range all {
		lines = append(lines, missingLine(h.workspace, c))
		for _, u := range c.Unreported() {
			if !slices.Contains(say.units, u) {
				say.units = append(say.units, u)
			}
		}
	}
	if len(lines) == 0 {
		return reply{text: nothingDue}, nil
	}
	say.text = strings.Join(lines, "\n")
	return say, nil
}

func missingLine(w *report.Workspace, c report.Completeness) string {
	var names, unsettled, faults []string
	for _, s := range c.Standings {
		switch {
		case s.Expected && s.State == report.Unparsed:
			unsettled = append(unsettled, string(s.Unit))
		case s.Expected && s.State == report.SystemFault:
			faults = append(faults, string(s.Unit))
		case s.Expected && (s.State == report.Missing || s.State == report.Open):
			names = append(names, string(s.Unit))
		}
	}
	if c.Base+len(faults) == 0 {
		return w.Title(c.Key) + "：今天不用报。"
	}
	line := fmt.Sprintf("%s（%s截止）应报%d 已报%d", w.Title(c.Key), c.Due.Format("15:04"), c.Base, c.Received)
	switch {
	case len(names)+len(unsettled) == 0 && c.Base > 0:
		line += "，都报了"
	case len(names) == c.Base && len(names) > 3:
		line += "，都还没报"
	case len(names) > 0:
		line += "，没报：" + strings.Join(names, "、")
	}
	if len(unsettled) > 0 {
		line += "，待核：" + strings.Join(unsettled, "、")
	}
	if len(faults) > 0 {
		line += "，因系统故障不计：" + strings.Join(faults, "、")
	}
	return line + "。"
}
