package bottest_test

import (
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
	bottest.TestChannel(t, func(t *testing.T) bottest.Bench {
		f := bottest.NewFake()
		n := 0
		return bottest.Bench{
			Channel: f, Chat: "工作群", Person: "李会芳", End: f.End,
			Say: func(text string) {
				n++
				f.Say(report.Message{ID: report.MessageID(fmt.Sprint(n)), Chat: "工作群", Sender: "柳湾村 李会芳", Text: text, Type: report.TextMessage})
			},
			Seen: func() string {
				var all []string
				for _, out := range f.Sent() {
					if !strings.ContainsAny(out.Text, "\x00\x1b") {
						all = append(all, out.Text)
					}
				}
				return strings.Join(all, "\n")
			},
		}
	})
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
