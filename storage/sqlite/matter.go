package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Open is the asker's open question, unless it is too old at now.
func (s *Store) Open(ctx context.Context, a report.Asker, now time.Time) (q report.Question, found bool, err error) {
	err = s.glance(ctx, "open question", func(ctx context.Context, se *session) (err error) {
		q, found, err = body(ctx, se, storage.DecodeQuestion,
			`SELECT body FROM question WHERE chat = ? AND sender = ?`, string(a.Chat), a.Sender)
		return err
	})
	if err != nil || !found || storage.Micros(now) > storage.Micros(q.Until) {
		return report.Question{}, false, err
	}
	return q, true, nil
}

// Events lists the urgent matters of from ≤ time < to, by time and number, with
// what became of each.
func (s *Store) Events(ctx context.Context, from, to time.Time) (list []report.Event, err error) {
	err = s.read(ctx, "events", func(ctx context.Context, se *session) (err error) {
		list, err = se.events(ctx, `time >= ? AND time < ?`, storage.Micros(from), storage.Micros(to))
		return err
	})
	return list, err
}

// Event is the urgent matter of a number, with what became of it.
func (s *Store) Event(ctx context.Context, n int) (e report.Event, found bool, err error) {
	err = s.read(ctx, "event", func(ctx context.Context, se *session) error {
		list, err := se.events(ctx, `n = ?`, n)
		if found = err == nil && len(list) > 0; found {
			e = list[0]
		}
		return err
	})
	return e, found, err
}

// events lists those that a condition selects.
func (s *session) events(ctx context.Context, which string, args ...any) ([]report.Event, error) {
	list, err := bodies(ctx, s, storage.DecodeEvent, `SELECT body FROM event WHERE `+which+` ORDER BY time, n`, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	all, err := bodies(ctx, s, storage.DecodeProgress,
		`SELECT body FROM progress WHERE event IN (SELECT n FROM event WHERE `+which+`) ORDER BY event, n`, args...)
	if err != nil {
		return nil, err
	}
	became := map[int][]report.Progress{}
	for _, p := range all {
		became[p.Event] = append(became[p.Event], p)
	}
	for i := range list {
		list[i].Progress = became[list[i].N]
	}
	return list, nil
}

// Rulings lists what people decided in chat, in the order in which they did,
// without the first after of them.
func (s *Store) Rulings(ctx context.Context, after int) (list []report.Ruling, err error) {
	err = s.read(ctx, "rulings", func(ctx context.Context, se *session) (err error) {
		list, err = bodies(ctx, se, storage.DecodeRuling, `SELECT body FROM ruling WHERE n > ? ORDER BY n`, after)
		return err
	})
	return list, err
}

// LastEvent is the highest number taken, 0 where none is.
func (s *Store) LastEvent(ctx context.Context) (n int, err error) {
	err = s.glance(ctx, "last event", func(ctx context.Context, se *session) error {
		_, err := se.find(ctx, `SELECT coalesce(max(n), 0) FROM event`, nil, &n)
		return err
	})
	return n, err
}

// SaveDraft stores a document as it stands now, over what it was before. The
// same again changes nothing; ErrMoved: its Rev is not the next.
func (s *Store) SaveDraft(ctx context.Context, d report.Draft) error {
	b, err := storage.EncodeDraft(d)
	if err != nil {
		return err
	}
	return s.write(ctx, "save draft", func(ctx context.Context, se *session) error {
		var last string
		_, err := se.find(ctx, lastDraft, []any{d.ID}, &last)
		if err != nil || last == string(b) {
			return err
		}
		n, err := se.take(ctx, "commit")
		if err != nil {
			return err
		}
		return se.redraft(ctx, d, n)
	})
}

// lastDraft finds a document as it was saved last.
const lastDraft = `SELECT body FROM draft WHERE id = ? ORDER BY commit_no DESC LIMIT 1`

// redraft appends a state of a document, if its revision is the next; one of old,
// without a revision, is not compared.
func (s *session) redraft(ctx context.Context, d report.Draft, commit int64) error {
	if d.ID == "" {
		return errors.New("a draft has no id")
	}
	b, err := storage.EncodeDraft(d)
	if err != nil {
		return err
	}
	var kept int
	_, err = s.find(ctx, `SELECT coalesce(json_extract(body, '$.r'), 0) FROM draft WHERE id = ? ORDER BY commit_no DESC LIMIT 1`, []any{d.ID}, &kept)
	if err != nil {
		return err
	}
	if d.Rev > 0 && kept != d.Rev-1 {
		return fmt.Errorf("%w: the draft is at revision %d, not %d", storage.ErrMoved, kept, d.Rev-1)
	}
	_, err = s.exec(ctx, `INSERT INTO draft (id, commit_no, body) VALUES (?, ?, ?)`, d.ID, commit, string(b))
	return err
}

// DraftIDs lists the documents, by id: each is found from the one before, since the
// table holds every state of each.
func (s *Store) DraftIDs(ctx context.Context) (ids []string, err error) {
	err = s.read(ctx, "draft ids", func(ctx context.Context, se *session) error {
		ids = nil
		return se.each(ctx, `WITH RECURSIVE one(id) AS (
			SELECT min(id) FROM draft UNION ALL SELECT (SELECT min(id) FROM draft WHERE id > one.id) FROM one WHERE one.id IS NOT NULL
		) SELECT id FROM one WHERE id IS NOT NULL`, nil, func(r row) error {
			var id string
			err := r.scan(&id)
			ids = append(ids, id)
			return err
		})
	})
	return ids, err
}

// Draft is a document as it was saved last.
func (s *Store) Draft(ctx context.Context, id string) (d report.Draft, found bool, err error) {
	err = s.glance(ctx, "draft", func(ctx context.Context, se *session) (err error) {
		d, found, err = body(ctx, se, storage.DecodeDraft, lastDraft, id)
		return err
	})
	return d, found, err
}
