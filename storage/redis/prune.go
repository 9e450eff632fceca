package redis

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// Prune takes what is before a cut, in steps of one short script each: reports
// are filed between them.
func (s *Store) Prune(ctx context.Context, c storage.Cut) (storage.Pruned, error) {
	var p storage.Pruned
	var err error
	if c.Outcomes != 0 {
		if p.Outcomes, err = s.pruneOutcomes(ctx, c.Outcomes); err != nil {
			return p, err
		}
	}
	if !c.Rows.IsZero() {
		p.Rows, err = s.pruneRows(ctx, c)
	}
	return p, err
}

// pruneOutcomes takes those of the days before a day.
func (s *Store) pruneOutcomes(ctx context.Context, before report.Day) (int, error) {
	days, err := s.client.ZRangeByScore(ctx, s.keys.days(), &redis.ZRangeBy{Min: "-inf", Max: "(" + number(before)}).Result()
	if err != nil {
		return 0, fail("prune", err)
	}
	all := 0
	for _, d := range days {
		day, err := report.ParseDay(d)
		if err != nil {
			return all, fail("prune", fmt.Errorf("a key of the index is damaged: %w", err))
		}
		n, err := s.pruneDay(ctx, day)
		if all += n; err != nil {
			return all, err
		}
	}
	return all, nil
}

// pruneDay takes the outcomes of one day, as many as the server tells at once.
func (s *Store) pruneDay(ctx context.Context, day report.Day) (int, error) {
	keys := []string{s.keys.version(), s.keys.days(), s.keys.messages(), s.keys.outcomes(day)}
	all, cursor := 0, uint64(0)
	for {
		fields, next, err := s.client.HScan(ctx, s.keys.outcomes(day), cursor, "", storage.PruneStep).Result()
		if err != nil {
			return all, fail("prune", err)
		}
		args := []any{day.String()}
		for i := 0; i < len(fields); i += 2 {
			args = append(args, fields[i])
		}
		taken, err := s.keep(ctx, "prune", s.scripts.forget, keys, args...)
		n, _ := taken.(int64)
		all += int(n)
		if cursor = next; err != nil || cursor == 0 {
			return all, err
		}
	}
}

// pruneRows takes the oldest entries of the log, with their rows.
func (s *Store) pruneRows(ctx context.Context, c storage.Cut) (int, error) {
	keys := []string{s.keys.version(), s.keys.log(), s.keys.ended(), s.keys.outbox()}
	all := 0
	for {
		entries, err := s.client.XRangeN(ctx, s.keys.log(), "-", "+", storage.PruneStep).Result()
		if err != nil {
			return all, fail("prune", err)
		}
		oldest := make([]storage.Tried, len(entries))
		for i, e := range entries {
			if oldest[i], err = tried(e); err != nil {
				return all, fail("prune", err)
			}
		}
		old := c.Old(oldest)
		args := []any{storage.Micros(c.Rows)}
		for i, t := range old {
			args = append(args, entries[i].ID, t.Key, string(t.State))
		}
		if len(old) > 0 {
			taken, err := s.keep(ctx, "prune", s.scripts.unlog, keys, args...)
			n, _ := taken.(int64)
			if all += int(n); err != nil {
				return all, err
			}
		}
		if len(old) < storage.PruneStep {
			return all, nil
		}
	}
}

// tried reads an entry of the log.
func tried(e redis.XMessage) (storage.Tried, error) {
	t, err := storage.ParseInstant(text(e, "at"))
	return storage.Tried{Key: text(e, "key"), State: report.RowState(text(e, "state")), At: t}, err
}
