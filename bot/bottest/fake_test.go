package bottest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/report"
)

func TestTheFakeIsAChannel(t *testing.T) {
	for name, open := range map[string]func() *bottest.Fake{"without a session": bottest.NewFake, "with a session": bottest.NewFakeWithSession} {
		t.Run(name, func(t *testing.T) {
			bottest.TestChannel(t, func(t *testing.T) bottest.Bench { return bench(t, open()) })
		})
	}
}

// bench is a fake with its two ends; one with a session comes up when Run has begun.
func bench(t *testing.T, f *bottest.Fake) bottest.Bench {
	n := 0
	f.Cards = map[report.ChatID][]string{"工作群": {"柳湾村 李会芳", "A&B村 刘建国"}}
	f.Caps.MaxText = 400_000
	f.Caps.Reaches = func(p report.PersonID) bool { return p == "李会芳" }
	b := bottest.Bench{
		Channel: f, Chat: "工作群", Person: "李会芳", Cards: []string{"柳湾村 李会芳", "A&B村 刘建国"}, End: f.End,
		Fail:  func(err error) bool { f.Fail(err); return true },
		Again: func() bot.Channel { return f },
		Say: func(text string) {
			n++
			f.Say(report.Message{ID: report.MessageID(fmt.Sprint(n)), Chat: "工作群", Sender: "柳湾村 李会芳", Text: text, Type: report.TextMessage})
		},
		Seen: func() string { return seen(f) },
	}
	if f.Session {
		b.Channel = logged{f}
		b.Again = func() bot.Channel { return logged{f} }
	}
	return b
}

// logged is a fake that somebody logs in when it is run.
type logged struct{ *bottest.Fake }

func (c logged) Run(ctx context.Context, l bot.Listener) error {
	go func() {
		for _, s := range []bot.State{{Phase: bot.Connecting}, {Phase: bot.Scan, QR: "https://example.invalid/l/1"}, {Phase: bot.Confirm}, {Phase: bot.Up}} {
			c.Turn(s)
		}
	}()
	return c.Fake.Run(ctx, l)
}

// seen is what people see of what a fake has sent.
func seen(f *bottest.Fake) string {
	var all strings.Builder
	for _, out := range f.Sent() {
		if strings.ContainsAny(out.Text, "\x00\x1b") {
			continue
		}
		for _, card := range out.Mentions {
			all.WriteString("@" + bot.MentionName(card) + " ")
		}
		all.WriteString(out.Text + "\n")
		for _, path := range out.Files {
			all.WriteString("[" + bot.FileName(path) + "]\n")
		}
	}
	return all.String()
}

func TestTheFakeFailsAsItIsTold(t *testing.T) {
	f := bottest.NewFake()
	up := time.Date(2020, 2, 5, 16, 0, 0, 0, time.UTC)
	f.OfflineUntil(up)
	f.Fail(bot.ErrTooFast, bot.ErrUncertain, nil, bot.ErrRejected)
	for i, c := range []struct {
		at   time.Time
		want error
	}{{up.Add(-1), bot.ErrOffline}, {up, bot.ErrTooFast}, {up, bot.ErrUncertain}, {up, nil}, {up, bot.ErrRejected}, {up, nil}} {
		if err := f.Send(t.Context(), report.Outgoing{Time: c.at}); !errors.Is(err, c.want) {
			t.Errorf("send %d: %v, want %v", i, err, c.want)
		}
	}
	if len(f.Sent()) != 3 || f.Tried() != 6 {
		t.Errorf("%d sent, %d tried", len(f.Sent()), f.Tried())
	}
}
