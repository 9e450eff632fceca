package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// Queue puts rows into the outbox on their own.
func (s *Store) Queue(ctx context.Context, rows ...report.Row) error {
	args, err := rowArgs(rows)
	if err != nil {
		return fail("queue", err)
	}
	_, err = s.keep(ctx, "queue", s.scripts.queue, []string{s.keys.version(), s.keys.outbox(), s.keys.ended(), s.keys.due(), s.keys.meta()},
		append([]any{len(rows)}, args...)...)
	return err
}

// Lease gives an owner at most max due rows until an instant. What it held and
// does not send, and leases that are over, are free again first: a dead
// program's rows stand in their old places, and the call may be repeated after
// a lost answer.
func (s *Store) Lease(ctx context.Context, owner string, now, until time.Time, max int) ([]report.Row, error) {
	if owner == "" || max <= 0 || strings.ContainsAny(owner, "\t\n") {
		return nil, errors.New("storage/redis: lease: an owner, in one line, and a number of rows are needed")
	}
	k := s.keys
	said, err := s.run(ctx, "lease", s.scripts.lease, []string{k.version(), k.outbox(), k.due(), k.leased(), k.sending()},
		owner, storage.Micros(now), storage.Micros(until), max, storage.LeaseLook)
	if err != nil {
		return nil, err
	}
	told, err := toldRows(said)
	return plain(told), err
}

// toldRow is a row as tellRow of rows.lua tells it.
type toldRow struct {
	report.Row
	due, urgency, seq int64
}

// toldRows reads a list of them.
func toldRows(said any) ([]toldRow, error) {
	var list []toldRow
	for _, one := range lists(said) {
		f := texts(one)
		if len(f) != 6 {
			return nil, errors.New("storage/redis: the server's answer is no row")
		}
		var numbers [4]int64
		for i := range numbers {
			var err error
			if numbers[i], err = strconv.ParseInt(f[i], 10, 64); err != nil {
				return nil, fmt.Errorf("storage/redis: a stored row is damaged: %w", err)
			}
		}
		r, err := storage.DecodeRow([]byte(f[5]))
		if err != nil {
			return nil, err
		}
		r.Attempts = int(numbers[3])
		if r.NotBefore, err = storage.ParseInstant(f[4]); err != nil {
			return nil, err
		}
		list = append(list, toldRow{Row: r, due: numbers[0], urgency: numbers[1], seq: numbers[2]})
	}
	return list, nil
}

// plain leaves out what the rows were ordered by.
func plain(told []toldRow) []report.Row {
	var rows []report.Row
	for _, r := range told {
		rows = append(rows, r.Row)
	}
	return rows
}

// lists and texts read an answer of the server; what is no list is an empty one.
func lists(said any) []any {
	list, _ := said.([]any)
	return list
}

func texts(said any) []string {
	var list []string
	for _, one := range lists(said) {
		s, _ := one.(string)
		list = append(list, s)
	}
	return list
}

// Begin says that the owner sends rows now, as one message, and will have told
// how it ended until an instant: all of them or none. The same call again, after
// a lost answer, is true again and counts no further attempt.
func (s *Store) Begin(ctx context.Context, owner string, now, until time.Time, rows ...string) (bool, error) {
	said, err := s.keep(ctx, "begin", s.scripts.begin, []string{s.keys.version(), s.keys.outbox(), s.keys.leased(), s.keys.sending()},
		append([]any{owner, storage.Micros(now), storage.Micros(until)}, anys(rows)...)...)
	return said == int64(1), err
}

func anys(list []string) []any {
	var all []any
	for _, one := range list {
		all = append(all, one)
	}
	return all
}

// Finish ends rows and logs them, or queues them again. A row is its owner's to
// finish; once the lease is over, anybody's who tells it as stranded. One that is
// refused stops no other.
func (s *Store) Finish(ctx context.Context, owner string, r storage.Result, rows ...string) error {
	args, err := resultArgs(owner, r)
	if err != nil {
		return fail("finish", err)
	}
	k := s.keys
	said, err := s.keep(ctx, "finish", s.scripts.finish,
		[]string{k.version(), k.outbox(), k.ended(), k.due(), k.leased(), k.sending(), k.log(), k.meta()}, append(args, anys(rows)...)...)
	switch {
	case err != nil || said == "OK":
		return err
	case said == "NONE":
		return fmt.Errorf("storage/redis: finish: %w: there is no row of this key", storage.ErrMoved)
	case said == "HELD":
		return fmt.Errorf("storage/redis: finish: %w: another program holds the row", storage.ErrMoved)
	}
	return fmt.Errorf("storage/redis: finish: %w: the row has ended as %v", storage.ErrMoved, said)
}

