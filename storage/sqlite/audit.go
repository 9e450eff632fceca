package sqlite

import (
	"context"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Audit keeps what somebody did. The same act, after a lost answer, is one.
func (s *Store) Audit(ctx context.Context, a report.Act) error {
	return s.write(ctx, "audit", func(ctx context.Context, se *session) error { return se.act(ctx, a) })
}

// act keeps an act under a number of its own, unless it is kept already.
func (s *session) act(ctx context.Context, a report.Act) error {
	b, err := storage.EncodeAct(a)
	if err != nil {
		return err
	}
	known, err := s.find(ctx, `SELECT 1 FROM audit WHERE at = ? AND body = ?`, []any{storage.Micros(a.At), string(b)}, new(int))
	if err != nil || known {
		return err
	}
	commit, err := s.take(ctx, "commit")
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO audit (commit_no, at, body) VALUES (?, ?, ?)`, commit, storage.Micros(a.At), string(b))
	return err
}

// Acts lists what people did in from ≤ time < to, by time, then as it was kept.
func (s *Store) Acts(ctx context.Context, from, to time.Time) (list []report.Act, err error) {
	err = s.read(ctx, "acts", func(ctx context.Context, se *session) (err error) {
		list, err = bodies(ctx, se, storage.DecodeAct,
			`SELECT body FROM audit WHERE at >= ? AND at < ? ORDER BY at, commit_no`, storage.Micros(from), storage.Micros(to))
		return err
	})
	return list, err
}
