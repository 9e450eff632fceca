package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"qunbao/bot"
	"qunbao/bot/jsonl"
	"qunbao/configs"
	"qunbao/report"
)

// rebuilding fills an empty store from journals.
type rebuilding struct {
	config *configs.Config
	lines  *merged
	from   time.Time // where the virtual clock starts; zero: at the first message
	until  time.Time // where it stops
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
	heads    []head // those that have not ended
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
	if err != nil {
		return report.Message{}, time.Time{}, err
	}
	m.heads = slices.DeleteFunc(m.heads, func(o head) bool { return o.from == h.from })
	if err := m.advance(h.from); err != nil {
		return report.Message{}, time.Time{}, err
	}
	if !m.last.IsZero() && h.received.Sub(m.last) > longestReplay {
		return report.Message{}, time.Time{}, usage("nothing was received between %s and %s: the clock was wrong; say with --from where to begin",
			m.last.Format(time.RFC3339), h.received.Format(time.RFC3339))
	}
	m.last = h.received
	m.taken++
	return h.message, h.received, nil
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

// settle ends every row that still waits in an outbox: what a journal led to
// has been said long ago, by the program that kept it.
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
		if _, err := outbox.Begin(ctx, owner, due, due.Add(time.Minute), keys...); err != nil {
			return err
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
