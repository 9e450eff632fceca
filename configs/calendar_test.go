package configs_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
	"qunbao/report"
)

func load(t *testing.T, files fstest.MapFS) *configs.Config {
	t.Helper()
	c, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func dayOf(t *testing.T, s string) report.Day {
	t.Helper()
	d, err := report.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestACalendarIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"every-day": "每天", "workdays": "每个工作日", "month-end": "每月末",
		"{weekly: [星期一, 周五, sun]}":               "每周一、五、日",
		"{weekly: [friday], stays: 2}":           "每周五",
		"{monthly: [end, 15, 1]}":                "每月1日、15日、月末",
		"{monthly: [月末], stays: 5}":              "每月末",
		"{every: 2, from: 2020-02-01}":           "每2天",
		"{every: 3}\nfrom: 2020-02-01":           "每3天",
		"\n  weekly: [星期三]\n  stays: 1":          "每周三",
		"{weekly: [周一, 周二, 周三, 周四, 周五, 周六, 周日]}": "每周一、二、三、四、五、六、日",
	} {
		files := township(t)
		spoil(t, files, daily, "calendar: every-day", "calendar: "+text)
		if got := load(t, files).Workspace.Form("epidemic-daily").Often(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// A week may open in the evening and be due in the afternoon, days later.
func TestAWeekMayOpenLaterInTheDayThanItIsDue(t *testing.T) {
	files := township(t)
	spoil(t, files, daily, "calendar: every-day", "calendar: {weekly: [周五]}")
	spoil(t, files, daily, `opens: "06:00"`, `opens: "18:00"`)
	load(t, files)
}

// Of a month people are reminded days before; not before it can be reported.
func TestAFormOfSomeDaysMayRemindDaysBefore(t *testing.T) {
	files := township(t)
	spoil(t, files, daily, "calendar: every-day", "calendar: month-end")
	spoil(t, files, daily, "before: 60m", "before: 72h")
	load(t, files)
	spoil(t, files, daily, "calendar: month-end", "calendar: {monthly: [1, 3, end]}")
	compare(t, "72h", faultsOf(t, files, env()), []string{"forms/epidemic-daily.yaml:13:5: a reminder at 17:00 comes before the report can be given (the period opens at 06:00; remind later)"})
}

// Nobody is to report for a unit that has closed, and its people may have gone.
func TestAUnitThatClosesNeedsNobodyToReport(t *testing.T) {
	files := dated(t, "停用", "2020-06-01")
	spoil(t, files, who, "王桂兰,东坡村王桂兰,报送员", ",,")
	spoil(t, files, daily, "calendar: every-day", "units: [行政村]\ncalendar: every-day")
	for _, w := range load(t, files).Warnings {
		if strings.Contains(w.Say, "东坡村") {
			t.Error(w)
		}
	}
}

func TestHolidaysThatAreNotPublishedAreRead(t *testing.T) {
	files := township(t)
	spoil(t, files, main, "quiet: ", "holidays: holidays.yaml\nquiet: ")
	files["holidays.yaml"] = &fstest.MapFile{Data: []byte("# 国务院办公厅通知\n2035:\n  off: [2035-01-01, 2035-02-07 to 2035-02-13]\n  work: [2035-02-04]\n2020:\n  off: [2020-02-03]\n")}
	c := load(t, files)
	for d, want := range map[string]bool{
		"2035-01-01": false, "2035-02-07": false, "2035-02-13": false, "2035-02-14": true, "2035-02-04": true, "2020-02-03": false, "2020-01-19": true,
	} {
		if got := c.Workspace.IsWorkday(dayOf(t, d)); got != want {
			t.Errorf("%s worked: %v", d, got)
		}
	}
	if !strings.Contains(strings.Join(c.Files, " "), "holidays.yaml") {
		t.Errorf("the file is none of %v", c.Files)
	}
	if got := c.UnknownHolidays(time.Date(2035, 6, 1, 0, 0, 0, 0, time.UTC)); got != nil {
		t.Error(got)
	}
}

func TestHolidaysThatCannotBeAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"2035:\n  off: [2036-01-01]":                       "holidays.yaml:2:9: 2036-01-01 is no day of 2035",
		"2035:\n  off: [2035-02-30]":                       `holidays.yaml:2:9: "2035-02-30" is neither a day nor the days from one to another (write it as`,
		"2035:\n  off: [2035-02-07 to 2035-02-01]":         `holidays.yaml:2:9: "2035-02-07 to 2035-02-01" is neither`,
		"2035:\n  off: [2035-02-01 to 2035-12-01]":         `holidays.yaml:2:9: "2035-02-01 to 2035-12-01" is neither`,
		"2035:\n  off: [2035-02-07]\n  work: [2035-02-07]": "holidays.yaml:3:10: 2035-02-07 is named twice",
		"2035:\n  of: [2035-02-07]":                        `holidays.yaml:2:3: unknown key "of" in a year of holidays`,
		"春节:\n  off: [2035-02-07]":                         `holidays.yaml:1:1: "春节" is no year (write it as`,
		"2035: [2035-02-07]":                               "holidays.yaml:1:7: keys with values must stand here, not a list",
		"- 2035-02-07":                                     "holidays.yaml:1:1: keys with values must stand here, not a list",
	} {
		files := township(t)
		spoil(t, files, main, "quiet: ", "holidays: holidays.yaml\nquiet: ")
		files["holidays.yaml"] = &fstest.MapFile{Data: []byte(text)}
		compare(t, text, faultsOf(t, files, env()), []string{want})
	}
}

// A form of workdays is warned of in a year whose days nobody knows: this one,
// the next when it is near, the one in which it begins; not where it has ended.
func TestAFormOfWorkdaysInAnUnknownYearIsWarnedOf(t *testing.T) {
	const say = "the holidays of %s are not known, its workdays are taken to be Monday to Friday"
	for _, tt := range []struct{ change, now, want string }{
		{"calendar: workdays", "2020-06-01", ""},
		{"calendar: workdays", "2035-06-01", "2035"},
		{"calendar: workdays", "2035-12-15", "2035 2036"},
		{"calendar: workdays\nfrom: 2035-03-01", "2020-06-01", "2035"},
		{"calendar: workdays\nuntil: 2034-12-31", "2035-06-01", ""},
		{"calendar: every-day", "2035-06-01", ""},
	} {
		files := township(t)
		name := "forms/publicity.yaml"
		spoil(t, files, name, "calendar: workdays", tt.change)
		now, err := time.Parse(time.DateOnly, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, y := range strings.Fields(tt.want) {
			want = append(want, strings.Replace(say, "%s", y, 1))
		}
		for _, w := range load(t, files).UnknownHolidays(now) {
			if w.File != name || w.Line == 0 || w.Hint == "" {
				t.Errorf("%s", w)
			}
			got = append(got, w.Say)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s on %s: %s", tt.change, tt.now, diff)
		}
	}
}

func TestAUnitHasAFirstAndALastDay(t *testing.T) {
	for _, tt := range []struct{ columns, cells, from, until string }{
		{"启用,停用", "2020-02-03,2020-06-01", "2020-02-03", "2020-05-31"},
		{"from,until", "2020/2/3,2020.6.1", "2020-02-03", "2020-06-01"},
		{"启用,停用", ",2020-06-01", "", "2020-05-31"},
		{"启用,停用", "2020-02-03,", "2020-02-03", ""},
	} {
		files := dated(t, tt.columns, tt.cells)
		u := load(t, files).Workspace.Unit("东坡村")
		if u.From.String() != tt.from || u.Until.String() != tt.until {
			t.Errorf("%s %s: from %s until %s", tt.columns, tt.cells, u.From, u.Until)
		}
	}
	for _, tt := range []struct{ columns, cells, want string }{
		{"启用,停用", "明年,", `roster.csv:9:9: "明年" is not a day (write it as 2020-06-30)`},
		{"启用,停用", "2020-02-03x,", `roster.csv:9:9: "2020-02-03x" is not a day`},
		{"启用,停用", "2020-06-01,2020-06-01", "roster.csv:9:1: 东坡村 ends (last day 2020-05-31) before it begins (2020-06-01)"},
		{"停用,until", "2020-06-01,2020-06-30", "roster.csv:9:10: 东坡村 has a day until which it stands and one from which it is closed (keep one of them)"},
	} {
		compare(t, tt.cells, faultsOf(t, dated(t, tt.columns, tt.cells), env()), []string{tt.want})
	}
}

// dated is the sample with two more columns in its roster, filled for 东坡村.
func dated(t *testing.T, columns, cells string) fstest.MapFS {
	files := township(t)
	spoil(t, files, who, "角色,电话", "角色,电话,"+columns)
	spoil(t, files, who, "王桂兰,东坡村王桂兰,报送员,13800000021", "王桂兰,东坡村王桂兰,报送员,13800000021,"+cells)
	return files
}
