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
		a.At.In(e.workspace.Zone), text(a.By), text(actWord(a.What)), text(a.About), text(a.Reason),
	})
}

// actWord is what somebody did, in the words of an office.
func actWord(what string) string {
	switch what {
	case "backup":
		return "备份"
	case "restore":
		return "恢复"
	case "rebuild":
		return "重建"
	case "purge":
		return "清理"
	case string(report.ExcuseRuling):
		return "免报"
	case string(report.LevelRuling):
		return "应急"
	case string(report.DutyRuling):
		return "换班"
	case string(report.BindRuling):
		return "绑定"
	case string(report.AcceptRuling):
		return "认可"
	case "refused":
		return "无权，未办"
	case report.ActTaken:
		return "导出"
	case "chase":
		return "催报"
	}
	return what
}
