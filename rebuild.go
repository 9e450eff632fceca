package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"qunbao/bot"
	"qunbao/bot/jsonl"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage"
	"qunbao/storage/sqlite"
)

// rebuildCommand fills an empty store from journals.
type rebuildCommand struct {
	workspaceFlags
	storeFlag
	Journal []string `help:"A journal's folder; name one for each program that shared the store. Default: the workspace's own." placeholder:"DIR"`
	From    string   `help:"When the program was first started; default: when the first message arrived." placeholder:"TIME"`
	Until   string   `help:"Up to when it ran; default: now." placeholder:"TIME"`
}

// Help shows an example, and says what a journal cannot tell.
func (rebuildCommand) Help() string {
	return `Example: qunbao rebuild -c qunbao.yaml
         qunbao rebuild -c qunbao.yaml --journal a/data/journal --journal b/data/journal

For a store that was lost and of which there is no backup. Every message of the
journals is read again as it arrived; nothing is sent, and what is past counts as
said. The store must be empty; a rebuild that was cut short may be repeated.

A journal cannot tell: the roster, forms and settings of former days (those of
today are taken; a backup holds older ones), when the program was down (silence
then counts as missing; say with --until when it last ran, and the time since is
taken for an outage), and the words of messages that were purged.`
}

// Run rebuilds beside the store, and then loads it whole.
func (c *rebuildCommand) Run(ctx context.Context, s *streams) error {
	config, err := c.load(s)
	if err != nil {
		return err
	}
	if config.Store, err = c.choose(config, s); err != nil {
		return err
	}
	r := rebuilding{config: config, until: time.Now().In(config.Workspace.Zone)}
	for flag, at := range map[*string]*time.Time{&c.From: &r.from, &c.Until: &r.until} {
		if *flag == "" {
			continue
		}
		if *at, err = instant("--from or --until", *flag, config.Workspace.Zone); err != nil {
			return err
		}
	}
	if len(c.Journal) == 0 {
		c.Journal = []string{journalFolder(config)}
	}
	kept, err := openToLoad(ctx, config, logger(s.err))
	if err != nil {
		return err
	}
	defer kept.Close()
	return r.into(ctx, kept, c.Journal, s)
}

// into fills a store that must be empty, and says what was rebuilt.
func (r rebuilding) into(ctx context.Context, kept store, journals []string, s *streams) error {
	empty, err := kept.Empty(ctx)
	if err == nil && !empty {
		err = notEmpty(r.config.Store)
	}
	if err != nil {
		return err
	}
	purged, err := purgedOf(journals)
	if err != nil {
		return err
	}
	r.progress = newProgress(s, "rebuild")
	defer r.progress.end()
	r.lines = newMerged(journals, r.from, func(err error) { fmt.Fprintf(s.err, "qunbao: %v\n", err) })
	r.lines.until = r.until
	defer r.lines.close()
	if err := r.load(ctx, kept); err != nil {
		return err
	}
	r.progress.end()
	fmt.Fprintf(s.out, "%s: %d messages of %d journal(s) up to %s are read into %s; %d were purged before and are not in it\n",
		r.config.Workspace.Name, r.lines.taken, len(journals), r.until.Format("2006-01-02 15:04"), r.config.Store, purged)
	if n := r.lines.faults(); n > 0 {
		return fmt.Errorf("%d line(s) of the journals could not be read; the store holds everything else", n)
	}
	return nil
}

// purgedOf counts the messages whose words were taken out.
func purgedOf(journals []string) (n int, err error) {
	for _, dir := range journals {
		proof, err := storage.Prove(dir)
		var broken *storage.Break
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return n, usageError{err}
		case err != nil && !errors.As(err, &broken): // lines that cannot be read are told when it comes to them
			return n, err
		}
		n += proof.Purged
	}
	return n, nil
}

// load rebuilds in a folder of its own, so that the store gets everything at
// once or nothing.
func (r rebuilding) load(ctx context.Context, kept store) error {
	folder := filepath.Join(filepath.Dir(journalFolder(r.config)), "rebuilding")
	if err := os.RemoveAll(folder); err != nil { // left by one that was cut short
		return err
	}
	defer os.RemoveAll(folder)
	beside, err := sqlite.OpenReplay(ctx, folder)
	if err != nil {
		return err
	}
	defer beside.Close()
	if err := r.fill(ctx, beside); err != nil {
		return err
	}
	act := report.Act{At: time.Now().In(r.config.Workspace.Zone), By: account(), What: actRebuild, Reason: "up to " + r.until.Format(time.RFC3339)}
	if err := beside.Audit(ctx, act); err != nil {
		return err
	}
	return kept.Load(ctx, r.items(ctx, beside))
}

