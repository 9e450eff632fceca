package sqlite

import (
	"context"

	"qunbao/report"
	"qunbao/storage"
)

// Prune takes what is before a cut, in steps of one short transaction each:
// reports are filed between them.
func (s *Store) Prune(ctx context.Context, c storage.Cut) (storage.Pruned, error) {
	var p storage.Pruned
	for taken := storage.PruneStep; taken == storage.PruneStep && c.Outcomes != 0; p.Outcomes += taken {
		err := s.write(ctx, "prune", func(ctx context.Context, se *session) error {
			n, err := se.exec(ctx, `DELETE FROM outcome WHERE message IN (SELECT message FROM outcome WHERE day < ? LIMIT ?)`,
				int(c.Outcomes), storage.PruneStep)
			taken = int(n)
			return err
		})
		if err != nil {
			return p, err
		}
	}
	for taken := storage.PruneStep; taken == storage.PruneStep && !c.Rows.IsZero(); {
		var rows int
		err := s.write(ctx, "prune", func(ctx context.Context, se *session) (err error) {
			taken, rows, err = se.pruneLog(ctx, c)
			return err
		})
		if err != nil {
			return p, err
		}
		p.Rows += rows
	}
	return p, nil
}

// pruneLog takes some of the oldest entries of the log, and with them the rows
// that have ended so, or are still uncertain since.
func (s *session) pruneLog(ctx context.Context, c storage.Cut) (taken, rows int, err error) {
	oldest, err := s.oldest(ctx)
	old := c.Old(oldest)
	if err != nil || len(old) == 0 {
		return 0, 0, err
	}
	for _, t := range old {
		switch {
		case t.Ended():
			rows++
		case t.State == report.Uncertain:
			n, err := s.exec(ctx, `DELETE FROM outbox WHERE key = ? AND state = 'uncertain' AND begun < ?`, t.Key, storage.Micros(c.Rows))
			if rows += int(n); err != nil {
				return 0, 0, err
			}
		}
	}
	_, err = s.exec(ctx, `DELETE FROM outbox_log WHERE n <= ?`, old[len(old)-1].N)
	return len(old), rows, err
}

// oldest are some of the oldest entries of the log.
func (s *session) oldest(ctx context.Context) ([]storage.Tried, error) {
	var list []storage.Tried
	err := s.each(ctx, `SELECT n, key, state, at FROM outbox_log ORDER BY n LIMIT ?`, []any{storage.PruneStep}, func(r row) error {
		var t storage.Tried
		var at string
		if err := r.scan(&t.N, &t.Key, &t.State, &at); err != nil {
			return err
		}
		var err error
		t.At, err = storage.ParseInstant(at)
		list = append(list, t)
		return err
	})
	return list, err
}
