package console_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"qunbao/bot/bottest"
	"qunbao/bot/console"
	"qunbao/report"
)

// screen is a writer that is read while it is written.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestTheConsoleIsAChannel(t *testing.T) {
	bottest.TestChannel(t, func(t *testing.T) bottest.Bench {
		r, w := io.Pipe()
		out := &screen{}
		room := console.NewRoom(out, workspace(), console.Style{})
		var cards []string
		for _, p := range workspace().People {
			cards = append(cards, p.Card)
		}
		return bottest.Bench{
			Channel: console.New(room, r, func() time.Time { return start }),
			Chat:    "青石镇疫情防控工作群", Person: "李会芳", Cards: cards, Seen: out.String,
			Say: func(text string) { io.WriteString(w, text+"\n") },
			End: func() { w.Close() },
		}
	})
}

// typing runs a console over what is typed, and gives what it received and showed.
func typing(t *testing.T, typed string) ([]report.Message, string) {
	t.Helper()
	var b bytes.Buffer
	var got []report.Message
	now := start
	c := console.New(console.NewRoom(&b, workspace(), console.Style{}), strings.NewReader(typed), func() time.Time {
		now = now.Add(time.Minute)
		return now
	})
	err := c.Run(t.Context(), bottest.Hears(func(_ context.Context, m report.Message) error {
		got = append(got, m)
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	return got, b.String()
}

func TestALineIsSaidByWhoeverStandsBeforeTheColon(t *testing.T) {
	got, _ := typing(t, strings.Join([]string{
		"平安",
		"疫情日报：发热0人",
		"石桥村支书刘建国: 石桥村平安",
		"赵大勇：柳湾村发热1人",
		"再发一次",
		"石桥刘建国： 平安",
		"柳湾村：平安",
		"/as 李会芳",
		"更正：发热0人",
		"/as 过路人",
		"你好",
		"/chat 班子",
		"谁没报",
		"/chat 私聊",
		"党政办郑晓: 帮助",
		"/quit",
		"没有人听",
	}, "\n"))
	type line struct{ Chat, Sender, ID, Text string }
	var lines []line
	ids := map[report.MessageID]bool{}
	for _, m := range got {
		lines = append(lines, line{string(m.Chat), m.Sender, m.SenderID, m.Text})
		if m.Private != (m.Chat == "") || m.Time.IsZero() || ids[m.ID] {
			t.Errorf("message %+v", m)
		}
		ids[m.ID] = true
	}
	work := "青石镇疫情防控工作群"
	want := []line{
		{work, "柳湾村 李会芳", "console/李会芳", "平安"},
		{work, "柳湾村 李会芳", "console/李会芳", "疫情日报：发热0人"},
		{work, "石桥村支书刘建国", "console/刘建国", "石桥村平安"},
		{work, "柳湾-赵大勇", "console/赵大勇", "柳湾村发热1人"},
		{work, "柳湾-赵大勇", "console/赵大勇", "再发一次"},
		{work, "石桥村支书刘建国", "console/刘建国", "平安"},
		{work, "石桥村支书刘建国", "console/刘建国", "柳湾村：平安"},
		{work, "柳湾村 李会芳", "console/李会芳", "更正：发热0人"},
		{work, "过路人", "", "你好"},
		{"青石镇班子群", "过路人", "", "谁没报"},
		{"", "党政办郑晓", "console/郑晓", "帮助"},
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("received (-want +got):\n%s", d)
	}
}

func TestTheCommandsExplainThemselves(t *testing.T) {
	_, shown := typing(t, "/help\n/who\n/as\n/as 刘建国\n/as 没这人\n/chat\n/chat 疫情\n/chat 青石镇\n/什么\n柳湾村 李会芳: 柳湾村平安\n\n")
	golden(t, "commands.golden", shown)
}

func TestWhatStandsOnTheScreenIsNotPrintedAgainAndNothingIsTakenOff(t *testing.T) {
	var b bytes.Buffer
	c := console.New(console.NewRoom(&b, workspace(), console.Style{Echo: true}), strings.NewReader("平安\n"+strings.Repeat("长", 40)+"\n"), func() time.Time { return start })
	if err := c.Run(t.Context(), bottest.Hears(func(context.Context, report.Message) error { return nil })); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "\x1b") || strings.Contains(s, "平安\n") {
		t.Errorf("printed %q", s)
	}
}

func TestTheConsoleEndsWhileNobodyTypes(t *testing.T) {
	defer goleak.VerifyNone(t)
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		c := console.New(console.NewRoom(io.Discard, workspace(), console.Style{}), r, time.Now)
		done := make(chan error)
		go func() { done <- c.Run(ctx, bottest.Hears(func(context.Context, report.Message) error { return nil })) }()
		time.Sleep(24 * time.Hour)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		w.Close()
	})
}

func FuzzRoom(f *testing.F) {
	f.Add("柳湾村 李会芳", "柳湾村平安\n\n\x1b[2J", "群")
	f.Add(strings.Repeat("名", 200), strings.Repeat("a", 500)+" （"+strings.Repeat("，", 100), strings.Repeat("群", 90))
	w := workspace()
	f.Fuzz(func(t *testing.T, sender, text, chat string) {
		var b bytes.Buffer
		room := console.NewRoom(&b, w, console.Style{Width: 60})
		if err := room.Say(report.Message{Time: start, Sender: sender, Text: text, Chat: report.ChatID(chat)}); err != nil {
			t.Fatal(err)
		}
		if err := room.Tell(report.Outgoing{Time: start, Mentions: []string{sender}, Text: text, To: report.Address{Chat: report.ChatID(chat)}}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\x00\r") {
			t.Errorf("controls are shown: %q", b.String())
		}
	})
}
