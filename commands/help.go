package commands

import (
	"context"
	"fmt"
	"strings"

	"qunbao/report"
)

// help answers 帮助: how to report, and what may be asked.
func help(_ context.Context, h *Handler, r request) (reply, error) {
	lines := []string{helpReport}
	for _, f := range h.forms(r) {
		today := report.DayOf(r.now.In(h.workspace.Zone))
		if !h.workspace.InForce(f, today) {
			continue
		}
		lines = append(lines, fmt.Sprintf("  %s：%s截止", f.Name, h.dues(f, today)))
	}
	lines = append(lines, helpCommands)
	for _, c := range h.allowed(r.speaker, r.now) {
		lines = append(lines, fmt.Sprintf("  %s  %s", h.example(r, c.usage), c.does))
	}
	return reply{text: strings.Join(lines, "\n")}, nil
}

// example is a usage with a unit and a form of the asker's and today, so that it may
// be sent as it stands.
func (h *Handler) example(r request, usage string) string {
	forms, units := h.forms(r), r.speaker.Units()
	if len(units) == 0 {
		units = h.workspace.Owing(forms[0].ID)
	}
	if len(units) > 0 {
		usage = strings.Replace(usage, "单位", string(units[0]), 1)
	}
	day := report.DayOf(r.message.Time.In(h.workspace.Zone)).Chinese()
	return strings.NewReplacer("日期", day, "表名", forms[0].Name).Replace(usage)
}

// dues are a form's deadlines in words, those of slots whose response level does not
// hold left out.
func (h *Handler) dues(f *report.Form, day report.Day) string {
	var said []string
	for _, s := range f.Slots {
		if !h.workspace.Holds(report.PeriodKey{Form: f.ID, Day: day, Slot: s.ID}) {
			continue
		}
		said = append(said, s.Name+s.Due.String())
	}
	return f.Often() + strings.Join(said, "、")
}
