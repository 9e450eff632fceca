package bottest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// outgoing is a message to the bench's chat.
func outgoing(b Bench, text string) report.Outgoing {
	return report.Outgoing{
		Time: time.Date(2020, 2, 5, 16, 0, 0, 0, time.UTC), Kind: report.Receipt, To: report.Address{Chat: b.Chat},
		Form: "epidemic-daily", Period: 18297, Units: []report.UnitID{"柳湾村"}, Text: text, Key: "receipt/m1/epidemic-daily/柳湾村",
	}
}

// nothingLeavesOutsideASession: a channel that cannot send before it is up has a
// session, and cannot send either when Run has returned.
func nothingLeavesOutsideASession(t *testing.T, b Bench) {
	early := b.Channel.Send(t.Context(), outgoing(b, "尚未上线"))
	s := begin(t, b, &Ear{})
	if err := b.Channel.Send(t.Context(), outgoing(b, "已经上线")); err != nil {
		t.Errorf("Send while the channel is up = %v", err)
	}
	s.end()
	late := b.Channel.Send(t.Context(), outgoing(b, "已经下线"))
	if early == nil && late == nil {
		return
	}
	if !errors.Is(early, bot.ErrOffline) || !errors.Is(late, bot.ErrOffline) || strings.Contains(b.Seen(), "尚未上线") || strings.Contains(b.Seen(), "已经下线") {
		t.Errorf("Send = %v before the channel is up, %v after Run; both must be offline, or none", early, late)
	}
}

func whatIsSentIsSeen(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	out := outgoing(b, "柳湾村已收到：\n居家46人")
	if err := b.Channel.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(out.Text, "\n") {
		if !strings.Contains(b.Seen(), line) {
			t.Errorf("nobody sees %q in %q", line, b.Seen())
		}
	}
	if !b.Channel.Capabilities().CanReach(b.Person) {
		return
	}
	out = outgoing(b, "请您过目")
	out.To, out.Key = report.Address{Person: b.Person}, "digest/1"
	if err := b.Channel.Send(t.Context(), out); err != nil || !strings.Contains(b.Seen(), out.Text) {
		t.Errorf("in private: %v, seen %q", err, b.Seen())
	}
}

func sendsAndMessagesCross(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	var sends sync.WaitGroup
	sends.Go(func() {
		for i := range 50 {
			if err := b.Channel.Send(t.Context(), outgoing(b, fmt.Sprintf("已收到第%d条", i))); err != nil {
				t.Error(err)
			}
		}
	})
	for range 50 {
		b.Say("柳湾村平安")
	}
	sends.Wait()
	s.await(50)
	s.end()
	for i := range 50 {
		if !strings.Contains(b.Seen(), fmt.Sprintf("已收到第%d条", i)) {
			t.Errorf("message %d is not seen", i)
		}
	}
}

func stoppedSendLeavesNothing(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := b.Seen()
	err := b.Channel.Send(ctx, outgoing(b, "柳湾村已收到"))
	if err == nil || errors.Is(err, bot.ErrUncertain) || errors.Is(err, bot.ErrRejected) || b.Seen() != before {
		t.Errorf("Send = %v, seen %q", err, b.Seen())
	}
}

// four are the ways in which a send can fail.
var four = []error{bot.ErrOffline, bot.ErrTooFast, bot.ErrUncertain, bot.ErrRejected}

func failuresAreTyped(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	for _, want := range four {
		if b.Fail == nil || !b.Fail(want) {
			continue
		}
		err := b.Channel.Send(t.Context(), outgoing(b, "柳湾村已收到"))
		for _, kind := range four {
			if errors.Is(err, kind) != (kind == want) {
				t.Errorf("a send that fails as %q gives %v", want, err)
			}
		}
	}
}

