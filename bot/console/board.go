package console

import (
	"fmt"
	"strings"

	"qunbao/report"
)

// boardColumns is how many units stand in a line of the board.
const boardColumns = 4

// Board shows a period in text: the numerators and denominators, a sign and the
// time of the first receipt for each unit, the totals. Signs, not colours, tell
// the states apart.
func Board(w *report.Workspace, c report.Completeness) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  == %s  %s\n", w.Title(c.Key), c.Rates())
	for i, s := range c.Standings {
		if i%boardColumns == 0 {
			b.WriteString("   ")
		}
		cell := sign(s.State) + " " + string(s.Unit)
		if !s.Current.First.IsZero() {
			cell += s.Current.First.In(w.Zone).Format(" 15:04")
		}
		b.WriteString(pad(cell, 18))
		if i%boardColumns == boardColumns-1 || i == len(c.Standings)-1 {
			b.WriteString("\n")
		}
	}
	for _, l := range wrap("合计："+w.TotalsText(c), 72) {
		b.WriteString("   " + l + "\n")
	}
	b.WriteString("   √按时  ○零报告  △迟报  ？待核  ×未报\n")
	return b.String()
}

// sign stands for a state.
func sign(s report.State) string {
	switch s {
	case report.OnTime:
		return "√"
	case report.OnTimeZero, report.LateZero:
		return "○"
	case report.Late:
		return "△"
	case report.Unparsed:
		return "？"
	case report.Excused, report.SystemFault:
		return "－"
	default:
		return "×"
	}
}
