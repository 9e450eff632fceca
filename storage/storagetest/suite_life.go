package storagetest

import (
	"errors"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

func oneQuestion(t *testing.T, s Store) {
	a := report.Asker{Chat: "工作群", Sender: "李会芳"}
	raise := func(id report.MessageID, at report.Asker, until time.Time) *report.Question {
		q := &report.Question{Asker: at, Message: id, Code: report.Twice, Asked: clock(9, 0), Until: until}
		must(t, s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: id}, Time: clock(9, 0), Ask: q}))
		return q
	}
	open := func(what string, at report.Asker, now time.Time, want report.MessageID) {
		t.Helper()
		q, found, err := s.Open(t.Context(), at, now)
		must(t, err)
		Check(t, what, want, q.Message)
		Check(t, what+" is found", want != "", found)
	}
	raise("m1", a, clock(11, 0))
	open("at its last instant", a, clock(11, 0), "m1")
	open("when it is too old", a, clock(11, 0).Add(time.Second), "")
	open("the same person elsewhere", report.Asker{Sender: "李会芳"}, clock(9, 1), "")
	raise("m2", a, clock(12, 0))
	open("the newer", a, clock(11, 30), "m2")
	raise("m3", report.Asker{Sender: "李会芳"}, clock(12, 0))
	must(t, s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: "m4"}, Time: clock(9, 5), Close: &a}))
	open("after the answer", a, clock(9, 5), "")
	open("the one in private stays", report.Asker{Sender: "李会芳"}, clock(9, 5), "m3")
	must(t, s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: "m5"}, Time: clock(9, 5), Close: &a}))
	next := &report.Question{Asker: a, Message: "m6", Until: clock(12, 0)}
	must(t, s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: "m6"}, Time: clock(9, 6), Close: &a, Ask: next}))
	open("a change that closes one and opens the next", a, clock(9, 6), "m6")
}

func eventNumbers(t *testing.T, s Store) {
	raise := func(id report.MessageID, events ...report.Event) error {
		return s.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: id}, Time: clock(9, 0), Events: events})
	}
	e1, e2 := report.Event{N: 1, Time: clock(9, 30), Text: "1"}, report.Event{N: 2, Time: clock(9, 0), Text: "2"}
	e9, e10 := report.Event{N: 9, Time: clock(9, 30), Text: "9"}, report.Event{N: 10, Time: clock(9, 30), Text: "10"}
	must(t, raise("m1", e1, e2))
	if err := raise("m2", report.Event{N: 3}, report.Event{N: 2, Text: "another"}); !errors.Is(err, storage.ErrMoved) {
		t.Errorf("error %v, want ErrMoved", err)
	}
	must(t, raise("m2", e10, e9))
	if err := raise("m3", report.Event{N: 11}, report.Event{N: 11}); !errors.Is(err, storage.ErrMoved) {
		t.Errorf("one number twice in one change: %v, want ErrMoved", err)
	}
	n, err := s.LastEvent(t.Context())
	must(t, err)
	Check(t, "last event", 10, n)
	_, found, err := s.Event(t.Context(), 3)
	must(t, err)
	Check(t, "an event of a refused change", false, found)
	list, err := s.Events(t.Context(), clock(9, 0), clock(9, 31))
	must(t, err)
	Check(t, "by time and number", []report.Event{e2, e1, e9, e10}, list)
	list, err = s.Events(t.Context(), clock(9, 0), clock(9, 30))
	must(t, err)
	Check(t, "the end is not in", []report.Event{e2}, list)
}

func claimedOnce(t *testing.T, s Store) {
	f := report.Firing{Name: "remind/epidemic-daily/2020-02-01//before", At: clock(16, 0), Claimed: clock(16, 1), Rows: []report.Row{row("r1", report.Reminder, clock(16, 0))}}
	claimed, err := s.Claim(t.Context(), f)
	must(t, err)
	Check(t, "the first claim", true, claimed)
	again := f
	again.Claimed, again.Skipped, again.Rows = clock(17, 0), true, []report.Row{row("r2", report.Reminder, clock(16, 0))}
	claimed, err = s.Claim(t.Context(), again)
	must(t, err)
	Check(t, "the second claim", false, claimed)
	Check(t, "its row", report.RowState(""), state(t, s, "r2"))
	Check(t, "rows", []string{"r1"}, lease(t, s, "one", clock(16, 1)))
	skipped := report.Firing{Name: "remind/%", At: clock(16, 0), Claimed: clock(22, 0), Skipped: true}
	_, err = s.Claim(t.Context(), skipped)
	must(t, err)
	_, err = s.Claim(t.Context(), report.Firing{Name: "digest/1"})
	must(t, err)
	list, err := s.Firings(t.Context(), "remind/")
	must(t, err)
	f.Rows = nil
	Check(t, "what is remembered", []report.Firing{skipped, f}, list)
}

