package storagetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

func changeIsReadBack(t *testing.T, s Store) {
	k := on(daily, first, liu)
	c := filed("m1", k, 0, clock(16, 20))
	c.Ask = &report.Question{Asker: report.Asker{Chat: "工作群", Sender: "李会芳"}, Key: k, Message: "m1", Code: report.Jump,
		Field: "home", Asked: clock(16, 20), Until: clock(18, 20), Row: "question/m1"}
	c.Events = []report.Event{{N: 1, Time: clock(16, 20), Message: "m1", Unit: liu, Text: "发热3人", Key: k.PeriodKey}}
	must(t, s.Commit(t.Context(), c))

	Check(t, "record", report.Record{RecordKey: k, Versions: []report.Version{c.Writes[0].Version}}, record(t, s, k))
	o, found, err := s.Outcome(t.Context(), "m1")
	must(t, err)
	Check(t, "outcome", c.Outcome, o)
	Check(t, "outcome is found", true, found)
	q, _, err := s.Open(t.Context(), c.Ask.Asker, clock(16, 30))
	must(t, err)
	Check(t, "question", *c.Ask, q)
	e, _, err := s.Event(t.Context(), 1)
	must(t, err)
	Check(t, "event", c.Events[0], e)
	rows, err := s.Lease(t.Context(), "one", clock(16, 20), clock(16, 30), 10)
	must(t, err)
	Check(t, "rows", c.Rows, rows)
}

func knownMessage(t *testing.T, s Store) {
	k := on(daily, first, liu)
	must(t, s.Commit(t.Context(), filed("m1", k, 0, clock(16, 20))))
	again := filed("m1", k, 1, clock(17, 0)) // the same id, even with another time and on another day
	again.Time = again.Time.AddDate(0, 0, 3)
	again.Rows[0].Key = "another"
	again.Events = []report.Event{{N: 1, Time: clock(17, 0)}}
	if err := s.Commit(t.Context(), again); !errors.Is(err, storage.ErrKnown) {
		t.Fatalf("error %v, want ErrKnown", err)
	}
	Check(t, "versions", 1, len(record(t, s, k).Versions))
	Check(t, "row of the second", report.RowState(""), state(t, s, "another"))
	n, err := s.LastEvent(t.Context())
	must(t, err)
	Check(t, "last event", 0, n)
}

func movedRevision(t *testing.T, s Store) {
	k, other := on(daily, first, liu), on(daily, first, ping)
	must(t, s.Commit(t.Context(), filed("m1", k, 0, clock(9, 0))))
	c := filed("m2", other, 0, clock(9, 5)) // its first write would be right
	c.Writes = append(c.Writes, filed("m2", k, 0, clock(9, 5)).Writes...)
	c.Ask = &report.Question{Asker: report.Asker{Sender: "李会芳"}, Until: clock(12, 0)}
	if err := s.Commit(t.Context(), c); !errors.Is(err, storage.ErrMoved) {
		t.Fatalf("error %v, want ErrMoved", err)
	}
	Check(t, "versions of the other unit", 0, len(record(t, s, other).Versions))
	Check(t, "versions", 1, len(record(t, s, k).Versions))
	_, known, err := s.Outcome(t.Context(), "m2")
	must(t, err)
	Check(t, "the message is remembered", false, known)
	_, asked, err := s.Open(t.Context(), c.Ask.Asker, clock(9, 5))
	must(t, err)
	Check(t, "the question is open", false, asked)
	Check(t, "row", report.RowState(""), state(t, s, "receipt/m2"))

	c.Writes[1].Revision = 1 // read and decided again
	must(t, s.Commit(t.Context(), c))
	Check(t, "versions", 2, len(record(t, s, k).Versions))
}

func writesFollow(t *testing.T, s Store) {
	k := on(daily, first, liu)
	c := filed("m1", k, 0, clock(9, 0))
	c.Writes = append(c.Writes, filed("m1", k, 1, clock(9, 1)).Writes...)
	must(t, s.Commit(t.Context(), c))
	Check(t, "versions", []report.Version{c.Writes[0].Version, c.Writes[1].Version}, record(t, s, k).Versions)
}

func oneWins(t *testing.T, s Store) {
	if _, plain := s.(*Model); plain {
		return // not for concurrent use
	}
	k := on(daily, first, liu)
	errs := make([]error, 8)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			id := report.MessageID([]string{"m1", "m2"}[i%2]) // two messages, each delivered four times
			errs[i] = s.Commit(t.Context(), filed(id, k, 0, clock(9, 0)))
		})
	}
	group.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, storage.ErrKnown) && !errors.Is(err, storage.ErrMoved):
			t.Error(err)
		}
	}
	Check(t, "commits that were taken", 1, done)
	Check(t, "versions", 1, len(record(t, s, k).Versions))
}

func recordsInOrder(t *testing.T, s Store) {
	a, b, none := on(daily, first, liu), on(gate, first+1, ping), on(daily, first, "下坪村")
	must(t, s.Commit(t.Context(), filed("m1", a, 0, clock(9, 0))))
	must(t, s.Commit(t.Context(), filed("m2", b, 0, clock(9, 1))))
	must(t, s.Commit(t.Context(), filed("m3", a, 1, clock(9, 2))))
	list, err := s.Records(t.Context(), []report.RecordKey{b, none, a, b})
	must(t, err)
	var got []report.MessageID
	for _, r := range list {
		got = append(got, report.MessageID(r.Unit))
		for _, v := range r.Versions {
			got = append(got, v.Message)
		}
	}
	Check(t, "records", []report.MessageID{"上坪村", "m2", "下坪村", "柳湾村", "m1", "m3", "上坪村", "m2"}, got)
	list, err = s.Records(t.Context(), nil)
	must(t, err)
	Check(t, "no records", 0, len(list))
}

