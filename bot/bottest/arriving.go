package bottest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"qunbao/bot"
	"qunbao/report"
)

func messagesArriveInOrder(t *testing.T, b Bench) {
	ear := &Ear{}
	s := begin(t, b, ear)
	for i := range 20 {
		b.Say(fmt.Sprintf("柳湾村居家%d人", i))
	}
	s.await(20)
	s.end()
	if len(ear.Heard()) != 20 || ear.crossed || ear.early {
		t.Fatalf("%d of 20 messages, two at a time: %t, before the channel was up: %t", len(ear.Heard()), ear.crossed, ear.early)
	}
	ids := map[report.MessageID]bool{}
	for i, m := range ear.Heard() {
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
	begin(t, b, &Ear{}).end()
}

func runEndsWithTheContext(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	b.Say("柳湾村平安")
	s.cut()
}

func hearErrorEndsRun(t *testing.T, b Bench) {
	full := errors.New("no space left on device")
	s := begin(t, b, Hears(func(context.Context, report.Message) error { return full }))
	b.Say("柳湾村平安")
	if err := <-s.done; !errors.Is(err, full) {
		t.Errorf("Run = %v, want the error of Hear", err)
	}
	s.stop()
	if b.Again != nil {
		b.Channel = b.Again()
		again := begin(t, b, &Ear{})
		again.await(1)
		again.end()
		if heard := again.ear.Heard(); len(heard) != 1 || heard[0].Text != "柳湾村平安" {
			t.Errorf("%d messages are given again", len(heard))
		}
	} else if b.End != nil {
		b.End()
	}
}

// before lists the phases that a phase may follow; "" is the beginning.
var before = map[bot.Phase][]bot.Phase{
	bot.Connecting: {"", bot.Down, bot.Up, bot.Scan, bot.Confirm},
	bot.Scan:       {"", bot.Connecting, bot.Scan, bot.Confirm, bot.Down},
	bot.Confirm:    {"", bot.Connecting, bot.Scan, bot.Down},
	bot.Up:         {"", bot.Connecting, bot.Scan, bot.Confirm, bot.Down, bot.Up}, // the last: a sign of life
	bot.Down:       {bot.Connecting, bot.Scan, bot.Confirm, bot.Up},
}

func statesComeInOrder(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	b.Say("柳湾村平安")
	s.await(1)
	s.end()
	last := bot.State{}
	for i, next := range s.ear.States() {
		if !slices.Contains(before[next.Phase], last.Phase) || next.Say() == "" {
			t.Errorf("state %d is %q (%s) after %q", i, next.Phase, next.Say(), last.Phase)
		}
		if next.Since.Before(last.Since) && !next.Since.IsZero() {
			t.Errorf("state %d began before the one before it", i)
		}
		if (next.QR != "") != (next.Phase == bot.Scan) {
			t.Errorf("state %d, %q, holds a code to scan: %t", i, next.Phase, next.QR != "")
		}
		last = next
	}
}

func membersOfTheChat(t *testing.T, b Bench) {
	s := begin(t, b, &Ear{})
	defer s.end()
	cards, err := b.Channel.Members(t.Context(), "没有这个群")
	if err != nil || len(cards) > 0 {
		t.Errorf("Members of an unknown chat = %q, %v", cards, err)
	}
	cards, err = b.Channel.Members(t.Context(), b.Chat)
	slices.Sort(cards)
	slices.Sort(b.Cards)
	if err != nil || !slices.Equal(cards, b.Cards) {
		t.Errorf("Members = %q, %v, want %q", cards, err, b.Cards)
	}
}
