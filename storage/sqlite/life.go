package sqlite

import (
	"context"
	"errors"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Claim takes a firing's name once, and with it freezes the need and queues the
// rows. Whoever gets false leaves the firing to the one who was first, in this
// program, before a restart or in another.
func (s *Store) Claim(ctx context.Context, f report.Firing) (bool, error) {
	if f.Name == "" {
		return false, errors.New("storage/sqlite: claim: the firing has no name")
	}
	b, err := storage.EncodeFiring(f)
	if err != nil {
		return false, err
	}
	claimed := false
	err = s.write(ctx, "claim", func(ctx context.Context, se *session) error {
		n, err := se.exec(ctx, `INSERT INTO firing (name, body) VALUES (?, ?) ON CONFLICT DO NOTHING`, f.Name, string(b))
		if err != nil || n == 0 {
			return err
		}
		claimed = true
		if _, err := se.take(ctx, "commit"); err != nil {
			return err
		}
		if err := se.freeze(ctx, f.Need); err != nil {
			return err
		}
		return se.queue(ctx, f.Rows)
	})
	return claimed && err == nil, err
}

// freeze stores who owes a period, unless that is known already.
func (s *session) freeze(ctx context.Context, need *report.Need) error {
	if need == nil {
		return nil
	}
	k := need.Key
	n, err := s.exec(ctx, `INSERT INTO opened (form, day, slot) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
		string(k.Form), int(k.Day), string(k.Slot))
	if err != nil || n == 0 {
		return err
	}
	for unit, duty := range need.Units {
		b, err := storage.EncodeDuty(duty)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `INSERT INTO need (form, day, slot, unit, body) VALUES (?, ?, ?, ?, ?)`,
			string(k.Form), int(k.Day), string(k.Slot), string(unit), string(b))
		if err != nil {
			return err
		}
	}
	return nil
}

// Firings lists what was claimed under names with a prefix, by name.
func (s *Store) Firings(ctx context.Context, prefix string) (list []report.Firing, err error) {
	err = s.glance(ctx, "firings", func(ctx context.Context, se *session) (err error) {
		list, err = bodies(ctx, se, storage.DecodeFiring,
			`SELECT body FROM firing WHERE name >= ? AND name < ? ORDER BY name`, prefix, behind(prefix))
		return err
	})
	return list, err
}

// behind is the first text behind all that begin with a prefix. No name holds the
// byte 0xFF, which is not in UTF-8.
func behind(prefix string) string {
	if prefix == "" {
		return "\xff"
	}
	end := len(prefix) - 1
	return prefix[:end] + string([]byte{prefix[end] + 1})
}

// Started is the instant of the first start: now, if this is it. It is asked for
// with every message, and stands for ever: only the first call writes or reads.
func (s *Store) Started(ctx context.Context, now time.Time) (started time.Time, err error) {
	if known := s.started.Load(); known != nil {
		return *known, ctx.Err()
	}
	if started, err = s.start(ctx, now); err == nil {
		s.started.Store(new(started))
	}
	return started, err
}

func (s *Store) start(ctx context.Context, now time.Time) (started time.Time, err error) {
	found := false
	err = s.glance(ctx, "started", func(ctx context.Context, se *session) (err error) {
		started, found, err = se.instant(ctx, "started")
		return err
	})
	if err != nil || found {
		return started, err
	}
	at, err := storage.FormatInstant(now)
	if err != nil {
		return started, err
	}
	err = s.write(ctx, "started", func(ctx context.Context, se *session) error {
		if _, err := se.exec(ctx, `INSERT INTO life (name, at) VALUES ('started', ?) ON CONFLICT DO NOTHING`, at); err != nil {
			return err
		}
		started, _, err = se.instant(ctx, "started")
		return err
	})
	return started, err
}

// Mark says that the program ran at now. The last call counts even if its
// instant is earlier: a clock that was once wrong does not stay so.
func (s *Store) Mark(ctx context.Context, now time.Time) error { return s.set(ctx, "ran", now) }

// Ran is what Mark was last told; false: it never was.
func (s *Store) Ran(ctx context.Context) (time.Time, bool, error) { return s.last(ctx, "ran") }

// Hear says that some program could receive at now. The last call counts.
func (s *Store) Hear(ctx context.Context, now time.Time) error { return s.set(ctx, "heard", now) }

// Heard is what Hear was last told; false: it never was.
func (s *Store) Heard(ctx context.Context) (time.Time, bool, error) { return s.last(ctx, "heard") }

// set puts an instant into the table life, in the place of an earlier one.
func (s *Store) set(ctx context.Context, name string, now time.Time) error {
	at, err := storage.FormatInstant(now)
	if err != nil {
		return err
	}
	return s.put(ctx, name, func(ctx context.Context, se *session) error {
		_, err := se.exec(ctx, `INSERT INTO life (name, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = excluded.at`, name, at)
		return err
	})
}

// last reads what set has put.
func (s *Store) last(ctx context.Context, name string) (at time.Time, found bool, err error) {
	err = s.glance(ctx, name, func(ctx context.Context, se *session) (err error) {
		at, found, err = se.instant(ctx, name)
		return err
	})
	return at, found, err
}

// instant reads a row of the table life.
func (s *session) instant(ctx context.Context, name string) (time.Time, bool, error) {
	var at string
	found, err := s.find(ctx, `SELECT at FROM life WHERE name = ?`, []any{name}, &at)
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
	return s.put(ctx, "outage", func(ctx context.Context, se *session) error {
		_, err := se.exec(ctx, `INSERT INTO outage (began, ended, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			storage.Micros(from), storage.Micros(to), string(b))
		return err
	})
}

// Outages lists those that touch the span from…to, by beginning.
func (s *Store) Outages(ctx context.Context, from, to time.Time) (list []storage.Window, err error) {
	err = s.glance(ctx, "outages", func(ctx context.Context, se *session) (err error) {
		list, err = bodies(ctx, se, storage.DecodeWindow,
			`SELECT body FROM outage WHERE ended > ? AND began < ? ORDER BY began, ended`, storage.Micros(from), storage.Micros(to))
		return err
	})
	return list, err
}
