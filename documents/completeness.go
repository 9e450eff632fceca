package documents

import (
	"fmt"
	"strings"

	"qunbao/report"
)

// completenessFixed are the columns of 完成情况 that stay in sight: day, form, slot.
const completenessFixed = 3

// completenessBase is the column of 应报; 已报 stands behind it.
const completenessBase = 5

func completenessColumns() []column {
	return []column{
		{"日期", 12}, {"表单", 12}, {"班次", 6}, {"截止", 20}, {"应报", 6}, {"已报", 6}, {"按时", 6}, {"报送率", 8}, {"按时率", 8},
		{"零报告", 7}, {"未报", 26}, {"未到截止", 18}, {"待核", 14}, {"免报", 14}, {"系统故障", 10},
	}
}

// complete adds a period: numerators and denominator beside their rates.
func (e *Export) complete(c report.Completeness) error {
	form := e.workspace.Form(c.Key.Form)
	zero := 0
	for _, s := range c.Standings {
		if s.Expected && (s.State == report.OnTimeZero || s.State == report.LateZero) {
			zero++
		}
	}
	return e.completeness.add([]any{
		c.Key.Day, text(form.Name), text(slotName(form, c.Key.Slot)), c.Due.In(e.workspace.Zone),
		c.Base, c.Received, c.OnTime, rate{c.Received, c.Base}, rate{c.OnTime, c.Base},
		zero, units(c, report.Missing), units(c, report.Open), units(c, report.Unparsed), units(c, report.Excused), units(c, report.SystemFault),
	})
}

// mostNames is how many units a cell names.
const mostNames = 200

// units names those that are expected and in one of some states.
func units(c report.Completeness, states ...report.State) any {
	var names []string
	n := 0
	for _, s := range c.Standings {
		for _, state := range states {
			if !s.Expected || s.State != state {
				continue
			}
			if n++; n <= mostNames {
				names = append(names, string(s.Unit))
			}
		}
	}
	said := strings.Join(names, "、")
	if n > mostNames {
		said += fmt.Sprintf("等%d个", n)
	}
	return text(said)
}
