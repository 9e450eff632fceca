package wechat_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/bot/wechat"
	"qunbao/bot/wechat/wxtest"
	"qunbao/report"
)

// The types come as the service writes them; what people wrote comes as they wrote it.
func TestWhatPeopleSayIsHeardAsTheySaidIt(t *testing.T) {
	o := open(t)
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	text := "疫情日报:\n居家46人 <14户> & 发热:0\n一村:\n已完成"
	first := o.Say(o.group, o.liu, text)
	list := "#接龙\n报平安\n\n1. 柳湾村 李会芳 平安\n2. 石桥村 刘建国 平安"
	o.Jielong(o.group, o.li, list)
	o.Quote(o.group, o.liu, first, "应为47人")
	o.QuoteInText(o.group, o.liu, first, "应为48人\n谢谢")
	o.Say(o.group, o.li, "@小青\u2005谁没报")
	o.Say(o.group, o.li, "@小青二号 你好")
	o.Opened(o.group)
	o.System(o.group, "“会芳”邀请“建国”加入了群聊")
	o.Image(o.group, o.liu, []byte("\xff\xd8\xff picture"))
	o.Voice(o.group, o.liu, []byte("sound"))
	o.File(o.group, o.liu, "石桥村 日报/2月5日.xlsx", []byte("sheet"))
	o.Say(o.group, o.Self(), "在手机上说的")
	o.Recall(first)
	soon(t, ear, hears(11))
	all := ear.Heard()
	id := all[0].ID
	for i, want := range []report.Message{
		{Text: text, Type: report.TextMessage},
		{Text: list, Type: report.JielongMessage},
		{Text: "应为47人", Type: report.TextMessage, RefersTo: id},
		{Text: "应为48人\n谢谢", Type: report.TextMessage, RefersTo: id},
		{Text: "@小青\u2005谁没报", Type: report.TextMessage, MentionsBot: true},
		{Text: "@小青二号 你好", Type: report.TextMessage},
		{Type: report.ImageMessage},
		{Type: report.VoiceMessage},
		{Text: "石桥村 日报/2月5日.xlsx", Type: report.FileMessage},
		{Text: "在手机上说的", Type: report.TextMessage},
		{Type: report.RecallMessage, RefersTo: id},
	} {
		got := all[i]
		if got.Text != want.Text || got.Type != want.Type || got.RefersTo != want.RefersTo || got.MentionsBot != want.MentionsBot || got.Chat != workChat {
			t.Errorf("message %d is %+v, want %+v", i, got, want)
		}
		if got.Time.IsZero() || got.ID == "" || got.Private {
			t.Errorf("message %d: %+v", i, got)
		}
	}
	if len(all) != 11 {
		t.Errorf("%d messages", len(all))
	}
	for i, want := range map[int]string{6: "图片.jpg", 7: "语音.mp3", 8: "石桥村 日报2月5日.xlsx"} {
		if len(all[i].Files) != 1 || !strings.HasSuffix(all[i].Files[0], "-"+want) || !strings.HasPrefix(all[i].Files[0], o.options.Files+string(filepath.Separator)) {
			t.Errorf("message %d has the files %q", i, all[i].Files)
			continue
		}
		private(t, all[i].Files[0])
	}
	if data, err := os.ReadFile(all[8].Files[0]); err != nil || string(data) != "sheet" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

func TestWhoSpeaksIsFoundByRemarkThenCardThenNicknameAndNeverGuessed(t *testing.T) {
	o := open(t)
	twin := o.Stranger("另一个")
	o.Join(o.group, twin)
	admin := o.Friend("周", "党政办 周敏")
	o.Join(o.group, admin)
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	n := 0
	says := func(p *wxtest.Person) report.Message {
		t.Helper()
		o.Say(o.group, p, "平安")
		n++
		soon(t, ear, hears(n))
		return ear.Heard()[n-1]
	}
	for who, c := range map[string]struct {
		p      *wxtest.Person
		sender string
		bound  bool
	}{
		"a remark":   {o.li, "柳湾村 李会芳", true},
		"a card":     {o.liu, "石桥村 刘建国", false},
		"a stranger": {o.zhu, "老朱 & 小朱", false},
		"an admin":   {admin, "党政办 周敏", true},
	} {
		if m := says(c.p); m.Sender != c.sender || (m.SenderID != "") != c.bound {
			t.Errorf("%s: %q, id %q", who, m.Sender, m.SenderID)
		}
	}
	o.Card(o.group, twin, "石桥村-刘建国") // reads as another's
	if m := says(twin); m.Sender != "石桥村-刘建国（同名）" || o.options.Workspace.Speaker(m).Known() || m.SenderID != "" {
		t.Errorf("one of two is taken for %q", m.Sender)
	}
	if m := says(o.liu); m.Sender != "石桥村 刘建国（同名）" || o.options.Workspace.Speaker(m).Known() {
		t.Errorf("the other is taken for %q", m.Sender)
	}
	o.Card(o.group, twin, "柳湾村 李会芳") // of whom a friend has the name by remark
	if m := says(twin); m.Sender != "柳湾村 李会芳（同名）" || o.options.Workspace.Speaker(m).Known() {
		t.Errorf("who takes the name of somebody with a remark is taken for %q", m.Sender)
	}
	if m := says(o.li); m.Sender != "柳湾村 李会芳" || m.SenderID == "" {
		t.Errorf("and the other for %q", m.Sender)
	}
	if m := says(o.liu); m.Sender != "石桥村 刘建国" {
		t.Errorf("who has his name for himself again is %q", m.Sender)
	}
}

func TestANewNameIsKnownAtOnce(t *testing.T) {
	o := open(t)
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	o.Card(o.group, o.zhu, "石桥村 小朱")
	o.Say(o.group, o.zhu, "一")
	soon(t, ear, hears(1))
	late := o.Stranger("后来的")
	o.Join(o.group, late)
	o.Say(o.group, late, "二")
	soon(t, ear, hears(2))
	if all := ear.Heard(); all[0].Sender != "石桥村 小朱" || all[1].Sender != "后来的" {
		t.Errorf("heard %+v", all)
	}
	o.Topic(o.group, "新群名")
	o.Say(o.group, o.zhu, "三")
	soon(t, ear, hears(3))
	states := ear.States()
	if m, say := ear.Heard()[2], states[len(states)-1].Say(); m.Chat != "新群名" || !strings.Contains(say, "找不到群“"+workChat+"”") {
		t.Errorf("heard %+v, told %q", m, say)
	}
	if err := o.Send(t.Context(), report.Outgoing{To: report.Address{Chat: workChat}, Text: "已收到"}); err == nil || len(o.Sent()) > 0 {
		t.Errorf("a group that is called otherwise now is written to: %v", err)
	}
}

func TestTwoGroupsOfOneNameAreToldAndNotWrittenTo(t *testing.T) {
	o := open(t)
	o.Group(workChat, o.zhu)
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	states := ear.States()
	if say := states[len(states)-1].Say(); !strings.Contains(say, "2个群都叫") {
		t.Errorf("it says %q", say)
	}
	if err := o.Send(t.Context(), report.Outgoing{To: report.Address{Chat: workChat}, Text: "已收到"}); err == nil || len(o.Sent()) > 0 {
		t.Errorf("Send = %v", err)
	}
}

func TestInPrivateANicknameGivesNoRightToDecide(t *testing.T) {
	o := open(t)
	liar := o.Friend("党政办 周敏", "")
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	o.Say(o.li, o.li, "柳湾村平安")
	o.Say(liar, liar, "免报 柳湾村 2月5日 停电")
	soon(t, ear, hears(2))
	w := o.options.Workspace
	for i, want := range []bool{true, false} {
		m := ear.Heard()[i]
		if s := w.Speaker(m); !m.Private || m.Chat != "" || !s.Known() || s.Bound != want {
			t.Errorf("%+v: known %t, may decide %t", m, s.Known(), s.Bound)
		}
	}
}

func TestGroupsThatAreNotSavedAreKnownAsWell(t *testing.T) {
	o := open(t)
	o.Unsave(o.group)
	ear, end := o.begin(t)
	defer func() { _ = end() }()
	o.Opened(o.group)
	o.Say(o.group, o.liu, "石桥村平安")
	soon(t, ear, hears(1))
	if m := ear.Heard()[0]; m.Chat != workChat || m.Sender != "石桥村 刘建国" {
		t.Errorf("heard %+v", m)
	}
	if err := o.Send(t.Context(), report.Outgoing{To: report.Address{Chat: workChat}, Text: "已收到"}); err != nil {
		t.Error(err)
	}
}

// A crash between the journal and the file of the session gives a message again:
// under the same id, so that it counts once.
func TestWhatWasHeardBeforeACrashComesAgainUnderTheSameID(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	before, err := os.ReadFile(o.options.Session)
	if err != nil {
		t.Fatal(err)
	}
	_ = end()
	o.Channel = wechat.New(o.options)
	ear, end := o.begin(t)
	o.Say(o.group, o.liu, "石桥村居家3人")
	soon(t, ear, hears(1))
	_ = end()
	after, err := os.ReadFile(o.options.Session)
	if err != nil || string(after) == string(before) {
		t.Fatalf("what was heard is not noted: %v", err)
	}
	if err := os.WriteFile(o.options.Session, before, 0o600); err != nil {
		t.Fatal(err)
	}
	o.Channel = wechat.New(o.options)
	again, end := o.begin(t)
	soon(t, again, hears(1))
	_ = end()
	if a, b := ear.Heard()[0], again.Heard()[0]; a.ID != b.ID || a.Text != b.Text {
		t.Errorf("%+v comes again as %+v", a, b)
	}
	if err := os.WriteFile(o.options.Session, after, 0o600); err != nil {
		t.Fatal(err)
	}
	o.Channel = wechat.New(o.options)
	last, end := o.begin(t)
	o.Say(o.group, o.liu, "最后一条")
	soon(t, last, hears(1))
	_ = end()
	if m := last.Heard()[0]; m.Text != "最后一条" {
		t.Errorf("what was noted comes again: %+v", m)
	}
}