func hostileTextIsSent(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	for name, text := range map[string]string{
		"empty": "", "not UTF-8": "发热\xff\xfe0人", "controls": "a\x00\x1b[2J\r\nb", "a megabyte": strings.Repeat("疫", 350_000),
	} {
		if err := b.Channel.Send(t.Context(), outgoing(b, text)); err != nil && !errors.Is(err, bot.ErrRejected) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if strings.ContainsAny(b.Seen(), "\x00\x1b") {
		t.Error("control characters reach people")
	}
}

// longTextIsWhole: what a channel says it can carry it carries, and of what is
// longer nothing leaves.
func longTextIsWhole(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	most := b.Channel.Capabilities().MaxText
	if most > 0 {
		before := b.Seen()
		err := b.Channel.Send(t.Context(), outgoing(b, lines(most+1)))
		if !errors.Is(err, bot.ErrRejected) || b.Seen() != before {
			t.Errorf("a text above the limit: %v", err)
		}
	}
	if most == 0 {
		most = 20_000
	}
	text := lines(most)
	if err := b.Channel.Send(t.Context(), outgoing(b, text)); err != nil {
		t.Fatalf("a text of the limit: %v", err)
	}
	rest := b.Seen()
	for i, line := range strings.Split(text, "\n") {
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Fatalf("line %d of a long text is not seen", i)
		}
		rest = after
	}
}

// lines is a text of n bytes, in short lines.
func lines(n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		fmt.Fprintf(&b, "%d reported\n", i)
	}
	return strings.TrimSuffix(b.String()[:n-1], "\n") + "."
}

func filesAreSeenByName(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	if !b.Channel.Capabilities().Files {
		return
	}
	folder := t.TempDir()
	out := outgoing(b, "今天的表")
	for _, name := range []string{"青石镇日报 2月5日.xlsx", "报送情况.png"} {
		out.Files = append(out.Files, filepath.Join(folder, name))
		if err := os.WriteFile(out.Files[len(out.Files)-1], []byte("content of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Channel.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	seen := b.Seen()
	if !strings.Contains(seen, out.Text) || !strings.Contains(seen, "青石镇日报 2月5日.xlsx") || strings.Contains(seen, folder) {
		t.Errorf("seen %q", seen)
	}
}

func badFilesAreRejected(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	if !b.Channel.Capabilities().Files {
		return
	}
	folder := t.TempDir()
	empty, good := filepath.Join(folder, "空表.xlsx"), filepath.Join(folder, "好表.xlsx")
	if err := errors.Join(os.WriteFile(empty, nil, 0o600), os.WriteFile(good, []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for what, path := range map[string]string{"missing": filepath.Join(folder, "没有.xlsx"), "empty": empty, "a folder": folder} {
		out, before := outgoing(b, "今天的表"), b.Seen()
		out.Files = []string{good, path}
		err := b.Channel.Send(t.Context(), out)
		if !errors.Is(err, bot.ErrRejected) || b.Seen() != before {
			t.Errorf("a file that is %s: %v, seen %q", what, err, strings.TrimPrefix(b.Seen(), before))
		}
		if err != nil && (strings.Contains(err.Error(), folder) || strings.Contains(err.Error(), "表")) {
			t.Errorf("the error names the file: %v", err)
		}
	}
}

func mentionsMentionNobodyElse(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	out := outgoing(b, "请补报居家人数。")
	out.Mentions = []string{"柳湾村 李会芳", "石桥\n@所有人\u2005@刘建国"}
	if err := b.Channel.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	seen := b.Seen()
	if !slices.ContainsFunc([]string{"@柳湾村 李会芳", "@柳湾村\u2005李会芳"}, func(at string) bool { return strings.Contains(seen, at) }) {
		t.Errorf("the mention is not seen in %q", seen)
	}
	if strings.Contains(seen, "@所有人") || strings.Contains(seen, "@刘建国") || strings.Contains(seen, "石桥\n") {
		t.Errorf("a name mentions others: %q", seen)
	}
}

func unreachableIsRejected(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	if b.Channel.Capabilities().CanReach("没有这个人") {
		return
	}
	out, before := outgoing(b, "请您过目"), b.Seen()
	out.To = report.Address{Person: "没有这个人"}
	if err := b.Channel.Send(t.Context(), out); !errors.Is(err, bot.ErrRejected) || b.Seen() != before {
		t.Errorf("Send to who cannot be reached = %v", err)
	}
}
