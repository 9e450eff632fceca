package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// session is one connection with its prepared statements. It is used by one
// goroutine at a time: whoever took it from the store's pool.
//
// An operation that has begun is finished: a caller's cancelled context is seen
// before it, not in the middle, so nobody is left to guess what was written.
type session struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt
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

// prepare finds or makes the prepared statement of a query.
func (s *session) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := s.statements[query]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(ctx, query)
	if err == nil {
		s.statements[query] = st
	}
	return st, err
}

// exec runs a statement and tells how many rows it changed.
func (s *session) exec(ctx context.Context, query string, args ...any) (int64, error) {
	st, err := s.prepare(ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// find scans the one row of a query; false: there is none.
func (s *session) find(ctx context.Context, query string, args []any, dest ...any) (bool, error) {
	st, err := s.prepare(ctx, query)
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each calls scan for every row of a query.
func (s *session) each(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	st, err := s.prepare(ctx, query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// bodies reads the stored forms that a query's only column holds.
func bodies[T any](ctx context.Context, s *session, read func([]byte) (T, error), query string, args ...any) ([]T, error) {
	var list []T
	err := s.each(ctx, query, args, func(rows *sql.Rows) error {
		var b sql.RawBytes
		if err := rows.Scan(&b); err != nil {
			return err
		}
		v, err := read(b)
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
		s.conn.ExecContext(ctx, `ROLLBACK`)
	}
	return err
}
