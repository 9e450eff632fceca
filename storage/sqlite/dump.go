package sqlite

import (
	"context"

	"qunbao/report"
	"qunbao/storage"
)

// Dump gives everything the store keeps, of one state, in the order of
// storage.ItemKind. Reports are filed meanwhile, except in memory, where there is
// one connection. What fn refuses ends the dump.
func (s *Store) Dump(ctx context.Context, fn func(storage.Item) error) error {
	give := func(i storage.Item) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return fn(i)
	}
	return s.read(ctx, "dump", func(ctx context.Context, se *session) error {
		d := dump{se, give}
		for _, part := range []func(context.Context) error{
			d.head, d.outages, d.questions, d.rows, d.events, d.progress, d.rulings, d.firings, d.periods, d.outcomes, d.drafts, d.acts, d.log,
		} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// dump reads on one session and gives what it reads.
type dump struct {
	*session
	give func(storage.Item) error
}

// all gives an item for each row of a query, whose last column is the body; the
// columns before it go where fields points, in the item or elsewhere.
func (d dump) all(ctx context.Context, query string, args []any, item *storage.Item, fields ...any) error {
	return d.each(ctx, query, args, func(r row) error {
		var body string
		if err := r.scan(append(fields[:len(fields):len(fields)], &body)...); err != nil {
			return err
		}
		i := *item
		i.Body = append([]byte(nil), body...)
		return d.give(i)
	})
}

func (d dump) head(ctx context.Context) error {
	i := storage.Item{Kind: storage.StoreItem, Schema: schemaVersion}
	for name, n := range map[string]*int64{"commit": &i.Commit, "seq": &i.Seq, "log": &i.Log} {
		if _, err := d.find(ctx, `SELECT n FROM number WHERE name = ?`, []any{name}, n); err != nil {
			return err
		}
	}
	for name, at := range map[string]*string{"started": &i.Started, "ran": &i.Ran} {
		if _, err := d.find(ctx, `SELECT at FROM life WHERE name = ?`, []any{name}, at); err != nil {
			return err
		}
	}
	return d.give(i)
}

func (d dump) outages(ctx context.Context) error {
	return d.all(ctx, `SELECT body FROM outage ORDER BY began, ended`, nil, &storage.Item{Kind: storage.OutageItem})
}

func (d dump) questions(ctx context.Context) error {
	return d.all(ctx, `SELECT body FROM question ORDER BY chat, sender`, nil, &storage.Item{Kind: storage.QuestionItem})
}

func (d dump) rows(ctx context.Context) error {
	i := &storage.Item{Kind: storage.RowItem}
	return d.all(ctx, `SELECT seq, state, urgency, attempts, not_before, owner, until, begun, body FROM outbox ORDER BY seq`, nil,
		i, &i.Seq, &i.State, &i.Urgency, &i.Attempts, &i.NotBefore, &i.Owner, &i.Until, &i.Begun)
}

func (d dump) events(ctx context.Context) error {
	return d.all(ctx, `SELECT body FROM event ORDER BY n`, nil, &storage.Item{Kind: storage.EventItem})
}

func (d dump) progress(ctx context.Context) error {
	i := &storage.Item{Kind: storage.ProgressItem}
	return d.all(ctx, `SELECT commit_no, body FROM progress ORDER BY event, n`, nil, i, &i.Commit)
}

func (d dump) rulings(ctx context.Context) error {
	i := &storage.Item{Kind: storage.RulingItem}
	return d.all(ctx, `SELECT commit_no, body FROM ruling ORDER BY n`, nil, i, &i.Commit)
}

func (d dump) firings(ctx context.Context) error {
	return d.all(ctx, `SELECT body FROM firing ORDER BY name`, nil, &storage.Item{Kind: storage.FiringItem})
}

func (d dump) outcomes(ctx context.Context) error {
	i := &storage.Item{Kind: storage.OutcomeItem}
	return d.all(ctx, `SELECT day, commit_no, body FROM outcome ORDER BY day, commit_no, message`, nil, i, &i.Day, &i.Commit)
}

func (d dump) drafts(ctx context.Context) error {
	i := &storage.Item{Kind: storage.DraftItem}
	return d.all(ctx, `SELECT commit_no, body FROM draft ORDER BY id, commit_no`, nil, i, &i.Commit)
}

func (d dump) acts(ctx context.Context) error {
	i := &storage.Item{Kind: storage.ActItem}
	return d.all(ctx, `SELECT commit_no, body FROM audit ORDER BY commit_no`, nil, i, &i.Commit)
}

func (d dump) log(ctx context.Context) error {
	i := &storage.Item{Kind: storage.LogItem}
	return d.all(ctx, `SELECT n, key, state, at, owner, attempts, note, body FROM outbox_log ORDER BY n`, nil,
		i, &i.N, &i.Key, &i.State, &i.At, &i.Owner, &i.Attempts, &i.Note)
}

// periods gives what is kept of each period, one after the other.
func (d dump) periods(ctx context.Context) error {
	var list []report.PeriodKey
	err := d.each(ctx, `SELECT form, day, slot FROM opened UNION SELECT DISTINCT form, day, slot FROM record ORDER BY 1, 2, 3`, nil,
		func(r row) error {
			var k report.PeriodKey
			err := r.scan(&k.Form, &k.Day, &k.Slot)
			list = append(list, k)
			return err
		})
	if err != nil {
		return err
	}
	for _, k := range list {
		if err := d.period(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

func (d dump) period(ctx context.Context, k report.PeriodKey) error {
	args := []any{string(k.Form), int(k.Day), string(k.Slot)}
	opened, err := d.find(ctx, `SELECT 1 FROM opened WHERE form = ? AND day = ? AND slot = ?`, args, new(int))
	if err != nil {
		return err
	}
	i := &storage.Item{Kind: storage.OpenedItem, Form: k.Form, Day: k.Day, Slot: k.Slot}
	if opened {
		if err := d.give(*i); err != nil {
			return err
		}
	}
	i.Kind = storage.DutyItem
	if err := d.all(ctx, `SELECT unit, body FROM need WHERE form = ? AND day = ? AND slot = ? ORDER BY unit`, args, i, &i.Unit); err != nil {
		return err
	}
	i.Kind = storage.VersionItem
	return d.all(ctx, `SELECT r.unit, v.commit_no, v.place, v.body FROM record r JOIN version v ON v.record = r.id
		WHERE r.form = ? AND r.day = ? AND r.slot = ? ORDER BY v.commit_no, v.place`, args, i, &i.Unit, &i.Commit, &i.Place)
}

// Empty tells whether nothing was ever kept here, and no program has started.
func (s *Store) Empty(ctx context.Context) (empty bool, err error) {
	err = s.read(ctx, "empty", func(ctx context.Context, se *session) error {
		empty, err = se.empty(ctx)
		return err
	})
	return empty, err
}

func (s *session) empty(ctx context.Context) (bool, error) {
	any, err := s.find(ctx, `SELECT 1 FROM number UNION ALL SELECT 1 FROM life UNION ALL SELECT 1 FROM outage LIMIT 1`, nil, new(int))
	return !any, err
}