// items are those of a store, one by one.
func (r rebuilding) items(ctx context.Context, from store) iter.Seq2[storage.Item, error] {
	return func(yield func(storage.Item, error) bool) {
		err := from.Dump(ctx, func(i storage.Item) error {
			r.progress.count("items loaded")
			if !yield(i, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(storage.Item{}, err)
		}
	}
}

// rebuilding fills an empty store from journals.
type rebuilding struct {
	config   *configs.Config
	lines    *merged
	from     time.Time // where the virtual clock starts; zero: at the first message
	until    time.Time // where it stops
	progress *progress
}

// fill runs the messages of the journals through the whole program. Nothing is
// sent; what it led to counts as sent.
func (r rebuilding) fill(ctx context.Context, kept store) error {
	p, err := join(rooms{config: r.config, store: kept, owner: "rebuild",
		channel: jsonl.New(nil, io.Discard, r.config.Workspace.Zone, nil), log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if r.from.IsZero() {
		if r.from, err = r.lines.begins(); err != nil {
			return err
		}
	}
	virtual := &replay{program: p, lines: r.lines, now: r.from, until: r.until}
	if r.progress != nil {
		virtual.heard = func(report.Message) { r.progress.count("messages") }
	}
	if err := virtual.run(ctx); err != nil {
		return err
	}
	return settle(ctx, kept, r.until)
}

// merged are the messages of several journals by the time of their arrival. A
// message that two programs received is handled when the first of them had it;
// the second time changes nothing.
type merged struct {
	journals []*journalled
	until    time.Time // up to when the clock will run
	heads    []head    // those that have not ended
	last     time.Time
	taken    int
}

// head is the next message of a journal.
type head struct {
	kept
	from *journalled
}

// newMerged opens the journals from an instant on; zero is from their beginning.
func newMerged(dirs []string, from time.Time, say func(error)) *merged {
	m := &merged{}
	for _, dir := range dirs {
		m.journals = append(m.journals, newJournalled(dir, from, say))
	}
	return m
}

// next implements source.
func (m *merged) next() (report.Message, time.Time, error) {
	h, err := m.first()
	next := h.received
	if errors.Is(err, io.EOF) {
		next = m.until
	}
	if silent := m.silence(next); silent != nil {
		err = silent
	}
	if err != nil {
		return report.Message{}, time.Time{}, err
	}
	m.heads = slices.DeleteFunc(m.heads, func(o head) bool { return o.from == h.from })
	if err := m.advance(h.from); err != nil {
		return report.Message{}, time.Time{}, err
	}
	m.last = h.received
	m.taken++
	return h.message, h.received, nil
}

// silence refuses to let the clock run through more than a year in which nothing
// was received.
func (m *merged) silence(until time.Time) error {
	if m.last.IsZero() || until.Sub(m.last) <= longestReplay {
		return nil
	}
	return usage("nothing was received between %s and %s; say with --from where to begin, or with --until when the program last ran",
		m.last.Format(time.DateOnly), until.Format(time.DateOnly))
}

// first is the head that arrived first; io.EOF where none is left.
func (m *merged) first() (head, error) {
	if m.heads == nil {
		m.heads = []head{}
		for _, j := range m.journals {
			if err := m.advance(j); err != nil {
				return head{}, err
			}
		}
	}
	if len(m.heads) == 0 {
		return head{}, io.EOF
	}
	return slices.MinFunc(m.heads, func(a, b head) int {
		return cmp.Or(a.received.Compare(b.received), slices.Index(m.journals, a.from)-slices.Index(m.journals, b.from))
	}), nil
}

// begins is when the first message arrived.
func (m *merged) begins() (time.Time, error) {
	h, err := m.first()
	if errors.Is(err, io.EOF) {
		return time.Time{}, usage("the journal holds no message that could be read")
	}
	return h.received, err
}

// advance reads the next head of a journal, which may have ended.
func (m *merged) advance(j *journalled) error {
	message, at, err := j.next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		m.heads = append(m.heads, head{kept{message, at}, j})
	}
	return err
}

// faults and close are those of all journals.
func (m *merged) faults() (n int) {
	for _, j := range m.journals {
		n += j.faults()
	}
	return n
}

func (m *merged) close() {
	for _, j := range m.journals {
		j.close()
	}
}

// settle ends every row that still waits in an outbox, also what is due later: what
// a journal led to has been said long ago, by the program that kept it. No row is
// begun: a send that begins after now cannot have ended now.
func settle(ctx context.Context, outbox bot.Outbox, now time.Time) error {
	const owner, most = "rebuild", 100
	for {
		due, waits, err := outbox.NextRow(ctx)
		if err != nil || !waits {
			return err
		}
		due = later(due, now)
		rows, err := outbox.Lease(ctx, owner, due, due.Add(time.Minute), most)
		if err != nil {
			return err
		}
		keys := make([]string, len(rows))
		for i, r := range rows {
			keys[i] = r.Key
		}
		if err := outbox.Finish(ctx, owner, report.SendResult{State: report.Sent, At: now, Note: "said before the rebuild"}, keys...); err != nil {
			return err
		}
		if len(rows) == 0 {
			return fmt.Errorf("a row of the outbox is due at %s and cannot be had", due.Format(time.RFC3339))
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
