package wechat_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/bot/wechat"
	"qunbao/bot/wechat/wxtest"
	"qunbao/report"
)

const workChat = "青石镇疫情防控工作群"

// township is a workspace of two villages.
func township() *report.Workspace {
	return report.NewWorkspace(report.Settings{
		Name: "青石镇", Zone: time.FixedZone("CST", 8*3600),
		Units: []report.Unit{{ID: "柳湾村"}, {ID: "石桥村"}},
		People: []report.Person{
			{ID: "李会芳", Name: "李会芳", Card: "柳湾村 李会芳", Posts: []report.Post{{Unit: "柳湾村", Role: report.Reporter}}},
			{ID: "刘建国", Name: "刘建国", Card: "石桥村 刘建国", Posts: []report.Post{{Unit: "石桥村", Role: report.Reporter}}},
			{ID: "周敏", Name: "周敏", Card: "党政办 周敏", Posts: []report.Post{{Unit: "柳湾村", Role: report.Admin}}},
		},
		Chats: []report.Chat{{ID: workChat, Role: report.WorkChat}},
	})
}

// office is a service with a township's group, and a channel of it.
type office struct {
	*wxtest.Server
	*wechat.Channel
	options      wechat.Options
	group        *wxtest.Group
	li, liu, zhu *wxtest.Person
}

// open makes an office. Of its people 李会芳 is a friend with a remark, 刘建国 is known
// by his card, 朱 is a stranger to the roster.
func open(t *testing.T) *office {
	t.Helper()
	return openOn(t, wxtest.New(t))
}

func openOn(t *testing.T, s *wxtest.Server) *office {
	t.Helper()
	o := &office{Server: s}
	o.li, o.liu, o.zhu = s.Friend("会芳", "柳湾村 李会芳"), s.Stranger("建国"), s.Stranger("老朱 & 小朱")
	o.group = s.Group(workChat, o.li, o.liu, o.zhu)
	s.Card(o.group, o.li, "会芳（柳湾）")
	s.Card(o.group, o.liu, "石桥村 刘建国")
	s.LetIn()
	folder := t.TempDir()
	o.options = wechat.Options{
		Workspace: township(), Account: "小青", Session: filepath.Join(folder, "wechat", "session.json"), Files: filepath.Join(folder, "files"),
		Transport: s.Transport(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	o.Channel = wechat.New(o.options)
	return o
}

// begin runs the channel until it is up, and gives what it tells and how it is ended.
func (o *office) begin(t *testing.T) (*bottest.Ear, func() error) {
	t.Helper()
	ear := &bottest.Ear{}
	return ear, o.start(t, ear)
}

func (o *office) start(t *testing.T, ear *bottest.Ear) (end func() error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx, ear) }()
	end = func() error { stop(); return <-done }
	soon(t, ear, (*bottest.Ear).IsUp)
	return end
}

// soon waits until something is true of an ear.
func soon(t *testing.T, ear *bottest.Ear, done func(*bottest.Ear) bool) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	if !ear.Await(ctx, done) {
		t.Fatalf("it does not happen: %d messages, states %v", len(ear.Heard()), phases(ear))
	}
}

func phases(ear *bottest.Ear) (all []bot.Phase) {
	for _, s := range ear.States() {
		all = append(all, s.Phase)
	}
	return all
}

// hears is the condition that so many messages were heard.
func hears(n int) func(*bottest.Ear) bool {
	return func(e *bottest.Ear) bool { return len(e.Heard()) >= n }
}

func TestWeChatIsAChannel(t *testing.T) {
	bottest.TestChannel(t, func(t *testing.T) bottest.Bench {
		o := open(t)
		o.Card(o.group, o.li, "柳湾村 李会芳")
		return bottest.Bench{
			Channel: o.Channel, Chat: workChat, Person: "李会芳",
			Cards: []string{"柳湾村 李会芳", "石桥村 刘建国", "老朱 & 小朱"},
			Say:   func(text string) { o.Say(o.group, o.liu, text) },
			Seen:  o.seen,
			Fail:  o.fail,
			Again: func() bot.Channel { return wechat.New(o.options) },
		}
	})
}

// seen is what the people of the office see.
func (o *office) seen() string {
	var all []string
	for _, m := range o.Sent() {
		all = append(all, m.Text, m.Name, m.UploadName)
	}
	return strings.Join(all, "\n")
}

// fail makes the next send fail.
func (o *office) fail(how error) bool {
	once := wxtest.Fault{Times: 1}
	switch {
	case errors.Is(how, bot.ErrTooFast):
		once.Body = `{"BaseResponse":{"Ret":1205,"ErrMsg":""},"MsgID":"","LocalID":""}`
	case errors.Is(how, bot.ErrRejected):
		once.Body = `{"BaseResponse":{"Ret":1,"ErrMsg":""},"MsgID":"","LocalID":""}`
	case errors.Is(how, bot.ErrUncertain):
		once.Reset, once.Took = true, true
	default:
		once.Body = `{"BaseResponse":{"Ret":1101,"ErrMsg":""},"MsgID":"","LocalID":""}`
	}
	o.Fault(wxtest.SendText, once)
	return true
}
