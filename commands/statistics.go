package commands

import (
	"context"
	"strings"
)

// statistics answers 统计 [DAY] [FORM or SLOT]: how many have reported, and the totals.
func statistics(ctx context.Context, h *Handler, r request) (reply, error) {
	all, why, err := h.asked(ctx, r)
	if err != nil || why != "" {
		return reply{text: why}, err
	}
	lines := h.ofAnotherYear(all, r.now)
	due, later := h.notFar(all)
	for _, c := range due {
		line := h.workspace.Title(c.Key) + "：" + c.Rates()
		if totals := h.workspace.TotalsText(c); totals != "" {
			line += "\n合计：" + totals
		}
		lines = append(lines, line)
	}
	lines = append(lines, later...)
	return reply{text: strings.Join(lines, "\n")}, nil
}
