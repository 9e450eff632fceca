package sqlite

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Queue puts rows into the outbox on their own.
func (s *Store) Queue(ctx context.Context, rows ...report.Row) error {
	return s.write(ctx, "queue", func(ctx context.Context, se *session) error { return se.queue(ctx, rows) })
}

// queue leaves a row whose key exists alone, whatever became of it.
func (s *session) queue(ctx context.Context, rows []report.Row) error {
	for _, r := range rows {
		if r.Key == "" {
			return errors.New("a row of the outbox needs a key")
		}
		if err := s.insert(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// insert queues one row behind all others, unless its key exists.
func (s *session) insert(ctx context.Context, r report.Row) error {
	b, err := storage.EncodeRow(r)
	if err != nil {
		return err
	}
	notBefore, err := storage.FormatInstant(r.NotBefore)
	if err != nil {
		return err
	}
	n, err := s.exec(ctx, `INSERT INTO outbox (seq, key, state, urgency, due, not_before, attempts, body)
		SELECT 1 + coalesce((SELECT n FROM number WHERE name = 'seq'), 0), ?1, 'queued', ?2, ?3, ?4, ?5, ?6
		WHERE NOT EXISTS (SELECT 1 FROM outbox_log WHERE key = ?1 AND state NOT IN ('queued', 'uncertain')) ON CONFLICT (key) DO NOTHING`,
		r.Key, r.Kind.Urgency(), storage.Micros(r.NotBefore), notBefore, r.Attempts, string(b))
	if err != nil || n == 0 {
		return err
	}
	return s.count(ctx, "seq")
}

// rowState finds a row of the outbox, or how it ended.
func (s *session) rowState(ctx context.Context, key string) (state report.RowState, found bool, err error) {
	found, err = s.find(ctx, `SELECT state FROM outbox WHERE key = ?1
		UNION ALL SELECT state FROM outbox_log WHERE key = ?1 AND state NOT IN ('queued', 'uncertain')`, []any{key}, &state)
	return state, found, err
}

// Lease gives an owner at most max due rows until an instant. What it held and
// does not send, and leases that are over, are free again first: a dead
// program's rows stand in their old places, and the call may be repeated.
func (s *Store) Lease(ctx context.Context, owner string, now, until time.Time, max int) ([]report.Row, error) {
	if owner == "" || max <= 0 {
		return nil, errors.New("storage/sqlite: lease: an owner and a number of rows are needed")
	}
	var rows []report.Row
	err := s.write(ctx, "lease", func(ctx context.Context, se *session) error {
		at := storage.Micros(now)
		err := se.free(ctx, owner, at)
		if err != nil {
			return err
		}
		if rows, err = se.due(ctx, owner, at, max); err != nil {
			return err
		}
		for _, r := range rows {
			if _, err := se.exec(ctx, `UPDATE outbox SET owner = ?, until = ? WHERE key = ?`, owner, storage.Micros(until), r.Key); err != nil {
				return err
			}
		}
		return nil
	})
	return rows, err
}

// free gives up the leases that are over at an instant, and the owner's. They are
// looked for first: mostly there are none, and a change of many rows at once costs
// SQLite a table of them.
func (s *session) free(ctx context.Context, owner string, at int64) error {
	var over []int64
	err := s.each(ctx, `SELECT seq FROM outbox WHERE state = 'queued' AND until > 0 AND (until <= +? OR owner = ?)`, []any{at, owner}, func(r row) error {
		over = append(over, 0)
		return r.scan(&over[len(over)-1])
	})
	for _, seq := range over {
		if err == nil {
			_, err = s.exec(ctx, `UPDATE outbox SET owner = '', until = 0 WHERE seq = ?`, seq)
		}
	}
	return err
}

// due lists at most max rows that are due at an instant and whose address is in
// nobody else's hands than the owner's, of the first that a lease looks at. The
// plus before a parameter keeps SQLite from looking into it when it plans, which
// beside a partial index it would do anew at every call.
func (s *session) due(ctx context.Context, owner string, at int64, max int) ([]report.Row, error) {
	taken, err := s.taken(ctx, owner, at)
	if err != nil {
		return nil, err
	}
	enough := errors.New("enough")
	var list []report.Row
	left := storage.LeaseLook
	for urgency := -1; ; {
		waits, err := s.find(ctx, `SELECT urgency FROM outbox WHERE state = 'queued' AND until = 0 AND urgency > +?
			ORDER BY urgency LIMIT 1`, []any{urgency}, &urgency)
		if err != nil {
			return nil, err
		}
		if !waits {
			break
		}
		err = s.each(ctx, `SELECT body, not_before, attempts FROM outbox
			WHERE state = 'queued' AND until = 0 AND urgency = +? AND due <= +? ORDER BY due, seq`, []any{urgency, at}, func(one row) error {
			if left--; left < 0 || len(list) == max {
				return enough
			}
			r, err := scanRow(one)
			if err == nil && !taken[r.To] {
				list = append(list, r)
			}
			return err
		})
		if errors.Is(err, enough) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// taken are the addresses of which another owner holds a row at an instant.
func (s *session) taken(ctx context.Context, owner string, at int64) (map[report.Address]bool, error) {
	rows, err := bodies(ctx, s, storage.DecodeRow, `SELECT body FROM outbox WHERE state = 'queued' AND until > 0 AND until > +?1 AND owner <> ?2
		UNION ALL SELECT body FROM outbox WHERE state = 'sending' AND until > +?1 AND owner <> ?2`, at, owner)
	taken := map[report.Address]bool{}
	for _, r := range rows {
		taken[r.To] = true
	}
	return taken, err
}

// rows reads rows of the outbox: body, not_before, attempts.
func (s *session) rows(ctx context.Context, query string, args ...any) ([]report.Row, error) {
	var list []report.Row
	err := s.each(ctx, query, args, func(one row) error {
		r, err := scanRow(one)
		list = append(list, r)
		return err
	})
	return list, err
}

func scanRow(one row) (r report.Row, err error) {
	var b, notBefore string
	var attempts int
	if err := one.scan(&b, &notBefore, &attempts); err != nil {
		return r, err
	}
	if r, err = storage.DecodeRow([]byte(b)); err != nil {
		return r, err
	}
	r.Attempts = attempts
	r.NotBefore, err = storage.ParseInstant(notBefore)
	return r, err
}

// Begin says that the owner sends rows now, as one message, and will have told
// how it ended until an instant: all of them or none. The same call again, after
// a lost answer, is true again and counts no further attempt.
func (s *Store) Begin(ctx context.Context, owner string, now, until time.Time, rows ...string) (bool, error) {
	refused := errors.New("refused")
	write := s.write
	if len(rows) == 1 {
		write = s.put
	}
	err := write(ctx, "begin", func(ctx context.Context, se *session) error {
		for _, key := range rows {
			if begun, err := se.begin(ctx, owner, now, until, key); err != nil || !begun {
				return cmp.Or(err, refused)
			}
		}
		return nil
	})
	if errors.Is(err, refused) {
		return false, nil
	}
	return err == nil, err
}

func (s *session) begin(ctx context.Context, owner string, now, until time.Time, key string) (bool, error) {
	at := storage.Micros(now)
	n, err := s.exec(ctx, `UPDATE outbox SET state = 'sending', attempts = attempts + 1, begun = ?3, until = ?4
		WHERE key = ?1 AND state = 'queued' AND owner = ?2 AND until > ?3`, key, owner, at, storage.Micros(until))
	if err != nil || n == 1 {
		return n == 1, err
	}
	return s.find(ctx, `SELECT seq FROM outbox WHERE key = ? AND state = 'sending' AND owner = ? AND begun = ?`,
		[]any{key, owner, at}, new(int64))
}

// Finish ends rows and logs them, or queues them again. A row is its owner's to
// finish; once the lease is over, anybody's who tells it as stranded. One that is
// refused stops no other.
func (s *Store) Finish(ctx context.Context, owner string, r storage.Result, rows ...string) error {
	if _, err := storage.Ends(r); err != nil {
		return fmt.Errorf("storage/sqlite: finish: %w", err)
	}
	var refused error
	err := s.write(ctx, "finish", func(ctx context.Context, se *session) error {
		for _, key := range rows {
			err := se.finish(ctx, key, owner, r)
			if err != nil && !errors.Is(err, storage.ErrMoved) {
				return err
			}
			refused = cmp.Or(refused, err)
		}
		return nil
	})
	if err == nil && refused != nil {
		err = fmt.Errorf("storage/sqlite: finish: %w", refused)
	}
	return err
}

func (s *session) finish(ctx context.Context, key, owner string, r storage.Result) error {
	free, err := s.mayFinish(ctx, key, owner, r)
	if err != nil || !free {
		return err
	}
	if r.State != report.Queued || r.Note != "" {
		if err := s.log(ctx, key, owner, r); err != nil {
			return err
		}
	}
	switch {
	case r.State == report.Uncertain: // who sent it may still tell how it ended
		_, err = s.exec(ctx, `UPDATE outbox SET state = ?, until = 0 WHERE key = ?`, string(r.State), key)
	case r.State != report.Queued:
		_, err = s.exec(ctx, `DELETE FROM outbox WHERE key = ?`, key)
	case r.NotBefore.IsZero():
		_, err = s.exec(ctx, `UPDATE outbox SET state = 'queued', owner = '', until = 0 WHERE key = ?`, key)
	default:
		notBefore, ferr := storage.FormatInstant(r.NotBefore)
		if ferr != nil {
			return ferr
		}
		_, err = s.exec(ctx, `UPDATE outbox SET state = 'queued', due = ?, not_before = ?, owner = '', until = 0 WHERE key = ?`,
			storage.Micros(r.NotBefore), notBefore, key)
	}
	return err
}

// mayFinish is false without an error where the row has ended so already. A
// result is none of an attempt that began after it. Who sent a row of which nobody
// knew the end may still tell it.
func (s *session) mayFinish(ctx context.Context, key, owner string, r storage.Result) (bool, error) {
	var state report.RowState
	var holder string
	var until, begun int64
	found, err := s.find(ctx, `SELECT state, owner, until, begun FROM outbox WHERE key = ?`, []any{key}, &state, &holder, &until, &begun)
	if err == nil && !found {
		state, found, err = s.rowState(ctx, key)
	}
	at, mine := storage.Micros(r.At), holder == owner
	switch {
	case err != nil:
		return false, err
	case !found:
		return false, fmt.Errorf("%w: there is no row of this key", storage.ErrMoved)
	case state == report.Queued && (mine || holder == ""):
		return true, nil
	case state == r.State && state != report.Queued:
		return false, nil
	case state != report.Queued && state != report.Sending && !(state == report.Uncertain && mine):
		return false, fmt.Errorf("%w: the row has ended as %s", storage.ErrMoved, state)
	case state == report.Queued || begun > at || !mine && (!r.Stranded || until > at):
		return false, fmt.Errorf("%w: another program holds the row", storage.ErrMoved)
	}
	return true, nil
}

// log keeps what became of an attempt, for the operator.
func (s *session) log(ctx context.Context, key, owner string, r storage.Result) error {
	at, err := storage.FormatInstant(r.At)
	if err != nil {
		return err
	}
	if err := s.count(ctx, "log"); err != nil {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO outbox_log (n, key, state, at, owner, attempts, note, body)
		SELECT (SELECT n FROM number WHERE name = 'log'), key, ?2, ?3, ?4, attempts, ?5, iif(?2 IN ('queued', 'uncertain'), '', body)
		FROM outbox WHERE key = ?1`,
		key, string(r.State), at, owner, r.Note)
	return err
}

// Stranded lists the rows that somebody began to send and never finished: their
// lease is over, or they are the asking owner's. They may have been sent or not:
// the caller decides by their kind.
func (s *Store) Stranded(ctx context.Context, owner string, now time.Time) ([]report.Row, error) {
	var rows []report.Row
	err := s.glance(ctx, "stranded", func(ctx context.Context, se *session) (err error) {
		rows, err = se.rows(ctx, `SELECT body, not_before, attempts FROM outbox
			WHERE state = 'sending' AND (until <= ? OR owner = ?) ORDER BY urgency, due, seq`, storage.Micros(now), owner)
		return err
	})
	return rows, err
}

// NextRow is the instant at which the outbox has something to do: the due time
// of what nobody holds, or the end of a lease.
func (s *Store) NextRow(ctx context.Context) (time.Time, bool, error) {
	next := never
	err := s.glance(ctx, "next row", func(ctx context.Context, se *session) error {
		_, err := se.find(ctx, nextRow, nil, &next)
		return err
	})
	if err != nil || next == never {
		return time.Time{}, false, err
	}
	return time.UnixMicro(next).UTC(), true, nil
}

const never int64 = math.MaxInt64

// urgencies is how many report.Kind knows; rows of others are gone through one by one.
const urgencies = 7

// nextRow asks for each urgency apart: the index leads to the first of each, and
// a table of them would take longer to make than to go through.
var nextRow = func() string {
	earliest := []string{
		earliestOf(`min(until)`, `state = 'queued' AND until > 0`),
		earliestOf(`min(until)`, `state = 'sending'`),
		earliestOf(`min(due)`, fmt.Sprintf(`state = 'queued' AND until = 0 AND urgency >= %d`, urgencies)),
	}
	for urgency := range urgencies {
		earliest = append(earliest, earliestOf(`min(due)`, fmt.Sprintf(`state = 'queued' AND until = 0 AND urgency = %d`, urgency)))
	}
	return `SELECT min(` + strings.Join(earliest, `, `) + `)`
}()

func earliestOf(what, where string) string {
	return fmt.Sprintf(`coalesce((SELECT %s FROM outbox WHERE %s), %d)`, what, where, never)
}

// RowState tells where a row stands; false: the key is not known.
func (s *Store) RowState(ctx context.Context, key string) (report.RowState, bool, error) {
	var state report.RowState
	found := false
	err := s.glance(ctx, "row state", func(ctx context.Context, se *session) (err error) {
		state, found, err = se.rowState(ctx, key)
		return err
	})
	return state, found, err
}
