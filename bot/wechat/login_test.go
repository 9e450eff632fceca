package wechat_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/bot/wechat"
	"qunbao/bot/wechat/wxtest"
	"qunbao/report"
)

func TestAScanIsAskedForOnceAndThenTheSessionIsKept(t *testing.T) {
	o := open(t)
	o.KeepOut()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ear, done := &bottest.Ear{}, make(chan error, 1)
	go func() { done <- o.Run(ctx, ear) }()
	soon(t, ear, func(e *bottest.Ear) bool { return slices.Contains(phases(e), bot.Scan) })
	code := filepath.Join(filepath.Dir(o.options.Session), "scan.png")
	private(t, code)
	if err := o.Server.Scan(ctx); err != nil {
		t.Fatal(err)
	}
	soon(t, ear, func(e *bottest.Ear) bool { return slices.Contains(phases(e), bot.Confirm) })
	if err := o.Confirm(ctx); err != nil {
		t.Fatal(err)
	}
	soon(t, ear, (*bottest.Ear).IsUp)
	want := []bot.Phase{bot.Connecting, bot.Scan, bot.Confirm, bot.Up}
	if got := phases(ear); !slices.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
	if _, err := os.Stat(code); !errors.Is(err, os.ErrNotExist) {
		t.Error("the code to scan is left")
	}
	stop()
	<-done
	private(t, o.options.Session)

	o.Channel = wechat.New(o.options)
	ear, end := o.begin(t)
	o.Say(o.group, o.liu, "石桥村平安")
	soon(t, ear, hears(1))
	_ = end()
	if got := phases(ear); !slices.Equal(got, []bot.Phase{bot.Connecting, bot.Up}) {
		t.Errorf("with a session that is kept: states %v", got)
	}
}

// private fails unless a file is there for its owner alone.
func private(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", filepath.Base(path), info, err)
	}
}

