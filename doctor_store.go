package main

import (
	"context"
	"time"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/redis"
	"qunbao/storage/sqlite"
)

// examineStore reads the store once through, and looks at what it tells of the
// service, the outbox and the backups.
func (d *doctor) examineStore(ctx context.Context) {
	if err := exists(d.config.Store); err != nil {
		d.note("store", "%v", err)
		return
	}
	kept, warnings, err := d.look(ctx)
	if err != nil {
		d.bad("store", "%v", err)
		return
	}
	defer kept.Close()
	for _, w := range warnings {
		d.bad("store", "%s", w)
	}
	d.examineService(ctx, kept)
	c := census{now: d.now, kinds: map[storage.ItemKind]int{}, states: map[report.RowState]int{}}
	if err := kept.Dump(ctx, c.count); err != nil {
		d.bad("store", "it cannot be read through: %v; restore a backup, or rebuild it from the journal", err)
		return
	}
	d.good("store", "%s, %d reports of %d messages; all of it can be read", d.config.Store.Kind, c.kinds[storage.VersionItem], c.kinds[storage.OutcomeItem])
	d.examineOutbox(c)
	d.examineBackups(ctx, kept, c.started)
}

// look opens the store as it is: nothing is made, marked or led forward.
func (d *doctor) look(ctx context.Context) (store, []string, error) {
	if d.config.Store.Kind == configs.Embedded {
		kept, err := sqlite.Look(ctx, d.config.Store.Folder)
		return kept, nil, err
	}
	kept, err := redis.Look(ctx, d.config.Store.URL, d.config.Workspace.Name, serverOptions(d.config.Store))
	if err != nil {
		return nil, nil, err
	}
	return kept, kept.Warnings(), nil
}

// alive is how old the last sign of life of a service that runs may be.
const alive = 3 * time.Minute

// examineService tells when the service last ran, and whether it runs.
func (d *doctor) examineService(ctx context.Context, kept store) {
	ran, ok, err := kept.Ran(ctx)
	switch age := d.now.Sub(ran); {
	case err != nil:
		d.bad("service", "when it last ran cannot be read: %v", err)
	case !ok:
		d.note("service", "it has never run")
	case age < -time.Minute:
		d.bad("service", "it last ran on %s, which is still to come: the clock was wrong then or is now; set it by the network", d.at(ran))
	case age > alive:
		d.bad("service", "it last ran on %s; start it", d.at(ran))
	default:
		d.good("service", "it ran within the last minutes")
		d.runs = true
	}
}

// at is an instant as people of the workspace read it.
func (d *doctor) at(t time.Time) string {
	return t.In(d.config.Workspace.Zone).Format("2006-01-02 15:04")
}

// census counts what a store holds.
type census struct {
	now      time.Time
	started  time.Time // the service, first; zero: never
	kinds    map[storage.ItemKind]int
	states   map[report.RowState]int // of the rows of the outbox, and of those that ended lately
	overdue  int                     // queued, and due for a while
	oldest   time.Time               // of these
	stranded int                     // begun, and the lease over
}

// What is due for longer than slack does not leave as it should; what ended
// longer ago than lately is no news.
const (
	slack  = 15 * time.Minute
	lately = 7 * 24 * time.Hour
)

func (c *census) count(i storage.Item) error {
	c.kinds[i.Kind]++
	switch i.Kind {
	case storage.StoreItem:
		var err error
		c.started, err = storage.ParseInstant(i.Started)
		return err
	case storage.RowItem:
		c.states[i.State]++
		due, err := storage.ParseInstant(i.NotBefore)
		if err != nil {
			return err
		}
		switch {
		case i.State == report.Sending && i.Until < storage.Micros(c.now):
			c.stranded++
		case i.State == report.Queued && due.Before(c.now.Add(-slack)):
			c.overdue++
			if c.oldest.IsZero() || due.Before(c.oldest) {
				c.oldest = due
			}
		}
	case storage.LogItem:
		at, err := storage.ParseInstant(i.At)
		if err != nil {
			return err
		}
		if at.After(c.now.Add(-lately)) && storage.Ended(i.State) {
			c.states[i.State]++
		}
	}
	return nil
}

// examineOutbox looks for what should have left and has not.
func (d *doctor) examineOutbox(c census) {
	before := d.wrong
	if c.overdue > 0 {
		do := "look at the channel"
		if !d.runs {
			do = "they leave when the service is started, unless they are stale by then"
		}
		d.bad("outbox", "%d message(s) should have left, the first on %s; %s", c.overdue, d.at(c.oldest), do)
	}
	if c.stranded > 0 {
		d.bad("outbox", "of %d message(s) nobody knows yet whether they have left; the service finds out when it is started", c.stranded)
	}
	if n := c.states[report.Uncertain]; n > 0 {
		d.bad("outbox", "of %d message(s) nobody knows whether they have left; look in the chat, and say again what is missing", n)
	}
	if n := c.states[report.Failed]; n > 0 {
		d.bad("outbox", "%d message(s) of the last 7 days could not be sent; the log says why", n)
	}
	if before == d.wrong {
		d.good("outbox", "%d message(s) wait, %d left in the last 7 days", c.states[report.Queued], c.states[report.Sent])
	}
}

// A store should not go without a backup for longer.
const backupEvery = 7 * 24 * time.Hour

// examineBackups looks when the last backup was made of a store that was started
// at an instant.
func (d *doctor) examineBackups(ctx context.Context, kept store, started time.Time) {
	acts, err := kept.Acts(ctx, time.Unix(0, 0), d.now.Add(time.Hour))
	if err != nil {
		d.bad("backup", "when the last was made cannot be read: %v", err)
		return
	}
	var last *report.Act
	for i := range acts {
		if acts[i].What == actBackup {
			last = &acts[i]
		}
	}
	const do = "qunbao backup FILE, and keep it on another disk"
	switch {
	case last == nil && d.now.Sub(started) < backupEvery:
		d.note("backup", "none was made yet; %s", do)
	case last == nil:
		d.bad("backup", "none was ever made; %s", do)
	case d.now.Sub(last.At) > backupEvery:
		d.bad("backup", "the last was made on %s; %s", d.at(last.At), do)
	default:
		d.good("backup", "%s on %s", last.About, d.at(last.At))
	}
}
