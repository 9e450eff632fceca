package redis

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// Claim takes a firing's name once, and with it freezes the need and queues the
// rows. Whoever gets false leaves the firing to the one who was first. After a
// lost answer that may be the caller itself: the rows are queued all the same.
func (s *Store) Claim(ctx context.Context, f report.Firing) (bool, error) {
	args, err := firingArgs(f)
	if err != nil {
		return false, fail("claim", err)
	}
	k := s.keys
	var p report.PeriodKey
	if f.Need != nil {
		p = f.Need.Key
	}
	keys := []string{k.version(), k.fired(), k.outbox(), k.ended(), k.due(), k.meta(), k.forms(), k.need(p), k.periods(p.Form)}
	said, err := s.keep(ctx, "claim", s.scripts.claim, keys, args...)
	return said == int64(1), err
}

// firingArgs are ARGV of claim.lua.
func firingArgs(f report.Firing) ([]any, error) {
	if f.Name == "" || strings.Contains(f.Name, "\x00") {
		return nil, errors.New("the firing has no name, or one that is none")
	}
	b, err := storage.EncodeFiring(f)
	if err != nil {
		return nil, err
	}
	rows, err := rowArgs(f.Rows)
	if err != nil {
		return nil, err
	}
	units := -1
	var p report.PeriodKey
	var duties []any
	if f.Need != nil {
		units, p = len(f.Need.Units), f.Need.Key
		for unit, duty := range f.Need.Units {
			d, err := storage.EncodeDuty(duty)
			if err != nil {
				return nil, err
			}
			duties = append(duties, string(unit), d)
		}
	}
	args := append([]any{f.Name, b, units, len(f.Rows), string(p.Form), periodMember(p), number(p.Day)}, duties...)
	return append(args, rows...), nil
}

// Firings lists what was claimed under names with a prefix, by name.
func (s *Store) Firings(ctx context.Context, prefix string) ([]report.Firing, error) {
	const behind = "\xff" // no text begins with it
	members, err := s.client.ZRangeByLex(ctx, s.keys.fired(), &redis.ZRangeBy{Min: "[" + prefix, Max: "(" + prefix + behind}).Result()
	if err != nil {
		return nil, fail("firings", err)
	}
	var list []report.Firing
	for _, m := range members {
		_, value, _ := strings.Cut(m, "\x00")
		f, err := decodeNumbered(storage.DecodeFiring, value)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// Started is the instant of the first start: now, if this is it. It is asked for
// with every message, so that only the first call writes.
func (s *Store) Started(ctx context.Context, now time.Time) (time.Time, error) {
	if started, found, err := s.instant(ctx, "started"); err != nil || found {
		return started, err
	}
	at, err := storage.FormatInstant(now)
	if err != nil {
		return time.Time{}, err
	}
	said, err := s.put(ctx, s.keys.meta(), "started", at, first)
	if err != nil {
		return time.Time{}, err
	}
	return storage.ParseInstant(said)
}

// which says what a field is to hold that is put more than once.
type which string

const (
	first which = "first"
	last  which = "last"
)

// put puts a field of a hash and gives what it holds now.
func (s *Store) put(ctx context.Context, hash, field, value string, stays which) (string, error) {
	said, err := s.keep(ctx, "put", s.scripts.put, []string{s.keys.version(), hash}, field, value, string(stays))
	text, _ := said.(string)
	return text, err
}

// Mark says that the program ran at now. The last call counts even if its
// instant is earlier: a clock that was once wrong does not stay so.
func (s *Store) Mark(ctx context.Context, now time.Time) error { return s.set(ctx, "ran", now) }

// Ran is what Mark was last told; false: it never was.
func (s *Store) Ran(ctx context.Context) (time.Time, bool, error) { return s.instant(ctx, "ran") }

// Hear says that some program could receive at now. The last call counts.
func (s *Store) Hear(ctx context.Context, now time.Time) error { return s.set(ctx, "heard", now) }

// Heard is what Hear was last told; false: it never was.
func (s *Store) Heard(ctx context.Context) (time.Time, bool, error) { return s.instant(ctx, "heard") }

// set puts an instant into the hash meta, in the place of an earlier one.
func (s *Store) set(ctx context.Context, name string, now time.Time) error {
	at, err := storage.FormatInstant(now)
	if err != nil {
		return err
	}
	_, err = s.put(ctx, s.keys.meta(), name, at, last)
	return err
}

// instant reads an instant out of the hash meta.
func (s *Store) instant(ctx context.Context, name string) (time.Time, bool, error) {
	at, found, err := s.field(ctx, s.keys.meta(), name)
	if err != nil || !found {
		return time.Time{}, false, err
	}
	t, err := storage.ParseInstant(at)
	return t, err == nil, err
}

// Outage records that nothing could be received for a time.
func (s *Store) Outage(ctx context.Context, from, to time.Time) error {
	b, err := storage.EncodeWindow(storage.Window{From: from, To: to})
	if err != nil {
		return err
	}
	_, err = s.put(ctx, s.keys.outages(), windowField(storage.Window{From: from, To: to}), string(b), first)
	return err
}

// windowField is the field of an outage.
func windowField(w storage.Window) string {
	return number(storage.Micros(w.From)) + ":" + number(storage.Micros(w.To))
}

// Outages lists those that touch the span from…to, by beginning.
func (s *Store) Outages(ctx context.Context, from, to time.Time) ([]storage.Window, error) {
	all, err := s.client.HGetAll(ctx, s.keys.outages()).Result()
	if err != nil {
		return nil, fail("outages", err)
	}
	var list []storage.Window
	for _, b := range all {
		w, err := storage.DecodeWindow([]byte(b))
		if err != nil {
			return nil, err
		}
		if storage.Micros(w.To) > storage.Micros(from) && storage.Micros(w.From) < storage.Micros(to) {
			list = append(list, w)
		}
	}
	slices.SortFunc(list, func(a, b storage.Window) int {
		return cmp.Or(cmp.Compare(storage.Micros(a.From), storage.Micros(b.From)), cmp.Compare(storage.Micros(a.To), storage.Micros(b.To)))
	})
	return list, nil
}
