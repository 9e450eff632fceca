package sqlite

import (
	"context"
	"errors"
	"fmt"

	"qunbao/report"
	"qunbao/storage"
)

// Commit does what a message changes, whole or not at all: the first thing that
// is refused rolls back all before it. A known message is told before a moved
// revision, so that a message that comes twice is never decided again.
func (s *Store) Commit(ctx context.Context, c report.Change) error {
	return s.write(ctx, "commit", func(ctx context.Context, se *session) error {
		n, err := se.take(ctx, "commit")
		if err != nil {
			return err
		}
		if err := se.remember(ctx, c, n); err != nil {
			return err
		}
		for place, w := range c.Writes {
			if err := se.file(ctx, w, n, place); err != nil {
				return err
			}
		}
		if err := se.ask(ctx, c); err != nil {
			return err
		}
		for _, e := range c.Events {
			if err := se.raise(ctx, e); err != nil {
				return err
			}
		}
		if err := se.follow(ctx, c.Progress, n); err != nil {
			return err
		}
		if err := se.rule(ctx, c.Rulings, n); err != nil {
			return err
		}
		for _, a := range c.Acts {
			if err := se.act(ctx, a); err != nil {
				return err
			}
		}
		for _, d := range c.Drafts {
			if err := se.redraft(ctx, d, n); err != nil {
				return err
			}
		}
		return se.queue(ctx, c.Rows)
	})
}

// take gives the next of the numbers of a name.
func (s *session) take(ctx context.Context, name string) (n int64, err error) {
	if err := s.count(ctx, name); err != nil {
		return 0, err
	}
	_, err = s.find(ctx, `SELECT n FROM number WHERE name = ?`, []any{name}, &n)
	return n, err
}

// count goes on to the next of the numbers of a name. Asked to return it, SQLite
// would make a table for the answer.
func (s *session) count(ctx context.Context, name string) error {
	n, err := s.exec(ctx, `UPDATE number SET n = n + 1 WHERE name = ?`, name)
	if err == nil && n == 0 {
		_, err = s.exec(ctx, `INSERT INTO number (name, n) VALUES (?, 1)`, name)
	}
	return err
}

// remember stores what the message became; a message that is known is refused.
func (s *session) remember(ctx context.Context, c report.Change, commit int64) error {
	if c.Outcome.Message == "" {
		return errors.New("a change needs the id of its message")
	}
	b, err := storage.EncodeOutcome(c.Outcome)
	if err != nil {
		return err
	}
	n, err := s.exec(ctx, `INSERT INTO outcome (message, day, commit_no, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		string(c.Outcome.Message), int(report.DayOf(c.Time)), commit, string(b))
	if err == nil && n == 0 {
		return storage.ErrKnown
	}
	return err
}

// file appends one version, if the record stands where it was decided on.
func (s *session) file(ctx context.Context, w report.Write, commit int64, place int) error {
	body, err := storage.EncodeVersion(w.Version)
	if err != nil {
		return err
	}
	k := w.Key
	var id, revision int64
	_, err = s.find(ctx, `SELECT id, revision FROM record WHERE form = ? AND day = ? AND slot = ? AND unit = ?`,
		[]any{string(k.Form), int(k.Day), string(k.Slot), string(k.Unit)}, &id, &revision)
	if err != nil {
		return err
	}
	if int(revision) != w.Revision {
		return fmt.Errorf("%w: %s has %d versions, not %d", storage.ErrMoved, k.PeriodKey, revision, w.Revision)
	}
	if revision == 0 {
		id, err = s.add(ctx, `INSERT INTO record (form, day, slot, unit, began, revision) VALUES (?, ?, ?, ?, ?, 1)`,
			string(k.Form), int(k.Day), string(k.Slot), string(k.Unit), storage.Micros(w.Version.Time))
	} else {
		_, err = s.exec(ctx, `UPDATE record SET revision = revision + 1 WHERE id = ?`, id)
	}
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO version (record, n, commit_no, place, body) VALUES (?, ?, ?, ?, ?)`, id, revision+1, commit, place, string(body))
	return err
}

// ask closes the asker's open question and opens a new one. A change may do
// both: the answer to one question may raise the next.
func (s *session) ask(ctx context.Context, c report.Change) error {
	if a := c.Close; a != nil {
		if _, err := s.exec(ctx, `DELETE FROM question WHERE chat = ? AND sender = ?`, string(a.Chat), a.Sender); err != nil {
			return err
		}
	}
	if c.Ask == nil {
		return nil
	}
	b, err := storage.EncodeQuestion(*c.Ask)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO question (chat, sender, body) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET body = excluded.body`, string(c.Ask.Asker.Chat), c.Ask.Asker.Sender, string(b))
	return err
}

// raise stores an urgent matter under a number that nobody has taken.
func (s *session) raise(ctx context.Context, e report.Event) error {
	b, err := storage.EncodeEvent(e)
	if err != nil {
		return err
	}
	n, err := s.exec(ctx, `INSERT INTO event (n, time, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		e.N, storage.Micros(e.Time), string(b))
	if err == nil && n == 0 {
		return fmt.Errorf("%w: event %d is taken", storage.ErrMoved, e.N)
	}
	return err
}

// follow appends what became of urgent matters.
func (s *session) follow(ctx context.Context, list []report.Progress, commit int64) error {
	for _, p := range list {
		b, err := storage.EncodeProgress(p)
		if err != nil {
			return err
		}
		n, err := s.exec(ctx, `INSERT INTO progress (event, n, commit_no, body)
			SELECT n, 1 + coalesce((SELECT max(n) FROM progress WHERE event = ?1), 0), ?2, ?3 FROM event WHERE n = ?1`, p.Event, commit, string(b))
		if err != nil {
			return err
		}
		if n == 0 {
			return storage.NoEvent(p.Event)
		}
	}
	return nil
}

// rule appends what a person decided.
func (s *session) rule(ctx context.Context, list []report.Ruling, commit int64) error {
	for _, r := range list {
		b, err := storage.EncodeRuling(r)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `INSERT INTO ruling (n, commit_no, body) SELECT 1 + coalesce(max(n), 0), ?, ? FROM ruling`, commit, string(b))
		if err != nil {
			return err
		}
	}
	return nil
}
