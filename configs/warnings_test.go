package configs_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qunbao/configs"
	"qunbao/report"
)

// ofTheSample are the warnings that the sample itself has.
var ofTheSample = []string{
	"forms/checkpoint.yaml:2:1: the form has no until", "forms/publicity.yaml:2:1: the form has no until",
	"forms/checkpoint.yaml:20:10: checkpoint asks 12 units for 值守人员, and so does epidemic-daily (ask for it in one of the two)",
}

// warningsOf gives the warnings of a spoiled sample that the sample has not.
func warningsOf(t *testing.T, name, old, new string) []string {
	t.Helper()
	files := township(t)
	spoil(t, files, name, old, new)
	c, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, w := range c.Warnings {
		known := func(own string) bool { return strings.HasPrefix(w.String(), own) }
		if !slices.ContainsFunc(ofTheSample, known) {
			all = append(all, w.String())
		}
	}
	return all
}

func TestOnWeChatItIsSaidWhoMayLogInAndDecide(t *testing.T) {
	all := strings.Join(warningsOf(t, "qunbao.yaml", "kind: jsonl ", "kind: wechat "), "\n")
	if !strings.Contains(all, "the first WeChat account that scans") || !strings.Contains(all, "may decide in that name") {
		t.Errorf("warned of %s", all)
	}
	if all := warningsOf(t, "qunbao.yaml", "kind: jsonl ", "account: 小青\n  kind: wechat "); len(all) != 1 {
		t.Errorf("warned of %s", all)
	}
}

func TestWhatIsOddIsWarnedOf(t *testing.T) {
	for _, c := range []struct{ file, old, new, want string }{
		{daily, "owner: 综合办公室\n", "", "forms/epidemic-daily.yaml:2:1: the form has no owner"},
		{daily, "basis: 县疫情防控指挥部 日报告、零报告制度\n", "", "forms/epidemic-daily.yaml:2:1: the form has no basis"},
		{daily, "until: 2020-06-30", "until:", "forms/epidemic-daily.yaml:2:1: the form has no until"},
		{daily, "after: 30m", "after: 5h", "forms/epidemic-daily.yaml:15:5: a reminder at 22:00 lies in the quiet hours (quiet hours hold it until 07:00)"},
		{daily, "due: \"17:00\"\ncloses: \"23:59\"\nremind:\n  - {before: 60m, to: reporter}\n  - {after: 0m, to: chat}\n  - {after: 30m, to: lead}", "due: \"21:30\"\nremind:\n  - {before: 30m, to: reporter}",
			"forms/epidemic-daily.yaml:12:5: a reminder at 21:00 lies in the quiet hours (it is never sent: by 07:00, when they end, it is out of date)"},
		{daily, "due: \"17:00\"\ncloses: \"23:59\"\nremind:\n  - {before: 60m, to: reporter}\n  - {after: 0m, to: chat}\n  - {after: 30m, to: lead}", "due: \"20:30\"\nremind:\n  - {after: 60m, to: lead}",
			"forms/epidemic-daily.yaml:12:5: a reminder at 21:30 lies in the quiet hours (quiet hours hold it until 07:00)"},
		{gate, "{after: 5m, to: reporter}", "{before: 75m, to: reporter}", "forms/checkpoint.yaml:12:5: a reminder at 06:45 lies in the quiet hours"},
		{daily, "  - {after: 30m, to: lead}", "  - {after: 30m, to: lead}\n  - {after: 60m, to: lead}", "forms/epidemic-daily.yaml:2:1: the form reminds 4 times"},
		{daily, "calendar: every-day", "units: [乡镇]\ncalendar: every-day", `forms/epidemic-daily.yaml:2:5: 青石镇 owes the form "epidemic-daily" and has nobody to report`},
		{main, `at: "20:00"`, `at: "21:00"`, "qunbao.yaml:21:10: a digest at 21:00 lies in the quiet hours"},
		{main, `at: "20:10"`, `at: "06:59"`, "qunbao.yaml:23:10: a briefing at 06:59 lies in the quiet hours"},
		{main, "    forms: [flood]", "    forms: [publicity]", `forms/flood.yaml:2:5: the form "flood" is reported in no chat`},
		{who, "宣传办孙莉,审核", "宣传办孙莉,管理员", "qunbao.yaml:23:76: nobody of the roster may review this briefing"},
		{who, "王桂兰,东坡村王桂兰,报送员,13800000021", "王桂兰,东坡村王桂兰,报送员,13800000021\n东坡村,,,,王桂兰,东坡王桂兰,副报送员,13800000021", "roster.csv:10:6: 王桂兰 has two cards"},
		{who, "王桂兰,东坡村王桂兰,报送员,13800000021", "王桂兰,东坡村王桂兰,报送员,13800000021\n东坡村,,,,王桂兰,东坡村王桂兰,副报送员,139", "roster.csv:10:8: 王桂兰 has two phones"},
		{who, "王桂兰,东坡村王桂兰,报送员,13800000021", "王桂兰,东坡村王桂兰,报送员,13800000021\n东坡村,,,,王桂兰,,reporter,13800000021", "roster.csv:10:5: 王桂兰 is reporter of 东坡村 twice"},
	} {
		compare(t, c.old+" → "+c.new, warningsOf(t, c.file, c.old, c.new), []string{c.want})
	}
}

