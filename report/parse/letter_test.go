package parse_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

func TestAShortLetterOfSomethingUrgentRaisesAnAlarm(t *testing.T) {
	const urgent = "关于山体滑坡的紧急报告\n镇政府：\n2月14日14时许，我村村口路塌了一半，有人受伤，请求支援。\n柳湾村村委会"
	for _, c := range []struct {
		what, file, text string
		alarm            bool
	}{
		{"a letter", "紧急报告.docx", urgent, true},
		{"a sheet", "紧急报告.xlsx", urgent, false},
		{"a long report", "总结.docx", urgent + strings.Repeat("\n全年工作平稳有序。", 200), false},
		{"a plan", "预案.docx", "柳湾村应急预案\n如发生滑坡，有人受伤，立即请求支援。", false},
	} {
		m := said(liuwan, c.text)
		m.Type, m.Files = report.FileMessage, []string{c.file}
		if r := sample(t).Message(m); (r.Kind == report.IsEvent) != c.alarm {
			t.Errorf("%s: %s", c.what, r.Kind)
		}
	}
	m := said("路人甲", urgent)
	m.Type, m.Files = report.FileMessage, []string{"紧急报告.docx"}
	if r := sample(t).Message(m); r.Kind != report.IsChatter {
		t.Errorf("of somebody who reports for no unit: %s", r.Kind)
	}
}
