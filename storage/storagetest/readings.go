package storagetest

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// furnished is what the stores of schema 1 answered to readings.
//
//go:embed testdata/furnished.txt
var furnished string

// CheckReadings fails the test where a furnished store answers otherwise than
// the stores of schema 1 did.
func CheckReadings(t testing.TB, s Store) {
	t.Helper()
	r := &readings{ctx: t.Context(), store: s}
	r.reports()
	r.matters()
	r.life()
	r.outbox()
	must(t, r.err)
	Check(t, "what is read", strings.Split(furnished, "\n"), strings.Split(r.text.String(), "\n"))
}

// readings is everything that a furnished store answers, in the stored form, one
// answer a line. At last the rows that wait are leased, since nothing else shows
// them.
type readings struct {
	ctx   context.Context
	store Store
	text  strings.Builder
	err   error // the first
}

// note writes a line of what was asked and answered.
func (r *readings) note(err error, said ...any) {
	if r.err == nil && err != nil {
		r.err = fmt.Errorf("%v: %w", said, err)
	}
	fmt.Fprintln(&r.text, said...)
}

// noteAll notes a list, each in its stored form.
func noteAll[T any](r *readings, what string, encode func(T) ([]byte, error), list ...T) {
	for _, v := range list {
		b, err := encode(v)
		r.note(err, what, string(b))
	}
}

func (r *readings) reports() {
	for _, f := range []report.FormID{daily, gate, odd, "rest", "none"} {
		for day := first; day < first+4; day++ {
			for _, slot := range []report.SlotID{"", "夜班"} {
				r.period(report.PeriodKey{Form: f, Day: day, Slot: slot})
			}
		}
	}
}

func (r *readings) period(k report.PeriodKey) {
	p, err := r.store.Period(r.ctx, k)
	r.note(err, "period", k, p.Need != nil)
	if p.Need != nil {
		for _, u := range slices.Sorted(maps.Keys(p.Need.Units)) {
			noteAll(r, "owed by "+string(u), storage.EncodeDuty, p.Need.Units[u])
		}
	}
	for _, record := range p.Records {
		noteAll(r, "in it "+string(record.Unit), storage.EncodeVersion, record.Versions...)
	}
	for _, u := range []report.UnitID{liu, ping} {
		rk := report.RecordKey{PeriodKey: k, Unit: u}
		list, err := r.store.Records(r.ctx, []report.RecordKey{rk})
		r.note(err, "record", rk, len(list))
		for _, record := range list {
			noteAll(r, "record", storage.EncodeVersion, record.Versions...)
		}
		before, found, err := r.store.Previous(r.ctx, rk)
		r.note(err, "previous", before.RecordKey, found)
		noteAll(r, "previous", storage.EncodeVersion, before.Versions...)
	}
}

func (r *readings) matters() {
	for n := range 14 {
		id := report.MessageID(fmt.Sprint("m", n))
		o, found, err := r.store.Outcome(r.ctx, id)
		r.note(err, "outcome", id, found)
		noteAll(r, "outcome", storage.EncodeOutcome, o)
		e, found, err := r.store.Event(r.ctx, n)
		r.note(err, "event", n, found)
		noteAll(r, "event", storage.EncodeEvent, e)
	}
	for _, chat := range []report.ChatID{"工作群", ""} {
		q, found, err := r.store.Open(r.ctx, report.Asker{Chat: chat, Sender: "李会芳"}, clock(10, 30))
		r.note(err, "open", chat, found)
		noteAll(r, "open", storage.EncodeQuestion, q)
	}
	events, err := r.store.Events(r.ctx, clock(0, 0), clock(24, 0))
	r.note(err, "events", len(events))
	noteAll(r, "events", storage.EncodeEvent, events...)
	last, err := r.store.LastEvent(r.ctx)
	r.note(err, "last event", last)
	for _, id := range []string{"daily/2020-02-01/2020-02-01", "a:b", "none"} {
		d, found, err := r.store.Draft(r.ctx, id)
		r.note(err, "draft", id, found)
		noteAll(r, "draft", storage.EncodeDraft, d)
	}
}

func (r *readings) life() {
	for _, prefix := range []string{"", "open/", "remind/", "none"} {
		list, err := r.store.Firings(r.ctx, prefix)
		r.note(err, "firings", prefix, len(list))
		noteAll(r, "firing", storage.EncodeFiring, list...)
	}
	at, err := r.store.Started(r.ctx, clock(23, 0))
	r.note(err, "started", at.Format(time.RFC3339))
	at, found, err := r.store.Ran(r.ctx)
	r.note(err, "ran", at.Format(time.RFC3339), found)
	windows, err := r.store.Outages(r.ctx, clock(0, 0), clock(24, 0))
	r.note(err, "outages", len(windows))
	noteAll(r, "outage", storage.EncodeWindow, windows...)
}

func (r *readings) outbox() {
	for _, key := range []string{"remind/1", "remind/2", "receipt/m1", "again", "sending", "leased", "ended/sent", "ended/uncertain",
		"ended/failed", "ended/expired", "ended/settled", "none"} {
		state, found, err := r.store.RowState(r.ctx, key)
		r.note(err, "row", key, state, found)
	}
	next, found, err := r.store.NextRow(r.ctx)
	r.note(err, "next row", next.UTC().Format(time.RFC3339), found)
	rows, err := r.store.Stranded(r.ctx, "reader", clock(6, 29))
	r.note(err, "stranded during the lease", len(rows))
	rows, err = r.store.Stranded(r.ctx, "reader", clock(48, 0))
	r.note(err, "stranded", len(rows))
	noteAll(r, "stranded", storage.EncodeRow, rows...)
	rows, err = r.store.Lease(r.ctx, "reader", clock(48, 0), clock(49, 0), 100)
	slices.SortFunc(rows, func(a, b report.Row) int { return cmp.Compare(a.Key, b.Key) }) // schema 1 had another order
	r.note(err, "leased", len(rows))
	noteAll(r, "leased", storage.EncodeRow, rows...)
}
