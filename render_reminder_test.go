package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/storage/sqlite"
)

// remindery is where reminders of the sample township are put into words.
type remindery struct {
	testing.TB
	w     *report.Workspace
	store *sqlite.Store
	r     *renderer
	n     int
}

// newRemindery changes the sample's settings first.
func newRemindery(t testing.TB, change func(*report.Settings)) *remindery {
	t.Helper()
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	change(&c.Workspace.Settings)
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w := report.NewWorkspace(c.Workspace.Settings)
	return &remindery{TB: t, w: w, store: s, r: newRenderer(w, s, parse.New(w).Message)}
}

func (r *remindery) at(clock string) time.Time {
	r.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", "2020-02-"+clock, r.w.Zone)
	if err != nil {
		r.Fatal(err)
	}
	return at
}

// row is a stage of a form's reminders of 5 February; a slot may follow the form.
func (r *remindery) row(form, stage string, to report.Address, units ...report.UnitID) report.Row {
	id, slot, _ := strings.Cut(form, " ")
	k := report.PeriodKey{Form: report.FormID(id), Day: report.DayOf(r.at("05 12:00")), Slot: report.SlotID(slot)}
	row := report.Row{Kind: report.Reminder, To: to, Form: k.Form, Period: k.Day, Slot: k.Slot, Stage: stage, Units: units, Expires: r.w.Closes(k)}
	if strings.HasSuffix(stage, "-lead") {
		row.Kind = report.Escalation
	}
	row.Key = strings.Join([]string{"remind", id, k.Day.String(), slot, stage, to.String()}, "/")
	return row
}

// file makes a version of a unit's report of a row's period.
func (r *remindery) file(row report.Row, u report.UnitID, kind report.VersionKind) {
	r.Helper()
	r.fileVersion(row, u, report.Version{Kind: kind, Zero: kind == report.VersionNew})
}

func (r *remindery) fileVersion(row report.Row, u report.UnitID, v report.Version) {
	r.Helper()
	r.n++
	m := report.MessageID(fmt.Sprint("m", r.n))
	key := report.RecordKey{PeriodKey: keyOf(row), Unit: u}
	v.Message, v.Time, v.Counts = m, r.at("05 15:00"), r.at("05 15:00")
	err := r.store.Commit(r.Context(), report.Change{Outcome: report.Outcome{Message: m, Kind: report.IsReport, Records: []report.RecordKey{key}}, Time: v.Time, At: v.Time,
		Writes: []report.Write{{Key: key, Version: v}}})
	if err != nil {
		r.Fatal(err)
	}
}

// say is what rows say at an instant; empty: nothing is left to say.
func (r *remindery) say(clock string, rows ...report.Row) report.Outgoing {
	r.Helper()
	out, ok, err := r.r.Render(r.Context(), rows, r.at(clock))
	if err != nil || ok != (out.Text != "") {
		r.Fatal(ok, err)
	}
	return out
}

var (
	theWorkChat  = report.Address{Chat: workChat}
	theFloodChat = report.Address{Chat: "青石镇防汛工作群"}
)

func person(name string) report.Address { return report.Address{Person: report.PersonID(name)} }

// several gives 赵大勇 a second village, and the publicity form a field that must
// be given.
func several(s *report.Settings) {
	for i := range s.People {
		if s.People[i].Name == "赵大勇" {
			s.People[i].Posts = append(s.People[i].Posts, report.Post{Unit: "东坡村", Role: report.Deputy})
		}
	}
	for i := range s.Forms {
		switch f := &s.Forms[i]; f.ID {
		case "publicity":
			f.Zero.Sets, f.Fields[0].Required, f.Fields[5].Required = nil, true, true
		case "flood":
			f.From = 0
		}
	}
}