func TestALostSessionIsTakenUpAgainByTheLeastTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		lose func(*office)
		want []bot.Phase
	}{
		"hot":  {func(o *office) { o.Kick(1101) }, []bot.Phase{bot.Connecting, bot.Scan, bot.Up, bot.Down, bot.Connecting, bot.Up}},
		"push": {func(o *office) { o.Expire() }, []bot.Phase{bot.Connecting, bot.Scan, bot.Up, bot.Down, bot.Connecting, bot.Confirm, bot.Up}},
		"scan": {func(o *office) { o.Forget() }, []bot.Phase{bot.Connecting, bot.Scan, bot.Up, bot.Down, bot.Connecting, bot.Scan, bot.Up}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				ear := &bottest.Ear{}
				end := o.runs(t, ear)
				wait(5 * time.Minute)
				o.Say(o.group, o.liu, "一")
				wait(time.Minute)
				c.lose(o)
				wait(time.Minute)
				o.Say(o.group, o.liu, "二")
				wait(time.Minute)
				var told []bot.Phase
				for i, p := range phases(ear) {
					if i == 0 || p != told[len(told)-1] {
						told = append(told, p)
					}
					if s := ear.States()[i]; p == bot.Down && s.Synced.IsZero() {
						t.Error("nobody can tell since when nothing was heard")
					}
				}
				if !slices.Equal(told, c.want) {
					t.Errorf("states %v, want %v", told, c.want)
				}
				heard := ear.Heard()
				if len(heard) != 2 || heard[1].Text != "二" || heard[1].Chat != workChat || heard[1].Sender != "石桥村 刘建国" {
					t.Errorf("heard %+v", heard)
				}
				if err := o.Send(t.Context(), report.Outgoing{To: report.Address{Chat: workChat}, Text: "已收到"}); err != nil {
					t.Error(err)
				}
				if err := end(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestNothingIsReadOfAnotherAccount(t *testing.T) {
	o := open(t)
	o.options.Account = "青石镇群报"
	o.Channel = wechat.New(o.options)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ear, done := &bottest.Ear{}, make(chan error, 1)
	go func() { done <- o.Run(ctx, ear) }()
	o.Say(o.group, o.liu, "石桥村平安")
	soon(t, ear, func(e *bottest.Ear) bool { return slices.Contains(phases(e), bot.Down) })
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	states := ear.States()
	if say := states[len(states)-1].Say(); !strings.Contains(say, "不是配置的微信号") || !strings.Contains(say, "青石镇群报") {
		t.Errorf("it says %q", say)
	}
	if len(ear.Heard()) > 0 || o.Count(wxtest.Sync, wxtest.Contacts, wxtest.BatchContact, wxtest.SyncCheck) > 0 || o.Count(wxtest.Logout) != 1 {
		t.Errorf("%d messages heard, %d requests about them, %d logouts", len(ear.Heard()), o.Count(wxtest.Sync), o.Count(wxtest.Logout))
	}
	if _, err := os.Stat(o.options.Session); !errors.Is(err, os.ErrNotExist) {
		t.Error("the session of the other account is kept")
	}
}

// The account's number stays when it is called otherwise; another's number is another
// account, also where it takes the name that was configured for none.
func TestTheAccountMayChangeItsName(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	_ = end()
	o.Nick(o.Self(), "改了名字")
	o.Expire()
	o.Channel = wechat.New(o.options)
	_, end = o.begin(t)
	_ = end()

	o.options.Account, o.options.Session = "", filepath.Join(t.TempDir(), "session.json")
	o.Channel = wechat.New(o.options)
	_, end = o.begin(t)
	_ = end()
	o.Forget()
	o.Uin++
	o.Channel = wechat.New(o.options)
	ear := &bottest.Ear{}
	end = o.runs(t, ear)
	soon(t, ear, func(e *bottest.Ear) bool { return slices.Contains(phases(e), bot.Down) })
	_ = end()
	if slices.Contains(phases(ear), bot.Up) {
		t.Errorf("another account is let in: %v", phases(ear))
	}
}

func TestARefusedAccountIsToldInTheServicesWords(t *testing.T) {
	o := open(t)
	o.Bar("为了你的帐号安全，此微信号不能登录网页微信。")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ear, done := &bottest.Ear{}, make(chan error, 1)
	go func() { done <- o.Run(ctx, ear) }()
	soon(t, ear, func(e *bottest.Ear) bool { return slices.Contains(phases(e), bot.Down) })
	stop()
	<-done
	states := ear.States()
	if s := states[len(states)-1]; !strings.Contains(s.Say(), "不能登录网页微信") || !strings.Contains(s.Say(), "1小时后") || strings.Contains(s.Reason, "帐号") {
		t.Errorf("it says %q because of %q", s.Say(), s.Reason)
	}
}

// In real time this would be hours.
func TestNobodyIsAskedToScanAgainAndAgain(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.KeepOut()
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(3 * hour)
		codes := o.Count(wxtest.JSLogin)
		_ = end()
		if codes < 4 || codes > 6 {
			t.Errorf("%d codes in three hours", codes)
		}
		if polls := o.Count(wxtest.Poll); polls > 3*3600/20 {
			t.Errorf("%d polls in three hours", polls)
		}
		for _, s := range ear.States() {
			if s.Phase == bot.Down && !strings.Contains(s.Say(), "没有人扫码") {
				t.Errorf("it says %q", s.Say())
			}
		}
	})
}

func TestASessionThatEndsAtOnceIsNotBegunAgainAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.Fault(wxtest.SyncCheck, wxtest.Fault{Body: `window.synccheck={retcode:"1102",selector:"0"}`})
		end := o.runs(t, &bottest.Ear{})
		wait(2 * hour)
		_ = end()
		if logins := o.Count(wxtest.Init); logins > 12 {
			t.Errorf("%d logins in two hours", logins)
		}
	})
}