func periodLists(t *testing.T, s Store) {
	k := report.PeriodKey{Form: daily, Day: first}
	p, err := s.Period(t.Context(), k)
	must(t, err)
	Check(t, "a period of which nothing is kept", report.Period{Key: k}, p)

	need := report.Need{Key: k, Units: map[report.UnitID]report.Duty{liu: {}, ping: {Excused: "整村搬迁"}, "下坪村": {Fault: "停电"}}}
	_, err = s.Claim(t.Context(), report.Firing{Name: "open/1", At: clock(0, 0), Need: &need})
	must(t, err)
	c1, c2 := filed("m1", on(daily, first, liu), 0, clock(9, 0)), filed("m2", on(daily, first, ping), 0, clock(9, 1))
	must(t, s.Commit(t.Context(), c1))
	must(t, s.Commit(t.Context(), c2))
	must(t, s.Commit(t.Context(), filed("m3", on(daily, first+1, liu), 0, clock(9, 2))))
	p, err = s.Period(t.Context(), k)
	must(t, err)
	Check(t, "period", report.Period{Key: k, Need: &need, Records: []report.Record{
		{RecordKey: on(daily, first, ping), Versions: []report.Version{c2.Writes[0].Version}}, // 上 stands before 柳
		{RecordKey: on(daily, first, liu), Versions: []report.Version{c1.Writes[0].Version}},
	}}, p)
}

func previousIsLast(t *testing.T, s Store) {
	slot := func(d report.Day, slot report.SlotID) report.RecordKey {
		return report.RecordKey{PeriodKey: report.PeriodKey{Form: gate, Day: d, Slot: slot}, Unit: liu}
	}
	for i, k := range []report.RecordKey{slot(first, "早"), slot(first, "夜"), slot(first+2, "早"), on(gate, first+1, ping), on(daily, first+1, liu)} {
		must(t, s.Commit(t.Context(), filed(report.MessageID(rune('a'+i)), k, 0, clock(9, i))))
	}
	for _, c := range []struct {
		of   report.RecordKey
		want report.RecordKey
	}{
		{slot(first, "早"), report.RecordKey{}},         // the first of all
		{slot(first, "夜"), slot(first, "早")},           // the same day, filed before
		{slot(first, "中"), slot(first, "夜")},           // not filed yet: after all of its day
		{slot(first+1, "早"), slot(first, "夜")},         // the day before
		{slot(first+2, "早"), slot(first, "夜")},         // a day without a report between
		{slot(first+9, "夜"), slot(first+2, "早")},       // long after
		{on(gate, first+1, "下坪村"), report.RecordKey{}}, // another unit's do not count
	} {
		r, found, err := s.Previous(t.Context(), c.of)
		must(t, err)
		Check(t, "before "+c.of.String(), c.want, r.RecordKey)
		Check(t, "found before "+c.of.String(), c.want != report.RecordKey{}, found && len(r.Versions) == 1)
	}
	late := slot(first-3, "夜") // filed after all others, for a day before them
	must(t, s.Commit(t.Context(), filed("late", late, 0, clock(20, 0))))
	r, found, err := s.Previous(t.Context(), slot(first, "早"))
	must(t, err)
	Check(t, "before the first", late, r.RecordKey)
	Check(t, "found", true, found)
	_, found, err = s.Previous(t.Context(), late)
	must(t, err)
	Check(t, "found before what was filed late", false, found)
}

func unstorable(t *testing.T, s Store) {
	k := on(daily, first, liu)
	c := filed("m1", k, 0, clock(9, 0))
	c.Rows = append(c.Rows, report.Row{Kind: report.Receipt}) // without a key
	if err := s.Commit(t.Context(), c); err == nil {
		t.Error("a row without a key was taken")
	}
	c = filed("", k, 0, clock(9, 0))
	if err := s.Commit(t.Context(), c); err == nil {
		t.Error("a change without a message was taken")
	}
	if _, err := s.Claim(t.Context(), report.Firing{Name: "open/1", Rows: []report.Row{{}}}); err == nil {
		t.Error("a claim with a row without a key was taken")
	}
	Check(t, "versions", 0, len(record(t, s, k).Versions))
	_, known, err := s.Outcome(t.Context(), "m1")
	must(t, err)
	Check(t, "the message is remembered", false, known)
	list, err := s.Firings(t.Context(), "")
	must(t, err)
	Check(t, "firings", 0, len(list))
}

func nothingThere(t *testing.T, s Store) {
	var any []bool
	note := func(found bool, err error) {
		must(t, err)
		any = append(any, found)
	}
	_, found, err := s.Outcome(t.Context(), "m1")
	note(found, err)
	_, found, err = s.Previous(t.Context(), on(daily, first, liu))
	note(found, err)
	_, found, err = s.Open(t.Context(), report.Asker{}, clock(9, 0))
	note(found, err)
	_, found, err = s.Event(t.Context(), 1)
	note(found, err)
	_, found, err = s.Draft(t.Context(), "daily/1")
	note(found, err)
	_, found, err = s.RowState(t.Context(), "r")
	note(found, err)
	_, found, err = s.NextRow(t.Context())
	note(found, err)
	_, found, err = s.Ran(t.Context())
	note(found, err)
	Check(t, "what an empty store finds", make([]bool, 8), any)
	list, err := s.Events(t.Context(), time.Time{}, clock(23, 0))
	must(t, err)
	Check(t, "events", 0, len(list))
}
