package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Queue puts rows into the outbox on their own.
func (s *Store) Queue(ctx context.Context, rows ...report.Row) error {
	return s.write(ctx, "queue", func(ctx context.Context, se *session) error { return se.queue(ctx, rows) })
}

// queue leaves a row whose key exists alone, whatever became of it.
func (s *session) queue(ctx context.Context, rows []report.Row) error {
	for _, r := range rows {
		if r.Key == "" {
			return errors.New("a row of the outbox needs a key")
		}
		b, err := storage.EncodeRow(r)
		if err != nil {
			return err
		}
		notBefore, err := storage.FormatInstant(r.NotBefore)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `INSERT INTO outbox (key, state, urgency, due, not_before, attempts, body)
			VALUES (?, 'queued', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.Key, r.Kind.Urgency(), storage.Micros(r.NotBefore), notBefore, r.Attempts, string(b))
		if err != nil {
			return err
		}
	}
	return nil
}

// Lease gives an owner at most max due rows until an instant. Leases that are
// over are forgotten first, so that a dead program's rows stand in their old
// places again.
func (s *Store) Lease(ctx context.Context, owner string, now, until time.Time, max int) ([]report.Row, error) {
	if owner == "" || max <= 0 {
		return nil, errors.New("storage/sqlite: lease: an owner and a number of rows are needed")
	}
	var rows []report.Row
	err := s.write(ctx, "lease", func(ctx context.Context, se *session) error {
		at := storage.Micros(now)
		_, err := se.exec(ctx, `UPDATE outbox SET owner = '', until = 0 WHERE state = 'queued' AND until > 0 AND until <= ?`, at)
		if err != nil {
			return err
		}
		rows, err = se.rows(ctx, `SELECT body, not_before, attempts FROM outbox
			WHERE state = 'queued' AND due <= ? AND until = 0 ORDER BY due, urgency, seq LIMIT ?`, at, max)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if _, err := se.exec(ctx, `UPDATE outbox SET owner = ?, until = ? WHERE key = ?`, owner, storage.Micros(until), r.Key); err != nil {
				return err
			}
		}
		return nil
	})
	return rows, err
}

// rows reads rows of the outbox: body, not_before, attempts.
func (s *session) rows(ctx context.Context, query string, args ...any) ([]report.Row, error) {
	var list []report.Row
	err := s.each(ctx, query, args, func(rows *sql.Rows) error {
		var b sql.RawBytes
		var notBefore string
		var attempts int
		if err := rows.Scan(&b, &notBefore, &attempts); err != nil {
			return err
		}
		r, err := storage.DecodeRow(b)
		if err != nil {
			return err
		}
		r.Attempts = attempts
		r.NotBefore, err = storage.ParseInstant(notBefore)
		list = append(list, r)
		return err
	})
	return list, err
}

// Begin says that the owner sends the row now. The same call again, after a
// lost answer, is true again and counts no further attempt.
func (s *Store) Begin(ctx context.Context, key, owner string, now time.Time) (bool, error) {
	begun := false
	err := s.write(ctx, "begin", func(ctx context.Context, se *session) error {
		at := storage.Micros(now)
		n, err := se.exec(ctx, `UPDATE outbox SET state = 'sending', attempts = attempts + 1, begun = ?3
			WHERE key = ?1 AND state = 'queued' AND owner = ?2 AND until > ?3`, key, owner, at)
		if err != nil || n == 1 {
			begun = n == 1
			return err
		}
		begun, err = se.find(ctx, `SELECT seq FROM outbox WHERE key = ? AND state = 'sending' AND owner = ? AND begun = ?`,
			[]any{key, owner, at}, new(int64))
		return err
	})
	return begun, err
}

// Finish ends a row and logs it, or queues it again. It is the owner's to
// finish; when nobody's lease runs, anybody's.
func (s *Store) Finish(ctx context.Context, key, owner string, r storage.Result) error {
	ends, err := storage.Ends(r)
	if err != nil {
		return fmt.Errorf("storage/sqlite: finish: %w", err)
	}
	return s.write(ctx, "finish", func(ctx context.Context, se *session) error {
		free, err := se.mayFinish(ctx, key, owner, r)
		if err != nil || !free {
			return err
		}
		if ends || r.Note != "" {
			if err := se.log(ctx, key, owner, r); err != nil {
				return err
			}
		}
		if ends {
			_, err = se.exec(ctx, `UPDATE outbox SET state = ?, owner = '', until = 0 WHERE key = ?`, string(r.State), key)
			return err
		}
		notBefore, err := storage.FormatInstant(r.NotBefore)
		if err != nil {
			return err
		}
		_, err = se.exec(ctx, `UPDATE outbox SET state = 'queued', due = ?, not_before = ?, owner = '', until = 0 WHERE key = ?`,
			storage.Micros(r.NotBefore), notBefore, key)
		return err
	})
}

// mayFinish is false without an error where the row has ended so already.
func (s *session) mayFinish(ctx context.Context, key, owner string, r storage.Result) (bool, error) {
	var state, holder string
	var until int64
	found, err := s.find(ctx, `SELECT state, owner, until FROM outbox WHERE key = ?`, []any{key}, &state, &holder, &until)
	switch {
	case err != nil:
		return false, err
	case !found:
		return false, fmt.Errorf("%w: there is no row of this key", storage.ErrMoved)
	case report.RowState(state) != report.Queued && report.RowState(state) != report.Sending:
		if state == string(r.State) {
			return false, nil
		}
		return false, fmt.Errorf("%w: the row has ended as %s", storage.ErrMoved, state)
	case holder != owner && until > storage.Micros(r.At):
		return false, fmt.Errorf("%w: another program holds the row", storage.ErrMoved)
	}
	return true, nil
}

// log keeps what became of an attempt, for the operator.
func (s *session) log(ctx context.Context, key, owner string, r storage.Result) error {
	at, err := storage.FormatInstant(r.At)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO outbox_log (key, state, at, owner, attempts, note)
		SELECT key, ?2, ?3, ?4, attempts, ?5 FROM outbox WHERE key = ?1`, key, string(r.State), at, owner, r.Note)
	return err
}