func frozenOnce(t *testing.T, s Store) {
	k := report.PeriodKey{Form: daily, Day: first}
	need := func(units ...report.UnitID) *report.Need {
		n := &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}
		for _, u := range units {
			n.Units[u] = report.Duty{}
		}
		return n
	}
	claim := func(f report.Firing) report.Period {
		_, err := s.Claim(t.Context(), f)
		must(t, err)
		p, err := s.Period(t.Context(), k)
		must(t, err)
		return p
	}
	Check(t, "a claim without a need", report.Period{Key: k}, claim(report.Firing{Name: "a"}))
	Check(t, "the first need", report.Period{Key: k, Need: need(liu)}, claim(report.Firing{Name: "b", Need: need(liu)}))
	Check(t, "a later roster", report.Period{Key: k, Need: need(liu)}, claim(report.Firing{Name: "c", Need: need(liu, ping)}))
	k.Day++
	p := claim(report.Firing{Name: "d", Need: need()})
	Check(t, "a period that nobody owes is opened", true, p.Need != nil && len(p.Need.Units) == 0)
	claim(report.Firing{Name: "e", Need: need(liu)})
	Check(t, "and stays so", need(), claim(report.Firing{Name: "f"}).Need)
}

func draftIsLast(t *testing.T, s Store) {
	d := report.Draft{ID: "daily/2020-02-01/2020-02-01", Kind: "daily", From: first, To: first, Title: "日报", Made: clock(20, 0), State: report.Drafted,
		Parts: []report.Part{{Head: "一、…", Sentences: []report.Sentence{{N: 1, Text: "应报12个单位。", Facts: []string{"R1"}, Spans: []report.Span{{To: 18, Fact: "R1"}}, New: true}}}},
		Facts: []report.Fact{{ID: "R1", Text: "应报12个单位", Sources: []report.MessageID{"m1", "m2"}}}, Rev: 1}
	must(t, s.SaveDraft(t.Context(), d))
	approved := d
	approved.Rev, approved.State = 2, report.Approved
	approved.Steps = []report.DraftStep{{At: clock(20, 5), By: "孙莉", Did: report.DidApprove, Hash: d.Hash()}}
	must(t, s.SaveDraft(t.Context(), approved))
	must(t, s.SaveDraft(t.Context(), report.Draft{ID: "other", Made: clock(21, 0)}))
	got, found, err := s.Draft(t.Context(), d.ID)
	must(t, err)
	Check(t, "draft", approved, got)
	Check(t, "draft is found", true, found)
}

func firstStart(t *testing.T, s Store) {
	for _, now := range []time.Time{clock(9, 0), clock(8, 0), clock(10, 0)} {
		at, err := s.Started(t.Context(), now)
		must(t, err)
		Check(t, "started", clock(9, 0), at)
	}
	for _, now := range []time.Time{clock(9, 0), clock(10, 0), clock(9, 30)} {
		must(t, s.Mark(t.Context(), now))
		ran, found, err := s.Ran(t.Context())
		must(t, err)
		Check(t, "ran", now, ran)
		Check(t, "ran is found", true, found)
		must(t, s.Hear(t.Context(), now.Add(time.Minute)))
		heard, found, err := s.Heard(t.Context())
		must(t, err)
		Check(t, "heard", now.Add(time.Minute), heard)
		Check(t, "heard is found", true, found)
	}
}

func outages(t *testing.T, s Store) {
	night := storage.Window{From: clock(2, 0), To: clock(5, 0)}
	noon := storage.Window{From: clock(11, 0), To: clock(13, 0)}
	for range 2 {
		must(t, s.Outage(t.Context(), noon.From, noon.To))
		must(t, s.Outage(t.Context(), night.From, night.To))
	}
	for _, c := range []struct {
		from, to time.Time
		want     []storage.Window
	}{
		{clock(0, 0), clock(23, 0), []storage.Window{night, noon}},
		{clock(4, 0), clock(12, 0), []storage.Window{night, noon}},
		{clock(5, 0), clock(11, 0), nil},
		{clock(12, 0), clock(12, 1), []storage.Window{noon}},
	} {
		list, err := s.Outages(t.Context(), c.from, c.to)
		must(t, err)
		Check(t, "outages", c.want, list)
	}
}
