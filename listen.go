package main

import (
	"context"
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
	for {
		began := l.now()
		up := time.AfterFunc(steady, func() { l.ear.hears(began) })
		err := channel.Run(ctx, func(ctx context.Context, m report.Message) error {
			l.ear.hears(began)
			return l.keep(ctx, m)
		})
		up.Stop()
		if err == nil || ctx.Err() != nil {
			return
		}
		l.ear.fails(l.now())
		l.log.Error("the channel stopped and is started again", "channel", channel.Name(), "error", err)
		if !pause(ctx, relisten) {
			return
		}
	}
}
