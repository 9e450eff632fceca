// Package storagetest holds the two stores equal: TestStore is the suite that
// both must pass, Model is what a store means in plain Go, and random histories
// compare the two. StartRedis, StartSentinel and StartCluster start real servers
// for tests.
package storagetest

import (
	"context"
	"flag"
	"iter"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"qunbao/report"
	"qunbao/storage"
)

// Store is all that a store does, for the suite alone: callers declare the few
// methods they need. Package storage says what each does.
type Store interface {
	Commit(ctx context.Context, c report.Change) error
	Claim(ctx context.Context, f report.Firing) (bool, error)
	Firings(ctx context.Context, prefix string) ([]report.Firing, error)

	Queue(ctx context.Context, rows ...report.Row) error
	Lease(ctx context.Context, owner string, now, until time.Time, max int) ([]report.Row, error)
	Begin(ctx context.Context, owner string, now, until time.Time, rows ...string) (bool, error)
	Finish(ctx context.Context, owner string, r storage.Result, rows ...string) error
	Stranded(ctx context.Context, owner string, now time.Time) ([]report.Row, error)
	NextRow(ctx context.Context) (time.Time, bool, error)
	RowState(ctx context.Context, key string) (report.RowState, bool, error)
	Log(ctx context.Context, from, to time.Time, fn func(report.Row, storage.Result) error) error

	Outcome(ctx context.Context, id report.MessageID) (report.Outcome, bool, error)
	Record(ctx context.Context, k report.RecordKey) (report.Record, error)
	Records(ctx context.Context, keys []report.RecordKey) ([]report.Record, error)
	Period(ctx context.Context, k report.PeriodKey) (report.Period, error)
	Previous(ctx context.Context, k report.RecordKey) (report.Record, bool, error)
	Open(ctx context.Context, a report.Asker, now time.Time) (report.Question, bool, error)
	Events(ctx context.Context, from, to time.Time) ([]report.Event, error)
	Event(ctx context.Context, n int) (report.Event, bool, error)
	LastEvent(ctx context.Context) (int, error)
	Rulings(ctx context.Context, after int) ([]report.Ruling, error)
	SaveDraft(ctx context.Context, d report.Draft) error
	Draft(ctx context.Context, id string) (report.Draft, bool, error)
	DraftIDs(ctx context.Context) ([]string, error)

	Started(ctx context.Context, now time.Time) (time.Time, error)
	Mark(ctx context.Context, now time.Time) error
	Ran(ctx context.Context) (time.Time, bool, error)
	Hear(ctx context.Context, now time.Time) error
	Heard(ctx context.Context) (time.Time, bool, error)
	Outage(ctx context.Context, from, to time.Time) error
	Outages(ctx context.Context, from, to time.Time) ([]storage.Window, error)

	Audit(ctx context.Context, a report.Act) error
	Acts(ctx context.Context, from, to time.Time) ([]report.Act, error)
	Prune(ctx context.Context, c storage.Cut) (storage.Pruned, error)

	Dump(ctx context.Context, fn func(storage.Item) error) error
	Load(ctx context.Context, items iter.Seq2[storage.Item, error]) error
	Empty(ctx context.Context) (bool, error)
	Close() error
}

// Times is n, or as many times more as QUNBAO_SOAK says: small counts by
// default, large ones for a soak.
func Times(n int) int {
	if soak, err := strconv.Atoi(os.Getenv("QUNBAO_SOAK")); err == nil && soak > 1 {
		return n * soak
	}
	return n
}

// checking is held by the property test that runs: how many cases it tries is one
// setting of the whole test binary.
var checking sync.Mutex

// Checks sets how many cases the property tests of t try, unless -rapid.checks
// says so. Others wait until t ends.
func Checks(t testing.TB, n int) {
	t.Helper()
	checking.Lock()
	t.Cleanup(checking.Unlock)
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if given {
		return
	}
	before := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Lookup("rapid.checks").Value.Set(strconv.Itoa(Times(n))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { flag.Lookup("rapid.checks").Value.Set(before) })
}

// Same compares two values of the domain; an empty list is none. Instants are
// equal whatever their zone.
func Same(want, got any) string { return cmp.Diff(want, got, cmpopts.EquateEmpty()) }

// Check fails the test where got is not want.
func Check(t testing.TB, what string, want, got any) {
	t.Helper()
	if d := Same(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// must fails the test at an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
