package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
)

func TestWhatPeopleWriteIsToldApartByPlainWords(t *testing.T) {
	w := factsTown(t, "柳湾村", "石桥村")
	for text, want := range map[string][]string{
		"口罩不足，希望镇里调拨":              {"P1 柳湾村反映：口罩不足，希望镇里调拨"},
		"建议增设3组路口的卡点。":             {"S1 柳湾村提出：建议增设3组路口的卡点"},
		"希望多派一名医生":                 {"S1 柳湾村提出：希望多派一名医生"},
		"今日入户30户。村口涵洞堵塞；建议派挖机":     {"P1 柳湾村反映：村口涵洞堵塞", "S1 柳湾村提出：建议派挖机", "A1 柳湾村备注：今日入户30户"},
		"路灯坏了，已修好":                 {"A1 柳湾村备注：路灯坏了，已修好"},
		"道路无法通行，建议尽快抢修":            {"P1 柳湾村反映：道路无法通行，建议尽快抢修"},
		"党员志愿者12人上岗":               {"A1 柳湾村备注：党员志愿者12人上岗"},
		"不缺物资，请领导放心":               {"A1 柳湾村备注：不缺物资，请领导放心"},
		"一切正常":                     nil,
		"没有异常情况。":                  nil,
		"村民张大山家屋顶破损，电话13800001234": {"P1 柳湾村反映：村民张某家屋顶破损，电话138****34"},
	} {
		f := factsOver(t, w, one("柳湾村", "note", text))
		checkTraced(t, w, f)
		var got []string
		for _, list := range [][]report.Fact{f.Problems, f.Suggestions, f.Attention} {
			got = append(got, factTexts(list)...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
		if len(f.Said) != 1 || f.Said[0] != text {
			t.Errorf("%s: said %q", text, f.Said)
		}
	}
}

// Nothing is called settled that no report calls so.
func TestWhatIsOpenIsCarriedWithItsState(t *testing.T) {
	w := factsTown(t, "柳湾村", "石桥村", "东坡村")
	in := inputOver(w,
		append(one("石桥村", "note", "村口路灯已修好"), one("东坡村", "note", "缺口罩200个")...),
		append(one("柳湾村", "note", "河堤破损，需沙袋"), one("东坡村", "note", "缺口罩200个")...),
		append(one("石桥村", "note", "路灯坏了"), one("东坡村", "note", "帐篷坏了，需2顶")...),
		one("东坡村", "note", "帐篷已修好，请放心"),
		append(one("柳湾村", "note", "水泵坏了"), one("石桥村", "note", "有人打听口罩价格")...),
	)
	in.Before[0], in.Before[3] = in.Before[3], in.Before[0] // in any order
	day := func(d int, clock report.Clock) report.Event {
		return report.Event{N: d, Unit: "柳湾村", Message: report.MessageID(rune('a' + d)), Text: "山体滑坡，阻断道路", Time: (in.From - report.Day(d)).At(clock, w.Zone)}
	}
	acked, closed, over, now := day(3, 600), day(2, 600), day(4, 600), day(0, 600)
	acked.Progress = []report.Progress{{Kind: report.Acknowledged, Time: in.At, By: "吴镇长", Message: "x"}}
	closed.Progress = []report.Progress{{Kind: report.Closed, Time: in.At, By: "吴镇长", Message: "y", Text: "道路抢通"}}
	over.Progress = []report.Progress{{Kind: report.Closed, Time: in.At.AddDate(0, 0, -2), By: "吴镇长", Message: "z"}}
	in.Events = []report.Event{over, acked, closed, day(1, 1439), now}
	f := w.Facts(in)
	checkTraced(t, w, f)
	want := []string{
		"E1 10时00分，柳湾村急报（尚无人回复收到）：山体滑坡，阻断道路",
		"P1 东坡村反映（1月31日起，已1天）：缺口罩200个",
		"C1 1月29日，柳湾村急报（处置中，已3天）：山体滑坡，阻断道路",
		"C2 1月30日，柳湾村急报（2月1日办结，历时2天）：山体滑坡，阻断道路",
		"C3 1月31日，柳湾村急报（尚无人回复收到，已1天）：山体滑坡，阻断道路",
		"C4 1月28日，柳湾村反映（尚未收到办结情况，已4天）：水泵坏了",
		"C5 1月30日，石桥村反映：路灯坏了；2月1日回报：村口路灯已修好",
		"C6 1月30日，东坡村反映（尚未收到办结情况，已2天）：帐篷坏了，需2顶",
		"C7 1月31日，柳湾村反映（尚未收到办结情况，已1天）：河堤破损，需沙袋",
	}
	var got []string
	for _, list := range [][]report.Fact{f.Events, f.Problems, f.Carried} {
		got = append(got, factTexts(list)...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
