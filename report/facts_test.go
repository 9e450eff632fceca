package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"qunbao/report"
)

// factsDay is the day that is told, a Saturday.
const factsDay = "2020-02-01"

// factsTown is a township of units with one form of every kind of field.
func factsTown(t testing.TB, units ...report.UnitID) *report.Workspace {
	t.Helper()
	urgent, err := report.CompileRule("value > 0", []report.FieldID{"value"})
	if err != nil {
		t.Fatal(err)
	}
	s := report.Settings{Name: "青石镇", Zone: time.FixedZone("CST", 8*3600)}
	s.Chats = []report.Chat{{ID: "青石镇疫情防控工作群", Role: report.WorkChat, Forms: []report.FormID{"daily"}}}
	for _, u := range units {
		s.Units = append(s.Units, report.Unit{ID: u, Kind: "行政村", Aliases: []string{strings.TrimSuffix(string(u), "村")}})
	}
	s.People = []report.Person{{ID: "李会芳", Name: "李会芳", Posts: []report.Post{{Unit: units[0], Role: report.Reporter}}}}
	s.Forms = []report.Form{{
		ID: "daily", Name: "疫情日报", Units: []string{"行政村"}, Calendar: report.EveryDay,
		Slots: []report.Slot{{Opens: 6 * 60, Due: 17 * 60}},
		Fields: []report.Field{
			{ID: "screened", Name: "排查返乡人员", Units: []string{"人"}, Kind: report.Cumulative},
			{ID: "wuhan", Name: "武汉返乡", Units: []string{"人"}, Kind: report.Cumulative, PartOf: "screened"},
			{ID: "today", Name: "今日新增返乡", Units: []string{"人"}, Kind: report.Daily},
			{ID: "home", Name: "居家观察人数", Units: []string{"人"}, Kind: report.Stock},
			{ID: "fever", Name: "发热人员", Units: []string{"人"}, Kind: report.Daily, Urgent: urgent},
			{ID: "leaflets", Name: "宣传单", Units: []string{"份"}, Kind: report.Daily},
			{ID: "banners", Name: "横幅", Units: []string{"条"}, Kind: report.Daily},
			{ID: "note", Name: "备注", Kind: report.Prose},
		},
	}}
	return report.NewWorkspace(s)
}

// factsTold is one unit's report: its values as text, 约 before an approximate one.
type factsTold struct {
	unit     report.UnitID
	clock    report.Clock
	values   map[report.FieldID]string
	unfilled []report.FieldID
	zero     bool
	carried  []report.FieldID
	kind     report.VersionKind
}

// factsPeriod makes a period of a day from what was told, in that order.
func factsPeriod(w *report.Workspace, day report.Day, reports ...factsTold) report.Period {
	k := report.PeriodKey{Form: "daily", Day: day}
	p := report.Period{Key: k, Need: w.NewNeed(k, 1)}
	for i, r := range reports {
		v := report.Version{
			Message: report.MessageID(fmt.Sprintf("%s-%d", day, i)), Kind: r.kind, Zero: r.zero,
			Time: day.At(r.clock, w.Zone), Counts: day.At(r.clock, w.Zone),
			Unfilled: r.unfilled, Values: map[report.FieldID]report.Value{},
		}
		if v.Kind == "" {
			v.Kind = report.VersionNew
		}
		for f, s := range r.values {
			value := report.Value{Carried: slices.Contains(r.carried, f), Unit: w.Form("daily").Field(f).Unit()}
			if number, approx := strings.CutPrefix(s, "约"); f == "note" {
				value.Text = s
			} else {
				value.Approx, value.N = approx, decimal.RequireFromString(number)
			}
			v.Values[f] = value
		}
		at := slices.IndexFunc(p.Records, func(x report.Record) bool { return x.Unit == r.unit })
		if at < 0 {
			at = len(p.Records)
			p.Records = append(p.Records, report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: r.unit}})
		}
		p.Records[at].Versions = append(p.Records[at].Versions, v)
	}
	return p
}

// factsOf draws the facts of the day at 20:10.
func factsOf(t judge, w *report.Workspace, now, before []factsTold, events ...report.Event) report.Facts {
	t.Helper()
	day, _ := report.ParseDay(factsDay)
	p, q := factsPeriod(w, day, now...), factsPeriod(w, day-1, before...)
	at := day.At(20*60+10, w.Zone)
	in := report.FactsInput{
		From: day, To: day, At: at, Periods: []report.Completeness{w.Complete(p, at, nil)},
		Records: p.Records, Events: events,
	}
	if before != nil {
		in.Before = []report.Completeness{w.Complete(q, at, nil)}
	}
	f := w.Facts(in)
	checkTraced(t, w, f)
	return f
}

func factTexts(facts []report.Fact) []string {
	var texts []string
	for _, f := range facts {
		texts = append(texts, f.ID+" "+f.Text)
	}
	return texts
}

type factsValues = map[report.FieldID]string

