package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"modernc.org/sqlite"
)

// session is one connection with its prepared statements. It is used by one
// goroutine at a time: whoever took it from the store's pool. It speaks to the
// driver itself: database/sql keeps a pool of its own, and takes as long over a
// small statement as SQLite.
//
// An operation that has begun is finished: a caller's cancelled context is seen
// before it, not in the middle, so nobody is left to guess what was written.
type session struct {
	conn       connection
	statements map[string]statement
	args       []driver.NamedValue // of the statement at hand
}

// connection and statement are what of the driver's is used.
type connection interface {
	driver.ConnPrepareContext
	driver.ExecerContext
	io.Closer
}

type statement interface {
	driver.StmtExecContext
	driver.StmtQueryContext
	io.Closer
}

// dial opens one connection.
func dial(name string) (*session, error) {
	conn, err := (&sqlite.Driver{}).Open(name)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn.(connection), statements: map[string]statement{}}, nil
}

// close lets go of the connection. With its statements open the last one would
// leave the log of changes beside the file instead of taking it in.
func (s *session) close() error {
	var errs []error
	for _, st := range s.statements {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, s.conn.Close())...)
}

// script runs statements that are needed once.
func (s *session) script(ctx context.Context, text string) error {
	_, err := s.conn.ExecContext(ctx, text, nil)
	return err
}

// prepare finds or makes the prepared statement of a query.
func (s *session) prepare(ctx context.Context, query string) (statement, error) {
	if st, ok := s.statements[query]; ok {
		return st, nil
	}
	prepared, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	st := prepared.(statement)
	s.statements[query] = st
	return st, nil
}

// named gives arguments to the driver, which has copied them when it returns.
func (s *session) named(args []any) []driver.NamedValue {
	s.args = s.args[:0]
	for i, a := range args {
		if n, ok := a.(int); ok {
			a = int64(n)
		}
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return s.args
}

func (s *session) run(ctx context.Context, query string, args []any) (driver.Result, error) {
	st, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, s.named(args))
}

// exec runs a statement and tells how many rows it changed.
func (s *session) exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := s.run(ctx, query, args)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// add runs an INSERT of one row and gives the row's number.
func (s *session) add(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := s.run(ctx, query, args)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// find scans the first row of a query; false: there is none.
func (s *session) find(ctx context.Context, query string, args []any, dest ...any) (found bool, err error) {
	rows, err := s.query(ctx, query, args)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	r := make(row, len(rows.Columns()))
	if err := rows.Next(r); err != nil {
		return false, unlessEnd(err)
	}
	return true, r.scan(dest...)
}

func (s *session) query(ctx context.Context, query string, args []any) (driver.Rows, error) {
	st, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, s.named(args))
}

// unlessEnd is nil where there are no more rows.
func unlessEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// each calls scan for every row of a query.
func (s *session) each(ctx context.Context, query string, args []any, scan func(row) error) (err error) {
	rows, err := s.query(ctx, query, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for r := make(row, len(rows.Columns())); ; {
		if err := rows.Next(r); err != nil {
			return unlessEnd(err)
		}
		if err := scan(r); err != nil {
			return err
		}
	}
}

// bodies reads the stored forms that a query's only column holds.
func bodies[T any](ctx context.Context, s *session, read func([]byte) (T, error), query string, args ...any) ([]T, error) {
	var list []T
	err := s.each(ctx, query, args, func(r row) error {
		var b string
		if err := r.scan(&b); err != nil {
			return err
		}
		v, err := read([]byte(b))
		list = append(list, v)
		return err
	})
	return list, err
}

// body reads the stored form that a query's only row and column holds.
func body[T any](ctx context.Context, s *session, read func([]byte) (T, error), query string, args ...any) (T, bool, error) {
	var v T
	var b string
	ok, err := s.find(ctx, query, args, &b)
	if !ok {
		return v, false, err
	}
	v, err = read([]byte(b))
	return v, err == nil, err
}

// atomic runs fn in one transaction: begin is BEGIN for reads, which then all
// see one state, or BEGIN IMMEDIATE for a write.
func (s *session) atomic(ctx context.Context, begin string, fn func() error) error {
	if _, err := s.exec(ctx, begin); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err := fn()
	if err == nil {
		_, err = s.exec(ctx, `COMMIT`)
	}
	if err != nil {
		// A full disk may have ended the transaction already; then this fails.
		s.script(ctx, `ROLLBACK`)
	}
	return err
}
