package summarizer_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// villages are the twelve units of the sample township.
var villages = []report.UnitID{
	"柳湾村", "东坡村", "河口村", "石桥村", "上坪村", "下坪村",
	"南山村", "北岭村", "新民村", "双井村", "白鹤村", "青石社区",
}

// township is the sample township with two forms of its work chat.
func township(t testing.TB) *report.Workspace {
	t.Helper()
	over, err := report.CompileRule("value > 0", []report.FieldID{"value"})
	if err != nil {
		t.Fatal(err)
	}
	s := report.Settings{Name: "青石镇", Zone: time.FixedZone("CST", 8*3600)}
	for _, u := range villages {
		kind := "行政村"
		if strings.HasSuffix(string(u), "社区") {
			kind = "社区"
		}
		s.Units = append(s.Units, report.Unit{ID: u, Kind: kind, Aliases: []string{strings.TrimSuffix(string(u), "村")}})
		s.People = append(s.People, report.Person{
			ID: "李会芳" + report.PersonID(u), Name: "李会芳", Posts: []report.Post{{Unit: u, Role: report.Reporter}},
		})
	}
	s.Chats = []report.Chat{{ID: "青石镇疫情防控工作群", Role: report.WorkChat, Forms: []report.FormID{"epidemic", "publicity"}}}
	number := func(id report.FieldID, name, unit string, kind report.FieldKind) report.Field {
		return report.Field{ID: id, Name: name, Units: []string{unit}, Kind: kind}
	}
	fever := number("fever", "发热人员", "人", report.Daily)
	fever.Urgent = over
	wuhan := number("from_wuhan", "武汉返乡", "人", report.Cumulative)
	hubei := number("from_hubei", "湖北其他返乡", "人", report.Cumulative)
	wuhan.PartOf, hubei.PartOf = "screened", "screened"
	s.Forms = []report.Form{{
		ID: "epidemic", Name: "疫情日报", Calendar: report.EveryDay, Slots: []report.Slot{{Opens: 360, Due: 17 * 60}},
		Fields: []report.Field{
			number("screened", "排查返乡人员", "人", report.Cumulative), wuhan, hubei,
			number("new_today", "今日新增返乡", "人", report.Daily),
			number("home_households", "居家观察户数", "户", report.Stock),
			number("home", "居家观察人数", "人", report.Stock),
			number("central", "集中观察人数", "人", report.Stock),
			number("released", "已解除观察", "人", report.Cumulative),
			fever,
			number("checkpoints", "卡点", "个", report.Stock),
			number("guards", "值守人员", "人", report.Stock),
			{ID: "note", Name: "备注", Kind: report.Prose},
		},
	}, {
		ID: "publicity", Name: "宣传消杀统计", Calendar: report.EveryDay, Slots: []report.Slot{{Opens: 360, Due: 18 * 60}},
		Fields: []report.Field{
			number("leaflets", "宣传单", "份", report.Daily), number("banners", "横幅", "条", report.Daily),
			number("broadcasts", "广播", "次", report.Daily), number("vehicles", "宣传车", "辆", report.Daily),
			number("disinfections", "消杀", "次", report.Daily), number("banquets", "劝停酒席", "起", report.Daily),
		},
	}}
	return report.NewWorkspace(s)
}

// The day of the golden file and its instant.
const (
	today = "2020-02-03"
	at    = report.Clock(20*60 + 10)
)

// sheet is one period of a form as a test writes it: a row a unit, "UNIT CLOCK
// FIELD=VALUE…". 约 marks an approximate value, ? an unfilled one, zero a
// zero-report, + a correction.
type sheet struct {
	form report.FormID
	rows []string
}

// period reads a sheet.
func (s sheet) period(t testing.TB, w *report.Workspace, day report.Day) report.Period {
	t.Helper()
	k := report.PeriodKey{Form: s.form, Day: day}
	p := report.Period{Key: k, Need: w.NewNeed(k, 1)}
	places := map[report.UnitID]int{}
	for i, row := range s.rows {
		words := strings.Fields(row)
		unit := report.UnitID(words[0])
		clock, err := report.ParseClock(words[1])
		if err != nil {
			t.Fatal(err)
		}
		v := report.Version{
			Message: report.MessageID(fmt.Sprintf("%s-%s-%d", s.form, day, i)), Kind: report.VersionNew,
			Time: day.At(clock, w.Zone), Counts: day.At(clock, w.Zone), Values: map[report.FieldID]report.Value{},
		}
		for _, word := range words[2:] {
			fill(&v, word)
		}
		if _, ok := places[unit]; !ok {
			places[unit] = len(p.Records)
			p.Records = append(p.Records, report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: unit}})
		}
		r := &p.Records[places[unit]]
		r.Versions = append(r.Versions, v)
	}
	return p
}

