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
	steady   = time.Minute     // a channel that runs so long without a message is heard again
)

// listen runs a channel until its input ends or ctx is done; one that failed is run
// again. What is missing because it could not be heard is nobody's blame.
func listen(ctx context.Context, channel bot.Channel, l *loop) {
	e := &ear{told: &l.unheard}
	for {
		began := l.now()
		up := time.AfterFunc(steady, func() { e.hears(began) })
		err := channel.Run(ctx, func(ctx context.Context, m report.Message) error {
			e.hears(began)
			return l.keep(ctx, m)
		})
		up.Stop()
		if err == nil || ctx.Err() != nil {
			return
		}
		e.fails(l.now())
		l.log.Error("the channel stopped and is started again", "channel", channel.Name(), "error", err)
		if !pause(ctx, relisten) {
			return
		}
	}
}

// ear knows since when a channel is not heard.
type ear struct {
	since atomic.Pointer[time.Time]      // nil: it is heard
	told  *atomic.Pointer[report.Window] // where a time that is over is put
}

// fails notes that the channel has failed, maybe again.
func (e *ear) fails(at time.Time) { e.since.CompareAndSwap(nil, &at) }

// hears notes that the channel is heard, and has been since an instant. A short time
// without it is none: what it missed, it gives again.
func (e *ear) hears(from time.Time) {
	if since := e.since.Swap(nil); since != nil && from.Sub(*since) >= gap {
		e.told.Store(&report.Window{From: *since, To: from})
	}
}
