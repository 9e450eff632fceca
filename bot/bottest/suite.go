package bottest

import (
	"context"
	"testing"

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
	Cards   []string        // what Members gives of Chat, in any order; nil: the channel does not know
	Say     func(text string)
	End     func()        // the input ends; called once; nil: it has no end but the context's
	Seen    func() string // all that people have seen so far: mentions, texts, and files by their names

	// Fail makes the next send fail as one of the errors of package bot does; false
	// where the service cannot fail so. nil: it never fails.
	Fail func(error) bool
	// Again is the channel started anew after Run ended with an error, whose service
	// gives what was not taken once more; nil: it cannot.
	Again func() bot.Channel
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
		{"AnErrorOfHearEndsRunAndTheMessageIsGivenAgain", hearErrorEndsRun},
		{"StatesComeInASensibleOrder", statesComeInOrder},
		{"NothingLeavesOutsideASession", nothingLeavesOutsideASession},
		{"WhatIsSentIsSeen", whatIsSentIsSeen},
		{"SendsAndMessagesMayCross", sendsAndMessagesCross},
		{"AStoppedSendLeavesNothing", stoppedSendLeavesNothing},
		{"AFailureIsOneOfTheFour", failuresAreTyped},
		{"HostileTextIsSentOrRejected", hostileTextIsSent},
		{"ALongTextIsSentWholeOrRejected", longTextIsWhole},
		{"AFileIsSeenByItsNameAndNotByItsPath", filesAreSeenByName},
		{"AFileThatCannotBeSentIsRejected", badFilesAreRejected},
		{"AMentionMentionsNobodyElse", mentionsMentionNobodyElse},
		{"WhoCannotBeReachedIsRejected", unreachableIsRejected},
		{"MembersAreThoseOfTheChat", membersOfTheChat},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t) // with the service behind it, which ends with the test
			leaks := goleak.IgnoreCurrent()
			c.test(t, b)
			goleak.VerifyNone(t, leaks)
		})
	}
}

// session is a Run of a bench's channel.
type session struct {
	*testing.T
	Bench
	ear  *Ear
	stop func()
	done chan error
}

// begin starts Run and waits until the channel is up.
func begin(t *testing.T, b Bench, ear *Ear) *session {
	t.Helper()
	s := start(t, b, ear)
	if !ear.Await(t.Context(), (*Ear).IsUp) {
		t.Fatal("the channel does not come up")
	}
	return s
}

// start starts Run.
func start(t *testing.T, b Bench, ear *Ear) *session {
	ctx, stop := context.WithCancel(t.Context())
	s := &session{t, b, ear, stop, make(chan error, 1)}
	go func() { s.done <- b.Channel.Run(ctx, ear) }()
	return s
}

// await waits until n messages are taken.
func (s *session) await(n int) {
	s.Helper()
	if !s.ear.Await(s.Context(), func(e *Ear) bool { return len(e.Heard()) >= n }) {
		s.Fatalf("%d of %d messages arrive", len(s.ear.Heard()), n)
	}
}

// end ends the input, where it has an end, else the context, and waits for Run.
func (s *session) end() {
	s.Helper()
	if s.Bench.End != nil {
		s.Bench.End()
	} else {
		s.stop()
	}
	if err := <-s.done; err != nil {
		s.Errorf("Run = %v at its end", err)
	}
	s.stop()
}

// cut ends the context, waits for Run, and lets go of the input.
func (s *session) cut() {
	s.Helper()
	s.stop()
	if err := <-s.done; err != nil {
		s.Errorf("Run = %v at the end of its context", err)
	}
	if s.Bench.End != nil {
		s.Bench.End()
	}
}
