package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"qunbao/bot"
	"qunbao/bot/console"
	"qunbao/bot/jsonl"
	"qunbao/bot/wechat"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
)

// burst is the most messages that leave before the program looks at its clock
// and at what has come in again.
const burst = 20

// runCommand is the service.
type runCommand struct{ workspaceFlags }

// Help shows an example.
func (runCommand) Help() string { return "Example: qunbao run -c qunbao.yaml" }

// Run serves until it is stopped, or until a channel whose input can end
// (jsonl, console) has ended and the last receipts have left.
func (c *runCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	log := logger(s.err)
	for _, w := range config.Warnings {
		log.Warn("workspace", "warning", w.String())
	}
	kept, err := openStore(ctx, config, config.Store, log)
	if err != nil {
		return err
	}
	defer kept.Close()
	journal, err := storage.OpenJournal(journalFolder(config), instance())
	if err != nil {
		return err
	}
	defer journal.Close()
	if torn := journal.Torn(); torn.Bytes > 0 {
		log.Warn("a crash left a line of the journal half written; it was put aside", "file", torn.File, "bytes", torn.Bytes)
	}
	model, release, err := newModel(config, newPurse(config, kept), log)
	if err != nil {
		return err
	}
	defer release()
	channel, faults := c.channel(config, s, log)
	p, err := join(rooms{config: config, store: kept, journal: journal, channel: channel, model: model, files: filesFolder(config), owner: owner(config), log: log})
	if err != nil {
		return err
	}
	if err := pacing(ctx, config.Channel.Pace, p, time.Now()); err != nil {
		return err
	}
	log.Info("serving", "workspace", config.Workspace.Name, "store", config.Store.Kind, "channel", channel.Name())
	zone := config.Workspace.Zone
	now := func() time.Time { return time.Now().In(zone) } // a day of the journal is the workspace's
	l := newLoop(p, func(since time.Time) follower { return journal.Follow(since) }, now, log)
	l.signs.path = filepath.Join(journalFolder(config), signsName)
	l.upkeep = &upkeep{retention: config.Retention, zone: zone, journal: journal, store: kept, desk: &desk{folder: filesFolder(config)}, by: instance(), log: log}
	if l.operator, err = newOperator(config, l, log); err != nil {
		return err
	}
	if err := serve(ctx, channel, l); err != nil {
		return err
	}
	if n := faults(); n > 0 {
		return fmt.Errorf("%d line(s) could not be read", n)
	}
	return nil
}

// serve takes up where the program last ran, then runs the loop, the alarm, the
// study, what tells the operator and the channel until ctx is done or the channel's input has ended, and waits for
// all of them. A channel that failed is run again.
func serve(ctx context.Context, channel bot.Channel, l *loop) error {
	if err := l.resume(ctx); err != nil {
		return err
	}
	defer l.inbox.close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan struct{})
	var all sync.WaitGroup
	var alarm error // waited for below
	all.Go(func() { alarm = l.program.scheduler.Alarm(l.ring).Run(ctx) })
	all.Go(func() { l.program.study.Run(ctx) })
	all.Go(func() { l.operator.Run(ctx) })
	all.Go(func() {
		defer close(ended)
		listen(ctx, channel, l)
	})
	err := l.Run(ctx, ended)
	stop()
	all.Wait()
	return errors.Join(err, alarm)
}

// resume takes up where the program last ran. Messages that a crash left in the
// journal unhandled are read again, and so is the journal where the store is an
// older one, come back from a backup. What is missing because nothing could be
// received since is nobody's blame.
func (l *loop) resume(ctx context.Context) error {
	now := l.now()
	ran, ok, err := l.program.store.Ran(ctx)
	if err != nil {
		return err
	}
	heard, known, err := l.program.store.Heard(ctx)
	if err != nil {
		return err
	}
	if !known { // by a version that did not say so
		heard = ran
	}
	l.signs.read()
	since, alive := now, later(heard, l.signs.Alive)
	if ok {
		l.clocked, since = ran, ran
	}
	if handled := l.signs.Handled; !handled.IsZero() && handled.Before(since) {
		since = handled
	}
	l.inbox.rewind(since.Add(-crashed), now)
	if alive.After(now) {
		l.alive = alive
	}
	if !ok || now.Sub(alive) < gap {
		return nil
	}
	l.lost = report.Window{From: alive, To: now}
	return l.program.store.Outage(ctx, alive, now)
}

// channel makes the configured channel. Faults counts the lines it could not read.
func (c *runCommand) channel(config *configs.Config, s *streams, log *slog.Logger) (channel bot.Channel, faults func() int) {
	zone, none := config.Workspace.Zone, func() int { return 0 }
	switch config.Channel.Kind {
	case configs.Console:
		room := console.NewRoom(s.out, config.Workspace, style(s))
		return console.New(room, s.in, time.Now), none
	case configs.WeChat:
		return weChat(config, s, log), none
	}
	lines := jsonl.New(s.in, s.out, zone, func(err error) { fmt.Fprintf(s.err, "qunbao: %v\n", err) })
	return lines, lines.Faults
}

// weChat makes the channel of a WeChat account. The code to scan is drawn in a
// terminal only: elsewhere it would stand in a log.
func weChat(config *configs.Config, s *streams, log *slog.Logger) bot.Channel {
	o := wechat.Options{
		Workspace: config.Workspace, Account: config.Channel.Account, Session: sessionFile(config),
		Files: filesFolder(config), Transport: s.chat, Log: log,
	}
	if terminal(s.err) {
		o.Terminal = s.err
	}
	return wechat.New(o)
}

// sessionFile is where the login of a chat account stands: beside the journal, unless
// the configuration says otherwise.
func sessionFile(c *configs.Config) string {
	switch name := c.Channel.Session; {
	case name == "":
		return filepath.Join(filepath.Dir(journalFolder(c)), "wechat", "session.json")
	case filepath.IsAbs(name):
		return name
	default:
		return filepath.Join(c.Dir, name)
	}
}

// journalFolder is where the journal of a workspace stands: in the folder of an
// embedded store, or, with a server, beside the configuration.
func journalFolder(c *configs.Config) string {
	if c.Store.Kind == configs.Embedded {
		return filepath.Join(c.Store.Folder, "journal")
	}
	return filepath.Join(c.Dir, "data", "journal")
}

// filesFolder is where pictures and documents stand that were sent: in the folder of
// an embedded store, or, with a server, beside the configuration.
func filesFolder(c *configs.Config) string {
	if c.Store.Kind == configs.Embedded {
		return filepath.Join(c.Store.Folder, "files")
	}
	return filepath.Join(c.Dir, "files")
}

// owner names this program in leases. It is the same at each start, so that what
// a crash left in its hands is its own again at once, and no other program's that
// runs, since the journal is open to one alone.
func owner(c *configs.Config) string {
	folder, err := filepath.Abs(journalFolder(c))
	if err != nil {
		folder = journalFolder(c)
	}
	return instance() + ":" + folder
}

// instance names this machine in the journal's chain.
func instance() string {
	host, err := os.Hostname()
	if err != nil {
		return "qunbao"
	}
	return host
}
