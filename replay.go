package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"qunbao/bot/jsonl"
	"qunbao/commands"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
)

// replayCommand runs recorded messages through the whole program.
type replayCommand struct {
	workspaceFlags
	storeFlag
	From    string `help:"Where the virtual clock starts; default: the first message." placeholder:"TIME"`
	Until   string `required:"" help:"Where it stops; later messages are counted and ignored." placeholder:"TIME"`
	Journal string `help:"Read the messages from this journal folder, as they arrived, in place of standard input." placeholder:"DIR"`
	Files   string `help:"Draw the pictures and documents that would have gone out into this folder; default: none are." placeholder:"DIR"`
	Cases   string `help:"Add to FILE, as cases of the reader's corpus, what people set right." placeholder:"FILE"`
}

// Help shows an example.
func (replayCommand) Help() string {
	return `Example: qunbao replay -c qunbao.yaml --from 2020-02-05T07:00:00+08:00 --until 2020-02-05T21:40:00+08:00 < in.jsonl
         qunbao replay -c qunbao.yaml --journal data/journal --until 2020-03-01T00:00:00+08:00 --cases cases.jsonl > out.jsonl`
}

// Run prints every message that would have gone out, in time order. The state
// is fresh and in memory unless a store is named.
func (c *replayCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	zone := config.Workspace.Zone
	until, err := instant("--until", c.Until, zone)
	if err != nil {
		return err
	}
	kept, err := c.open(ctx, config, s)
	if err != nil {
		return err
	}
	defer kept.Close()
	defer debug.SetGCPercent(debug.SetGCPercent(lavish))
	channel := jsonl.New(nil, s.out, zone, nil)
	p, err := join(rooms{config: config, store: kept, channel: channel, files: c.Files, owner: "replay", log: logger(s.err)})
	if err != nil {
		return err
	}
	r := &replay{program: p, until: until}
	if c.From != "" {
		if r.now, err = instant("--from", c.From, zone); err != nil {
			return err
		}
	}
	if c.From != "" && until.Before(r.now) {
		return usage("--until %s is before --from %s", c.Until, c.From)
	}
	lines := c.lines(s, config.Workspace, r.now)
	defer lines.close()
	r.lines = lines
	var learned *learner
	if c.Cases != "" {
		learned = newLearner(config.Workspace, kept)
		r.heard = learned.hear
	}
	if err := r.run(ctx); err != nil {
		return err
	}
	if learned != nil {
		if err := learned.write(ctx, c.Cases, s); err != nil {
			return err
		}
	}
	if r.ignored > 0 {
		fmt.Fprintf(s.err, "qunbao: %d message(s) after %s ignored\n", r.ignored, until.Format(time.RFC3339))
	}
	if err := reach(ctx, kept, until, time.Now()); err != nil {
		return err
	}
	if n := lines.faults(); n > 0 {
		return fmt.Errorf("%d line(s) could not be read", n)
	}
	return nil
}

// open opens the named store, or one in memory. A replay that a power cut ends
// is run again, so that its embedded store need not reach the disk every time.
func (c *replayCommand) open(ctx context.Context, config *configs.Config, s *streams) (store, error) {
	folder := sqlite.Memory
	if c.Store != "" {
		chosen, err := c.choose(config, s)
		if err != nil {
			return nil, err
		}
		if chosen.Kind != configs.Embedded {
			return openStore(ctx, config, chosen, logger(s.err))
		}
		folder = chosen.Folder
	}
	opened, err := sqlite.OpenReplay(ctx, folder)
	if err != nil {
		return nil, err
	}
	return opened, nil
}

// lavish is by how many percent the memory of a replay may grow before what is no
// longer needed is looked for: it is short, and the search would cost it a fifth
// of its time.
const lavish = 400

// longestReplay is how long before --until a first message may start the clock:
// one wrong date in a file would else be taken for years without a report.
const longestReplay = 366 * 24 * time.Hour

// source yields messages in the order of their arrival, then io.EOF. At is when
// a message arrived; zero where only its own time is known.
type source interface {
	next() (m report.Message, at time.Time, err error)
}

// replay drives a program on a virtual clock: it is the same program as run's,
// with jumps in the place of sleeps.
type replay struct {
	program *program
	lines   source
	now     time.Time // the virtual clock; zero before the first message
	next    time.Time // when something is due
	until   time.Time
	ignored int
	heard   func(report.Message) // told of each message before it is handled; may be nil
}

// run takes the messages in the order of arrival, each at the later of the
// clock and its own time, and ends at until.
func (r *replay) run(ctx context.Context) error {
	if r.next.IsZero() {
		r.next = r.now
	}
	if err := commands.Follow(ctx, r.program.store, r.program.workspace); err != nil {
		return err
	}
	for {
		m, at, err := r.lines.next()
		if errors.Is(err, io.EOF) {
			return r.to(ctx, r.until)
		}
		if err != nil {
			return err
		}
		if at.IsZero() {
			at = m.Time
		}
		if at.After(r.until) {
			r.ignored++
			continue
		}
		if err := r.take(ctx, m, at); err != nil {
			return err
		}
	}
}

// take moves the clock to where a message arrives and handles it, before what the clock
// brings at the very same instant: a report of 17:00:00 is in time, and nobody
// is reminded of it.
func (r *replay) take(ctx context.Context, m report.Message, at time.Time) error {
	switch {
	case r.now.IsZero() && at.IsZero():
		return usage("the first message has no time; say with --from where the clock starts")
	case r.now.IsZero() && r.until.Sub(at) > longestReplay:
		return usage("the first message is of %s, over a year before --until; say with --from where the clock starts", at.Format(time.DateOnly))
	case at.Before(r.now):
		at = r.now
	}
	if err := r.to(ctx, at.Add(-time.Nanosecond)); err != nil {
		return err
	}
	if r.heard != nil {
		r.heard(m)
	}
	if err := r.program.receiver.Handle(ctx, m, at); err != nil {
		return err
	}
	r.next = at
	return r.to(ctx, at)
}

// to does what is due until an instant and sets the clock to it.
func (r *replay) to(ctx context.Context, at time.Time) (err error) {
	r.now = at
	r.next, err = r.program.advance(ctx, r.next, at)
	return err
}