func TestAPersonWithoutAPhoneIsNothingOdd(t *testing.T) {
	if got := warningsOf(t, who, "报送员,13800000021", "报送员,"); got != nil {
		t.Error(got)
	}
}

func TestWhatIsLeftOutTakesItsDefault(t *testing.T) {
	files := township(t)
	for _, line := range []string{"timezone: Asia/Shanghai\n", "receipts: {window: 30s} ", `quiet: "21:00-07:00" `, "store: embedded:data "} {
		spoil(t, files, main, line, "")
	}
	spoil(t, files, daily, "calendar: every-day ", "")
	spoil(t, files, daily, `closes: "23:59"`, `closes: "00:00"`)
	spoil(t, files, main, ", review: 审核", "")
	c, err := configs.LoadFS(files, "qunbao.yaml", env())
	if err != nil {
		t.Fatal(err)
	}
	w := c.Workspace
	if w.Zone.String() != "Asia/Shanghai" || w.ReceiptWindow.String() != "30s" || w.Quiet != (report.Quiet{}) || c.Store.Kind != configs.Embedded {
		t.Error(picture(c))
	}
	if f := w.Form("epidemic-daily"); f.Calendar != report.EveryDay || f.Closes != 24*60 {
		t.Errorf("calendar %s, closes %d", f.Calendar, f.Closes)
	}
	if w.Briefings[0].Review != report.Editor {
		t.Error(w.Briefings[0])
	}
}

func TestOnlyWhatIsAskedTwiceIsWarnedOf(t *testing.T) {
	const guards = "{id: guards,          name: 值守人员,     aliases: [值守, 值班人员, 执勤人员, 值守人数], units: [人, 名]"
	for _, c := range []struct{ old, new string }{
		{guards, strings.Replace(guards, "值守人员", "执勤", 1)},
		{guards, strings.Replace(guards, "[人, 名]", "[班]", 1)},
		{"until: 2020-06-30", "from: 2020-03-01\nuntil: 2020-03-31\nunits: [青石镇]"},
	} {
		files := township(t)
		spoil(t, files, daily, c.old, c.new)
		loaded, err := configs.LoadFS(files, "qunbao.yaml", env())
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range loaded.Warnings {
			if strings.Contains(w.String(), "and so does") {
				t.Errorf("%s: %s", c.new, w)
			}
		}
	}
}

func TestAnAlertThatReachesNobodyIsWarnedOf(t *testing.T) {
	const want = "qunbao.yaml:5:9: an urgent matter reaches nobody: the roster has neither a leader nor an admin (give somebody the role 领导 or 管理员 in the roster, or name the watch of each weekday in the duty table)"
	for _, c := range []struct {
		duty string
		odd  bool
	}{
		{"", true},
		{"\nduty: duty.csv\n", false},
	} {
		files := township(t)
		for _, person := range []string{"周书记,领导", "吴镇长,领导", "党政办郑晓,管理员"} {
			spoil(t, files, who, person, strings.NewReplacer("领导", "审核", "管理员", "审核").Replace(person))
		}
		files[main].Data = append(files[main].Data, c.duty...)
		files["duty.csv"] = &fstest.MapFile{Data: []byte("日期,带班,值班\n每周一,吴敏,\n每周二,吴敏,\n每周三,吴敏,\n每周四,吴敏,\n每周五,吴敏,\n每周六,吴敏,\n每周日,吴敏,\n")}
		loaded, err := configs.LoadFS(files, "qunbao.yaml", env())
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(loaded.Warnings, func(w configs.Fault) bool { return w.String() == want })
		if got != c.odd {
			t.Errorf("with %q it is warned %v: %v", c.duty, got, loaded.Warnings)
		}
	}
}