func TestFactsTellADayWithNumeratorsDenominatorsAndWords(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村", "河口村", "石桥村", "上坪村")
	day, _ := report.ParseDay(factsDay)
	f := factsOf(t, w, []factsTold{
		{unit: "柳湾村", clock: 16 * 60, values: factsValues{"screened": "46", "wuhan": "12", "today": "2", "home": "40", "fever": "0", "leaflets": "300", "banners": "0", "note": "口罩不足，村民张大山13800001234反映"}},
		{unit: "东坡村", clock: 17 * 60, zero: true, values: factsValues{"screened": "30", "wuhan": "5", "today": "0", "home": "11", "fever": "0", "leaflets": "0", "banners": "0"}, carried: []report.FieldID{"screened", "wuhan", "home"}},
		{unit: "河口村", clock: 18 * 60, values: factsValues{"screened": "20", "fever": "0", "today": "0", "home": "20", "leaflets": "约80", "banners": "0"}, unfilled: []report.FieldID{"wuhan"}},
		{unit: "河口村", clock: 18*60 + 5, values: factsValues{"home": "19"}, kind: report.VersionCorrection},
		{unit: "石桥村", clock: 16 * 60, unfilled: []report.FieldID{"screened"}, kind: report.VersionAttempt},
	}, []factsTold{
		{unit: "柳湾村", clock: 16 * 60, values: factsValues{"screened": "44", "home": "41", "leaflets": "300"}},
		{unit: "东坡村", clock: 16 * 60, values: factsValues{"screened": "30", "home": "11"}},
		{unit: "上坪村", clock: 16 * 60, values: factsValues{"screened": "99"}},
	}, report.Event{N: 1, Time: day.At(16*60+20, w.Zone), Message: "e1", Unit: "柳湾村", Text: "村口塌方，\n请派人"})

	want := []string{
		"R1 疫情日报应报5个单位，已报3个，按时2个，迟报1个，报送率60%",
		"R2 上坪村未报疫情日报",
		"R3 石桥村的疫情日报已来消息、待核实，未计入已报",
		"R4 疫情日报零报告1个单位，存量数据沿用前次报送",
		"D1 累计排查返乡人员96人，其中武汉返乡17人（2个单位填报），2个单位同口径较前一日增加2人",
		"D2 当日新增返乡2人",
		"D3 居家观察70人，2个单位同口径较前一日减少1人",
		"D4 宣传单约380份",
		"D5 已报单位未发现发热人员",
		"D6 横幅为0",
		"E1 16时20分，柳湾村急报（尚无人回复收到）：村口塌方， 请派人",
		"P1 柳湾村反映：口罩不足，村民张某138****34反映",
		"A1 疫情日报中河口村的武汉返乡，石桥村的排查返乡人员尚未填报，不计入合计",
		"A2 河口村更正了疫情日报，数据以更正后为准",
	}
	if diff := cmp.Diff(want, factTexts(f.All())); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if f.Topic != "疫情防控" {
		t.Errorf("topic %q", f.Topic)
	}
	if got := f.Sources(); len(got) != 8 || got[0] != "2020-02-01-0" {
		t.Errorf("sources %v", got)
	}
}

func TestEveryFactHasItsSourcesAndAHintWithoutFigures(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村")
	f := factsOf(t, w, []factsTold{{unit: "柳湾村", clock: 900, values: factsValues{"screened": "46", "fever": "0", "note": "缺口罩5箱"}, unfilled: []report.FieldID{"home"}}}, nil)
	for _, x := range f.All() {
		if strings.ContainsAny(x.Hint, "0123456789") || strings.Contains(x.Hint, "柳湾") || x.Hint == "" {
			t.Errorf("%s: hint %q", x.ID, x.Hint)
		}
		if x.Kind != report.FactMissing && x.Kind != report.FactNoEvents && len(x.Sources) == 0 {
			t.Errorf("%s %q has no source", x.ID, x.Text)
		}
	}
}

func TestADayWithoutReportsSaysSo(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村")
	f := factsOf(t, w, nil, nil)
	want := []string{"R1 疫情日报应报2个单位，已报0个，按时0个，报送率0%", "R2 柳湾村、东坡村未报疫情日报", "E1 当日未收到急报"}
	if diff := cmp.Diff(want, factTexts(f.All())); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if f := w.Facts(report.FactsInput{From: f.From, To: f.To}); len(f.Forms) != 0 || f.Topic != "" {
		t.Errorf("facts of nothing: %+v", f)
	}
}

