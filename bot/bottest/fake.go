// Package bottest tests what talks to chats: a channel without a service, and
// the suite that every channel passes.
package bottest

import (
	"context"
	"slices"
	"sync"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// Fake is a channel whose chat is the test. It may be used by several
// goroutines.
type Fake struct {
	// Caps is what the fake says it can do.
	Caps bot.Capabilities
	// Cards are the members of its chats.
	Cards map[report.ChatID][]string

	in chan report.Message

	mu    sync.Mutex
	sent  []report.Outgoing
	tried int
	fails []error
	up    time.Time
}

// NewFake is a channel that can do everything and takes all that is sent.
func NewFake() *Fake {
	return &Fake{
		Caps: bot.Capabilities{Private: true, Mention: true, Files: true},
		in:   make(chan report.Message),
	}
}

// Say gives a message to Run, and returns when Run has taken it up.
func (f *Fake) Say(m report.Message) { f.in <- m }

// End ends the input; Say may not be called after it.
func (f *Fake) End() { close(f.in) }

// Fail makes the next sends fail, one for each error; a nil lets one pass.
func (f *Fake) Fail(errs ...error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fails = append(f.fails, errs...)
}

// OfflineUntil makes every message dated before an instant fail with
// bot.ErrOffline.
func (f *Fake) OfflineUntil(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.up = t
}

// Sent is what has left so far, in order.
func (f *Fake) Sent() []report.Outgoing {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.sent)
}

// Tried is how often Send was called.
func (f *Fake) Tried() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.tried
}

// Name is fake.
func (f *Fake) Name() string { return "fake" }

// Capabilities are those of Caps.
func (f *Fake) Capabilities() bot.Capabilities { return f.Caps }

// Members are those of Cards.
func (f *Fake) Members(_ context.Context, chat report.ChatID) ([]string, error) {
	return f.Cards[chat], nil
}

// Run receives what the test says.
func (f *Fake) Run(ctx context.Context, receive func(context.Context, report.Message) error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case m, ok := <-f.in:
			if !ok {
				return nil
			}
			if err := receive(ctx, m); err != nil {
				return err
			}
		}
	}
}

// Send records a message, or fails as it was told to. With bot.ErrUncertain the
// message is recorded as well: that is what it means.
func (f *Fake) Send(ctx context.Context, out report.Outgoing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tried++
	if out.Time.Before(f.up) {
		return bot.ErrOffline
	}
	var err error
	if len(f.fails) > 0 {
		err, f.fails = f.fails[0], f.fails[1:]
	}
	if err == nil || err == bot.ErrUncertain {
		f.sent = append(f.sent, out)
	}
	return err
}
