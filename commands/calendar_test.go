package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/commands"
	"qunbao/report"
	"qunbao/report/parse"
)

// In the middle of a week its report stands among what is not there yet, with its
// day, and is asked for where somebody names it; 催报 alone leaves it in peace.
func TestAReportOfTheWeekIsChasedBeforeItsDayOnlyByName(t *testing.T) {
	d := newDesk(t)
	s := d.w.Settings
	s.Forms = slices.Clone(s.Forms)
	i := slices.IndexFunc(s.Forms, func(f report.Form) bool { return f.ID == "publicity" })
	s.Forms[i].Calendar, s.Forms[i].Rhythm = report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}}
	d.w = report.NewWorkspace(s)
	d.h = commands.New(d.w, parse.New(d.w), d.store, d.store, d.store)
	d.open("12")
	text := func(rows []report.Row) string { // 12 February is a Wednesday
		for _, r := range rows {
			if r.Kind == report.Reply {
				return r.Text
			}
		}
		return ""
	}
	if got := text(d.says("12 10:00", "党政办郑晓", "谁没报")); !strings.Contains(got, "\n还没到期：宣传消杀统计2月14日（应报12 已报0）。") {
		t.Errorf("谁没报 says %s", got)
	}
	if got := text(d.says("12 10:01", "党政办郑晓", "催报")); !strings.Contains(got, "疫情日报2月12日12个") || strings.Contains(got, "宣传") {
		t.Errorf("催报 says %s", got)
	}
	if got := text(d.says("12 10:02", "党政办郑晓", "催报 宣传消杀统计")); !strings.Contains(got, "宣传消杀统计2月14日12个") {
		t.Errorf("催报 by name says %s", got)
	}
	if got := text(d.says("12 10:03", "党政办郑晓", "帮助")); !strings.Contains(got, "宣传消杀统计：每周五18:00截止") {
		t.Errorf("帮助 says %s", got)
	}
}

// Where nothing is due yet 催报 says what will be, and when.
func TestARoundWithNothingDueSaysWhatWillBe(t *testing.T) {
	d := newDesk(t)
	s := d.w.Settings
	s.Forms = slices.Clone(s.Forms)
	for i := range s.Forms {
		if s.Forms[i].Until = 1; s.Forms[i].ID == "publicity" {
			s.Forms[i].Until = 0
			s.Forms[i].Calendar, s.Forms[i].Rhythm = report.Weekly, report.Rhythm{Weekdays: []time.Weekday{time.Friday}}
		}
	}
	d.w = report.NewWorkspace(s)
	d.h = commands.New(d.w, parse.New(d.w), d.store, d.store, d.store)
	d.open("12")
	want := "还没到催的时候：宣传消杀统计2月14日（2月14日18:00截止）。要现在催请写上表名：催报 宣传消杀统计"
	if rows := d.says("12 10:01", "党政办郑晓", "催报"); len(rows) != 1 || rows[0].Text != want {
		t.Errorf("催报 says %+v, want %s", rows, want)
	}
}

// A report of the month is of its own day: who asks of another is told nothing of it,
// and who asks in the middle of the month that it is not due yet.
func TestAReportOfTheMonthIsNotMissingBeforeItIsDue(t *testing.T) {
	d := newDesk(t)
	s := d.w.Settings
	s.Forms = slices.Clone(s.Forms)
	i := slices.IndexFunc(s.Forms, func(f report.Form) bool { return f.ID == "publicity" })
	s.Forms[i].Calendar, s.Forms[i].Rhythm = report.Monthly, report.Rhythm{MonthDays: []int{29}}
	d.w = report.NewWorkspace(s)
	d.h = commands.New(d.w, parse.New(d.w), d.store, d.store, d.store)
	if _, err := d.store.Started(t.Context(), d.at("04 06:00")); err != nil {
		t.Fatal(err)
	}
	d.open("04")
	d.open("05")
	later := "还没到期：宣传消杀统计2月29日（应报12 已报0）。"
	for _, tt := range []struct {
		text   string
		tells  string
		spares string
	}{
		{"谁没报", later, "宣传消杀统计2月29日（18:00截止）"},
		{"统计", later, "宣传消杀统计2月29日：应报"},
		{"谁没报 昨天", "疫情日报2月4日", "宣传"},
		{"统计 2月4日", "疫情日报2月4日", "宣传"},
		{"谁没报 明天", "2月6日还没到。", "宣传"},
		{"谁没报 2月29日", later, "没报"},
		{"催报 宣传消杀统计", "还没到催的时候：宣传消杀统计2月29日（2月29日18:00截止）。临近了再发一次催报。", "提醒"},
		{"查 柳湾村", "柳湾村没有收到：疫情日报2月5日", "宣传"},
		{"查 柳湾村 2月4日", "柳湾村没有收到：疫情日报2月4日", "宣传"},
	} {
		got := d.answer("05 16:30", "党政办郑晓", tt.text)
		if !strings.Contains(got, tt.tells) || strings.Contains(strings.ReplaceAll(got, later, ""), tt.spares) {
			t.Errorf("%s\n got  %s", tt.text, got)
		}
	}
}