func TestEveryKindOfReminderIsWordedAsAnOfficeWouldWriteIt(t *testing.T) {
	r := newRemindery(t, several)
	epidemic := func(stage string, to report.Address, units ...report.UnitID) report.Row {
		return r.row("epidemic-daily", stage, to, units...)
	}
	all := func(row report.Row) report.Row { row.Units = r.w.Owing(row.Form); return row }
	r.file(epidemic("", theWorkChat), "新民村", report.VersionAttempt)
	r.fileVersion(epidemic("", theWorkChat), "南山村", report.Version{Kind: report.VersionAttempt, Unfilled: []report.FieldID{"home"}})
	r.fileVersion(epidemic("", theWorkChat), "北岭村", report.Version{Kind: report.VersionAttempt, Problems: []report.Problem{{Code: report.UnknownSender}}})
	var text strings.Builder
	for _, c := range []struct {
		what, at string
		rows     []report.Row
	}{
		{"before, in private", "05 16:00", []report.Row{epidemic("before-60m-reporter", person("李会芳"), "柳湾村")}},
		{"before, in the chat", "05 16:00", []report.Row{epidemic("before-60m-reporter", theWorkChat, "河口村", "新民村", "白鹤村")}},
		{"before, one unsettled", "05 16:00", []report.Row{epidemic("before-60m-reporter", person("黄小军"), "新民村")}},
		{"before, a place left empty", "05 16:00", []report.Row{epidemic("before-60m-reporter", person("何春燕"), "南山村")}},
		{"before, by a stranger", "05 16:00", []report.Row{epidemic("before-60m-reporter", theWorkChat, "北岭村")}},
		{"late, all kinds", "05 17:00", []report.Row{epidemic("after-0m-chat", theWorkChat, "河口村", "南山村", "北岭村")}},
		{"to a lead, all kinds", "05 17:30", []report.Row{epidemic("after-30m-lead", person("林涛"), "南山村", "北岭村", "河口村")}},
		{"before, two villages in private", "05 16:00", []report.Row{epidemic("before-60m-reporter", person("赵大勇"), "柳湾村", "东坡村")}},
		{"before, one of two villages in private", "05 16:00", []report.Row{epidemic("before-60m-reporter", person("赵大勇"), "东坡村")}},
		{"before, all in the chat", "05 16:00", []report.Row{all(epidemic("before-60m-reporter", theWorkChat))}},
		{"the only form of a chat", "05 07:30", []report.Row{r.row("flood", "before-30m-reporter", theFloodChat, "柳湾村", "河口村")}},
		{"at the deadline", "05 17:00", []report.Row{epidemic("after-0m-chat", theWorkChat, "河口村", "白鹤村")}},
		{"late, after downtime", "05 17:20", []report.Row{epidemic("after-0m-chat", theWorkChat, "河口村", "白鹤村")}},
		{"the evening before", "04 20:00", []report.Row{r.row("flood", "before-720m-reporter", theFloodChat, "河口村")}},
		{"the day after, before it closes", "06 07:30", []report.Row{r.row("checkpoint day", "after-5m-reporter", person("陈水生"), "河口村")}},
		{"a day shift", "05 20:05", []report.Row{r.row("checkpoint day", "after-5m-reporter", theWorkChat, "河口村", "白鹤村")}},
		{"a night shift", "06 08:05", []report.Row{r.row("checkpoint night", "after-5m-reporter", theWorkChat, "河口村", "白鹤村")}},
		{"to a lead", "05 17:30", []report.Row{epidemic("after-30m-lead", person("徐静"), "新民村", "双井村")}},
		{"asked for before the deadline", "05 15:30", []report.Row{epidemic(report.StageAsked, theWorkChat, "河口村", "白鹤村")}},
		{"asked for after it", "05 18:30", []report.Row{epidemic(report.StageAsked, theWorkChat, "河口村", "白鹤村")}},
		{"no zero-report makes sense", "05 18:00", []report.Row{r.row("publicity", "after-0m-reporter", theWorkChat, "河口村", "白鹤村")}},
		{"held, several forms", "06 07:00", []report.Row{r.row("checkpoint day", "after-5m-reporter", person("陈水生"), "河口村"), r.row("checkpoint night", report.StageAsked, person("陈水生"), "河口村")}},
		{"held, several stages", "05 21:00", []report.Row{epidemic("before-60m-reporter", theWorkChat, "河口村", "石桥村"), epidemic("after-0m-chat", theWorkChat, "河口村")}},
		{"held, to a lead", "05 20:30", []report.Row{epidemic("after-30m-lead", person("马丽"), "河口村"), r.row("flood", "after-0m-lead", person("马丽"), "河口村", "石桥村")}},
	} {
		out := r.say(c.at, c.rows...)
		if out.Text == "" {
			t.Errorf("%s: nothing is said", c.what)
		}
		for _, never := range slices.Concat(impolite, []string{"@"}) {
			if strings.Contains(out.Text, never) {
				t.Errorf("%s: %q holds %s", c.what, out.Text, never)
			}
		}
		fmt.Fprintf(&text, "── %s（2月%s，%s）", c.what, strings.Replace(c.at, " ", "日", 1), out.To)
		for _, m := range out.Mentions {
			fmt.Fprintf(&text, " @%s", m)
		}
		fmt.Fprintf(&text, "\n%s\n", out.Text)
	}
	golden(t, "testdata/reminders.golden", text.String())
}

// impolite is what the program never says: nobody is called together, ranked or
// blamed.
var impolite = []string{"所有人", "全体", "排名", "倒数", "瞒报", "通报", "批评"}

