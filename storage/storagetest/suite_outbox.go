package storagetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

func leaseOrder(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(),
		row("receipt late", report.Receipt, clock(9, 1)), row("receipt", report.Receipt, clock(9, 0)),
		row("alert", report.Alert, clock(9, 1)), row("tomorrow", report.Alert, clock(33, 0)),
		row("answer", report.Reply, clock(9, 0)), row("receipt 2", report.Receipt, clock(9, 0)),
		row("question", report.Ask, clock(9, 0)), row("digest", report.DigestKind, clock(8, 59)),
	))
	rows, err := s.Lease(t.Context(), "one", clock(9, 1), clock(9, 30), 3)
	must(t, err)
	Check(t, "the first three", []string{"alert", "answer", "question"}, []string{rows[0].Key, rows[1].Key, rows[2].Key})
	Check(t, "all", []string{"alert", "answer", "question", "receipt", "receipt 2", "receipt late", "digest"}, lease(t, s, "one", clock(9, 1)))
}

func leaseHolds(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), row("r2", report.Receipt, clock(9, 5))))
	Check(t, "before it is due", []string(nil), lease(t, s, "one", clock(8, 59)))
	Check(t, "due", []string{"r1"}, lease(t, s, "one", clock(9, 0)))
	Check(t, "while it is leased", []string(nil), lease(t, s, "two", clock(9, 4)))
	Check(t, "when the lease is over, in the old order", []string{"r1", "r2"}, lease(t, s, "two", clock(9, 10)))
	Check(t, "the first owner begins", false, begin(t, s, "r1", "one", clock(9, 11)))
	Check(t, "the second owner begins", true, begin(t, s, "r1", "two", clock(9, 11)))
}

func oneOwner(t *testing.T, s Store) {
	private, elsewhere := row("private", report.Receipt, clock(9, 0)), row("elsewhere", report.Receipt, clock(9, 0))
	private.To, elsewhere.To = report.Address{Person: "工作群"}, report.Address{Chat: "另一\t群"}
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), private, elsewhere, row("r2", report.Receipt, clock(9, 1))))
	Check(t, "the first owner's", []string{"r1", "private", "elsewhere"}, lease(t, s, "one", clock(9, 0)))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Queued, At: clock(9, 0)}, "private", "elsewhere"))
	Check(t, "begin", true, begin(t, s, "r1", "one", clock(9, 1)))
	Check(t, "while r1 is being sent", []string{"private", "elsewhere"}, lease(t, s, "two", clock(9, 2)))
	Check(t, "who sends it goes on with the address", []string{"r2"}, lease(t, s, "one", clock(9, 2)))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 2)}, "r1"))
	Check(t, "while r2 is leased", []string{"private", "elsewhere"}, lease(t, s, "two", clock(9, 2)))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Queued, At: clock(9, 2)}, "r2"))
	Check(t, "when nobody holds it", []string{"private", "elsewhere", "r2"}, lease(t, s, "two", clock(9, 2)))
	Check(t, "of a dead program", []string{"private", "elsewhere", "r2"}, lease(t, s, "three", clock(9, 12)))
}

func leaseAgain(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), row("r2", report.Receipt, clock(9, 0))))
	Check(t, "lease", []string{"r1", "r2"}, lease(t, s, "one", clock(9, 0)))
	Check(t, "the same after a lost answer", []string{"r1", "r2"}, lease(t, s, "one", clock(9, 0)))
	begin(t, s, "r1", "one", clock(9, 1))
	Check(t, "what is being sent is not leased", []string{"r2"}, lease(t, s, "one", clock(9, 1)))
}

func rowKeyOnce(t *testing.T, s Store) {
	r := row("r1", report.Receipt, clock(9, 0))
	must(t, s.Queue(t.Context(), r))
	again := r
	again.Text, again.NotBefore = "another", clock(8, 0)
	must(t, s.Queue(t.Context(), again, again))
	rows, err := s.Lease(t.Context(), "one", clock(9, 0), clock(9, 10), 10)
	must(t, err)
	Check(t, "rows", []report.Row{r}, rows)
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 1)}, "r1"))
	must(t, s.Queue(t.Context(), again))
	Check(t, "an ended row", report.Sent, state(t, s, "r1"))
}

