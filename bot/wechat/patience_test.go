package wechat_test

import (
	"errors"
	"os"
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

const (
	tooOften = `{"BaseResponse":{"Ret":1205}}`
	busy     = `{"BaseResponse":{"Ret":-1}}`
)

// What a group says is told with who said it, or waits until the service names them.
func TestNothingIsHeardOfNobodyWhileTheServiceNamesNoMembers(t *testing.T) {
	for name, c := range map[string]struct {
		fault wxtest.Fault
		long  time.Duration
	}{
		"refused once":        {wxtest.Fault{Times: 1, Body: tooOften}, time.Minute},
		"busy twice":          {wxtest.Fault{Times: 2, Body: busy}, time.Minute},
		"refused for an hour": {wxtest.Fault{Body: tooOften}, hour},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				end := o.runs(t, &bottest.Ear{})
				wait(2 * time.Minute)
				_ = end()
				for range 12 {
					o.Say(o.group, o.liu, "平安")
				}
				o.Fault(wxtest.BatchContact, c.fault)
				o.Channel = wechat.New(o.options)
				ear := &bottest.Ear{}
				end = o.runs(t, ear)
				wait(c.long)
				before := o.Count(wxtest.BatchContact)
				o.Heal()
				wait(15 * time.Minute)
				for _, m := range ear.Heard() {
					if m.Sender != "石桥村 刘建国" {
						t.Errorf("heard of %q", m.Sender)
					}
				}
				if len(ear.Heard()) != 12 || before > 200 {
					t.Errorf("%d messages heard, %d questions", len(ear.Heard()), before)
				}
				_ = end()
			})
		})
	}
}

// A group may be named late, and the program started anew meanwhile.
func TestWhatIsSaidInAGroupWithoutANameIsToldOnceItHasOne(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.Unsave(o.group)
		o.Fault(wxtest.BatchContact, wxtest.Fault{Body: tooOften})
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		first := o.Say(o.group, o.liu, "石桥村居家3人")
		wait(time.Minute)
		second := o.Say(o.li, o.li, "私下说")
		wait(time.Minute)
		if len(ear.Heard()) != 1 || string(ear.Heard()[0].ID) != "wx-"+second {
			t.Fatalf("the other is held up: %+v", ear.Heard())
		}
		_ = end()
		o.Channel = wechat.New(o.options)
		end = o.runs(t, ear)
		wait(hour)
		o.Heal()
		wait(15 * time.Minute)
		heard := ear.Heard()
		if len(heard) != 2 || string(heard[1].ID) != "wx-"+first || heard[1].Sender != "石桥村 刘建国" || heard[1].Chat != workChat {
			t.Errorf("heard %+v", heard)
		}
		_ = end()
	})
}

// Who has left the group since they wrote has no name any more, and is heard all the same.
func TestWhoHasLeftIsHeardWithoutAName(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(2 * time.Minute)
		_ = end()
		o.Say(o.group, o.zhu, "一")
		o.Say(o.group, o.zhu, "二")
		o.Leave(o.group, o.zhu)
		o.Channel = wechat.New(o.options)
		end = o.runs(t, ear)
		wait(5 * time.Minute)
		if heard := ear.Heard(); len(heard) != 2 || heard[1].Sender != report.Nameless {
			t.Errorf("heard %+v", heard)
		}
		_ = end()
	})
}

func TestAServiceThatTellsOfNewsAndGivesNoneIsNotUp(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		o.Fault(wxtest.Sync, wxtest.Fault{Status: 502, Body: "<html></html>"})
		o.Say(o.group, o.liu, "石桥村居家3人")
		wait(5 * time.Minute)
		told := len(ear.States())
		if ear.IsUp() {
			t.Error("after five minutes it is up")
		}
		wait(2 * hour)
		for _, s := range ear.States()[told:] {
			if s.Phase == bot.Up {
				t.Fatal("it is up again")
			}
		}
		o.Heal()
		wait(2 * time.Minute)
		if len(ear.Heard()) != 1 || !ear.IsUp() {
			t.Errorf("%d messages, %v", len(ear.Heard()), phases(ear))
		}
		_ = end()
	})
}

