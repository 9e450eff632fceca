package redis

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// Audit keeps what somebody did. The same act, after a lost answer, is one.
func (s *Store) Audit(ctx context.Context, a report.Act) error {
	b, err := storage.EncodeAct(a)
	if err != nil {
		return fail("audit", err)
	}
	_, err = s.keep(ctx, "audit", s.scripts.audit, []string{s.keys.version(), s.keys.audit(), s.keys.meta()}, storage.Micros(a.At), b)
	return err
}

// Acts lists what people did in from ≤ time < to, by time, then as it was kept.
func (s *Store) Acts(ctx context.Context, from, to time.Time) ([]report.Act, error) {
	members, err := s.client.ZRangeByScore(ctx, s.keys.audit(),
		&redis.ZRangeBy{Min: number(storage.Micros(from)), Max: "(" + number(storage.Micros(to))}).Result()
	if err != nil {
		return nil, fail("acts", err)
	}
	type kept struct {
		commit int64
		report.Act
	}
	var list []kept
	for _, m := range members {
		commit, b, err := numbered(m)
		if err != nil {
			return nil, fail("acts", err)
		}
		a, err := storage.DecodeAct([]byte(b))
		if err != nil {
			return nil, err
		}
		list = append(list, kept{commit, a})
	}
	slices.SortFunc(list, func(a, b kept) int {
		return cmp.Or(cmp.Compare(storage.Micros(a.At), storage.Micros(b.At)), cmp.Compare(a.commit, b.commit))
	})
	acts := make([]report.Act, len(list))
	for i, a := range list {
		acts[i] = a.Act
	}
	return acts, nil
}
