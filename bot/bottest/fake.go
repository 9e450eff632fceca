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
	// Session makes it a channel that is offline until it is up, and after Run. Run
	// then waits for the test to turn it up.
	Session bool

	in chan event

	mu      sync.Mutex
	sent    []report.Outgoing
	tried   int
	fails   []error
	up      time.Time
	down    bool            // it is not up, and has a session
	refused *report.Message // what was not taken, and is given again
}

// event is what a test makes happen in a chat: somebody speaks, or the state changes.
type event struct {
	message *report.Message
	state   bot.State
}

// NewFake is a channel that can do everything and takes all that is sent.
func NewFake() *Fake {
	return &Fake{
		Caps: bot.Capabilities{Private: true, Mention: true, Files: true},
		in:   make(chan event),
	}
}

// NewFakeWithSession is a channel that is offline until the test turns it up.
func NewFakeWithSession() *Fake {
	f := NewFake()
	f.Session, f.down = true, true
	return f
}

// Say gives a message to Run, and returns when Run has taken it up.
func (f *Fake) Say(m report.Message) { f.in <- event{message: &m} }

// Turn changes the state of the channel, and returns when Run has taken it up.
func (f *Fake) Turn(s bot.State) { f.in <- event{state: s} }

// End ends the input; Say and Turn may not be called after it.
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

// Run receives what the test says, and gives what was not taken again.
func (f *Fake) Run(ctx context.Context, l bot.Listener) error {
	if f.Session {
		defer f.turned(bot.State{Phase: bot.Down})
	} else {
		l.Turn(bot.State{Phase: bot.Up})
	}
	if m := f.refused; m != nil {
		if err := f.give(ctx, l, *m); err != nil {
			return err
		}
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-f.in:
			switch {
			case !ok:
				return nil
			case e.message == nil:
				f.turned(e.state)
				l.Turn(e.state)
			default:
				if err := f.give(ctx, l, *e.message); err != nil {
					return err
				}
			}
		}
	}
}

func (f *Fake) give(ctx context.Context, l bot.Listener, m report.Message) error {
	f.refused = &m
	err := l.Hear(ctx, m)
	if err == nil {
		f.refused = nil
	}
	return err
}

func (f *Fake) turned(s bot.State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = f.Session && s.Phase != bot.Up
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
	if f.down || out.Time.Before(f.up) {
		return bot.ErrOffline
	}
	if err := f.rejects(out); err != nil {
		return err
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

// rejects tells what no service would take.
func (f *Fake) rejects(out report.Outgoing) error {
	if f.Caps.MaxText > 0 && len(out.Text) > f.Caps.MaxText {
		return bot.ErrRejected
	}
	if out.To.Person != "" && !f.Caps.CanReach(out.To.Person) {
		return bot.ErrRejected
	}
	return bot.CheckFiles(out.Files)
}
