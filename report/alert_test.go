package report_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

func TestNoTelephoneOrIdentityCardNumberIsRepeated(t *testing.T) {
	for text, want := range map[string]string{
		"联系电话13912345678，快来":      "联系电话139****78，快来",
		"139 1234 5678":           "139****78",
		"139-1234-5678":           "139****78",
		"电话１３９１２３４５６７８":           "电话１３９****７８",
		"身份证110101199003071234的人": "身份证110****34的人",
		"110101 19900307 123X":    "110****3X",
		"转移1234567人，水位102.35米":    "转移1234567人，水位102.35米",
		"59 14 46 2 11 0":         "59 14 46 2 11 0",
	} {
		if got := report.Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTheSameWordsTwiceWakeNobodyTwiceAndAreConfirmedTwice(t *testing.T) {
	d := newDesk(t)
	words := func(id, card string) {
		d.say(report.Message{ID: report.MessageID(id), Time: at(t, "05 22:00:00"), Sender: card},
			report.Reading{Kind: report.IsEvent, Event: &report.EventWords{Unit: "柳湾村", Text: "堤坝决口了"}})
	}
	words("m1", "柳湾村 李会芳")
	words("m2", "东坡村王桂兰")
	if len(d.events) != 1 || len(d.rows) != 1 || d.rows[0].To.Chat == "" {
		t.Errorf("%d events, rows %+v", len(d.events), d.rows)
	}
}

// raises lets a card tell a danger and gives the rows that call people.
func raises(t *testing.T, w *report.Workspace, v report.View) []report.Row {
	t.Helper()
	v.Now = v.Message.Time
	v.Message.ID, v.Message.Chat, v.Message.Sender = "m1", "工作群", "柳湾村 李会芳"
	v.Speaker = w.Speaker(v.Message)
	v.Reading = report.Reading{Kind: report.IsEvent, Event: &report.EventWords{Unit: "柳湾村", Text: "堤坝决口了"}}
	var calls []report.Row
	for _, r := range w.Decide(v).Rows {
		if r.Calls() {
			calls = append(calls, r)
		}
	}
	return calls
}

func TestWhoeverHasTheWatchIsCalledFirstAndAllLeadersLast(t *testing.T) {
	w := withWatch(t)
	w.Acknowledge = 10 * time.Minute
	for _, c := range []struct{ when, want string }{
		{"05 22:00:00", "22:00周国平 22:00郑晓 22:10孙莉 22:10钱海 22:20周国平 22:20吴敏"},
		{"06 07:55:00", "07:55周国平 07:55郑晓 08:05吴敏 08:15周国平 08:15吴敏"}, // nobody stands by from 08:00
		{"06 12:00:00", "12:00周国平 12:00吴敏 12:00郑晓 12:10周国平 12:10吴敏"}, // no line: all leaders at once
	} {
		var got []string
		for _, r := range raises(t, w, report.View{Message: report.Message{Time: at(t, c.when)}}) {
			got = append(got, r.NotBefore.Format("15:04")+string(r.To.Person))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.when, strings.Join(got, " "), c.want)
		}
	}
}

func TestWhereNobodyCanBeWrittenToAloneTheLeadersChatIsToldWithMentions(t *testing.T) {
	s := withWatch(t).Settings
	s.Chats = append(s.Chats, report.Chat{ID: "班子群", Role: report.LeadersChat})
	rows := raises(t, report.NewWorkspace(s), report.View{Aloud: true, Message: report.Message{Time: at(t, "05 22:00:00")}})
	if len(rows) != 1 || rows[0].To.Chat != "班子群" || strings.Join(rows[0].Mentions, " ") != "周书记 党政办郑晓" {
		t.Errorf("%+v", rows)
	}
}

// Whoever raises a matter is told of exactly those who are told of it, and where
// there is nobody, that and what to do.
func TestWhoRaisesAMatterIsToldOnlyOfThoseWhoAreTold(t *testing.T) {
	without := func(s *report.Settings, roles ...report.Role) {
		s.People = slices.Clone(s.People)
		for i := range s.People {
			if slices.ContainsFunc(roles, (report.Speaker{Person: &s.People[i]}).Has) {
				s.People[i].Posts = []report.Post{{Unit: "青石镇", Role: report.Editor}}
			}
		}
	}
	for _, c := range []struct {
		what, card, want string
		told             int
		change           func(*report.Settings)
	}{
		{"duty", "柳湾村 李会芳", "已转报带班领导周国平和办公室：", 2, func(*report.Settings) {}},
		{"the one on duty", "周书记", "已转报办公室：", 1, func(*report.Settings) {}},
		{"no office", "柳湾村 李会芳", "已转报带班领导周国平：", 1, func(s *report.Settings) { without(s, report.Admin) }},
		{"no duty", "柳湾村 李会芳", "已转报镇领导和值班室：", 3, func(s *report.Settings) { s.Duty = report.DutyTable{} }},
		{"leaders", "柳湾村 李会芳", "已转报镇领导：", 2, func(s *report.Settings) { without(s, report.Admin); s.Duty = report.DutyTable{} }},
		{"office", "柳湾村 李会芳", "已转报办公室：", 1, func(s *report.Settings) { without(s, report.Leader); s.Duty = report.DutyTable{} }},
		{"standby", "柳湾村 李会芳", "已转报值班人员孙莉、钱海：", 2, func(s *report.Settings) {
			without(s, report.Leader, report.Admin)
			s.Duty.Days = map[report.Day]report.Watch{day(t, "2020-02-05"): {Standby: []report.PersonID{"孙莉", "钱海"}}}
		}},
		{"nobody", "柳湾村 李会芳", "已记下，但花名册里没有可以通知的领导和值班人员，请马上打电话报告：", 0, func(s *report.Settings) {
			without(s, report.Leader, report.Admin)
			s.Duty = report.DutyTable{}
		}},
	} {
		s := withWatch(t).Settings
		c.change(&s)
		w := report.NewWorkspace(s)
		m := report.Message{ID: "m1", Time: at(t, "05 22:00:00"), Chat: "工作群", Sender: c.card}
		rows := w.Decide(report.View{Now: m.Time, Message: m, Speaker: w.Speaker(m), Reading: report.Reading{
			Kind: report.IsEvent, Event: &report.EventWords{Unit: "柳湾村", Text: "堤坝决口了"},
		}}).Rows
		told := 0
		for _, r := range rows {
			if r.Calls() && r.NotBefore.Equal(m.Time) {
				told++
			}
		}
		if said := rows[len(rows)-1].Text; told != c.told || !strings.HasPrefix(said, "急报1号"+c.want) {
			t.Errorf("%s: %d told, %s", c.what, told, said)
		}
	}
}
