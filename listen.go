package main

import (
	"context"
	"sync/atomic"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

const (
	relisten = 5 * time.Second // how long a channel that failed is left alone
	steady   = time.Minute     // a channel that is up so long without a message is heard again
)

// listen runs a channel until its input ends or ctx is done; one that failed is run
// again. What is missing because it could not be heard is nobody's blame.
func listen(ctx context.Context, channel bot.Channel, l *loop) {
	hearer := &listener{loop: l, name: channel.Name()}
	defer hearer.rest()
	for {
		err := channel.Run(ctx, hearer)
		if err == nil || ctx.Err() != nil {
			return
		}
		l.log.Error("the channel stopped and is started again", "channel", channel.Name(), "error", err)
		hearer.Turn(bot.State{Phase: bot.Down})
		if !pause(ctx, relisten) {
			return
		}
	}
}

// listener is who a channel tells of what is said and of how it stands.
type listener struct {
	loop  *loop
	name  string
	since atomic.Pointer[time.Time] // when it came up and has not yet been heard; nil: it has been, or is not up
	proof *time.Timer               // of its being up for long
}

// Hear keeps a message: the channel is heard, and has been since it came up.
func (h *listener) Hear(ctx context.Context, m report.Message) error {
	h.heard()
	return h.loop.keep(ctx, m)
}

// Turn notes how the channel stands. One that came up counts as heard when a message
// comes, or when it has been up for long: what fails at once again was not up. It is
// deaf from the last sign of life of its service on.
func (h *listener) Turn(s bot.State) {
	now := h.loop.now()
	if s.Since.IsZero() {
		s.Since = now
	}
	last := h.loop.channel.Swap(&s)
	if last == nil || last.Phase != s.Phase || last.Reason != s.Reason {
		h.loop.log.Info("the channel's state", "channel", h.name, "phase", s.Phase, "reason", s.Reason)
	}
	if last != nil && last.Phase == bot.Up && s.Phase == bot.Up {
		return // a sign of life of its service
	}
	defer h.loop.ring() // what waits may leave, and the operator may have to be told
	h.rest()
	if s.Phase == bot.Up {
		h.since.Store(&s.Since)
		h.proof = time.AfterFunc(steady, h.heard)
		return
	}
	deaf := now
	if !s.Synced.IsZero() && s.Synced.Before(now) {
		deaf = s.Synced
	}
	h.loop.ear.fails(deaf)
}

// heard tells the loop, once, since when the channel is heard.
func (h *listener) heard() {
	if since := h.since.Swap(nil); since != nil {
		h.loop.ear.hears(*since)
	}
}

// rest forgets that the channel is up.
func (h *listener) rest() {
	h.since.Store(nil)
	if h.proof != nil {
		h.proof.Stop()
	}
}