// Stranded lists the rows that somebody began to send and never finished. They
// may have been sent or not: the caller decides by their kind.
func (s *Store) Stranded(ctx context.Context, now time.Time) ([]report.Row, error) {
	var rows []report.Row
	err := s.read(ctx, "stranded", func(ctx context.Context, se *session) (err error) {
		rows, err = se.rows(ctx, `SELECT body, not_before, attempts FROM outbox
			WHERE state = 'sending' AND until <= ? ORDER BY due, urgency, seq`, storage.Micros(now))
		return err
	})
	return rows, err
}

// NextRow is the instant at which the outbox has something to lease: the due
// time of what nobody holds, or the end of a lease. What is being sent does not
// count.
func (s *Store) NextRow(ctx context.Context) (time.Time, bool, error) {
	var next sql.NullInt64
	err := s.read(ctx, "next row", func(ctx context.Context, se *session) error {
		_, err := se.find(ctx, `SELECT min(at) FROM (
			SELECT * FROM (SELECT due AS at FROM outbox WHERE state = 'queued' AND until = 0 ORDER BY due LIMIT 1)
			UNION ALL SELECT min(until) FROM outbox WHERE state = 'queued' AND until > 0)`, nil, &next)
		return err
	})
	if err != nil || !next.Valid {
		return time.Time{}, false, err
	}
	return time.UnixMicro(next.Int64).UTC(), true, nil
}

// RowState tells where a row stands; false: the key is not known.
func (s *Store) RowState(ctx context.Context, key string) (report.RowState, bool, error) {
	var state report.RowState
	found := false
	err := s.read(ctx, "row state", func(ctx context.Context, se *session) (err error) {
		found, err = se.find(ctx, `SELECT state FROM outbox WHERE key = ?`, []any{key}, &state)
		return err
	})
	return state, found, err
}
