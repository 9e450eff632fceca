package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"qunbao/configs"
	"qunbao/notify"
)

// crier tells notices by all ways, beside the loop and beside each other: a way may
// take its time or fail.
type crier struct {
	ways []notify.Way
	wait []chan notify.Notice // of each way, those it has not told
	log  *slog.Logger
}

const (
	mostCries = 4                // notices that may wait for a way; it is all about one thing, so the oldest is let go
	tellFor   = 30 * time.Second // an attempt by one way
	tellTries = 4                // by one way, unless there is something newer to tell
	tellAgain = 20 * time.Second // after a failure, doubled each time
)

// newCrier makes the ways that a configuration names.
func newCrier(from []configs.Notify, log *slog.Logger) (*crier, error) {
	var ways []notify.Way
	for _, n := range from {
		w, err := way(n)
		if err != nil {
			return nil, usageError{fmt.Errorf("notify: %w", err)}
		}
		if w != nil {
			ways = append(ways, w)
		}
	}
	return cryBy(log, ways...), nil
}

// cryBy is a crier by some ways.
func cryBy(log *slog.Logger, ways ...notify.Way) *crier {
	c := &crier{ways: ways, log: log}
	for range ways {
		c.wait = append(c.wait, make(chan notify.Notice, mostCries))
	}
	return c
}

// way is one way to the operator; nil where its address is not set, of which the
// configuration's check has warned.
func way(n configs.Notify) (notify.Way, error) {
	switch n.Kind {
	case configs.ByWebhook:
		if n.URL.IsEmpty() {
			return nil, nil
		}
		return some(notify.NewWebhook(n.URL.Reveal(), notify.Format(n.Format), nil))
	case configs.ByMail:
		m := n.Mail
		return some(notify.NewMail(notify.MailOptions{Host: m.Host, Port: m.Port, Security: notify.Security(m.Security),
			User: m.User, Password: m.Password.Reveal(), From: m.From, To: m.To}))
	}
	return some(notify.NewProgram(n.Run))
}

// some is a way, and no nil pointer inside one where there was an error.
func some[W notify.Way](w W, err error) (notify.Way, error) {
	if err != nil {
		return nil, err
	}
	return w, nil
}

// tell takes a notice on and returns at once. It is called from one goroutine at a time.
func (c *crier) tell(n notify.Notice) {
	if c == nil {
		return
	}
	for _, wait := range c.wait {
		select {
		case wait <- n:
			continue
		default:
		}
		select { // full: what is newer counts
		case <-wait:
		default:
		}
		wait <- n
	}
}

// Run tells until ctx is done.
func (c *crier) Run(ctx context.Context) {
	if c == nil {
		return
	}
	var all sync.WaitGroup
	for i := range c.ways {
		all.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case n := <-c.wait[i]:
					c.cry(ctx, i, n)
				}
			}
		})
	}
	all.Wait()
}

// cry tells a notice by one way, and tries again where that failed and there is nothing
// newer to tell.
func (c *crier) cry(ctx context.Context, way int, n notify.Notice) {
	w := c.ways[way]
	for try := 1; ; try++ {
		err := c.attempt(ctx, w, n)
		if err == nil {
			return
		}
		c.log.Error("the operator could not be told", "way", w.Name(), "try", try, "error", err)
		if try == tellTries || len(c.wait[way]) > 0 || !pause(ctx, tellAgain<<(try-1)) {
			return
		}
	}
}

func (c *crier) attempt(ctx context.Context, w notify.Way, n notify.Notice) error {
	ctx, stop := context.WithTimeout(ctx, tellFor)
	defer stop()
	return w.Tell(ctx, n)
}
