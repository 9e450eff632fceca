package wxtest_test

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"qunbao/bot/bottest"
	"qunbao/bot/wechat"
	"qunbao/bot/wechat/wxtest"
	"qunbao/configs"
	"qunbao/report"
)

// office is a channel on a service in a bubble, with somebody who listens.
type office struct {
	testing.TB
	bottest.Ear
	service  *wxtest.Server
	group    *wxtest.Group
	li, wang *wxtest.Person
	session  string
	log      lines
	channel  *wechat.Channel
	ends     func() // stops the channel and waits for it
}

// lines is a log that several may write to.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

const workChat = "青石镇疫情防控工作群"

// newOffice is a township's group on a service, with a channel that does not run
// yet.
func newOffice(t testing.TB, s *wxtest.Server) *office {
	t.Helper()
	config, err := configs.Load("../../../testdata/township/qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	o := &office{TB: t, service: s, session: filepath.Join(t.TempDir(), "session")}
	o.group, o.li, o.wang = town(s)
	o.channel = wechat.New(wechat.Options{
		Workspace: config.Workspace, Account: "小青", Session: o.session, Transport: s.Transport(),
		Log: slog.New(slog.NewTextHandler(&o.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return o
}

// run runs the channel until the test ends.
func (o *office) run() {
	ctx, cancel := context.WithCancel(o.Context())
	done := make(chan error, 1)
	go func() { done <- o.channel.Run(ctx, &o.Ear) }()
	o.ends = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			o.Error(err)
		}
	})
	o.Cleanup(func() { o.ends() })
}

// until waits for something in a bubble, at most an hour of it.
func (o *office) until(what string, ok func(*bottest.Ear) bool) {
	o.Helper()
	if !o.Await(within(o, time.Hour), ok) {
		said := o.log.String()
		o.Fatalf("not within an hour: %s; %d messages, states %+v, log:\n%s", what, len(o.Heard()), o.States(), said[max(0, len(said)-2000):])
	}
}

// hears waits until messages of the service were heard.
func (o *office) hears(ids ...string) {
	o.Helper()
	o.until("the messages are heard", func(e *bottest.Ear) bool {
		heard := map[string]int{}
		for _, m := range e.Heard() {
			heard[strings.TrimPrefix(string(m.ID), "wx-")]++ // as the service counts
		}
		return !slices.ContainsFunc(ids, func(id string) bool { return heard[id] != 1 })
	})
}

// isUp waits until the channel is up.
func (o *office) isUp() {
	o.Helper()
	o.until("the channel is up", (*bottest.Ear).IsUp)
}

// works sees that the channel receives and sends.
func (o *office) works() {
	o.Helper()
	o.isUp()
	o.hears(o.service.Say(o.group, o.li, "柳湾村居家46人，发热0人"))
	n := len(o.service.Sent())
	if err := o.channel.Send(o.Context(), report.Outgoing{To: report.Address{Chat: workChat}, Text: "收到，谢谢"}); err != nil {
		o.Errorf("send: %v", err)
	}
	if all := o.service.Sent(); len(all) != n+1 || all[n].To != workChat || all[n].Text != "收到，谢谢" {
		o.Errorf("sent %+v", all[n:])
	}
}

// private are words that no log of these tests may hold.
var private = []string{"柳湾", "居家", "会芳", "桂兰", "收到", workChat, "小青", "pass_ticket=", "skey=", "synckey="}

// keepsSecrets sees that the log holds no secret of a session, no text and no name.
func (o *office) keepsSecrets() {
	o.Helper()
	said := o.log.String()
	for _, secret := range slices.Concat(o.service.Secrets(), private) {
		if i := strings.Index(said, secret); i >= 0 {
			o.Errorf("the log holds %q: …%s…", secret, said[max(0, i-200):min(len(said), i+100)])
		}
	}
}

// bubble runs a test with a service in memory, in virtual time.
func bubble(t *testing.T, do func(*office)) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, wxtest.NewPiped(t))
		do(o)
		o.ends()
		o.keepsSecrets()
	})
}

