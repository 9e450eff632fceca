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
		lines = append(lines, fmt.Sprintf("  %s：每%s截止", f.Name, dues(f)))
	}
	lines = append(lines, helpCommands)
	for _, c := range allowed(r.speaker) {
		lines = append(lines, fmt.Sprintf("  %s  %s", c.usage, c.does))
	}
	return reply{text: strings.Join(lines, "\n")}, nil
}

// dues are a form's deadlines in words.
func dues(f *report.Form) string {
	day := "天"
	if f.Calendar == report.Workdays {
		day = "个工作日"
	}
	var said []string
	for _, s := range f.Slots {
		said = append(said, s.Name+s.Due.String())
	}
	return day + strings.Join(said, "、")
}
