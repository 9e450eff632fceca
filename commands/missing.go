package commands

import (
	"context"
	"fmt"
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
		say.units = appendUnits(say.units, c.Unreported())
	}
	if len(lines) == 0 {
		return reply{text: nothingDue}, nil
	}
	say.text = strings.Join(lines, "\n")
	return say, nil
}

// missingLine says of one period how many have reported and who has not.
func missingLine(w *report.Workspace, c report.Completeness) string {
	by := map[report.State][]report.UnitID{}
	for _, s := range c.Standings {
		switch {
		case !s.Expected:
		case s.State == report.Open:
			by[report.Missing] = append(by[report.Missing], s.Unit)
		default:
			by[s.State] = append(by[s.State], s.Unit)
		}
	}
	silent, unsettled, faults := by[report.Missing], by[report.Unparsed], by[report.SystemFault]
	if c.Base+len(faults)+len(by[report.Excused]) == 0 {
		return w.Title(c.Key) + "：今天不用报。"
	}
	line := fmt.Sprintf("%s（%s截止）应报%d 已报%d", w.Title(c.Key), c.Due.Format("15:04"), c.Base, c.Received)
	switch {
	case len(silent)+len(unsettled)+len(faults) == 0 && c.Base > 0:
		line += "，都报了"
	case len(silent) == c.Base && len(silent) > 3:
		line += "，都还没报"
	case len(silent) > 0:
		line += "，没报：" + listed(w, silent)
	}
	if len(unsettled) > 0 {
		line += "，待核：" + listed(w, unsettled)
	}
	if excused := c.Excuses(); excused != "" {
		line += "，免报：" + excused
	}
	if len(faults) > 0 {
		line += "，因系统故障不计：" + listed(w, faults)
	}
	return line + "。"
}

// listed names units; of many it tells besides how many each 包村干部 has.
func listed(w *report.Workspace, units []report.UnitID) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	said := report.Listing(names)
	if said == strings.Join(names, "、") {
		return said
	}
	var leads []string
	count := map[string]int{}
	for _, u := range units {
		for _, p := range w.With(u, report.Lead) {
			if count[p.Name] == 0 {
				leads = append(leads, p.Name)
			}
			count[p.Name]++
		}
	}
	for i, lead := range leads {
		leads[i] = fmt.Sprintf("%s%d个", lead, count[lead])
	}
	if len(leads) > 0 {
		said += "（包村干部：" + report.Listing(leads) + "）"
	}
	return said
}