// resultArgs are ARGV of finish.lua before the rows.
func resultArgs(owner string, r storage.Result) ([]any, error) {
	if _, err := storage.Ends(r); err != nil {
		return nil, err
	}
	at, err := storage.FormatInstant(r.At)
	if err != nil {
		return nil, err
	}
	notBefore, err := storage.FormatInstant(r.NotBefore)
	if err != nil {
		return nil, err
	}
	return []any{owner, string(r.State), storage.Micros(r.At), at, microsOrNone(r.NotBefore), notBefore, r.Note, r.Stranded}, nil
}

// microsOrNone is an instant as a script's argument, "" where there is none.
func microsOrNone(t time.Time) any {
	if t.IsZero() {
		return ""
	}
	return storage.Micros(t)
}

// Stranded lists the rows that somebody began to send and never finished: their
// lease is over, or they are the asking owner's. They may have been sent or not:
// the caller decides by their kind.
func (s *Store) Stranded(ctx context.Context, owner string, now time.Time) ([]report.Row, error) {
	said, err := s.run(ctx, "stranded", s.scripts.stranded, []string{s.keys.outbox(), s.keys.sending()}, owner, storage.Micros(now))
	if err != nil {
		return nil, err
	}
	told, err := toldRows(said)
	slices.SortFunc(told, func(a, b toldRow) int {
		return cmp.Or(cmp.Compare(a.urgency, b.urgency), cmp.Compare(a.due, b.due), cmp.Compare(a.seq, b.seq))
	})
	return plain(told), err
}

// NextRow is the instant at which the outbox has something to do: the due time
// of what nobody holds, or the end of a lease.
func (s *Store) NextRow(ctx context.Context) (next time.Time, found bool, err error) {
	var waiting []*redis.StringSliceCmd // the first of each urgency
	var heads []*redis.ZSliceCmd
	_, err = s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		for urgency := range 10 {
			waiting = append(waiting, p.ZRangeByLex(ctx, s.keys.due(), &redis.ZRangeBy{
				Min: "[" + strconv.Itoa(urgency), Max: "(" + string(rune('1'+urgency)), Count: 1}))
		}
		for _, key := range []string{s.keys.leased(), s.keys.sending()} {
			heads = append(heads, p.ZRangeWithScores(ctx, key, 0, 0))
		}
		return nil
	})
	if err != nil {
		return next, false, fail("next row", err)
	}
	earliest := int64(math.MaxInt64)
	for _, first := range waiting {
		for _, member := range first.Val() {
			due, err := dueOf(member)
			if err != nil {
				return next, false, fail("next row", err)
			}
			earliest = min(earliest, due)
		}
	}
	for _, head := range heads {
		for _, z := range head.Val() {
			earliest = min(earliest, int64(z.Score))
		}
	}
	if earliest == math.MaxInt64 {
		return next, false, nil
	}
	return time.UnixMicro(earliest).UTC(), true, nil
}

// dueOf reads the due time of what dueMember wrote.
func dueOf(member string) (int64, error) {
	if len(member) < 17 {
		return 0, errors.New("a member of ob:due is damaged")
	}
	return strconv.ParseInt(member[1:17], 10, 64)
}

// RowState tells where a row stands; false: the key is not known.
func (s *Store) RowState(ctx context.Context, key string) (report.RowState, bool, error) {
	var live, ended *redis.StringCmd
	_, err := s.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		live = p.HGet(ctx, s.keys.outbox(), key)
		ended = p.HGet(ctx, s.keys.ended(), key)
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", false, fail("row state", err)
	}
	state, _, _ := strings.Cut(cmp.Or(live.Val(), ended.Val()), "\t")
	return report.RowState(state), state != "", nil
}

// Log gives the rows that ended in from ≤ time < to, and how, in the order of the
// log. It reads in pages; what is pruned meanwhile may be missing. What fn refuses
// ends it.
func (s *Store) Log(ctx context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error {
	var refused error
	err := s.pages(ctx, s.keys.log(), "-", "+", func(e redis.XMessage) error {
		t, err := tried(e)
		if err != nil || !t.Ended() {
			return err
		}
		attempts, err := strconv.Atoi(text(e, "attempts"))
		if err == nil {
			refused = storage.Left{Tried: t, Attempts: attempts, Note: text(e, "note"), Row: []byte(text(e, "row"))}.Give(from, to, fn)
		}
		return cmp.Or(err, refused)
	})
	if err != nil && refused == nil {
		return fail("log", err)
	}
	return err
}
