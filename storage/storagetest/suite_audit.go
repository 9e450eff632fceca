package storagetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

func actsKept(t *testing.T, s Store) {
	one := report.Act{At: clock(9, 0), By: "郑晓", What: "restore", About: "qunbao-2020-02-05.zip", Reason: "换电脑\n旧的坏了"}
	other := report.Act{At: clock(9, 0), By: "郑晓", What: "purge"}
	early := report.Act{At: clock(8, 0), By: "郑晓", What: "rebuild"}
	for _, a := range []report.Act{one, other, one, early, early, other} {
		must(t, s.Audit(t.Context(), a))
	}
	for _, c := range []struct {
		from, to time.Time
		want     []report.Act
	}{
		{clock(0, 0), clock(24, 0), []report.Act{early, one, other}},
		{clock(8, 0), clock(9, 0), []report.Act{early}},
		{clock(9, 0), clock(9, 1), []report.Act{one, other}},
		{clock(9, 1), clock(24, 0), nil},
	} {
		list, err := s.Acts(t.Context(), c.from, c.to)
		must(t, err)
		Check(t, "acts", c.want, list)
	}
}

func actsCommitted(t *testing.T, s Store) {
	a := report.Act{At: clock(9, 0), By: "郑晓", What: "chase", About: "daily"}
	b := report.Act{At: clock(9, 0), By: "郑晓", What: "chase", About: "gate"}
	c := report.Change{Outcome: report.Outcome{Message: "m1", Kind: report.IsCommand}, Time: clock(9, 0), Acts: []report.Act{b, a, b}}
	must(t, s.Commit(t.Context(), c))
	must(t, s.Audit(t.Context(), a))
	c.Acts = []report.Act{{At: clock(9, 0), What: "purge"}}
	if err := s.Commit(t.Context(), c); !errors.Is(err, report.ErrKnown) {
		t.Errorf("the same message again: %v", err)
	}
	list, err := s.Acts(t.Context(), clock(0, 0), clock(24, 0))
	must(t, err)
	Check(t, "acts", []report.Act{b, a}, list)
}

func pruned(t *testing.T, s Store, c storage.Cut) storage.Pruned {
	t.Helper()
	p, err := s.Prune(t.Context(), c)
	must(t, err)
	again, err := s.Prune(t.Context(), c)
	must(t, err)
	Check(t, "the same again", storage.Pruned{}, again)
	return p
}

func outcomesPruned(t *testing.T, s Store) {
	const many = storage.PruneStep + 50
	for i := range many {
		must(t, s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: report.MessageID(fmt.Sprint("old", i)), Kind: report.IsCommand}, Time: clock(9, 0)}))
	}
	k := on(daily, first, liu)
	must(t, s.Commit(t.Context(), filed("m1", k, 0, clock(9, 0))))
	must(t, s.Commit(t.Context(), filed("m2", k, 1, clock(24+9, 0))))
	before := record(t, s, k)

	Check(t, "by no cut", storage.Pruned{}, pruned(t, s, storage.Cut{}))
	Check(t, "on the day itself", storage.Pruned{}, pruned(t, s, storage.Cut{Outcomes: first}))
	Check(t, "a day later", storage.Pruned{Outcomes: many + 1}, pruned(t, s, storage.Cut{Outcomes: first + 1}))
	for id, want := range map[report.MessageID]bool{"old0": false, "m1": false, "m2": true} {
		_, known, err := s.Outcome(t.Context(), id)
		must(t, err)
		Check(t, "the outcome of "+string(id)+" is known", want, known)
	}
	Check(t, "the report", before, record(t, s, k))
	Check(t, "the receipt", report.Queued, state(t, s, "receipt/m1"))
}

