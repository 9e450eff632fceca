package main

import (
	"context"
	"log/slog"
	"sync"

	"time"

	"qunbao/bot"
	"qunbao/configs"
)

// operator is whoever looks after the program: told by other ways than the chat when
// that cannot be used, and able to ask how the program stands.
type operator struct {
	beat   beat
	bell   bell
	crier  *crier
	health *health
	listen string
}

// newOperator is told by the ways that a configuration names about a loop.
func newOperator(c *configs.Config, l *loop, log *slog.Logger) (*operator, error) {
	crier, err := newCrier(c.Notify, log)
	if err != nil {
		return nil, err
	}
	o := &operator{bell: bell{workspace: c.Workspace.Name, zone: c.Workspace.Zone}, crier: crier, listen: c.Listen}
	o.health = &health{beat: &o.beat, channel: l.sends.Name(), now: l.now, log: log, metrics: metrics(&o.beat, l.program.receiver.Counts, l.sends)}
	return o, nil
}

// Run tells what there is to tell until ctx is done.
func (o *operator) Run(ctx context.Context) {
	if o == nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { o.crier.Run(ctx) })
	both.Go(func() { o.health.Run(ctx, o.listen) })
	both.Wait()
}

// look takes notice of a pulse, and says when it wants to look again at the latest. It
// is the loop's.
func (o *operator) look(p pulse) (next time.Time) {
	if o == nil {
		return time.Time{}
	}
	o.beat.Store(&p)
	notices, next := o.bell.ring(p)
	for _, n := range notices {
		o.crier.tell(n)
	}
	return next
}

// pulse is how the program stands at the end of a turn.
func (l *loop) pulse(next time.Time) pulse {
	p := pulse{At: l.now(), Due: next}
	if s := l.channel.Load(); s != nil {
		p.Channel = *s
	}
	if l.outage.on() && l.outage.to.IsZero() {
		p.Away = l.outage.from
	}
	p.Held, p.Why = l.program.sender.Held(p.At)
	if m := l.inbox.first; m != nil {
		p.Waits = m.received
	}
	return p
}

// mark is how the chat stood when signs were kept.
type mark struct {
	Name   string    `json:"name,omitempty"`
	Phase  bot.Phase `json:"phase,omitempty"`
	Say    string    `json:"say,omitempty"`
	Since  time.Time `json:"since,omitzero"`
	Synced time.Time `json:"synced,omitzero"`
}

// mark is how the chat stands.
func (l *loop) mark() mark {
	m := mark{Name: l.program.sender.Channel.Name()}
	if s := l.channel.Load(); s != nil {
		m.Phase, m.Say, m.Since, m.Synced = s.Phase, s.Say(), s.Since, s.Synced
	}
	return m
}
