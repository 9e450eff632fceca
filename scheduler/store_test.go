package scheduler_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/report"
	"qunbao/scheduler"
	"qunbao/storage/sqlite"
)

// On the store of an office PC, a program that is restarted every minute claims
// and queues what another in one run does in memory.
func TestTheEmbeddedStoreKeepsTheTimetable(t *testing.T) {
	from, until := at("2020-02-05 15:30"), at("2020-02-05 20:30")
	want := settled(t, from, until)
	store, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	var queued []string
	w := report.NewWorkspace(township())
	for now := from; !now.After(until); now = now.Add(time.Minute) {
		p, err := scheduler.New(w, store, &desk{}, slog.New(slog.DiscardHandler), scheduler.Options{Private: true})
		if err != nil {
			t.Fatal(err)
		}
		step(t, p, now)
		rows, err := store.Lease(t.Context(), "sender", now, until.Add(time.Hour), 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			queued = append(queued, line(r))
		}
	}
	if diff := cmp.Diff(sorted(want.rows("")), sorted(queued)); diff != "" {
		t.Error(diff)
	}
	claims, err := store.Firings(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range claims {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff(sorted(want.named("")), sorted(names)); diff != "" {
		t.Error(diff)
	}
}
