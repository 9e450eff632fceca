package redis

import (
	"context"
	"errors"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// Outcome tells what a message became.
func (s *Store) Outcome(ctx context.Context, id report.MessageID) (report.Outcome, bool, error) {
	day, found, err := s.field(ctx, s.keys.messages(), string(id))
	if err != nil || !found {
		return report.Outcome{}, false, err
	}
	d, err := report.ParseDay(day)
	if err != nil {
		return report.Outcome{}, false, fail("outcome", err)
	}
	return numberedBody(ctx, s, storage.DecodeOutcome, s.keys.outcomes(d), string(id))
}

// field reads one field of a hash.
func (s *Store) field(ctx context.Context, key, field string) (string, bool, error) {
	value, err := s.client.HGet(ctx, key, field).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fail("read", err)
	}
	return value, true, nil
}

// body reads the stored form that a field of a hash holds.
func body[T any](ctx context.Context, s *Store, read func([]byte) (T, error), key, field string) (T, bool, error) {
	var v T
	b, found, err := s.field(ctx, key, field)
	if err != nil || !found {
		return v, false, err
	}
	v, err = read([]byte(b))
	return v, err == nil, err
}

// numberedBody reads the stored form behind the number of its commit.
func numberedBody[T any](ctx context.Context, s *Store, read func([]byte) (T, error), key, field string) (T, bool, error) {
	return body(ctx, s, func(b []byte) (T, error) { return decodeNumbered(read, string(b)) }, key, field)
}

func decodeNumbered[T any](read func([]byte) (T, error), value string) (v T, err error) {
	_, b, err := numbered(value)
	if err != nil {
		return v, fail("read", err)
	}
	return read([]byte(b))
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
	if len(keys) == 0 {
		return nil, nil
	}
	var at []string
	var units []any
	for _, k := range keys {
		at = append(at, s.keys.current(k.PeriodKey), s.keys.history(k.PeriodKey))
		units = append(units, string(k.Unit))
	}
	said, err := s.run(ctx, "records", s.scripts.records, at, units...)
	if err != nil {
		return nil, err
	}
	list := make([]report.Record, len(keys))
	for i, one := range lists(said) {
		list[i].RecordKey = keys[i]
		if list[i].Versions, err = versions(texts(one)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// versions reads the stored forms of a record's versions.
func versions(stored []string) ([]report.Version, error) {
	var list []report.Version
	for _, b := range stored {
		v, err := storage.DecodeVersion([]byte(b))
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// Period reads all that is kept of a period, units by their ids: need and
// history of one state, in one round trip.
func (s *Store) Period(ctx context.Context, k report.PeriodKey) (report.Period, error) {
	var duties *redis.MapStringStringCmd
	var history *redis.Cmd
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		duties = p.HGetAll(ctx, s.keys.need(k))
		history = p.Do(ctx, "XRANGE", s.keys.history(k), "-", "+") // as it comes: a map an entry takes longer than to read it
		return nil
	})
	if err != nil {
		return report.Period{Key: k}, fail("period", err)
	}
	p := report.Period{Key: k}
	if p.Need, err = need(k, duties.Val()); err != nil {
		return p, err
	}
	p.Records, err = records(k, history.Val())
	return p, err
}

// need is nil where the period was never opened.
func need(k report.PeriodKey, duties map[string]string) (*report.Need, error) {
	if len(duties) == 0 {
		return nil, nil
	}
	n := &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}
	for unit, b := range duties {
		if unit == "" {
			continue // says that the period was opened
		}
		d, err := storage.DecodeDuty([]byte(b))
		if err != nil {
			return nil, err
		}
		n.Units[report.UnitID(unit)] = d
	}
	return n, nil
}

// records reads the history of a period: of each entry its id, and u, the unit,
// v, the version.
func records(k report.PeriodKey, history any) ([]report.Record, error) {
	entries := lists(history)
	kept := make([]storage.Kept, len(entries))
	for i, e := range entries {
		entry := lists(e)
		if len(entry) != 2 {
			return nil, errors.New("storage/redis: period: an entry of the history is damaged")
		}
		fields := texts(entry[1])
		if len(fields) != 4 {
			return nil, errors.New("storage/redis: period: an entry of the history is damaged")
		}
		kept[i] = storage.Kept{Unit: fields[1], Version: fields[3]}
	}
	return storage.PeriodRecords(k, kept)
}

// Previous reads the unit's last record of the form in an earlier period. The
// script walks the form's periods backwards, to the first that the unit reported
// for, so that it costs little for a unit that reported lately or never did.
func (s *Store) Previous(ctx context.Context, k report.RecordKey) (report.Record, bool, error) {
	form := report.PeriodKey{Form: k.Form}
	said, err := s.run(ctx, "previous", s.scripts.previous, []string{s.keys.periods(k.Form), s.keys.units(k.Form)},
		string(k.Unit), number(k.Day), periodMember(k.PeriodKey),
		strings.TrimSuffix(s.keys.current(form), periodMember(form)), strings.TrimSuffix(s.keys.history(form), periodMember(form)))
	found := lists(said)
	if err != nil || len(found) != 2 {
		return report.Record{}, false, err
	}
	r := report.Record{RecordKey: k}
	member, _ := found[0].(string)
	if r.PeriodKey, err = readPeriod(k.Form, member); err != nil {
		return report.Record{}, false, fail("previous", err)
	}
	r.Versions, err = versions(texts(found[1]))
	return r, err == nil, err
}
