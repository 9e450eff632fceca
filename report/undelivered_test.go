package report_test

import (
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// unreachable is a township with a work chat, one for leaders, and few people.
func unreachable() *report.Workspace {
	zone := time.FixedZone("CST", 8*3600)
	person := func(name, unit string, role report.Role) report.Person {
		return report.Person{ID: report.PersonID(name), Name: name, Card: unit + " " + name, Posts: []report.Post{{Unit: report.UnitID(unit), Role: role}}}
	}
	return report.NewWorkspace(report.Settings{
		Name: "青石镇", Zone: zone,
		Units:   []report.Unit{{ID: "柳湾村"}},
		People:  []report.Person{person("李会芳", "柳湾村", report.Reporter), person("赵大勇", "柳湾村", report.Lead), person("周书记", "", report.Leader), person("马丽", "", report.Leader), person("郑晓", "", report.Admin)},
		Forms:   []report.Form{{ID: "f", Name: "疫情日报"}},
		Chats:   []report.Chat{{ID: "工作群", Role: report.WorkChat, Forms: []report.FormID{"f"}}, {ID: "班子群", Role: report.LeadersChat}},
		Digests: []report.DigestPlan{{At: 7*60 + 30, To: []string{"leaders"}}},
	})
}

func TestWhoCannotBeReachedIsMentionedInTheChatWhereTheWordsAllowIt(t *testing.T) {
	w := unreachable()
	for _, c := range []struct {
		kind     report.Kind
		form     report.FormID
		to, chat string
		mention  string
	}{
		{report.Reminder, "f", "李会芳", "工作群", "柳湾村 李会芳"},
		{report.Escalation, "f", "赵大勇", "工作群", "柳湾村 赵大勇"},
		{report.Ask, "f", "李会芳", "工作群", "柳湾村 李会芳"},
		{report.Ask, "", "李会芳", "", ""},
		{report.Alert, "f", "周书记", "班子群", " 周书记"},
		{report.DigestKind, "", "周书记", "", ""},
		{report.Briefing, "", "郑晓", "", ""},
		{report.Reply, "", "李会芳", "", ""},
		{report.Reminder, "f", "没有这个人", "", ""},
	} {
		got, ok := w.Instead(report.Row{Kind: c.kind, Form: c.form, To: report.Address{Person: report.PersonID(c.to)}})
		if ok != (c.chat != "") || ok && (got.To != report.Address{Chat: report.ChatID(c.chat)} || len(got.Mentions) != 1 || got.Mentions[0] != c.mention) {
			t.Errorf("%s about %q to %s goes to %v, mentions %q, %t", c.kind, c.form, c.to, got.To, got.Mentions, ok)
		}
	}
}

func TestTheAdminIsToldOnceWhoWasNotReachedAndWhy(t *testing.T) {
	w := unreachable()
	now := time.Date(2020, 2, 5, 7, 30, 0, 0, w.Zone)
	digest := func(to string) report.Row {
		return report.Row{Key: "digest/2020-02-05T07:30/person:" + to, Kind: report.DigestKind, Ref: "0", Period: report.DayOf(now) - 1, To: report.Address{Person: report.PersonID(to)}}
	}
	alert := report.Row{Key: "alert/1", Kind: report.Alert, Stage: report.StageCall, To: report.Address{Person: "马丽"}}
	for _, c := range []struct {
		name string
		rows []report.Row
		why  report.Undelivery
		kind report.Kind
		want string
	}{
		{"leaders", []report.Row{digest("周书记"), digest("马丽")}, report.Unreached, report.Notice,
			"这些没能私聊送到：2月4日晨报（周书记、马丽）。群报的账号还没有加他们为好友，或者好友备注和花名册上的姓名不一样；改好以后的就能送到，这次的请转告一下。"},
		{"refused", []report.Row{digest("周书记")}, report.Refused, report.Notice, "这些没能发出去：2月4日晨报（周书记）。请转告一下。"},
		{"unsure", []report.Row{digest("周书记"), {Kind: report.Receipt, To: report.Address{Chat: "工作群"}}}, report.Unsure, report.Notice,
			"这些不能确定发出去没有：2月4日晨报（周书记）。请看一眼，没有的话请转发一下。"},
		{"an alert at night", []report.Row{alert, digest("周书记")}, report.Unreached, report.Alert,
			"这些没能私聊送到：急报（马丽）；2月4日晨报（周书记）。群报的账号还没有加他们为好友，或者好友备注和花名册上的姓名不一样；改好以后的就能送到，这次的请转告一下。"},
		{"an alert that was sent again and again", []report.Row{alert}, report.Unsure, report.Alert,
			"这些不能确定发出去没有：急报（马丽）。请看一眼，没有的话请转发一下。"},
		{"too many for a day", []report.Row{{Kind: report.Reminder, To: report.Address{Chat: "工作群"}}}, report.Crowded, report.Notice,
			"这一天发出的消息已经很多，快到上限了（为了不让账号被限制）。没报的提醒先改在群里发，不再一一私聊；少下来以后自动恢复。汇总和急报照常。"},
		{"what is said every day", []report.Row{{Kind: report.Receipt}, {Kind: report.Reply}, {Kind: report.Reminder}}, report.Refused, "", ""},
		{"the admin's own", []report.Row{{Kind: report.Briefing, To: report.Address{Person: "郑晓"}}}, report.Unreached, "", ""},
		{"what tells of it", []report.Row{{Kind: report.Notice, To: report.Address{Person: "郑晓"}}}, report.Unreached, "", ""},
	} {
		told := w.Undelivered(c.rows, c.why, now)
		if (len(told) == 1) != (c.want != "") || len(told) > 1 {
			t.Errorf("%s: %d rows", c.name, len(told))
			continue
		}
		if len(told) == 1 && (told[0].Text != c.want || told[0].Kind != c.kind || told[0].To.Person != "郑晓") {
			t.Errorf("%s: %s to %v: %s", c.name, told[0].Kind, told[0].To, told[0].Text)
		}
	}
	again := w.Undelivered([]report.Row{digest("马丽"), digest("周书记")}, report.Unreached, now.Add(time.Hour))
	if first := w.Undelivered([]report.Row{digest("周书记"), digest("马丽")}, report.Unreached, now); again[0].Key != first[0].Key || !strings.HasPrefix(again[0].Key, "undelivered/") {
		t.Errorf("keys %q, %q", first[0].Key, again[0].Key)
	}
}
