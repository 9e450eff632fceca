package documents

import "qunbao/report"

// actsFixed is the column of 操作记录 that stays in sight: when.
const actsFixed = 1

func actsColumns() []column {
	return []column{{"时间", 20}, {"谁", 16}, {"做了什么", 20}, {"对象", 40}, {"原因", 40}}
}

// Act adds what somebody did.
func (e *Export) Act(a report.Act) error {
	return e.acts.add([]any{
		e.styles.moment(a.At, e.workspace.Zone), text(a.By), text(a.What), text(a.About), text(a.Reason),
	})
}
