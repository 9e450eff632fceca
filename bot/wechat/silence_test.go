package wechat_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/bot/wechat"
	"qunbao/bot/wechat/wxtest"
)

// lockedLog is a log that several goroutines write.
type lockedLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// Whatever the service answers, it is asked about once a second at the most, and
// when it is well again what was said meanwhile is heard, once and in its order.
func TestAMadServiceIsAskedAtMostOnceASecond(t *testing.T) {
	for name, f := range map[string]struct {
		at wxtest.Endpoint
		wxtest.Fault
	}{
		"HTML in place of news":       {wxtest.SyncCheck, wxtest.Fault{Body: "<html>"}},
		"a negative code":             {wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"-14",selector:"0"}`}},
		"an unknown code":             {wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1205",selector:"0"}`}},
		"resets":                      {wxtest.SyncCheck, wxtest.Fault{Reset: true}},
		"502":                         {wxtest.SyncCheck, wxtest.Fault{Status: 502, Body: "bad gateway"}},
		"news that are none":          {wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"0",selector:"7"}`}},
		"no wait and no news":         {wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"0",selector:"0"}`}},
		"a sync without SyncKey":      {wxtest.Sync, wxtest.Fault{Body: `{"BaseResponse":{"Ret":0},"AddMsgList":[null]}`}},
		"a sync that is empty":        {wxtest.Sync, wxtest.Fault{Body: `{}`}},
		"a sync that is half":         {wxtest.Sync, wxtest.Fault{Cut: true}},
		"a sync as large as a disk":   {wxtest.Sync, wxtest.Fault{Times: 3, Huge: 40 << 20}},
		"a sync with a wrong SyncKey": {wxtest.Sync, wxtest.Fault{Times: 5, Body: `{"BaseResponse":{"Ret":0},"SyncKey":{"Count":900000000,"List":"x"},"AddMsgList":{}}`}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				log := &lockedLog{}
				o.options.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				o.Channel = wechat.New(o.options)
				ear := &bottest.Ear{}
				end := o.runs(t, ear)
				wait(time.Minute)
				before := o.Count()
				o.Fault(f.at, f.Fault)
				o.Say(o.group, o.liu, "居家1人")
				wait(5 * time.Minute)
				if n := o.Count() - before; n > 300 {
					t.Errorf("%d requests in five minutes", n)
				}
				o.Heal()
				wait(2 * time.Minute)
				o.Say(o.group, o.liu, "居家2人")
				wait(2 * time.Minute)
				heard := ear.Heard()
				if len(heard) != 2 || heard[0].Text != "居家1人" || heard[1].Text != "居家2人" {
					t.Errorf("%d messages are heard: %+v; states %v", len(heard), heard, phases(ear))
				}
				if err := end(); err != nil {
					t.Error(err)
				}
				silent(t, log.b.String())
			})
		})
	}
}

// silent fails if a log holds what people said, who they are, or a key.
func silent(t *testing.T, log string) {
	t.Helper()
	for _, secret := range []string{"居家", "刘建国", "会芳", "石桥", "青石镇", "小青", "skey", "sid=", "pass_ticket", "webwx_data_ticket=", "@crypt", "http"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
}

func TestAServiceThatIsAwayForLongIsToldAndTheSessionKept(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		for _, e := range []wxtest.Endpoint{wxtest.SyncCheck, wxtest.Init, wxtest.SendText} {
			o.Fault(e, wxtest.Fault{Status: 503, Body: "busy"})
		}
		wait(30 * time.Minute)
		states := ear.States()
		if s := states[len(states)-1]; s.Phase == bot.Up {
			t.Errorf("after half an hour it is still %s", s.Phase)
		}
		o.Heal()
		o.Say(o.group, o.liu, "居家3人")
		wait(3 * time.Minute)
		if len(ear.Heard()) != 1 || !ear.IsUp() || o.Count(wxtest.JSLogin, wxtest.PushLogin) != 1 {
			t.Errorf("%d messages, states %v, %d scans", len(ear.Heard()), phases(ear), o.Count(wxtest.JSLogin))
		}
		_ = end()
	})
}

// One message that cannot be read stops no other.
func TestAnOddMessageIsLeftOutAlone(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		for _, odd := range []string{
			`null`, `[1,2]`, `"text"`,
			`{"MsgId":5,"MsgType":"1","FromUserName":{},"FileSize":9,"Content":null}`,
			`{"MsgId":"9","MsgType":1,"FromUserName":"@@nobodyknows","ToUserName":"@x","Content":"@a:<br/>b"}`,
		} {
			o.Raw(odd)
			o.Say(o.group, o.liu, "石桥村平安")
		}
		wait(10 * time.Minute)
		n := 0
		for _, m := range ear.Heard() {
			if m.Text == "石桥村平安" && m.Chat == workChat {
				n++
			}
		}
		if n != 5 {
			t.Errorf("%d of 5 messages are heard", n)
		}
		_ = end()
	})
}
