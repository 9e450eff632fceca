package sqlite

import (
	"context"
	"iter"

	"qunbao/report"
	"qunbao/storage"
)

// Load fills an empty store with what another one dumped, in one transaction:
// all of it or nothing.
func (s *Store) Load(ctx context.Context, items iter.Seq2[storage.Item, error]) error {
	return s.write(ctx, "load", func(background context.Context, se *session) error {
		empty, err := se.empty(background)
		if err != nil {
			return err
		}
		if !empty {
			return storage.ErrNotEmpty
		}
		l := loader{session: se}
		for i, err := range storage.Checked(schemaVersion, items) {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				err = l.load(background, i)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// loader puts items into the tables. The records of the period at hand are
// known, each with its row and its number of versions.
type loader struct {
	*session
	period  report.PeriodKey
	records map[report.UnitID]*loadedRecord
}

type loadedRecord struct{ id, versions int64 }

// load puts one item where its kind belongs.
func (l *loader) load(ctx context.Context, i storage.Item) error {
	switch i.Kind {
	case storage.StoreItem:
		return l.head(ctx, i)
	case storage.RowItem:
		return l.row(ctx, i)
	case storage.OpenedItem:
		return l.put(ctx, `INSERT INTO opened (form, day, slot) VALUES (?, ?, ?)`, string(i.Form), int(i.Day), string(i.Slot))
	case storage.DutyItem:
		if _, err := storage.DecodeDuty(i.Body); err != nil {
			return err
		}
		return l.put(ctx, `INSERT INTO need (form, day, slot, unit, body) VALUES (?, ?, ?, ?, ?)`,
			string(i.Form), int(i.Day), string(i.Slot), string(i.Unit), string(i.Body))
	case storage.VersionItem:
		return l.version(ctx, i)
	case storage.LogItem:
		return l.put(ctx, `INSERT INTO outbox_log (n, key, state, at, owner, attempts, note, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			i.N, i.Key, string(i.State), i.At, i.Owner, i.Attempts, i.Note, string(i.Body))
	}
	return l.matter(ctx, i)
}

// matter puts an item whose keys stand in its body.
func (l *loader) matter(ctx context.Context, i storage.Item) error {
	body := string(i.Body)
	switch i.Kind {
	case storage.OutageItem:
		w, err := storage.DecodeWindow(i.Body)
		return l.unless(ctx, err, `INSERT INTO outage (began, ended, body) VALUES (?, ?, ?)`, storage.Micros(w.From), storage.Micros(w.To), body)
	case storage.QuestionItem:
		q, err := storage.DecodeQuestion(i.Body)
		return l.unless(ctx, err, `INSERT INTO question (chat, sender, body) VALUES (?, ?, ?)`, string(q.Asker.Chat), q.Asker.Sender, body)
	case storage.EventItem:
		e, err := storage.DecodeEvent(i.Body)
		return l.unless(ctx, err, `INSERT INTO event (n, time, body) VALUES (?, ?, ?)`, e.N, storage.Micros(e.Time), body)
	case storage.ProgressItem:
		p, err := storage.DecodeProgress(i.Body)
		return l.unless(ctx, err, `INSERT INTO progress (event, n, commit_no, body)
			SELECT ?1, 1 + coalesce(max(n), 0), ?2, ?3 FROM progress WHERE event = ?1`, p.Event, i.Commit, body)
	case storage.RulingItem:
		_, err := storage.DecodeRuling(i.Body)
		return l.unless(ctx, err, `INSERT INTO ruling (n, commit_no, body) SELECT 1 + coalesce(max(n), 0), ?, ? FROM ruling`, i.Commit, body)
	case storage.FiringItem:
		f, err := storage.DecodeFiring(i.Body)
		return l.unless(ctx, err, `INSERT INTO firing (name, body) VALUES (?, ?)`, f.Name, body)
	case storage.OutcomeItem:
		o, err := storage.DecodeOutcome(i.Body)
		return l.unless(ctx, err, `INSERT INTO outcome (message, day, commit_no, body) VALUES (?, ?, ?, ?)`, string(o.Message), int(i.Day), i.Commit, body)
	case storage.DraftItem:
		d, err := storage.DecodeDraft(i.Body)
		return l.unless(ctx, err, `INSERT INTO draft (id, commit_no, body) VALUES (?, ?, ?)`, d.ID, i.Commit, body)
	case storage.ActItem:
		a, err := storage.DecodeAct(i.Body)
		return l.unless(ctx, err, `INSERT INTO audit (commit_no, at, body) VALUES (?, ?, ?)`, i.Commit, storage.Micros(a.At), body)
	}
	return nil
}

func (l *loader) put(ctx context.Context, query string, args ...any) error {
	_, err := l.exec(ctx, query, args...)
	return err
}

// unless puts what was decoded without an error.
func (l *loader) unless(ctx context.Context, err error, query string, args ...any) error {
	if err != nil {
		return err
	}
	return l.put(ctx, query, args...)
}

func (l *loader) head(ctx context.Context, i storage.Item) error {
	for name, n := range map[string]int64{"commit": i.Commit, "seq": i.Seq, "log": i.Log} {
		if n == 0 {
			continue
		}
		if err := l.put(ctx, `INSERT INTO number (name, n) VALUES (?, ?)`, name, n); err != nil {
			return err
		}
	}
	for name, at := range map[string]string{"started": i.Started, "ran": i.Ran} {
		if at == "" {
			continue
		}
		_, err := storage.ParseInstant(at)
		if err := l.unless(ctx, err, `INSERT INTO life (name, at) VALUES (?, ?)`, name, at); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) row(ctx context.Context, i storage.Item) error {
	r, err := storage.DecodeRow(i.Body)
	if err != nil {
		return err
	}
	due, err := storage.ParseInstant(i.NotBefore)
	return l.unless(ctx, err, `INSERT INTO outbox (seq, key, state, urgency, due, not_before, attempts, owner, until, begun, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.Seq, r.Key, string(i.State), i.Urgency, storage.Micros(due), i.NotBefore, i.Attempts, i.Owner, i.Until, i.Begun, string(i.Body))
}

// version appends to a record, which its first version makes.
func (l *loader) version(ctx context.Context, i storage.Item) error {
	v, err := storage.DecodeVersion(i.Body)
	if err != nil {
		return err
	}
	if l.records == nil || l.period != i.Period() {
		l.period, l.records = i.Period(), map[report.UnitID]*loadedRecord{}
	}
	r := l.records[i.Unit]
	if r == nil {
		r = &loadedRecord{}
		l.records[i.Unit] = r
		r.id, err = l.add(ctx, `INSERT INTO record (form, day, slot, unit, began, revision) VALUES (?, ?, ?, ?, ?, 0)`,
			string(i.Form), int(i.Day), string(i.Slot), string(i.Unit), storage.Micros(v.Time))
		if err != nil {
			return err
		}
	}
	r.versions++
	if err := l.put(ctx, `INSERT INTO version (record, n, commit_no, place, body) VALUES (?, ?, ?, ?, ?)`,
		r.id, r.versions, i.Commit, i.Place, string(i.Body)); err != nil {
		return err
	}
	return l.put(ctx, `UPDATE record SET revision = ? WHERE id = ?`, r.versions, r.id)
}
