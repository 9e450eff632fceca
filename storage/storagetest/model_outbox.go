package storagetest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Queue leaves keys that exist alone.
func (m *Model) Queue(_ context.Context, rows ...report.Row) error {
	if err := keyed(rows); err != nil {
		return err
	}
	m.queue(rows)
	return nil
}

// those lists the rows that are wanted, in the order in which they leave.
func (m *Model) those(wanted func(*modelRow) bool) []*modelRow {
	var list []*modelRow
	for _, r := range m.rows {
		if wanted(r) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *modelRow) int {
		return cmp.Or(cmp.Compare(a.urgency, b.urgency),
			cmp.Compare(storage.Micros(a.NotBefore), storage.Micros(b.NotBefore)), cmp.Compare(a.seq, b.seq))
	})
	return list
}

func plain(list []*modelRow) []report.Row {
	var rows []report.Row
	for _, r := range list {
		rows = append(rows, r.Row)
	}
	return rows
}

// Lease forgets the owner's leases and those that are over, then gives what is
// due to addresses of which nobody else holds a row.
func (m *Model) Lease(_ context.Context, owner string, now, until time.Time, max int) ([]report.Row, error) {
	if owner == "" || max <= 0 {
		return nil, errors.New("no owner")
	}
	at := storage.Micros(now)
	taken := map[report.Address]bool{}
	for _, r := range m.rows {
		if r.state == report.Queued && (r.until <= at || r.owner == owner) {
			r.owner, r.until = "", 0
		}
		if (r.state == report.Queued || r.state == report.Sending) && r.until > at && r.owner != owner {
			taken[r.To] = true
		}
	}
	list := m.those(func(r *modelRow) bool {
		return r.state == report.Queued && storage.Micros(r.NotBefore) <= at && r.until == 0
	})
	list = slices.DeleteFunc(list[:min(storage.LeaseLook, len(list))], func(r *modelRow) bool { return taken[r.To] })
	list = list[:min(max, len(list))]
	for _, r := range list {
		r.owner, r.until = owner, storage.Micros(until)
	}
	return plain(list), nil
}

// Begin is for the holder of all the rows alone.
func (m *Model) Begin(_ context.Context, owner string, now, until time.Time, rows ...string) (bool, error) {
	at := storage.Micros(now)
	for _, key := range rows {
		r := m.rows[key]
		if r == nil || r.owner != owner {
			return false, nil
		}
		if leased := r.state == report.Queued && r.until > at; !leased && (r.state != report.Sending || r.begun != at) {
			return false, nil
		}
	}
	for _, key := range rows {
		if r := m.rows[key]; r.state == report.Queued {
			r.state, r.begun, r.until = report.Sending, at, storage.Micros(until)
			r.Attempts++
		}
	}
	return true, nil
}

// Finish does what it may and tells of the first row that is refused.
func (m *Model) Finish(_ context.Context, owner string, res storage.Result, rows ...string) error {
	if _, err := storage.Ends(res); err != nil {
		return err
	}
	var refused error
	for _, key := range rows {
		if r := m.rows[key]; r == nil {
			refused = storage.ErrMoved
		} else if err := m.finish(r, owner, res); err != nil {
			refused = err
		}
	}
	return refused
}

// finish is for the holder, or for whoever finds the row stranded, and never of an
// attempt that began later; who sent a row that is uncertain may still tell how
// it ended.
func (m *Model) finish(r *modelRow, owner string, res storage.Result) error {
	at, mine := storage.Micros(res.At), r.owner == owner
	var may bool
	switch r.state {
	case report.Queued:
		may = mine || r.owner == ""
	case report.Sending:
		may = r.begun <= at && (mine || res.Stranded && r.until <= at)
	case res.State:
		return nil
	case report.Uncertain:
		may = r.begun <= at && mine
	}
	if !may {
		return storage.ErrMoved
	}
	if res.State != report.Queued || res.Note != "" {
		m.logged++
		e := modelEntry{Tried: storage.Tried{N: m.logged, Key: r.Key, State: res.State, At: res.At}, owner: owner, attempts: r.Attempts, note: res.Note}
		if storage.Ended(res.State) {
			e.row = r.queued
		}
		m.log = append(m.log, e)
	}
	r.state, r.until = res.State, 0
	if res.State != report.Uncertain {
		r.owner = ""
	}
	if res.State == report.Queued && !res.NotBefore.IsZero() {
		r.NotBefore = res.NotBefore
	}
	return nil
}

// Stranded lists what was begun and never finished.
func (m *Model) Stranded(_ context.Context, owner string, now time.Time) ([]report.Row, error) {
	return plain(m.those(func(r *modelRow) bool {
		return r.state == report.Sending && (r.until <= storage.Micros(now) || r.owner == owner)
	})), nil
}

// NextRow is the earliest due time or end of a lease.
func (m *Model) NextRow(context.Context) (next time.Time, found bool, err error) {
	for _, r := range m.rows {
		at := time.UnixMicro(storage.Micros(r.NotBefore))
		if r.until > 0 {
			at = time.UnixMicro(r.until)
		}
		if (r.state == report.Queued || r.state == report.Sending) && (!found || at.Before(next)) {
			next, found = at, true
		}
	}
	return next, found, nil
}

// RowState tells where a row stands.
func (m *Model) RowState(_ context.Context, key string) (report.RowState, bool, error) {
	if r := m.rows[key]; r != nil {
		return r.state, true, nil
	}
	return "", false, nil
}

// Log lists what ended in a span without its end.
func (m *Model) Log(_ context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error {
	for _, e := range m.log {
		if at := storage.Micros(e.At); !e.Ended() || at < storage.Micros(from) || at >= storage.Micros(to) {
			continue
		}
		r := e.row
		r.Attempts = e.attempts
		if err := fn(r, storage.Result{State: e.State, At: e.At, Note: e.note}); err != nil {
			return err
		}
	}
	return nil
}
