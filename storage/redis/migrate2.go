package redis

import (
	"context"
	"slices"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
)

// toSchema3 notes since when each unit has reported, and orders anew what waits in
// the outbox. What else schema 3 added did not exist before.
func (s *Store) toSchema3(ctx context.Context) error {
	forms, err := s.client.SMembers(ctx, s.keys.forms()).Result()
	if err != nil {
		return err
	}
	for _, f := range forms {
		since, err := s.since(ctx, report.FormID(f))
		if err != nil {
			return err
		}
		err = s.step(ctx, "2", func(p redis.Pipeliner) {
			for unit, day := range since {
				p.HSet(ctx, s.keys.units(report.FormID(f)), unit, number(day))
			}
		})
		if err != nil {
			return err
		}
	}
	_, err = s.run(ctx, "order the outbox", s.scripts.schema3, []string{s.keys.version(), s.keys.due()})
	return err
}

// since is the first day that each unit reported for.
func (s *Store) since(ctx context.Context, f report.FormID) (map[string]report.Day, error) {
	members, err := s.client.ZRange(ctx, s.keys.periods(f), 0, -1).Result() // by day
	if err != nil {
		return nil, err
	}
	since := map[string]report.Day{}
	for some := range slices.Chunk(members, together) {
		units := make([]*redis.StringSliceCmd, len(some))
		days := make([]report.Day, len(some))
		_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, m := range some {
				k, err := readPeriod(f, m)
				if err != nil {
					return err
				}
				days[i], units[i] = k.Day, p.HKeys(ctx, s.keys.current(k))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for i, reported := range units {
			for _, unit := range reported.Val() {
				if _, earlier := since[unit]; !earlier {
					since[unit] = days[i]
				}
			}
		}
	}
	return since, nil
}
