package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"qunbao/bot"
	"qunbao/bot/jsonl"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
)

// parseCommand prints what messages mean.
type parseCommand struct{ workspaceFlags }

// Help shows an example.
func (parseCommand) Help() string {
	return `Example: echo '{"id":"m1","time":"2020-02-01T16:20:00+08:00","chat":"青石镇疫情防控工作群","sender":"柳湾村 李会芳","text":"柳湾村平安"}' | qunbao parse -c qunbao.yaml`
}

// Run reads each message alone and prints one result a line, in order.
func (c *parseCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	w := config.Workspace
	p := parse.New(w)
	return eachMessage(ctx, s, w.Zone, func(m report.Message) any { return readingJSON(p.Message(attached(w, m))) })
}

// explainCommand prints how messages were read.
type explainCommand struct {
	Config string `short:"c" default:"qunbao.yaml" help:"The workspace's configuration file; - reads numbers and dates only." placeholder:"FILE"`
}

// Help shows an example.
func (explainCommand) Help() string { return "Example: qunbao explain -c qunbao.yaml < in.jsonl" }

// Run lists every number, date and label of each message with its place in the
// original text, beside what the message means.
func (c *explainCommand) Run(ctx context.Context, s *streams) error {
	w, err := c.workspace(s)
	if err != nil {
		return err
	}
	p := parse.New(w)
	return eachMessage(ctx, s, w.Zone, func(m report.Message) any { return explanationJSON(m, p.Explain(m)) })
}

// workspace loads the workspace, or makes one without units and forms for "-".
func (c *explainCommand) workspace(s *streams) (*report.Workspace, error) {
	if c.Config != "-" {
		config, err := workspaceFlags{c.Config}.load(s)
		if err != nil {
			return nil, err
		}
		return config.Workspace, nil
	}
	zone, err := time.LoadLocation(configs.DefaultZone)
	if err != nil {
		return nil, err
	}
	return report.NewWorkspace(report.Settings{Zone: zone}), nil
}

// eachMessage prints one line for each message of the input, in order, and at
// once where the input makes it wait. Lines that cannot be read are said on
// stderr, and the command fails at the end.
func eachMessage(ctx context.Context, s *streams, zone *time.Location, say func(report.Message) any) error {
	lines := jsonl.NewReader(s.in, zone, func(err error) { fmt.Fprintf(s.err, "qunbao: %v\n", err) })
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	for ctx.Err() == nil {
		m, err := lines.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		now := m.Time
		if now.IsZero() {
			now = time.Now()
		}
		b, err := line(say(bot.Clean(m, now, zone)))
		if err != nil {
			return err
		}
		if _, err := out.Write(b); err != nil {
			return err
		}
		if lines.Waiting() {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if lines.Faults() > 0 {
		return fmt.Errorf("%d line(s) could not be read", lines.Faults())
	}
	return ctx.Err()
}
