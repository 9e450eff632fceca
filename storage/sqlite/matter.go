package sqlite

import (
	"context"
	"errors"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Open is the asker's open question, unless it is too old at now.
func (s *Store) Open(ctx context.Context, a report.Asker, now time.Time) (q report.Question, found bool, err error) {
	err = s.read(ctx, "open question", func(ctx context.Context, se *session) (err error) {
		q, found, err = body(ctx, se, storage.DecodeQuestion,
			`SELECT body FROM question WHERE chat = ? AND sender = ?`, string(a.Chat), a.Sender)
		return err
	})
	if err != nil || !found || storage.Micros(now) > storage.Micros(q.Until) {
		return report.Question{}, false, err
	}
	return q, true, nil
}

// Events lists the urgent matters of from ≤ time < to, by time and number.
func (s *Store) Events(ctx context.Context, from, to time.Time) (list []report.Event, err error) {
	err = s.read(ctx, "events", func(ctx context.Context, se *session) (err error) {
		list, err = bodies(ctx, se, storage.DecodeEvent,
			`SELECT body FROM event WHERE time >= ? AND time < ? ORDER BY time, n`, storage.Micros(from), storage.Micros(to))
		return err
	})
	return list, err
}

// Event is the urgent matter of a number.
func (s *Store) Event(ctx context.Context, n int) (e report.Event, found bool, err error) {
	err = s.read(ctx, "event", func(ctx context.Context, se *session) (err error) {
		e, found, err = body(ctx, se, storage.DecodeEvent, `SELECT body FROM event WHERE n = ?`, n)
		return err
	})
	return e, found, err
}

// LastEvent is the highest number taken, 0 where none is.
func (s *Store) LastEvent(ctx context.Context) (n int, err error) {
	err = s.read(ctx, "last event", func(ctx context.Context, se *session) error {
		_, err := se.find(ctx, `SELECT coalesce(max(n), 0) FROM event`, nil, &n)
		return err
	})
	return n, err
}

// SaveDraft stores a document as it stands now, over what it was before. The
// same again changes nothing.
func (s *Store) SaveDraft(ctx context.Context, d report.Draft) error {
	if d.ID == "" {
		return errors.New("storage/sqlite: save draft: it has no id")
	}
	b, err := storage.EncodeDraft(d)
	if err != nil {
		return err
	}
	return s.write(ctx, "save draft", func(ctx context.Context, se *session) error {
		var last string
		_, err := se.find(ctx, `SELECT body FROM draft WHERE id = ? ORDER BY commit_no DESC LIMIT 1`, []any{d.ID}, &last)
		if err != nil || last == string(b) {
			return err
		}
		n, err := se.take(ctx, "commit")
		if err != nil {
			return err
		}
		_, err = se.exec(ctx, `INSERT INTO draft (id, commit_no, body) VALUES (?, ?, ?)`, d.ID, n, string(b))
		return err
	})
}

// Draft is a document as it was saved last.
func (s *Store) Draft(ctx context.Context, id string) (d report.Draft, found bool, err error) {
	err = s.read(ctx, "draft", func(ctx context.Context, se *session) (err error) {
		d, found, err = body(ctx, se, storage.DecodeDraft, `SELECT body FROM draft WHERE id = ? ORDER BY commit_no DESC LIMIT 1`, id)
		return err
	})
	return d, found, err
}
