package sqlite

import (
	"context"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Log gives the rows that ended in from ≤ time < to, and how, in the order of the
// log. It reads in pages, so that nobody waits behind it; what is pruned meanwhile
// may be missing. What fn refuses ends it.
func (s *Store) Log(ctx context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error {
	for last := int64(0); ; {
		var page []storage.Left
		err := s.read(ctx, "log", func(ctx context.Context, se *session) (err error) {
			page, err = se.left(ctx, last)
			return err
		})
		if err != nil {
			return err
		}
		for _, l := range page {
			if err := l.Give(from, to, fn); err != nil {
				return err
			}
		}
		if len(page) < storage.PruneStep {
			return nil
		}
		last = page[len(page)-1].N
	}
}

// left are some of the entries behind one, with which rows ended.
func (s *session) left(ctx context.Context, last int64) ([]storage.Left, error) {
	var list []storage.Left
	err := s.each(ctx, `SELECT n, state, at, attempts, note, body FROM outbox_log
		WHERE n > ? AND state NOT IN ('queued', 'uncertain') ORDER BY n LIMIT ?`, []any{last, storage.PruneStep}, func(r row) error {
		var l storage.Left
		var at string
		if err := r.scan(&l.N, &l.State, &at, &l.Attempts, &l.Note, &l.Row); err != nil {
			return err
		}
		var err error
		l.At, err = storage.ParseInstant(at)
		list = append(list, l)
		return err
	})
	return list, err
}