func onlyHolderBegins(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0))))
	Check(t, "without a lease", false, begin(t, s, "r1", "one", clock(9, 0)))
	Check(t, "an unknown row", false, begin(t, s, "r2", "one", clock(9, 0)))
	lease(t, s, "one", clock(9, 0))
	Check(t, "another owner", false, begin(t, s, "r1", "two", clock(9, 1)))
	Check(t, "a lease that is over", false, begin(t, s, "r1", "one", clock(9, 10)))
	Check(t, "the holder", true, begin(t, s, "r1", "one", clock(9, 9)))
	Check(t, "state", report.Sending, state(t, s, "r1"))
	err := s.Finish(t.Context(), "two", storage.Result{State: report.Sent, At: clock(9, 9)}, "r1")
	if !errors.Is(err, storage.ErrMoved) {
		t.Errorf("another owner finishes: %v, want ErrMoved", err)
	}
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 9)}, "r1"))
	Check(t, "after the end", false, begin(t, s, "r1", "one", clock(9, 9)))
}

func beginTogether(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), row("r2", report.Receipt, clock(9, 0)), row("r3", report.Receipt, clock(9, 5))))
	lease(t, s, "one", clock(9, 0))
	for _, rows := range [][]string{{"r1", "r3"}, {"r1", "none"}} {
		ok, err := s.Begin(t.Context(), "one", clock(9, 1), clock(9, 11), rows...)
		must(t, err)
		Check(t, "with one that is not held", false, ok)
		Check(t, "the other", report.Queued, state(t, s, "r1"))
	}
	ok, err := s.Begin(t.Context(), "one", clock(9, 1), clock(9, 30), "r1", "r2")
	must(t, err)
	Check(t, "with all held", true, ok)
	Check(t, "states", []report.RowState{report.Sending, report.Sending}, []report.RowState{state(t, s, "r1"), state(t, s, "r2")})
	Check(t, "the address is held to the new end", []string(nil), lease(t, s, "two", clock(9, 29)))
	Check(t, "and no longer", []string{"r3"}, lease(t, s, "two", clock(9, 30)))
}

func toldLater(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), row("r2", report.Receipt, clock(9, 0))))
	lease(t, s, "one", clock(9, 0))
	begin(t, s, "r1", "one", clock(9, 0))
	begin(t, s, "r2", "one", clock(9, 0)) // for ten minutes; and the store is away for longer
	must(t, s.Finish(t.Context(), "two", storage.Result{State: report.Uncertain, At: clock(9, 10), Stranded: true, Note: "stopped"}, "r1", "r2"))
	err := s.Finish(t.Context(), "two", storage.Result{State: report.Sent, At: clock(9, 11)}, "r1")
	if !errors.Is(err, storage.ErrMoved) {
		t.Errorf("who did not send it says how it ended: %v, want ErrMoved", err)
	}
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 11)}, "r1"))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Queued, At: clock(9, 11), Note: "offline"}, "r2"))
	Check(t, "r1", report.Sent, state(t, s, "r1"))
	rows, err := s.Lease(t.Context(), "two", clock(9, 11), clock(9, 30), 9)
	must(t, err)
	again := row("r2", report.Receipt, clock(9, 0))
	again.Attempts = 1
	Check(t, "r2, which did not leave", []report.Row{again}, rows)
}

func finishEach(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), row("r2", report.Receipt, clock(9, 0)), row("r3", report.Receipt, clock(9, 0))))
	lease(t, s, "one", clock(9, 0))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Expired, At: clock(9, 0)}, "r2"))
	err := s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 1)}, "none", "r1", "r2", "r3")
	if !errors.Is(err, storage.ErrMoved) {
		t.Errorf("one of them has ended: %v, want ErrMoved", err)
	}
	Check(t, "states", []report.RowState{report.Sent, report.Expired, report.Sent},
		[]report.RowState{state(t, s, "r1"), state(t, s, "r2"), state(t, s, "r3")})
}