func TestTheContactsAreAskedForUntilTheyAreKnownAndNoRemarkIsShownMeanwhile(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		o.Card(o.group, o.li, "") // all that is known of her is the remark
		o.Fault(wxtest.Contacts, wxtest.Fault{Times: 5, Status: 502, Body: "x"})
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(10 * time.Second)
		if say := ear.States()[len(ear.States())-1].Say(); !ear.IsUp() || !strings.Contains(say, "通讯录还没有读到") {
			t.Errorf("it says %q", say)
		}
		out := toChat("请报")
		out.Mentions = []string{"李会芳"}
		if err := o.Send(t.Context(), out); err != nil || strings.Contains(o.Sent()[0].Text, "柳湾村") {
			t.Errorf("sent %+v, %v", o.Sent(), err)
		}
		cards, _ := o.Members(t.Context(), workChat)
		if strings.Contains(strings.Join(cards, " "), "李会芳") {
			t.Errorf("the members are %q", cards)
		}
		alone := report.Outgoing{To: report.Address{Person: "李会芳"}, Text: "请报"}
		if err := o.Send(t.Context(), alone); err == nil || errors.Is(err, bot.ErrRejected) || errors.Is(err, bot.ErrOffline) {
			t.Errorf("before the friends are known: %v", err)
		}
		wait(hour)
		if err := o.Send(t.Context(), alone); err != nil {
			t.Error(err)
		}
		if s := ear.States()[len(ear.States())-1]; s.Phase != bot.Up || strings.Contains(s.Say(), "通讯录") {
			t.Errorf("an hour later: %+v", s)
		}
		_ = end()
	})
}

func TestAFileThatTheServiceWillNotTakeHoldsUpNothing(t *testing.T) {
	o := open(t)
	_, end := o.begin(t)
	defer func() { _ = end() }()
	path := filepath.Join(t.TempDir(), "日报.xlsx")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Fault(wxtest.Upload, wxtest.Fault{Body: `{"BaseResponse":{"Ret":0},"MediaId":""}`})
	err := o.Send(t.Context(), toChat("", path))
	if err == nil || errors.Is(err, bot.ErrOffline) || errors.Is(err, bot.ErrUncertain) {
		t.Errorf("Send = %v", err)
	}
}

func TestCodesAreNotShownWithoutEnd(t *testing.T) {
	for name, c := range map[string]struct {
		at    wxtest.Endpoint
		fault wxtest.Fault
		in    time.Duration
		most  int
	}{
		"a poll that is reset":       {wxtest.Poll, wxtest.Fault{Reset: true}, 24 * hour, 30},
		"a session dead after scans": {wxtest.Init, wxtest.Fault{Body: `{"BaseResponse":{"Ret":1102}}`}, 2 * hour, 8},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, o *office) {
				o.Fault(c.at, c.fault)
				end := o.runs(t, &bottest.Ear{})
				wait(c.in)
				if n := o.Count(wxtest.JSLogin); n > c.most {
					t.Errorf("%d codes in %v", n, c.in)
				}
				_ = end()
			})
		})
	}
}

// The news moves nothing on: it may be the same for ever.
func TestTheSameNewsAgainAndAgainIsNotAskedForInHaste(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		o.Fault(wxtest.Sync, wxtest.Fault{Body: `{"BaseResponse":{"Ret":0},"SyncKey":null,"AddMsgList":[{"MsgId":"7","MsgType":51,"Content":""}]}`})
		o.Say(o.group, o.liu, "石桥村居家3人")
		before := o.Count()
		wait(hour)
		if n := o.Count() - before; n > 300 {
			t.Errorf("%d requests in an hour", n)
		}
		o.Heal()
		wait(2 * time.Minute)
		if len(ear.Heard()) != 1 {
			t.Errorf("%d messages are heard", len(ear.Heard()))
		}
		_ = end()
	})
}

func TestSlowFilesHoldUpNoMessageForLongAndAreNotFetchedTwice(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		ear := &bottest.Ear{}
		end := o.runs(t, ear)
		wait(time.Minute)
		id := o.Image(o.group, o.liu, []byte("picture"))
		wait(time.Minute)
		o.Duplicate(id)
		wait(time.Minute)
		if n := o.Count(wxtest.GetImage); n != 1 || len(ear.Heard()) != 1 || len(ear.Heard()[0].Files) != 1 {
			t.Errorf("fetched %d times for %+v", n, ear.Heard())
		}
		o.Fault(wxtest.GetImage, wxtest.Fault{Delay: 8 * time.Second})
		for range 12 {
			o.Image(o.group, o.liu, []byte("picture"))
		}
		o.Say(o.group, o.liu, "有人落水，快来人")
		wait(time.Minute)
		if heard := ear.Heard(); len(heard) != 14 || len(heard[1].Files) != 1 || len(heard[12].Files) != 0 {
			t.Errorf("within a minute: %d messages", len(heard))
		}
		_ = end()
	})
}

// The number alone says which account it is: anybody may take a name.
func TestAnotherAccountOfTheSameNameIsNotLetIn(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		end := o.runs(t, &bottest.Ear{})
		wait(time.Minute)
		_ = end()
		o.Forget()
		o.Uin++
		o.Channel = wechat.New(o.options)
		ear := &bottest.Ear{}
		end = o.runs(t, ear)
		wait(time.Minute)
		s := ear.States()[len(ear.States())-1]
		if s.Phase != bot.Down || !strings.Contains(s.Say(), "session.json") || len(ear.Heard()) > 0 {
			t.Errorf("%+v", s)
		}
		_ = end()
	})
}
