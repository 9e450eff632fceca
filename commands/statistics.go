package commands

import (
	"context"
	"strings"
)

// statistics answers 统计: how many have reported, and the totals.
func statistics(ctx context.Context, h *Handler, r request) (string, error) {
	all, err := h.open(ctx, r)
	if err != nil {
		return "", err
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
		return nothingDue, nil
	}
	return strings.Join(lines, "\n"), nil
}
