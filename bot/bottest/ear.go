package bottest

import (
	"context"
	"slices"
	"sync"

	"qunbao/bot"
	"qunbao/report"
)

// Ear is a listener that remembers what it is told. It may be used by several
// goroutines. The zero Ear takes everything.
type Ear struct {
	// Taking is asked of each message before it counts as taken; nil: all are.
	Taking func(context.Context, report.Message) error

	mu       sync.Mutex
	messages []report.Message
	states   []bot.State
	hearing  int
	crossed  bool // two messages were told at a time
	early    bool // a message was told before the channel was up
	news     chan struct{}
}

// Hear takes a message.
func (e *Ear) Hear(ctx context.Context, m report.Message) error {
	e.mu.Lock()
	e.hearing++
	e.crossed = e.crossed || e.hearing > 1
	e.early = e.early || !slices.ContainsFunc(e.states, func(s bot.State) bool { return s.Phase == bot.Up })
	e.mu.Unlock()
	var err error
	if e.Taking != nil {
		err = e.Taking(ctx, m)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.hearing--
	if err == nil {
		e.messages = append(e.messages, m)
		e.tell()
	}
	return err
}

// Turn remembers a state.
func (e *Ear) Turn(s bot.State) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.states = append(e.states, s)
	e.tell()
}

// Heard are the messages taken so far.
func (e *Ear) Heard() []report.Message {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.messages)
}

// States are those told so far.
func (e *Ear) States() []bot.State {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.states)
}

// Await returns once done is true of the ear, which is asked at first and whenever
// it is told something; false once ctx is done before.
func (e *Ear) Await(ctx context.Context, done func(*Ear) bool) bool {
	for {
		e.mu.Lock()
		if e.news == nil {
			e.news = make(chan struct{})
		}
		news := e.news
		e.mu.Unlock()
		if done(e) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-news:
		}
	}
}

// tell wakes who awaits something.
func (e *Ear) tell() {
	if e.news != nil {
		close(e.news)
		e.news = nil
	}
}

// IsUp tells whether the channel has told that it is up, and nothing since.
func (e *Ear) IsUp() bool {
	states := e.States()
	return len(states) > 0 && states[len(states)-1].Phase == bot.Up
}

// Hears is a listener that gives each message to a function and takes no notice of
// states.
func Hears(take func(context.Context, report.Message) error) *Ear { return &Ear{Taking: take} }