func none(*report.Settings) {}

func TestAReminderStopsTheMomentTheReportLands(t *testing.T) {
	r := newRemindery(t, none)
	row := r.row("epidemic-daily", "after-0m-chat", theWorkChat, "河口村", "白鹤村")
	r.file(row, "河口村", report.VersionNew)
	if out := r.say("05 17:00", row); !cmp.Equal(out.Units, []report.UnitID{"白鹤村"}) || strings.Contains(out.Text, "河口") || len(out.Mentions) != 1 {
		t.Errorf("one has reported: %+v", out)
	}
	r.file(row, "白鹤村", report.VersionNew)
	if out := r.say("05 17:00", row); out.Text != "" {
		t.Errorf("all have reported: %s", out.Text)
	}
}

// Whoever owes nothing any more when the reminder leaves is not named.
func TestAReminderNamesNobodyWhoOwesNothingAnyMore(t *testing.T) {
	for what, change := range map[string]func(*report.Settings){
		"the form asks others": func(s *report.Settings) { s.Forms[0].Units = []string{"柳湾村"} },
		"the form has ended":   func(s *report.Settings) { s.Forms[0].Until, _ = report.ParseDay("2020-02-04") },
		"the unit is gone":     func(s *report.Settings) { s.Units = s.Units[:2] },
		"the form is gone":     func(s *report.Settings) { s.Forms[0].ID = "other" },
	} {
		r := newRemindery(t, none)
		row := r.row("epidemic-daily", "after-0m-chat", theWorkChat, "河口村")
		r = newRemindery(t, change)
		if out := r.say("05 17:00", row); out.Text != "" {
			t.Errorf("%s: %s", what, out.Text)
		}
	}
}

func TestAReminderNamesNobodyWhoWasExcusedMeanwhile(t *testing.T) {
	r := newRemindery(t, none)
	row := r.row("epidemic-daily", "after-0m-chat", theWorkChat, "河口村", "白鹤村")
	excuse := report.Ruling{Kind: report.ExcuseRuling, From: row.Period, Until: row.Period, Unit: "河口村", Reason: "停电"}
	r.w.Rule([]report.Ruling{excuse})
	if out := r.say("05 17:00", row); !cmp.Equal(out.Units, []report.UnitID{"白鹤村"}) {
		t.Errorf("excused: %+v", out)
	}
	taken := excuse
	taken.Reason = ""
	r.w.Rule([]report.Ruling{excuse, taken})
	if out := r.say("05 17:00", row); len(out.Units) != 2 {
		t.Errorf("taken back: %+v", out)
	}
}

// What is due so late that quiet hours outlast its period is asked for at their end,
// as over, and the stages before the deadline are not.
func TestWhatQuietHoursHoldBeyondThePeriodIsSaidAtTheirEnd(t *testing.T) {
	r := newRemindery(t, func(s *report.Settings) {
		f := &s.Forms[0]
		f.Slots[0].Due, f.Closes = 21*60+30, 0
	})
	for stage, want := range map[string]string{
		"before-60m-reporter": "",
		"after-0m-chat":       "疫情日报2月5日（21:30截止）昨天没收到：河口村。请补报。没有情况请回复：2月5日疫情日报无异常",
		"after-30m-lead":      "疫情日报2月5日（21:30截止）昨天没收到：河口村。请帮忙问一下，有困难请告诉我们。",
	} {
		row := r.row("epidemic-daily", stage, theWorkChat, "河口村")
		for _, s := range r.w.Form(row.Form).Remind {
			if s.ID() == stage {
				row.Expires = r.w.Until(keyOf(row), s)
			}
		}
		if got := r.say("06 07:00", row).Text; got != want {
			t.Errorf("%s: got %s\nwant %s", stage, got, want)
		}
		if got := r.say("06 10:00", row).Text; got != "" {
			t.Errorf("%s, at ten: %s", stage, got)
		}
	}
}

func TestAReminderOfAPeriodThatIsOverSaysNothing(t *testing.T) {
	r := newRemindery(t, none)
	row := r.row("epidemic-daily", "after-0m-chat", theWorkChat, "河口村")
	for clock, said := range map[string]bool{"05 23:58": true, "05 23:59": false, "06 07:00": false} {
		if out := r.say(clock, row); (out.Text != "") != said {
			t.Errorf("at %s: %q", clock, out.Text)
		}
	}
	row.Expires = r.at("05 17:30") // the next stage
	if out := r.say("05 17:30", row); out.Text != "" {
		t.Errorf("beside the next stage: %s", out.Text)
	}
}