func TestALongListIsCutAndCounted(t *testing.T) {
	var units []report.UnitID
	for _, a := range "东西南北上下大小前后" {
		units = append(units, report.UnitID(string(a)+"岗村"), report.UnitID(string(a)+"河村"))
	}
	w := factsTown(t, units...)
	f := factsOf(t, w, nil, nil)
	if got := f.Forms[0].Reporting[1]; !strings.HasSuffix(got.Text, "等20个单位未报疫情日报") || len(got.Units) != 20 {
		t.Errorf("%q with %d units", got.Text, len(got.Units))
	}
	var events []report.Event
	for i := range 30 {
		events = append(events, report.Event{N: i, Time: f.At, Message: report.MessageID(fmt.Sprint(i)), Text: strings.Repeat("道路塌方3处，", 60)})
	}
	f = factsOf(t, w, nil, nil, events...)
	last := f.Events[len(f.Events)-1]
	if last.Text != "另有急报20件未在此列出" || len(last.Sources) != 20 {
		t.Errorf("%q from %d messages", last.Text, len(last.Sources))
	}
	if n := len([]rune(f.Events[0].Text)); n > 160 {
		t.Errorf("an event of %d characters", n)
	}
}

func TestNamesAndNumbersOfPeopleAreMaskedAndOtherWordsStay(t *testing.T) {
	w := factsTown(t, "石桥村", "柳湾村")
	day, _ := report.ParseDay(factsDay)
	for text, want := range map[string]string{
		"村民王某发热38.1℃":                "村民王某发热38.1℃",
		"村民张大山发热38.1℃":               "村民张某发热38.1℃",
		"张大山，男，发烧":                   "张某，男，发烧",
		"患者：李强，电话13912345678":        "患者：李某，电话139****78",
		"石桥发热1人":                     "石桥发热1人",
		"群众安全转移12户":                  "群众安全转移12户",
		"县医院发热门诊已接诊":                 "县医院发热门诊已接诊",
		"有村民高烧不退":                    "有村民高烧不退",
		"户主欧阳建国家中起火":                 "户主欧阳某家中起火",
		"410101199001011234返乡\u202e": "410****34返乡",
		"需口罩200个。":                   "需口罩200个",
	} {
		f := factsOf(t, w, nil, nil, report.Event{Time: day.At(600, w.Zone), Unit: "柳湾村", Text: text})
		if got := f.Events[0].Text; got != "10时00分，柳湾村急报（尚无人回复收到）："+want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestTotalsAndChangesAreExact draws random reports and counts them again in the
// plainest way.
func TestTotalsAndChangesAreExact(t *testing.T) {
	units := []report.UnitID{"柳湾村", "东坡村", "河口村", "石桥村", "上坪村"}
	w := factsTown(t, units...)
	rapid.Check(t, func(t *rapid.T) {
		day := func(label string) ([]factsTold, map[report.UnitID]int) {
			var reports []factsTold
			cents := map[report.UnitID]int{}
			for _, u := range units {
				if !rapid.Bool().Draw(t, label+string(u)) {
					continue
				}
				n := rapid.IntRange(0, 100000).Draw(t, label+"n")
				cents[u] = n
				reports = append(reports, factsTold{unit: u, clock: 900, values: factsValues{"home": fmt.Sprintf("%d.%02d", n/100, n%100)}})
			}
			return reports, cents
		}
		now, a := day("now")
		before, b := day("before")
		total, moved, both := 0, 0, 0
		for u, n := range a {
			total += n
			if m, ok := b[u]; ok {
				moved, both = moved+n-m, both+1
			}
		}
		figures := factsOf(t, w, now, before).Forms[0].Figures
		if len(a) == 0 {
			if len(figures) != 0 {
				t.Fatalf("figures of nothing: %v", figures)
			}
			return
		}
		show := func(cents int) string { return decimal.New(int64(cents), -2).String() }
		want := "居家观察" + show(total) + "人"
		if total == 0 && moved == 0 {
			want = "居家观察人数为0"
		}
		if both > 0 && moved != 0 {
			scope := ""
			if both != len(a) || both != len(b) {
				scope = fmt.Sprintf("%d个单位同口径", both)
			}
			verb := "增加"
			if moved < 0 {
				verb, moved = "减少", -moved
			}
			want += "，" + scope + "较前一日" + verb + show(moved) + "人"
		}
		if got := figures[0].Text; got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

func TestExcusedUnitsAndThoseWeFailedLeaveTheBaseAndAreNamed(t *testing.T) {
	w := factsTown(t, "柳湾村", "东坡村", "河口村")
	day, _ := report.ParseDay(factsDay)
	p := factsPeriod(w, day, factsTold{unit: "柳湾村", clock: 900, zero: true, values: factsValues{"fever": "0"}})
	p.Need.Units["东坡村"] = report.Duty{Excused: "整村搬迁"}
	p.Need.Units["河口村"] = report.Duty{Fault: "channel down"}
	at := day.At(20*60, w.Zone)
	f := w.Facts(report.FactsInput{From: day, To: day, At: at, Periods: []report.Completeness{w.Complete(p, at, nil)}})
	want := []string{
		"R1 疫情日报应报1个单位，已报1个，按时1个，报送率100%",
		"R2 东坡村免报疫情日报，不计入应报",
		"R3 河口村的疫情日报因系统故障不计入应报",
		"R4 疫情日报零报告1个单位",
		"D1 已报单位未发现发热人员",
		"E1 当日未收到急报",
	}
	if diff := cmp.Diff(want, factTexts(f.All())); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}
