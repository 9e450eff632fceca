package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qunbao/report"
)

// missing answers 谁没报 [DAY] [FORM or SLOT]: for each form, who has not reported.
func missing(ctx context.Context, h *Handler, r request) (reply, error) {
	all, why, err := h.asked(ctx, r)
	if err != nil || why != "" {
		return reply{text: why}, err
	}
	lines := h.ofAnotherYear(all, r.now)
	var say reply
	due, later := h.notFar(all)
	for _, c := range due {
		lines = append(lines, missingLine(h.workspace, c))
		say.units = appendUnits(say.units, c.Unreported())
	}
	lines = append(lines, later...)
	say.text = strings.Join(lines, "\n")
	return say, nil
}

// far is how long before its due time a period is not yet asked for.
const far = 24 * time.Hour

// notFar parts periods by whether they are due soon or were: of the others one line
// says that they are not yet.
func (h *Handler) notFar(all []report.Completeness) (due []report.Completeness, later []string) {
	var titles []string
	for _, c := range all {
		if c.Due.Sub(c.At) <= far {
			due = append(due, c)
			continue
		}
		titles = append(titles, fmt.Sprintf("%s（应报%d 已报%d）", h.workspace.Title(c.Key), c.Base, c.Received))
	}
	if len(titles) > 0 {
		later = []string{fmt.Sprintf(notYetDue, strings.Join(titles, "、"))}
	}
	return due, later
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
		return w.Title(c.Key) + "：" + notOwedWords(w, c)
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

// notOwedWords says that nobody owes a period.
func notOwedWords(w *report.Workspace, c report.Completeness) string {
	if c.Key.Day != report.DayOf(c.At.In(w.Zone)) {
		return "不用报。"
	}
	return "今天不用报。"
}

// ofAnotherYear heads an answer about a day of another year than the present one.
func (h *Handler) ofAnotherYear(all []report.Completeness, now time.Time) []string {
	if year, _, _ := all[0].Key.Day.Date(); year != now.In(h.workspace.Zone).Year() {
		return []string{fmt.Sprintf(ofYear, year)}
	}
	return nil
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
