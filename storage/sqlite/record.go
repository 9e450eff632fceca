package sqlite

import (
	"context"

	"qunbao/report"
	"qunbao/storage"
)

// Outcome tells what a message became.
func (s *Store) Outcome(ctx context.Context, id report.MessageID) (o report.Outcome, found bool, err error) {
	err = s.glance(ctx, "outcome", func(ctx context.Context, se *session) (err error) {
		o, found, err = body(ctx, se, storage.DecodeOutcome, `SELECT body FROM outcome WHERE message = ?`, string(id))
		return err
	})
	return o, found, err
}

// Record reads one unit's report for one period.
func (s *Store) Record(ctx context.Context, k report.RecordKey) (report.Record, error) {
	list, err := s.Records(ctx, []report.RecordKey{k})
	if err != nil {
		return report.Record{RecordKey: k}, err
	}
	return list[0], nil
}

// Records reads many, in the order asked, all of one state.
func (s *Store) Records(ctx context.Context, keys []report.RecordKey) ([]report.Record, error) {
	list := make([]report.Record, len(keys))
	see := s.read
	if len(keys) == 1 {
		see = s.glance
	}
	err := see(ctx, "records", func(ctx context.Context, se *session) (err error) {
		for i, k := range keys {
			if list[i], err = se.record(ctx, k); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// record reads the versions of one record, none where nothing is kept.
func (s *session) record(ctx context.Context, k report.RecordKey) (report.Record, error) {
	versions, err := bodies(ctx, s, storage.DecodeVersion,
		`SELECT v.body FROM record r JOIN version v ON v.record = r.id
		WHERE r.form = ? AND r.day = ? AND r.slot = ? AND r.unit = ? ORDER BY v.n`,
		string(k.Form), int(k.Day), string(k.Slot), string(k.Unit))
	return report.Record{RecordKey: k, Versions: versions}, err
}

// Period reads all that is kept of a period, units by their ids.
func (s *Store) Period(ctx context.Context, k report.PeriodKey) (report.Period, error) {
	p := report.Period{Key: k}
	err := s.read(ctx, "period", func(ctx context.Context, se *session) (err error) {
		if p.Need, err = se.need(ctx, k); err != nil {
			return err
		}
		p.Records, err = se.records(ctx, k)
		return err
	})
	return p, err
}

// records reads the records of a period in one query.
func (s *session) records(ctx context.Context, k report.PeriodKey) ([]report.Record, error) {
	var kept []storage.Kept
	err := s.each(ctx, `SELECT r.unit, v.body FROM record r JOIN version v ON v.record = r.id
		WHERE r.form = ? AND r.day = ? AND r.slot = ? ORDER BY r.unit, v.n`,
		[]any{string(k.Form), int(k.Day), string(k.Slot)}, func(r row) error {
			var one storage.Kept
			err := r.scan(&one.Unit, &one.Version)
			kept = append(kept, one)
			return err
		})
	if err != nil {
		return nil, err
	}
	return storage.PeriodRecords(k, kept)
}

// need is nil where the period was never opened.
func (s *session) need(ctx context.Context, k report.PeriodKey) (*report.Need, error) {
	args := []any{string(k.Form), int(k.Day), string(k.Slot)}
	opened, err := s.find(ctx, `SELECT 1 FROM opened WHERE form = ? AND day = ? AND slot = ?`, args, new(int))
	if err != nil || !opened {
		return nil, err
	}
	n := &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}
	err = s.each(ctx, `SELECT unit, body FROM need WHERE form = ? AND day = ? AND slot = ?`, args, func(r row) error {
		var unit, b string
		if err := r.scan(&unit, &b); err != nil {
			return err
		}
		d, err := storage.DecodeDuty([]byte(b))
		n.Units[report.UnitID(unit)] = d
		return err
	})
	return n, err
}

// Previous reads the unit's last record of the form in an earlier period. The
// store does not know the order of a day's slots: it takes the order in which
// they were first reported.
func (s *Store) Previous(ctx context.Context, k report.RecordKey) (r report.Record, found bool, err error) {
	r.RecordKey = k
	err = s.glance(ctx, "previous", func(ctx context.Context, se *session) error {
		return se.each(ctx, `SELECT r.day, r.slot, v.body FROM record r JOIN version v ON v.record = r.id WHERE r.id = (
			SELECT id FROM record
			WHERE form = ?1 AND unit = ?2 AND day <= ?3 AND (day < ?3 OR (began, slot) < (
				coalesce((SELECT began FROM record WHERE form = ?1 AND unit = ?2 AND day = ?3 AND slot = ?4), 1 << 62), ?4))
			ORDER BY day DESC, began DESC, slot DESC LIMIT 1) ORDER BY v.n`,
			[]any{string(k.Form), string(k.Unit), int(k.Day), string(k.Slot)}, func(one row) error {
				var b string
				found = true
				if err := one.scan(&r.Day, &r.Slot, &b); err != nil {
					return err
				}
				v, err := storage.DecodeVersion([]byte(b))
				r.Versions = append(r.Versions, v)
				return err
			})
	})
	if err != nil || !found {
		return report.Record{}, false, err
	}
	return r, found, err
}
