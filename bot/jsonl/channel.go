package jsonl

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// Channel is JSON Lines as a chat service.
type Channel struct {
	reader *Reader
	zone   *time.Location
	faults atomic.Int64

	mu   sync.Mutex // guards what follows
	w    io.Writer
	torn bool // the last line stands there in part
}

// New is a channel that reads messages from r and writes to w. Lines that are
// no messages are given to faults, from another goroutine than Run's.
func New(r io.Reader, w io.Writer, zone *time.Location, faults func(error)) *Channel {
	c := &Channel{zone: zone, w: w}
	c.reader = NewReader(r, zone, func(err error) {
		c.faults.Add(1)
		faults(err)
	})
	return c
}

// Name is jsonl.
func (c *Channel) Name() string { return "jsonl" }

// Capabilities are all: what stands behind the lines is not known.
func (c *Channel) Capabilities() bot.Capabilities {
	return bot.Capabilities{Private: true, Mention: true, Files: true}
}

// Members are not known.
func (c *Channel) Members(context.Context, report.ChatID) ([]string, error) { return nil, nil }

// Faults is the number of lines so far that were no messages.
func (c *Channel) Faults() int { return int(c.faults.Load()) }

// line is a message with the number of its line.
type line struct {
	report.Message
	n int
}

// Run reads the input to its end. There is no session: it is up at once, and what
// is to leave can do so before and after. Lines that were read but not taken when
// ctx ends or Hear fails are not kept: send the input again from the line
// that the error names, a message that is known does nothing.
func (c *Channel) Run(ctx context.Context, l bot.Listener) error {
	l.Turn(bot.State{Phase: bot.Up})
	next := func() (line, error) {
		m, err := c.reader.Next()
		return line{m, c.reader.Line()}, err
	}
	return bot.Pump(ctx, next, func(heard line) error {
		if err := l.Hear(ctx, heard.Message); err != nil {
			return fmt.Errorf("line %d: %w", heard.n, err)
		}
		return nil
	})
}

// Send writes one line.
func (c *Channel) Send(ctx context.Context, out report.Outgoing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := bot.CheckFiles(out.Files); err != nil {
		return err
	}
	out.Time = out.Time.In(c.zone)
	b, err := Encode(out)
	if err != nil {
		return fmt.Errorf("%w: %w", bot.ErrRejected, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.torn {
		b = append([]byte("\n"), b...)
	}
	n, err := c.w.Write(b)
	switch {
	case err == nil:
		c.torn = false
		return nil
	case n == 0:
		return fmt.Errorf("%w: %w", bot.ErrOffline, err)
	default:
		c.torn = true
		return fmt.Errorf("%w: %w", bot.ErrUncertain, err)
	}
}
