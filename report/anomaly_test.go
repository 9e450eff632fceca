package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
)

// factsOver draws the facts of the day from what was told on it and, before that,
// on the days before, the latest first.
func factsOver(t judge, w *report.Workspace, now []factsTold, before ...[]factsTold) report.Facts {
	t.Helper()
	return w.Facts(inputOver(w, now, before...))
}

func inputOver(w *report.Workspace, now []factsTold, before ...[]factsTold) report.FactsInput {
	day, _ := report.ParseDay(factsDay)
	at := day.At(20*60+10, w.Zone)
	p := factsPeriod(w, day, now...)
	in := report.FactsInput{From: day, To: day, At: at, Periods: []report.Completeness{w.Complete(p, at, nil)}, Records: p.Records}
	for i, told := range before {
		in.Before = append(in.Before, w.Complete(factsPeriod(w, day-1-report.Day(i), told...), at, nil))
	}
	return in
}

// one is the report of a unit with one value.
func one(u report.UnitID, f report.FieldID, value string) []factsTold {
	return []factsTold{{unit: u, clock: 900, values: factsValues{f: value}}}
}

func TestWhatStandsOutIsToldWithWhatItIsHeldAgainst(t *testing.T) {
	w := factsTown(t, "下湾村", "上坝村", "石桥村")
	steady := [][]factsTold{one("下湾村", "home", "5"), one("下湾村", "home", "7"), one("下湾村", "home", "6"), one("下湾村", "home", "7"), one("下湾村", "home", "6"), one("下湾村", "home", "6"), one("下湾村", "home", "7"), one("下湾村", "home", "400")}
	for name, tt := range map[string]struct {
		now    []factsTold
		before [][]factsTold
		want   []string
	}{
		"seven days":    {one("下湾村", "home", "61"), steady, []string{"Y1 下湾村居家观察由5人升至61人，为近7日均值的9.7倍"}},
		"no more":       {one("下湾村", "home", "31"), steady, nil},
		"by 20 or less": {one("下湾村", "home", "20"), [][]factsTold{one("下湾村", "home", "0")}, nil},
		"from nothing":  {one("下湾村", "home", "21"), [][]factsTold{one("下湾村", "home", "0"), one("下湾村", "home", "0")}, []string{"Y1 下湾村居家观察由0人升至21人，近2日均为0"}},
		"one day":       {one("下湾村", "home", "61"), steady[:1], []string{"Y1 下湾村居家观察由5人升至61人，为前一日的12.2倍"}},
		"after a gap":   {one("下湾村", "home", "61"), [][]factsTold{nil, steady[0], nil, steady[1]}, []string{"Y1 下湾村居家观察由1月30日的5人升至61人，为近2次均值的10.2倍"}},
		"about":         {one("下湾村", "home", "约61"), steady[:2], []string{"Y1 下湾村居家观察由5人升至约61人，为近2日均值的约10.2倍"}},
		"not again":     {one("下湾村", "home", "61"), [][]factsTold{one("下湾村", "home", "61"), one("下湾村", "home", "2"), one("下湾村", "home", "2"), one("下湾村", "home", "2"), one("下湾村", "home", "2"), one("下湾村", "home", "2"), one("下湾村", "home", "2")}, nil},
		"half up":       {one("下湾村", "home", "61"), [][]factsTold{one("下湾村", "home", "8"), one("下湾村", "home", "12")}, []string{"Y1 下湾村居家观察由8人升至61人，为近2日均值的6.1倍"}},
		"begins a day":  {one("下湾村", "leaflets", "500"), [][]factsTold{one("下湾村", "leaflets", "0")}, nil},
		"a fall":        {one("下湾村", "screened", "40"), [][]factsTold{one("下湾村", "screened", "46")}, []string{"Y1 下湾村累计排查返乡人员由46人降至40人"}},
		"a stock falls": {one("下湾村", "home", "0"), [][]factsTold{one("下湾村", "home", "46")}, nil},
		"a fall that was corrected": {
			append(one("下湾村", "screened", "46"), factsTold{unit: "下湾村", clock: 960, values: factsValues{"screened": "40"}, kind: report.VersionCorrection}),
			[][]factsTold{one("下湾村", "screened", "46")}, nil,
		},
		"a rise that was corrected": {
			append(one("下湾村", "home", "61"), factsTold{unit: "下湾村", clock: 960, values: factsValues{"home": "6"}, kind: report.VersionCorrection}), steady, nil,
		},
		"carried": {[]factsTold{{unit: "下湾村", clock: 900, zero: true, values: factsValues{"home": "61"}, carried: []report.FieldID{"home"}}}, steady, nil},
		"the same of all": {
			append(append(one("下湾村", "home", "18"), one("上坝村", "home", "20")...), one("石桥村", "home", "9")...),
			[][]factsTold{append(one("下湾村", "home", "3"), one("上坝村", "home", "2")...), append(one("下湾村", "home", "2"), one("石桥村", "home", "9")...)},
			[]string{"Y1 2个单位同口径居家观察合计由5人升至38人，为近2日均值的8.4倍"},
		},
	} {
		f := factsOver(t, w, tt.now, tt.before...)
		checkTraced(t, w, f)
		var want []string
		want = append(want, tt.want...)
		if diff := cmp.Diff(want, factTexts(f.Anomalies)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for _, x := range f.Anomalies {
			if !x.Must || x.Severity == 0 || len(x.Units) == 0 || len(x.Entries) < 2 || strings.Contains(x.Hint, "村") {
				t.Errorf("%s: %+v", name, x)
			}
		}
	}
}

func TestAJumpIsHeldAgainstTheFieldsOwnStepWhereItHasOne(t *testing.T) {
	w := factsTown(t, "下湾村", "上坝村")
	w.Form("daily").Field("home").MaxStep.Valid = true
	w.Form("daily").Field("home").MaxStep.Decimal = n(10).N
	before := one("下湾村", "home", "100")
	for value, want := range map[string]int{"110": 0, "110.5": 1, "20": 0} {
		if f := factsOver(t, w, one("下湾村", "home", value), before); len(f.Anomalies) != want {
			t.Errorf("%s: %v", value, factTexts(f.Anomalies))
		}
	}
}

func TestAFailedCheckStaysEvenWhereItWasConfirmed(t *testing.T) {
	w := factsTown(t, "下湾村", "上坝村")
	var ids []report.FieldID
	for _, f := range w.Form("daily").Fields {
		ids = append(ids, f.ID)
	}
	for _, c := range [][2]string{{"screened == home + today", "排查人数应等于居家与新增之和"}, {"leaflets >= 3", "宣传单不少于3份"}} {
		rule, err := report.CompileRule(c[0], ids)
		if err != nil {
			t.Fatal(err)
		}
		w.Form("daily").Checks = append(w.Form("daily").Checks, report.Check{Rule: rule, Say: c[1]})
	}
	told := []factsTold{{unit: "下湾村", clock: 900, values: factsValues{"screened": "46", "home": "40", "today": "5", "leaflets": "2"}}}
	in := inputOver(w, told)
	want := []string{"Y1 下湾村疫情日报数据不符，居家观察人数、今日新增返乡合计45人，排查返乡人员46人", "Y2 下湾村疫情日报与“宣传单不少于3份”不符，宣传单2份"}
	if diff := cmp.Diff(want, factTexts(w.Facts(in).Anomalies)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	in.Records[0].Versions = append(in.Records[0].Versions, report.Version{Message: "yes", Kind: report.VersionAnswer, About: in.Records[0].Versions[0].Message, Reason: "check/screened/0"})
	want = []string{"Y1 " + want[1][3:], "Y2 " + want[0][3:] + "（报送人已确认）"}
	if diff := cmp.Diff(want, factTexts(w.Facts(in).Anomalies)); diff != "" {
		t.Errorf("confirmed (-want +got):\n%s", diff)
	}
}

// A value over its limit and the urgent matter that it has raised are one thing.
func TestAnUrgentValueIsToldOnce(t *testing.T) {
	w := factsTown(t, "下湾村", "上坝村")
	in := inputOver(w, one("下湾村", "fever", "2"))
	key := report.PeriodKey{Form: "daily", Day: in.From}
	in.Events = []report.Event{{N: 3, Time: in.From.At(900, w.Zone), Message: in.Records[0].Versions[0].Message, Unit: "下湾村", Text: "疫情日报：发热人员2人", Form: "daily", Field: "fever", Key: key}}
	in.Events[0].Progress = []report.Progress{{Event: 3, Kind: report.Acknowledged, Time: in.At, Message: "got", By: "吴镇长"}}
	f := w.Facts(in)
	checkTraced(t, w, f)
	if diff := cmp.Diff([]string{"Y1 下湾村发热人员2人（15时00分急报，处置中）"}, factTexts(f.Anomalies)); diff != "" || len(f.Events) != 0 || f.Anomalies[0].Severity != report.Grave {
		t.Errorf("%s\n%v", diff, factTexts(f.Events))
	}
	// Once the figure is another, the matter is told as it was raised, with its state.
	in = inputOver(w, append(one("下湾村", "fever", "2"), factsTold{unit: "下湾村", clock: 960, values: factsValues{"fever": "0"}, kind: report.VersionCorrection}))
	in.Events = []report.Event{{N: 3, Time: in.From.At(900, w.Zone), Message: "e", Unit: "下湾村", Text: "疫情日报：发热人员2人", Form: "daily", Field: "fever", Key: key}}
	in.Events[0].Progress = []report.Progress{{Kind: report.Closed, Time: in.At, Text: "更正为发热人员0人，原报2人"}}
	f = w.Facts(in)
	if diff := cmp.Diff([]string{"E1 15时00分，下湾村急报（已更正）：发热人员2人"}, factTexts(f.Events)); diff != "" || len(f.Anomalies) != 0 {
		t.Errorf("%s\n%v", diff, factTexts(f.Anomalies))
	}
}

func TestSilenceIsToldOfTheLastPeriodThatIsDue(t *testing.T) {
	w := factsTown(t, "下湾村", "上坝村", "石桥村", "柳河村")
	in := inputOver(w, one("下湾村", "fever", "0"))
	in.Silent = map[report.PeriodKey]map[report.UnitID]int{{Form: "daily", Day: in.From}: {"上坝村": 3, "石桥村": 1, "柳河村": 3, "下湾村": 2}}
	f := w.Facts(in)
	checkTraced(t, w, f)
	if diff := cmp.Diff([]string{"Y1 上坝村、柳河村连续3日未报疫情日报"}, factTexts(f.Anomalies)); diff != "" {
		t.Error(diff)
	}
	if got := f.Anomalies[0].Counted; got != "2个单位连续3日未报疫情日报" {
		t.Errorf("counted: %q", got)
	}
}

func TestManyAnomaliesAreCutAndCounted(t *testing.T) {
	var units []report.UnitID
	for i := range 40 {
		units = append(units, report.UnitID(string(rune('甲'+i))+"岗村"))
	}
	w := factsTown(t, units...)
	var now, before []factsTold
	for _, u := range units {
		now, before = append(now, one(u, "home", "90")...), append(before, one(u, "home", "2")...)
	}
	f := factsOver(t, w, now, before)
	checkTraced(t, w, f)
	last := f.Anomalies[len(f.Anomalies)-1]
	if len(f.Anomalies) != 13 || last.Text != "另有异常情况28项未在此列出" || len(last.Units) != 28 || !last.Must {
		t.Errorf("%d: %s about %s", len(f.Anomalies), last.Text, fmt.Sprint(last.Units))
	}
}