// fill puts one word of a row into a version.
func fill(v *report.Version, word string) {
	field, text, _ := strings.Cut(word, "=")
	id := report.FieldID(field)
	switch {
	case word == "zero":
		v.Zero = true
	case word == "+":
		v.Kind = report.VersionCorrection
	case text == "?":
		v.Unfilled = append(v.Unfilled, id)
	case id == "note":
		v.Values[id] = report.Value{Text: text}
	default:
		number, approx := strings.CutPrefix(text, "约")
		v.Values[id] = report.Value{N: decimal.RequireFromString(number), Approx: approx}
	}
}

// facts draws the facts of a day from the sheets of it and of the day before.
func facts(t testing.TB, now, before []sheet, events ...report.Event) report.Facts {
	t.Helper()
	w := township(t)
	day, err := report.ParseDay(today)
	if err != nil {
		t.Fatal(err)
	}
	in := report.FactsInput{From: day, To: day, At: day.At(at, w.Zone), Events: events}
	for _, s := range now {
		p := s.period(t, w, day)
		in.Periods = append(in.Periods, w.Complete(p, in.At, nil))
		in.Records = append(in.Records, p.Records...)
	}
	for _, s := range before {
		in.Before = append(in.Before, w.Complete(s.period(t, w, day-1), in.At, nil))
	}
	return w.Facts(in)
}

// normalDay is an ordinary day: most reported, some late, two urgent matters.
func normalDay(t testing.TB) report.Facts {
	rows := func(day int) []string {
		var rows []string
		for i, u := range villages {
			if u == "南山村" && day > 0 {
				continue
			}
			home := 5 + i - day*(i%3)
			rows = append(rows, fmt.Sprintf("%s 16:%02d screened=%d from_wuhan=%d from_hubei=%d new_today=%d home_households=%d home=%d central=0 released=%d fever=%d checkpoints=%d guards=%d",
				u, 10+i, 10+i+day*(i%2), i%3, i%4, day*(i%2), 2+i%4, home, 5+i+day*(i%2)-home, day*b2i(u == "东坡村"), 1+i%2, 4+2*(i%2)))
		}
		return rows
	}
	now := append(rows(1), "河口村 17:20 + home=6 released=2", "白鹤村 17:30 note=卡点帐篷被风刮坏，需2顶", "新民村 17:40 guards=?")
	day, _ := report.ParseDay(today)
	zone := time.FixedZone("CST", 8*3600)
	events := []report.Event{
		{N: 1, Time: day.At(16*60+11, zone), Message: "epidemic-2020-02-03-1", Unit: "东坡村", Text: "疫情日报：发热人员1人", Form: "epidemic", Field: "fever", Key: report.PeriodKey{Form: "epidemic", Day: day}},
		{N: 2, Time: day.At(18*60+5, zone), Message: "e2", Unit: "石桥村", Text: "村民张大山（电话13800001234）家中起火，已出动8人扑救"},
	}
	publicity := []string{
		"柳湾村 17:00 leaflets=300 banners=2 broadcasts=6 vehicles=0 disinfections=3 banquets=0",
		"东坡村 17:05 leaflets=约200 banners=0 broadcasts=4 vehicles=1 disinfections=2 banquets=1",
		"上坪村 18:40 leaflets=120 banners=1 broadcasts=3 vehicles=0 disinfections=2 banquets=0",
		"青石社区 16:00 leaflets=0 banners=0 broadcasts=0 vehicles=0 disinfections=0 banquets=0 zero",
	}
	return facts(t, []sheet{{"epidemic", now}, {"publicity", publicity}}, []sheet{{"epidemic", rows(0)}}, events...)
}

// quietDay is a day of nothing but 平安.
func quietDay(t testing.TB) report.Facts {
	var rows []string
	for i, u := range villages {
		rows = append(rows, string(u)+" 16:"+strconv.Itoa(10+i)+" zero new_today=0 fever=0")
	}
	return facts(t, []sheet{{"epidemic", rows}}, nil)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
