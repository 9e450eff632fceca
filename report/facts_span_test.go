package report_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
)

// spanOver draws the facts of the days up to the day, the last of which is told last.
func spanOver(t judge, w *report.Workspace, before []factsTold, days ...[]factsTold) report.Facts {
	t.Helper()
	to, _ := report.ParseDay(factsDay)
	in := report.FactsInput{From: to - report.Day(len(days)-1), To: to, At: to.At(20*60+10, w.Zone)}
	for i, told := range days {
		p := factsPeriod(w, in.From+report.Day(i), told...)
		in.Periods, in.Records = append(in.Periods, w.Complete(p, in.At, nil)), append(in.Records, p.Records...)
	}
	if before != nil {
		in.Before = append(in.Before, w.Complete(factsPeriod(w, in.From-1, before...), in.At, nil))
	}
	f := w.Facts(in)
	checkTraced(t, w, f)
	return f
}

func TestFactsOfSeveralDaysAddUpFlowsAndTellWhatStandsAtTheirEnd(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村", "河口村")
	tell := func(u report.UnitID, clock report.Clock, values factsValues) factsTold {
		return factsTold{unit: u, clock: clock, values: values}
	}
	f := spanOver(t, w,
		[]factsTold{tell("柳湾村", 900, factsValues{"screened": "40", "home": "12"}), tell("东坡村", 900, factsValues{"screened": "30", "home": "5"})},
		[]factsTold{
			tell("柳湾村", 900, factsValues{"screened": "44", "wuhan": "9", "home": "11", "leaflets": "300", "fever": "0", "banners": "0", "note": "口罩不足"}),
			tell("东坡村", 900, factsValues{"screened": "30", "home": "5", "leaflets": "100", "fever": "1", "banners": "0"}),
		},
		[]factsTold{
			tell("柳湾村", 18*60, factsValues{"screened": "46", "home": "61", "leaflets": "约700", "fever": "0", "banners": "0", "note": "口罩不足"}),
			{unit: "柳湾村", clock: 18*60 + 5, values: factsValues{"home": "60"}, kind: report.VersionCorrection},
			{unit: "河口村", clock: 900, values: factsValues{"screened": "7", "home": "7", "fever": "0", "banners": "0"}, unfilled: []report.FieldID{"leaflets"}},
		},
		[]factsTold{
			tell("柳湾村", 900, factsValues{"screened": "45", "home": "9", "leaflets": "200", "fever": "2", "banners": "0", "note": "建议增设卡点"}),
		},
	)
	want := []string{
		"R1 疫情日报应报9期次，已报5期次，按时4期次，迟报1期次，报送率55.6%",
		"R2 东坡村、河口村未报疫情日报共4期次",
		"D1 累计排查返乡人员82人，其中武汉返乡9人（1个单位填报），2个单位同口径较1月29日增加5人",
		"D2 居家观察21人，2个单位同口径较1月29日减少3人",
		"D3 发热人员共3人，单日最多2人（2月1日）",
		"D4 宣传单共约1300份（2个单位填报），单日最多约700份（1月31日）",
		"D5 横幅为0",
		"D6 东坡村、河口村的疫情日报以此前所报的最后数据计入",
		"Y1 柳湾村、东坡村报送发热人员共2次，其中2月1日，柳湾村发热人员2人",
		"Y2 2月1日，柳湾村累计排查返乡人员由46人降至45人",
		"Y3 1月31日，柳湾村居家观察由11人升至60人，为近2日均值的5.2倍",
		"Y4 东坡村曾连续未报疫情日报，最长2日",
		"E1 期间未收到急报",
		"P1 1月30日，柳湾村反映：口罩不足",
		"S1 2月1日，柳湾村提出：建议增设卡点",
		"A1 河口村的疫情日报有1期次存在未填指标，不计入合计",
		"A2 柳湾村更正疫情日报共1次，数据以更正后为准",
	}
	if diff := cmp.Diff(want, factTexts(f.All())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !f.Unfilled() {
		t.Error("the open field does not keep the document from being published")
	}
}

func TestWithoutADayBeforeASpanIsComparedWithItsFirstDay(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村")
	f := spanOver(t, w, nil, nil, one("柳湾村", "home", "4"), append(one("柳湾村", "home", "6"), one("东坡村", "home", "3")...))
	if got, want := f.Forms[0].Figures[0].Text, "居家观察9人，1个单位同口径较1月31日增加2人"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// BenchmarkMonth draws the facts of a month of 200 units with one form.
func BenchmarkMonth(b *testing.B) {
	var units []report.UnitID
	for i := range 200 {
		units = append(units, report.UnitID(fmt.Sprintf("%c%c村", '甲'+i/20, '一'+i%20)))
	}
	w := factsTown(b, units...)
	to, _ := report.ParseDay("2020-02-29")
	in := report.FactsInput{From: to - 28, To: to, At: to.At(22*60, w.Zone)}
	for day := in.From - 7; day <= to; day++ {
		var told []factsTold
		for i, u := range units {
			told = append(told, factsTold{unit: u, clock: 900, values: factsValues{
				"screened": fmt.Sprint(40 + int(day-in.From) + i%3), "wuhan": "9", "home": fmt.Sprint((int(day)*7+i)%60 + 1), "fever": "0", "leaflets": fmt.Sprint((int(day) + i) % 9 * 50), "banners": "0", "today": "1", "note": "入户排查30户",
			}})
		}
		p := factsPeriod(w, day, told...)
		c := w.Complete(p, in.At, nil)
		if day < in.From {
			in.Before = append(in.Before, c)
			continue
		}
		in.Periods, in.Records = append(in.Periods, c), append(in.Records, p.Records...)
	}
	b.ReportAllocs()
	for b.Loop() {
		w.Facts(in)
	}
}
