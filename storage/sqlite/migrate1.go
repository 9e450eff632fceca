package sqlite

import (
	"context"
	_ "embed"

	"qunbao/report"
	"qunbao/storage"
)

//go:embed migrations/1to2.sql
var schema2 string

// toSchema2 numbers the commits: schema 1 knew the order of each record's
// versions, and no order over all.
func toSchema2(ctx context.Context, s *session) error {
	ids := map[report.RecordKey]int64{}
	filings, err := s.filings(ctx, ids)
	if err != nil {
		return err
	}
	storage.NumberFilings(filings)
	const table = `CREATE TEMP TABLE numbered (record INTEGER, n INTEGER, message TEXT, commit_no INTEGER, place INTEGER, PRIMARY KEY (record, n));
		CREATE INDEX temp.numbered_message ON numbered (message, commit_no)`
	if err := s.script(ctx, table); err != nil {
		return err
	}
	for _, f := range filings {
		_, err := s.exec(ctx, `INSERT INTO temp.numbered VALUES (?, ?, ?, ?, ?)`, ids[f.Key], f.N, string(f.Of), f.Commit, f.Place)
		if err != nil {
			return err
		}
	}
	return s.script(ctx, schema2+`; DROP TABLE temp.numbered`)
}

// filings lists every version, and notes the rows of their records.
func (s *session) filings(ctx context.Context, ids map[report.RecordKey]int64) ([]storage.Filing, error) {
	const query = `SELECT r.id, r.form, r.day, r.slot, r.unit, v.n, v.body FROM record r JOIN version v ON v.record = r.id`
	var list []storage.Filing
	err := s.each(ctx, query, nil, func(r row) error {
		var f storage.Filing
		var id int64
		var b string
		if err := r.scan(&id, &f.Key.Form, &f.Key.Day, &f.Key.Slot, &f.Key.Unit, &f.N, &b); err != nil {
			return err
		}
		v, err := storage.DecodeVersion([]byte(b))
		f.Of, f.Filed, ids[f.Key] = v.Message, v.Filed, id
		list = append(list, f)
		return err
	})
	return list, err
}
