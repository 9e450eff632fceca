package bottest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"qunbao/bot"
	"qunbao/report"
)

// Bench is a channel with the two ends a test holds: what people type, and what
// they see.
type Bench struct {
	Channel bot.Channel
	Chat    report.ChatID   // a chat the channel knows
	Person  report.PersonID // a person it can write to, if it can
	Say     func(text string)
	End     func()        // the input ends; called once
	Seen    func() string // all that people have seen so far
}

// TestChannel holds a channel to the contract of bot.Channel. open gives a
// fresh one each time.
func TestChannel(t *testing.T, open func(t *testing.T) Bench) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, b Bench)
	}{
		{"MessagesArriveOneAtATimeInOrder", messagesArriveInOrder},
		{"RunEndsWithTheInput", runEndsWithTheInput},
		{"RunEndsWithTheContextWhileItWaits", runEndsWithTheContext},
		{"AnErrorOfReceiveEndsRun", receiveErrorEndsRun},
		{"WhatIsSentIsSeen", whatIsSentIsSeen},
		{"SendsAndMessagesMayCross", sendsAndMessagesCross},
		{"AStoppedSendLeavesNothing", stoppedSendLeavesNothing},
		{"HostileTextIsSentOrRejected", hostileTextIsSent},
		{"MembersOfAnUnknownChatAreNone", membersOfUnknownChat},
	} {
		t.Run(c.name, func(t *testing.T) {
			leaks := goleak.IgnoreCurrent()
			c.test(t, open(t))
			goleak.VerifyNone(t, leaks)
		})
	}
}

// received is what a Run has given so far.
type received struct {
	mu       sync.Mutex
	messages []report.Message
	running  atomic.Int32
	crossed  atomic.Bool
}

func (r *received) receive(_ context.Context, m report.Message) error {
	if r.running.Add(1) > 1 {
		r.crossed.Store(true)
	}
	defer r.running.Add(-1)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = append(r.messages, m)
	return nil
}

// run starts Run, and gives a function that waits for its end.
func run(ctx context.Context, b Bench, receive func(context.Context, report.Message) error) (wait func() error) {
	done := make(chan error, 1)
	go func() { done <- b.Channel.Run(ctx, receive) }()
	return func() error { return <-done }
}

func messagesArriveInOrder(t *testing.T, b Bench) {
	var got received
	wait := run(t.Context(), b, got.receive)
	for i := range 20 {
		b.Say(fmt.Sprintf("柳湾村居家%d人", i))
	}
	b.End()
	if err := wait(); err != nil {
		t.Fatal(err)
	}
	if len(got.messages) != 20 || got.crossed.Load() {
		t.Fatalf("%d of 20 messages, two at a time: %t", len(got.messages), got.crossed.Load())
	}
	ids := map[report.MessageID]bool{}
	for i, m := range got.messages {
		if m.Text != fmt.Sprintf("柳湾村居家%d人", i) || m.Chat != b.Chat || m.Sender == "" || m.Type != report.TextMessage || m.Private {
			t.Errorf("message %d is %+v", i, m)
		}
		if ids[m.ID] && m.ID != "" {
			t.Errorf("two messages have the id %q", m.ID)
		}
		ids[m.ID] = true
	}
}

func runEndsWithTheInput(t *testing.T, b Bench) {
	var got received
	wait := run(t.Context(), b, got.receive)
	b.End()
	if err := wait(); err != nil {
		t.Errorf("Run = %v at the end of the input", err)
	}
}

func runEndsWithTheContext(t *testing.T, b Bench) {
	ctx, cancel := context.WithCancel(t.Context())
	var got received
	wait := run(ctx, b, got.receive)
	b.Say("柳湾村平安")
	cancel()
	if err := wait(); err != nil {
		t.Errorf("Run = %v at the end of its context", err)
	}
	b.End()
}

func receiveErrorEndsRun(t *testing.T, b Bench) {
	full := errors.New("no space left on device")
	wait := run(t.Context(), b, func(context.Context, report.Message) error { return full })
	b.Say("柳湾村平安")
	if err := wait(); !errors.Is(err, full) {
		t.Errorf("Run = %v, want the error of receive", err)
	}
	b.End()
}

// outgoing is a message to the bench's chat.
func outgoing(b Bench, text string) report.Outgoing {
	return report.Outgoing{
		Time: time.Date(2020, 2, 5, 16, 0, 0, 0, time.UTC), Kind: report.Receipt, To: report.Address{Chat: b.Chat},
		Form: "epidemic-daily", Period: 18297, Units: []report.UnitID{"柳湾村"}, Text: text, Key: "receipt/m1/epidemic-daily/柳湾村",
	}
}

func whatIsSentIsSeen(t *testing.T, b Bench) {
	defer b.End()
	out := outgoing(b, "柳湾村已收到")
	if err := b.Channel.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.Seen(), out.Text) {
		t.Errorf("nobody sees %q in %q", out.Text, b.Seen())
	}
	if !b.Channel.Capabilities().Private {
		return
	}
	out = outgoing(b, "请您过目")
	out.To, out.Key = report.Address{Person: b.Person}, "digest/1"
	if err := b.Channel.Send(t.Context(), out); err != nil || !strings.Contains(b.Seen(), out.Text) {
		t.Errorf("in private: %v, seen %q", err, b.Seen())
	}
}

func sendsAndMessagesCross(t *testing.T, b Bench) {
	var got received
	wait := run(t.Context(), b, got.receive)
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
	b.End()
	if err := wait(); err != nil || len(got.messages) != 50 {
		t.Errorf("Run = %v, %d of 50 messages", err, len(got.messages))
	}
	for i := range 50 {
		if !strings.Contains(b.Seen(), fmt.Sprintf("已收到第%d条", i)) {
			t.Errorf("message %d is not seen", i)
		}
	}
}

func stoppedSendLeavesNothing(t *testing.T, b Bench) {
	defer b.End()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := b.Seen()
	err := b.Channel.Send(ctx, outgoing(b, "柳湾村已收到"))
	if err == nil || errors.Is(err, bot.ErrUncertain) || errors.Is(err, bot.ErrRejected) || b.Seen() != before {
		t.Errorf("Send = %v, seen %q", err, b.Seen())
	}
}

func hostileTextIsSent(t *testing.T, b Bench) {
	defer b.End()
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

func membersOfUnknownChat(t *testing.T, b Bench) {
	defer b.End()
	cards, err := b.Channel.Members(t.Context(), "没有这个群")
	if err != nil || len(cards) > 0 {
		t.Errorf("Members = %q, %v", cards, err)
	}
}
