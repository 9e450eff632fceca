package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"qunbao/configs"
	"qunbao/notify"
)

// crier tells notices by all ways, beside the loop: a way may take its time or fail.
type crier struct {
	ways []notify.Way
	wait chan notify.Notice
	log  *slog.Logger
}

const (
	mostCries = 16               // notices that may wait; more is let go, since it is all about one thing
	tellFor   = 30 * time.Second // an attempt by one way
	tellTries = 4                // by one way
	tellAgain = 20 * time.Second // after a failure, doubled each time
)

// newCrier makes the ways that a configuration names.
func newCrier(from []configs.Notify, log *slog.Logger) (*crier, error) {
	c := &crier{wait: make(chan notify.Notice, mostCries), log: log}
	for _, n := range from {
		w, err := way(n)
		if err != nil {
			return nil, usageError{fmt.Errorf("notify: %w", err)}
		}
		if w != nil {
			c.ways = append(c.ways, w)
		}
	}
	return c, nil
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

// tell takes a notice on and returns at once.
func (c *crier) tell(n notify.Notice) {
	if c == nil || len(c.ways) == 0 {
		return
	}
	select {
	case c.wait <- n:
	default:
		c.log.Warn("too many notices wait to be told; one is let go")
	}
}

// Run tells until ctx is done.
func (c *crier) Run(ctx context.Context) {
	if c == nil {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-c.wait:
			c.cry(ctx, n)
		}
	}
}

// cry tells a notice by every way, and tries those again that failed.
func (c *crier) cry(ctx context.Context, n notify.Notice) {
	left := c.ways
	for try := 1; ; try++ {
		var failed []notify.Way
		for _, w := range left {
			if err := c.attempt(ctx, w, n); err != nil {
				c.log.Error("the operator could not be told", "way", w.Name(), "try", try, "error", err)
				failed = append(failed, w)
			}
		}
		if left = failed; len(left) == 0 || try == tellTries || !pause(ctx, tellAgain<<(try-1)) {
			return
		}
	}
}

func (c *crier) attempt(ctx context.Context, w notify.Way, n notify.Notice) error {
	ctx, stop := context.WithTimeout(ctx, tellFor)
	defer stop()
	return w.Tell(ctx, n)
}