func staleResult(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0))))
	lease(t, s, "one", clock(9, 0))
	begin(t, s, "r1", "one", clock(9, 2))
	err := s.Finish(t.Context(), "one", storage.Result{State: report.Queued, At: clock(9, 1)}, "r1")
	if !errors.Is(err, storage.ErrMoved) {
		t.Errorf("a result from before the attempt: %v, want ErrMoved", err)
	}
	Check(t, "state", report.Sending, state(t, s, "r1"))
}

func repeatedBegin(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Alert, clock(9, 0))))
	lease(t, s, "one", clock(9, 0))
	Check(t, "begin", true, begin(t, s, "r1", "one", clock(9, 1)))
	Check(t, "the same call after a lost answer", true, begin(t, s, "r1", "one", clock(9, 1)))
	Check(t, "another call", false, begin(t, s, "r1", "one", clock(9, 2)))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Queued, At: clock(9, 2), NotBefore: clock(9, 3)}, "r1"))
	rows, err := s.Lease(t.Context(), "one", clock(9, 3), clock(9, 10), 1)
	must(t, err)
	Check(t, "attempts", 1, rows[0].Attempts)
}

func stranded(t *testing.T, s Store) {
	must(t, s.Queue(t.Context(), row("r1", report.Alert, clock(9, 0)), row("r2", report.Receipt, clock(9, 0)), row("r3", report.Receipt, clock(9, 0))))
	lease(t, s, "one", clock(9, 0))
	begin(t, s, "r1", "one", clock(9, 1))
	begin(t, s, "r2", "one", clock(9, 1)) // and here the program dies
	find := func(now time.Time, owner string) (keys []string) {
		rows, err := s.Stranded(t.Context(), owner, now)
		must(t, err)
		for _, r := range rows {
			keys = append(keys, r.Key)
		}
		return keys
	}
	Check(t, "while the lease runs", []string(nil), find(clock(9, 10), "two"))
	Check(t, "for the same program, started again", []string{"r1", "r2"}, find(clock(9, 2), "one"))
	Check(t, "when it is over", []string{"r1", "r2"}, find(clock(9, 11), "two"))
	Check(t, "what was begun is not leased", []string{"r3"}, lease(t, s, "two", clock(9, 12)))
	for what, res := range map[string]storage.Result{
		"before the lease is over": {State: report.Queued, At: clock(9, 10), Stranded: true},
		"as if it had sent it":     {State: report.Queued, At: clock(9, 12)},
	} {
		if err := s.Finish(t.Context(), "two", res, "r1"); !errors.Is(err, storage.ErrMoved) {
			t.Errorf("another finishes a row %s: %v, want ErrMoved", what, err)
		}
	}
	must(t, s.Finish(t.Context(), "two", storage.Result{State: report.Queued, At: clock(9, 12), Stranded: true}, "r1"))
	must(t, s.Finish(t.Context(), "two", storage.Result{State: report.Uncertain, At: clock(9, 12), Stranded: true, Note: "taken over"}, "r2"))
	Check(t, "what is settled", []string(nil), find(clock(9, 12), "two"))
	Check(t, "an alert is sent again", []string{"r1", "r3"}, lease(t, s, "two", clock(9, 12)))
	Check(t, "a receipt is not", report.Uncertain, state(t, s, "r2"))
}

