package commands

import (
	"context"
	"strings"
)

// statistics answers 统计: how many have reported, and the totals.
func statistics(ctx context.Context, h *Handler, r request) (reply, error) {
	all, err := h.open(ctx, r)
	if err != nil {
		return reply{}, err
	}
	var lines []string
	for _, c := range all {
		line := h.workspace.Title(c.Key) + "：" + c.Rates()
		if totals := h.workspace.TotalsText(c); totals != "" {
			line += "\n合计：" + totals
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return reply{text: nothingDue}, nil
	}
	return reply{text: strings.Join(lines, "\n")}, nil
}
