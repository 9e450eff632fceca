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

// withDuty is the sample with a duty table and the line that names it.
func withDuty(t testing.TB, line, csv string) fstest.MapFS {
	files := township(t)
	spoil(t, files, main, "roster: roster.csv", "roster: roster.csv\n"+line)
	files["duty.csv"] = &fstest.MapFile{Data: []byte(csv)}
	return files
}

func TestTheDutyTableSaysWhoHasTheWatchOnWhichDay(t *testing.T) {
	files := withDuty(t, `duty: {file: duty.csv, from: "08:30"}`+"\nalerts: {acknowledge: 15m}",
		"日期,带班,值班\n2020-02-03,周国平,郑晓、孙莉\n2020/2/4,吴敏,\n每周三,,郑晓\n星期天,周国平,孙莉\n")
	c, err := configs.LoadFS(files, main, env())
	if err != nil {
		t.Fatal(err)
	}
	w := c.Workspace
	if w.Acknowledge != 15*time.Minute || w.Duty.From != 8*60+30 {
		t.Errorf("an alert waits %s, a duty day begins at %s", w.Acknowledge, w.Duty.From)
	}
	for at, want := range map[string]report.Watch{
		"2020-02-03T08:30": {Lead: []report.PersonID{"周国平"}, Standby: []report.PersonID{"郑晓", "孙莉"}},
		"2020-02-04T08:29": {Lead: []report.PersonID{"周国平"}, Standby: []report.PersonID{"郑晓", "孙莉"}},
		"2020-02-04T08:30": {Lead: []report.PersonID{"吴敏"}},
		"2020-02-05T12:00": {Standby: []report.PersonID{"郑晓"}},
		"2020-02-10T02:00": {Lead: []report.PersonID{"周国平"}, Standby: []report.PersonID{"孙莉"}},
		"2020-02-06T12:00": {},
	} {
		instant, err := time.ParseInLocation("2006-01-02T15:04", at, w.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Lead, w.OnDuty(instant).Lead, cmpEmpty) + cmp.Diff(want.Standby, w.OnDuty(instant).Standby, cmpEmpty); diff != "" {
			t.Errorf("%s: %s", at, diff)
		}
	}
}

// cmpEmpty takes no people for nobody.
var cmpEmpty = cmp.FilterValues(func(a, b []report.PersonID) bool { return len(a)+len(b) == 0 }, cmp.Ignore())

func TestADutyTableThatCannotBeFollowedIsRefusedWithItsLine(t *testing.T) {
	const head = "日期,带班,值班\n"
	for _, c := range []struct{ line, csv, want string }{
		{"duty: duty.csv", head + "2020-02-03,张三,\n", "duty.csv:2:2: 张三 does not stand in the roster (write the name as the roster has it"},
		{"duty: duty.csv", head + "2020-02-03,周国萍,\n", "duty.csv:2:2: 周国萍 does not stand in the roster (did you mean 周国平?)"},
		{"duty: duty.csv", head + "2020-02-03,周国平,郑晓、李四\n", "duty.csv:2:3: 李四 does not stand in the roster"},
		{"duty: duty.csv", head + "2020-02-03,周国平,\n2020年2月3日,吴敏,\n", "duty.csv:3:1: 2020年2月3日 stands in line 2 too (keep one of the lines)"},
		{"duty: duty.csv", head + "每周一,周国平,\n星期一,吴敏,\n", "duty.csv:3:1: 星期一 stands in line 2 too"},
		{"duty: duty.csv", head + "星期八,周国平,\n", `duty.csv:2:1: "星期八" is neither a day nor a weekday (first line: 日期,带班,值班; a day as 2020-02-03, or a weekday as 星期一)`},
		{"duty: duty.csv", head + "2020-02-30,周国平,\n", `duty.csv:2:1: "2020-02-30" is neither a day nor a weekday`},
		{"duty: duty.csv", head + ",周国平,\n", "duty.csv:2:1: the cell 日期 is empty"},
		{"duty: duty.csv", head + "2020-02-03,,\n", "duty.csv:2:2: nobody is named for 2020-02-03"},
		{"duty: duty.csv", head, "duty.csv: the duty table names nobody"},
		{"duty: duty.csv", "日期,值班\n2020-02-03,郑晓\n", `duty.csv:1: the duty table has no column "带班"`},
		{"duty: duty.xlsx", head, "a duty table is read as .csv, not as a workbook"},
		{"duty: watch.csv", head, `the file "watch.csv" cannot be read`},
		{"duty: {from: \"08:00\"}", head, `the key "file" is missing`},
		{"duty: {file: duty.csv, from: \"24:00\"}", head + "星期一,周国平,\n", "a duty day begins before 24:00"},
		{"duty: {file: duty.csv, to: \"08:00\"}", head + "星期一,周国平,\n", `unknown key "to" in duty`},
		{"alerts: {acknowledge: 10s}", "", "acknowledge must lie between 1m0s and 24h0m0s"},
		{"alerts: {ack: 10m}", "", `unknown key "ack" in alerts`},
	} {
		faults := faultsOf(t, withDuty(t, c.line, c.csv), env())
		if len(faults) != 1 || !strings.Contains(faults[0], c.want) {
			t.Errorf("%s %q:\n%s\nwant %s", c.line, c.csv, strings.Join(faults, "\n"), c.want)
		}
	}
}