func rowsPruned(t *testing.T, s Store) {
	keys := []string{"sent", "failed", "later", "lost", "tried", "sending", "queued"}
	for _, k := range keys {
		must(t, s.Queue(t.Context(), row(k, report.Receipt, clock(9, 0))))
	}
	lease(t, s, "one", clock(9, 0))
	end := func(key string, st report.RowState, at time.Time) {
		must(t, s.Finish(t.Context(), "one", storage.Result{State: st, At: at, NotBefore: clock(9, 0), Note: "why"}, key))
	}
	begin(t, s, "sending", "one", clock(9, 1))
	begin(t, s, "lost", "one", clock(9, 1))
	end("tried", report.Queued, clock(9, 1))
	end("lost", report.Uncertain, clock(9, 2))
	end("sent", report.Sent, clock(9, 2))
	end("failed", report.Failed, clock(9, 3))
	end("later", report.Sent, clock(9, 4))

	Check(t, "before them all", storage.Pruned{}, pruned(t, s, storage.Cut{Rows: clock(9, 1)}))
	Check(t, "those before", storage.Pruned{Rows: 3}, pruned(t, s, storage.Cut{Rows: clock(9, 4)}))
	for key, want := range map[string]report.RowState{"sent": "", "failed": "", "lost": "", "later": report.Sent, "tried": report.Queued,
		"sending": report.Sending, "queued": report.Queued} {
		Check(t, key, want, state(t, s, key))
	}
	Check(t, "by a far cut", storage.Pruned{Rows: 1}, pruned(t, s, storage.Cut{Rows: clock(48, 0)}))
	Check(t, "what is still to leave", []string{"tried", "queued"}, lease(t, s, "two", clock(10, 0)))
	must(t, s.Queue(t.Context(), row("sent", report.Receipt, clock(10, 0))))
	Check(t, "the key of a row that is gone", report.Queued, state(t, s, "sent"))
}

func manyRowsPruned(t *testing.T, s Store) {
	const many = storage.PruneStep + 20
	for i := range many {
		key := fmt.Sprintf("r%d", i)
		must(t, s.Queue(t.Context(), row(key, report.Receipt, clock(9, 0))))
		must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Settled, At: clock(9, i/60)}, key))
	}
	list, err := logged(t.Context(), s, clock(9, 1), clock(9, 8))
	must(t, err)
	Check(t, "of seven minutes", 7*60, len(list))
	Check(t, "all of them", storage.Pruned{Rows: many}, pruned(t, s, storage.Cut{Rows: clock(24, 0)}))
}

// left is a row of the log, and how it ended.
type left struct {
	report.Row
	storage.Result
}

func logged(ctx context.Context, s Store, from, to time.Time) ([]left, error) {
	var list []left
	err := s.Log(ctx, from, to, func(r report.Row, how storage.Result) error {
		list = append(list, left{r, how})
		return nil
	})
	return list, err
}

func logTells(t *testing.T, s Store) {
	keys := []string{"sent", "again", "lost", "settled", "waits"}
	for _, k := range keys {
		must(t, s.Queue(t.Context(), row(k, report.Receipt, clock(9, 0))))
	}
	lease(t, s, "one", clock(9, 0))
	end := func(key string, st report.RowState, at time.Time, note string) left {
		how := storage.Result{State: st, At: at, Note: note}
		must(t, s.Finish(t.Context(), "one", how, key))
		r := row(key, report.Receipt, clock(9, 0))
		if st == report.Sent {
			r.Attempts = 1
		}
		return left{r, how}
	}
	for _, key := range []string{"sent", "again", "lost"} {
		begin(t, s, key, "one", clock(9, 1))
	}
	end("again", report.Queued, clock(9, 2), "timeout")
	end("lost", report.Uncertain, clock(9, 2), "")
	settled := end("settled", report.Settled, clock(9, 4), "")
	sent := end("sent", report.Sent, clock(9, 3), "by the second server") // a clock went back
	for _, c := range []struct {
		from, to time.Time
		want     []left
	}{
		{clock(9, 0), clock(10, 0), []left{settled, sent}},
		{clock(9, 3), clock(9, 4), []left{sent}},
		{clock(9, 4), clock(9, 5), []left{settled}},
		{clock(9, 5), clock(10, 0), nil},
	} {
		list, err := logged(t.Context(), s, c.from, c.to)
		must(t, err)
		Check(t, "log", c.want, list)
	}
	enough := errors.New("enough")
	if err := s.Log(t.Context(), clock(9, 0), clock(10, 0), func(report.Row, storage.Result) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("said %v", err)
	}
}
