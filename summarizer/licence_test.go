package summarizer

import (
	"slices"
	"testing"

	"qunbao/report"
)

// besideOnly are the rules that sentences break in a paragraph of C, a completeness
// of a form that everybody has reported, and X, of a kind and with a change.
func besideOnly(kind report.FactKind, dir int, sentences ...string) []rule {
	p := &paragraph{id: "p", facts: []report.Fact{
		{ID: "C1", Kind: report.FactCompleteness, Text: "甲表应报、已报相同"}, {ID: "X1", Kind: kind, Dir: dir, Text: "某事"},
	}}
	var why []rule
	_, wrong := verify(p, sentences, rules{})
	for _, w := range wrong {
		why = append(why, w.Rule)
	}
	return why
}

func TestWhatAdviceSupposesStandsInTheFactsBesideIt(t *testing.T) {
	const total = report.FactTotal
	for _, tt := range []struct {
		kind   report.FactKind
		dir    int
		advice string
		passes bool
	}{
		{report.FactMissing, 0, "请包村干部抓紧联系未报单位，问明原因并督促补报", true},
		{report.FactSilence, 0, "请督促未报单位补报", true},
		{report.FactOpen, 0, "请提醒未报单位", true},
		{report.FactOpen, 0, "请督促补报", false},
		{report.FactOpen, 0, "请提醒未按时报送单位", false},
		{report.FactUnparsed, 0, "请督促未报单位补报", false},
		{report.FactUnparsed, 0, "请核实待核实消息", true},
		{report.FactMissing, 0, "请提醒未按时报送单位", true},
		{total, 1, "请掌握异常数据来源", false},
		{total, 1, "请梳理异常指标", false},
		{total, 1, "请登记异常情况", false},
		{total, 1, "请报告异常数据", false},
		{total, 1, "请反馈异常数据", false},
		{total, 1, "请各单位及时报告异常情况", true},
		{total, 1, "请发现异常及时报告", true},
		{report.FactJump, 1, "请掌握异常数据来源", true},
		{report.FactCheck, 0, "请梳理异常指标", true},
		{total, 0, "请有关单位说明变化原因", false},
		{total, 0, "请有关单位核实数据变化情况", false},
		{total, 0, "请关注数据变化原因", false},
		{total, 0, "请密切关注数据变化", true},
		{total, 0, "请有变化及时报告", true},
		{total, -1, "请有关单位说明变化原因", true},
		{report.FactFall, 0, "请有关单位说明变化原因", true},
		{total, 0, "请发现问题及时报告", true},
		{total, 0, "请研究解决问题", false},
	} {
		why := besideOnly(tt.kind, tt.dir, "{{C1}}；", "{{X1}}，"+tt.advice+"。")
		if passes := !slices.Contains(why, ruleUnlicensed); passes != tt.passes || passes && len(why) > 0 {
			t.Errorf("beside %s %+d, %s: %v", tt.kind, tt.dir, tt.advice, why)
		}
	}
	for _, front := range []string{"就异常数据，请有关单位说明", "围绕异常情况，请有关单位排查", "对上述变化，请有关单位说明原因", "对未按时报送单位，请提醒"} {
		if why := besideOnly(total, 0, "{{C1}}；", "{{X1}}。", front+"。"); !slices.Contains(why, ruleUnlicensed) {
			t.Errorf("%s passes", front)
		}
	}
}

// TestAFactElsewhereLicensesNoAdviceThatTheFactBesideItDenies: who has not reported one
// form is no reason to chase the units of another.
func TestAFactElsewhereLicensesNoAdviceThatTheFactBesideItDenies(t *testing.T) {
	const advice = "请包村干部抓紧联系未报单位，问明原因并督促补报。"
	for _, tt := range []struct {
		sentences []string
		passes    bool
	}{
		{[]string{"{{X1}}；", "{{C1}}，" + advice}, false},
		{[]string{"{{C1}}，" + advice, "{{X1}}。"}, false},
		{[]string{"{{X1}}。{{C1}}。", advice}, false},
		{[]string{"{{C1}}；", "{{X1}}，" + advice}, true},
		{[]string{"{{C1}}；", "{{X1}}。", advice}, true},
		{[]string{"{{C1}}；{{X1}}。", "请有关单位核对。", advice}, true},
		{[]string{"{{C1}}，{{X1}}，" + advice}, true},
	} {
		why := besideOnly(report.FactMissing, 0, tt.sentences...)
		if (len(why) == 0) != tt.passes || !tt.passes && !slices.Contains(why, ruleUnlicensed) {
			t.Errorf("%q: %v", tt.sentences, why)
		}
	}
}