func TestTheChannelOutlivesEveryCrash(t *testing.T) {
	for _, c := range crashes {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(o *office) {
				o.service.LetIn()
				if c.file != "" {
					write(t, o.session, c.file)
				} else if c.login {
					c.spoil(o.service)
				}
				o.run()
				o.isUp()
				if !c.login {
					c.spoil(o.service)
				}
				o.hears(o.service.Say(o.group, o.wang, "@小青 东坡村居家28人"))
				o.works()
			})
		})
	}
}

// A service that answers at once, wrongly or not at all, for an hour.
func TestAMadServiceCostsOneRequestASecondAtMost(t *testing.T) {
	for _, l := range slices.Concat(loops, storms) {
		t.Run(l.name, func(t *testing.T) {
			bubble(t, func(o *office) {
				o.service.LetIn()
				if slices.Contains(atLogin, l.at) {
					o.service.Fault(l.at, l.fault)
				}
				o.run()
				if !slices.Contains(atLogin, l.at) {
					o.isUp()
					o.service.Fault(l.at, l.fault)
				}
				ids, logins := []string{}, o.service.Logins()
				for range 3 {
					ids = append(ids, o.service.Say(o.group, o.li, "柳湾村居家46人"))
				}
				before := o.service.Count()
				time.Sleep(time.Hour)
				if n := o.service.Count() - before; n > 3600 {
					t.Errorf("%d requests in an hour", n)
				}
				o.service.Heal()
				o.isUp()
				if o.service.Logins() > logins { // a new session begins at the present
					ids = nil
				}
				o.hears(ids...)
				o.works()
			})
		})
	}
}

// atLogin are the endpoints that only a login asks for.
var atLogin = []wxtest.Endpoint{wxtest.JSLogin, wxtest.Poll, wxtest.LoginPage, wxtest.Init, wxtest.StatusNotify}

// storms are what a service may do besides, for as long as it likes.
var storms = []loop{
	{"nothing but pages", wxtest.Every, wxtest.Fault{Status: 503, Body: "<html></html>"}},
	{"nothing but resets", wxtest.Every, wxtest.Fault{Reset: true}},
	{"nothing at all", wxtest.Every, wxtest.Fault{Delay: 10 * time.Hour}},
	{"a login page for codes", wxtest.JSLogin, wxtest.Fault{Body: "<html></html>"}},
	{"a poll that is over at once", wxtest.Poll, wxtest.Fault{Body: "window.code=408;"}},
	{"a poll with an unknown code", wxtest.Poll, wxtest.Fault{Body: "window.code=500;"}},
	{"a poll that is reset", wxtest.Poll, wxtest.Fault{Reset: true}},
	{"a login that is refused", wxtest.LoginPage, wxtest.Fault{Body: "<error><ret>1203</ret><message>不能登录</message></error>"}},
	{"init 1205", wxtest.Init, wxtest.Fault{Body: `{"BaseResponse":{"Ret":1205}}`}},
	{"init that is cut", wxtest.Init, wxtest.Fault{Cut: true}},
	{"a status that is refused", wxtest.StatusNotify, wxtest.Fault{Body: `{"BaseResponse":{"Ret":-14}}`}},
	{"synccheck that hangs", wxtest.SyncCheck, wxtest.Fault{Delay: 10 * time.Hour}},
	{"synccheck that is huge", wxtest.SyncCheck, wxtest.Fault{Times: 1, Huge: 33 << 20}},
	{"synccheck 1203", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1203",selector:"0"}`}},
	{"synccheck 1", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1",selector:"0"}`}},
	{"synccheck 1100", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1100",selector:"0"}`}},
	{"synccheck 1101", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1101",selector:"0"}`}},
	{"synccheck 1102", wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1102",selector:"0"}`}},
	{"sync that is cut", wxtest.Sync, wxtest.Fault{Cut: true}},
	{"sync with an error and a true answer", wxtest.Sync, wxtest.Fault{Status: 500, Took: true}},
	{"sync that is slow", wxtest.Sync, wxtest.Fault{Delay: 2 * time.Minute}},
	{"sync without news", wxtest.Sync, wxtest.Fault{Body: `{"BaseResponse":{"Ret":0},"SyncKey":{"Count":0,"List":[]},"AddMsgList":[]}`}},
}