func retried(t *testing.T, s Store) {
	r := row("r1", report.Receipt, clock(9, 0))
	must(t, s.Queue(t.Context(), r))
	lease(t, s, "one", clock(9, 0))
	begin(t, s, "r1", "one", clock(9, 0))
	res := storage.Result{State: report.Queued, At: clock(9, 1), NotBefore: clock(9, 20), Note: "timeout"}
	must(t, s.Finish(t.Context(), "one", res, "r1"))
	must(t, s.Finish(t.Context(), "one", res, "r1")) // after a lost answer
	Check(t, "before its time", []string(nil), lease(t, s, "two", clock(9, 19)))
	rows, err := s.Lease(t.Context(), "two", clock(9, 20), clock(9, 30), 1)
	must(t, err)
	r.NotBefore, r.Attempts = clock(9, 20), 1
	Check(t, "rows", []report.Row{r}, rows)
}

func endedStays(t *testing.T, s Store) {
	ends := []report.RowState{report.Sent, report.Uncertain, report.Failed, report.Expired, report.Settled}
	for _, end := range ends {
		must(t, s.Queue(t.Context(), row(string(end), report.Receipt, clock(9, 0))))
	}
	lease(t, s, "one", clock(9, 0))
	for _, end := range ends {
		res := storage.Result{State: end, At: clock(9, 1)}
		must(t, s.Finish(t.Context(), "one", res, string(end)))
		must(t, s.Finish(t.Context(), "one", res, string(end))) // after a lost answer
		Check(t, "state", end, state(t, s, string(end)))
		err := s.Finish(t.Context(), "two", storage.Result{State: report.Queued, At: clock(9, 2)}, string(end))
		if !errors.Is(err, storage.ErrMoved) {
			t.Errorf("%s is queued again: %v, want ErrMoved", end, err)
		}
	}
	Check(t, "what is left to lease", []string(nil), lease(t, s, "two", clock(23, 0)))
	err := s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 2)}, "none")
	if !errors.Is(err, storage.ErrMoved) {
		t.Errorf("an unknown row: %v, want ErrMoved", err)
	}
	if err := s.Finish(t.Context(), "one", storage.Result{State: report.Sending, At: clock(9, 2)}, "sent"); err == nil {
		t.Error("a row was finished as sending")
	}
}

func nextRow(t *testing.T, s Store) {
	next := func(what string, want time.Time) {
		t.Helper()
		at, found, err := s.NextRow(t.Context())
		must(t, err)
		Check(t, what, want, at)
		Check(t, what+" is found", !want.IsZero(), found)
	}
	other := row("r2", report.Receipt, clock(9, 5))
	other.To = report.Address{Person: "李会芳"}
	must(t, s.Queue(t.Context(), row("r1", report.Receipt, clock(9, 0)), other))
	next("the earliest due", clock(9, 0))
	lease(t, s, "one", clock(9, 0))
	next("beside a lease", clock(9, 5))
	lease(t, s, "two", clock(9, 5))
	next("the end of the earliest lease", clock(9, 10))
	begin(t, s, "r1", "one", clock(9, 6))
	next("the end of what is leased", clock(9, 15))
	must(t, s.Finish(t.Context(), "two", storage.Result{State: report.Settled, At: clock(9, 6)}, "r2"))
	next("the end of what is being sent", clock(9, 16))
	must(t, s.Finish(t.Context(), "one", storage.Result{State: report.Sent, At: clock(9, 6)}, "r1"))
	next("nothing waits", time.Time{})
}

func leaseLooks(t *testing.T, s Store) {
	var rows []report.Row
	for i := range storage.LeaseLook + 1 {
		rows = append(rows, row(fmt.Sprintf("r%05d", i), report.Receipt, clock(9, 0)))
	}
	behind := row("behind", report.Receipt, clock(9, 0))
	behind.To = report.Address{Chat: "另一个群"}
	must(t, s.Queue(t.Context(), append(rows, behind)...))
	held := func(n int) {
		list, err := s.Lease(t.Context(), "one", clock(9, 1), clock(9, 30), n)
		must(t, err)
		Check(t, "rows that one holds", n, len(list))
	}
	held(1)
	Check(t, "what another is given behind as many as it looks at", 0, len(lease(t, s, "two", clock(9, 1))))
	held(2)
	Check(t, "what another is given behind one fewer", []string{"behind"}, lease(t, s, "two", clock(9, 1)))
}
