package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// rhythmic is a reader of one form of a calendar.
func rhythmic(c report.Calendar, r report.Rhythm) *parse.Parser {
	return parse.New(report.NewWorkspace(report.Settings{
		Name: "青石镇", Zone: time.FixedZone("CST", 8*3600), Units: []report.Unit{{ID: "柳湾村"}},
		People: []report.Person{{ID: "李会芳", Name: "李会芳", Card: "柳湾村 李会芳", Posts: []report.Post{{Unit: "柳湾村", Role: report.Reporter}}}},
		Forms: []report.Form{{ID: "f", Name: "隐患排查", Calendar: c, Rhythm: r, Slots: []report.Slot{{Due: 17 * 60}},
			Fields: []report.Field{
				{ID: "found", Name: "发现隐患", Units: []string{"处"}, Kind: report.Daily},
				{ID: "left", Name: "未整改", Units: []string{"处"}, Kind: report.Stock},
			},
			Zero: report.Zero{Sets: []report.FieldID{"found"}}}},
		Chats: []report.Chat{{ID: "群", Role: report.WorkChat, Forms: []report.FormID{"f"}}},
	}))
}

// On the day after Friday, with the next week open, 本周 is still the one that the
// calendar on the wall shows.
func TestThisWeekIsThatOfTheCalendarOnTheWall(t *testing.T) {
	p := rhythmic(report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}})
	for text, want := range map[string]string{"本周隐患排查：发现隐患3处": "2020-02-07", "上周隐患排查：发现隐患3处": "2020-01-31", "隐患排查：发现隐患3处": "2020-02-14"} {
		r := p.Message(report.Message{ID: "m", Time: time.Date(2020, 2, 8, 2, 0, 0, 0, time.UTC), Chat: "群", Sender: "柳湾村 李会芳", Text: text})
		if got := r.Filings[0].Period.String(); got != want {
			t.Errorf("%s on Saturday is of %s, want %s", text, got, want)
		}
	}
}

// 2020-02-05 is a Wednesday.
func TestADayNamesThePeriodThatItBelongsTo(t *testing.T) {
	friday := rhythmic(report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}})
	months := rhythmic(report.Monthly, report.Rhythm{MonthDays: []int{report.MonthEnd}})
	for _, tt := range []struct {
		p          *parse.Parser
		text, want string
	}{
		{friday, "隐患排查：发现隐患3处，未整改1处", "2020-02-07"},
		{friday, "本周隐患排查：发现隐患3处，未整改1处", "2020-02-07"},
		{friday, "2月3日隐患排查：发现隐患3处，未整改1处", "2020-02-07"},
		{friday, "2月3日、4日隐患排查：发现隐患3处", "2020-02-07"},
		{friday, "2月1日至7日隐患排查：发现隐患3处，未整改1处", "2020-02-07"},
		{friday, "1月31日隐患排查：发现隐患3处，未整改1处", "2020-01-31"},
		{friday, "补报1月30日隐患排查：发现隐患3处", "2020-01-31"},
		{friday, "上周隐患排查：发现隐患3处，未整改1处", "2020-01-31"},
		{friday, "柳湾村补报上周隐患排查：发现隐患3处", "2020-01-31"},
		{friday, "柳湾村上星期隐患排查：发现隐患3处", "2020-01-31"},
		{friday, "隐患排查：上周，发现隐患3处", "2020-01-31"},
		{friday, "隐患排查：发现隐患3处，较上周减少2处", "2020-02-07"},
		{friday, "上周五隐患排查：发现隐患3处", "2020-01-31"},
		{friday, "隐患排查无异常", "2020-02-07"},
		{friday, "平安", "2020-02-07"},
		{friday, "2月8日隐患排查：发现隐患3处", ""},
		{months, "本月隐患排查：发现隐患3处，未整改1处", "2020-02-29"},
		{months, "1月31日隐患排查：发现隐患3处", "2020-01-31"},
		{months, "1月份隐患排查：发现隐患3处，未整改1处", "2020-01-31"},
		{months, "隐患排查（1月）：发现隐患3处，未整改1处", "2020-01-31"},
		{months, "柳湾村2020年1月隐患排查：发现隐患3处", "2020-01-31"},
		{months, "上月隐患排查：发现隐患3处", "2020-01-31"},
		{months, "补报12月隐患排查：发现隐患3处", "2019-12-31"},
		{months, "3月隐患排查：发现隐患3处", "2020-02-29"},
	} {
		r := tt.p.Message(report.Message{ID: "m", Time: time.Date(2020, 2, 5, 2, 0, 0, 0, time.UTC), Chat: "群", Sender: "柳湾村 李会芳", Text: tt.text})
		if len(r.Filings) != 1 {
			t.Errorf("%s: %s, %d reports %v", tt.text, r.Kind, len(r.Filings), r.Problems)
			continue
		}
		f := r.Filings[0]
		if got := f.Period.String(); got != tt.want {
			t.Errorf("%s is of %q, want %q (%v)", tt.text, got, tt.want, f.Problems)
		}
		if v, said := f.Values["found"]; f.Period != 0 && (!said || !f.Zero && v.N.String() != "3") {
			t.Errorf("%s: found %v", tt.text, f.Values)
		}
	}
}
