package storagetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/storage"
)

// history drives a store and the model with one random sequence of operations.
// Keys come from small sets, so that operations meet; times creep forward, so
// that leases end.
type history struct {
	store, model Store
	now          time.Time
	messages     int
}

// TestMove dumps what one kind of store holds and loads it into another, and lets
// random histories begin on the one and go on on the other.
func TestMove(t *testing.T, open, to func(*testing.T) Store) {
	from, into := open(t), to(t)
	must(t, Furnish(t.Context(), from))
	text := dumped(t, from)
	must(t, into.Load(t.Context(), Items(text)))
	Check(t, "dumped again", strings.Split(text, "\n"), strings.Split(dumped(t, into), "\n"))
	CheckReadings(t, into)
	must(t, errors.Join(from.Close(), into.Close()))
	testHistories(t, open, to)
}

// testHistories moves to another store in the middle.
func testHistories(t *testing.T, open, to func(*testing.T) Store) {
	Checks(t, 8)
	rapid.Check(t, func(rt *rapid.T) {
		h := &history{store: open(t), model: NewModel(), now: time.Date(2020, 2, 1, 8, 0, 0, 0, time.UTC)}
		defer func() { h.store.Close() }()
		steps := rapid.IntRange(5, 40).Draw(rt, "steps")
		moves := rapid.IntRange(0, steps).Draw(rt, "moves")
		for n := range steps {
			h.now = h.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "seconds")) * time.Second)
			h.step(t.Context(), rt)
			if n == moves {
				h.move(t.Context(), rt, to(t))
			}
		}
		h.compare(t.Context(), rt)
	})
}

var (
	histForms  = []report.FormID{"daily", "a:b%"}
	histSlots  = []report.SlotID{"", "夜班"}
	histUnits  = []report.UnitID{"柳湾村", "上坪村", ""}
	histKeys   = []string{"r1", "r2", "r3", "r4", "r5", "r6", "r7"}
	histOwners = []string{"one", "two"}
)

const histDay = report.Day(18293)

func (h *history) period(t *rapid.T) report.PeriodKey {
	return report.PeriodKey{
		Form: oneOf(histForms...).Draw(t, "form"), Day: histDay + report.Day(rapid.IntRange(0, 2).Draw(t, "day")),
		Slot: oneOf(histSlots...).Draw(t, "slot"),
	}
}

func (h *history) key(t *rapid.T) report.RecordKey {
	return report.RecordKey{PeriodKey: h.period(t), Unit: oneOf(histUnits...).Draw(t, "unit")}
}

func (h *history) asker(t *rapid.T) report.Asker {
	return report.Asker{Chat: oneOf[report.ChatID]("", "群").Draw(t, "chat"), Sender: oneOf("李会芳", "").Draw(t, "sender")}
}

// soon is a time near now, before or after.
func (h *history) soon(t *rapid.T) time.Time {
	return h.now.Add(time.Duration(rapid.IntRange(-120, 120).Draw(t, "soon")) * time.Second)
}

func (h *history) rows(t *rapid.T) []report.Row {
	rows := rapid.SliceOfN(Rows(), 0, 3).Draw(t, "rows")
	for i := range rows {
		rows[i].Key = oneOf(histKeys...).Draw(t, "row")
		rows[i].To = oneOf(report.Address{Chat: "群"}, report.Address{Chat: "二群"}, report.Address{Person: "群"}).Draw(t, "to")
		if rapid.Bool().Draw(t, "near") {
			rows[i].NotBefore = h.soon(t)
		}
	}
	return rows
}

// keys are of rows, each given once.
func (h *history) keys(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(oneOf(histKeys...), 0, 3, rapid.ID).Draw(t, "keys")
}

// change is decided on the model's state, sometimes on an older one.
func (h *history) change(ctx context.Context, t *rapid.T) report.Change {
	h.messages++
	c := report.Change{Time: h.soon(t), At: h.now, Rows: h.rows(t)}
	c.Outcome = Outcomes().Draw(t, "outcome")
	c.Outcome.Message = report.MessageID(fmt.Sprint("m", h.messages-rapid.IntRange(0, 1).Draw(t, "again")))
	more := map[report.RecordKey]int{}
	for range rapid.IntRange(0, 3).Draw(t, "writes") {
		w := report.Write{Key: h.key(t), Version: Versions().Draw(t, "version")}
		w.Version.Time = h.soon(t)
		r, _ := h.model.Record(ctx, w.Key)
		w.Revision = max(0, r.Revision()+more[w.Key]-rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(t, "old"))
		more[w.Key]++
		c.Writes = append(c.Writes, w)
	}
	if rapid.Bool().Draw(t, "close") {
		a := h.asker(t)
		c.Close = &a
	}
	if rapid.Bool().Draw(t, "ask") {
		q := Questions().Draw(t, "question")
		q.Asker, q.Until = h.asker(t), h.soon(t)
		c.Ask = &q
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "events") {
		e := Events().Draw(t, "event")
		e.N = rapid.IntRange(1, 12).Draw(t, "number")
		if rapid.Bool().Draw(t, "became") {
			e.Progress = []report.Progress{Progresses().Draw(t, "no store keeps it")}
		}
		c.Events = append(c.Events, e)
	}
	h.decide(ctx, t, &c)
	for _, id := range rapid.SliceOfNDistinct(oneOf("daily/1", "daily/2"), 0, 2, rapid.ID).Draw(t, "drafts") {
		c.Drafts = append(c.Drafts, h.draft(ctx, t, id))
	}
	return c
}

// draft is the next state of a document, sometimes one decided on an older.
func (h *history) draft(ctx context.Context, t *rapid.T, id string) report.Draft {
	d := Drafts().Draw(t, "draft")
	before, _, _ := h.model.Draft(ctx, id)
	d.ID, d.Rev = id, max(0, before.Rev+rapid.SampledFrom([]int{1, 1, 1, 0, 2}).Draw(t, "old"))
	return d
}

// decide adds rulings to a change, and progress of events, seldom of one that is
// not there.
func (h *history) decide(ctx context.Context, t *rapid.T, c *report.Change) {
	c.Rulings = rapid.SliceOfN(Rulings(), 0, 2).Draw(t, "rulings")
	for range rapid.IntRange(0, 2).Draw(t, "acts") {
		c.Acts = append(c.Acts, report.Act{At: c.Time, By: texts().Draw(t, "by"), What: "chase"})
	}
	var raised []int
	for n := range 13 {
		if _, there, _ := h.model.Event(ctx, n); there {
			raised = append(raised, n)
		}
	}
	for _, e := range c.Events {
		raised = append(raised, e.N)
	}
	if rapid.IntRange(0, 9).Draw(t, "never raised") == 0 {
		raised = append(raised, 99)
	}
	if len(raised) == 0 {
		return
	}
	for range rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "progress") {
		p := Progresses().Draw(t, "step")
		p.Event = rapid.SampledFrom(raised).Draw(t, "of")
		c.Progress = append(c.Progress, p)
	}
}

func (h *history) firing(t *rapid.T) report.Firing {
	f := report.Firing{
		Name: oneOf("open/1", "open/2", "remind/1", "open/%").Draw(t, "name"), At: Instants().Draw(t, "at"), Claimed: h.now,
		Skipped: rapid.Bool().Draw(t, "skipped"), Rows: h.rows(t),
	}
	if rapid.Bool().Draw(t, "opens") {
		f.Need = &report.Need{Key: h.period(t), Units: rapid.MapOfN(oneOf(histUnits[:2]...), rapid.Custom(func(t *rapid.T) report.Duty {
			return report.Duty{Excused: texts().Draw(t, "excused"), Fault: texts().Draw(t, "fault")}
		}), 0, 2).Draw(t, "need")}
	}
	return f
}

// step does one thing to both and compares what they answer.
func (h *history) step(ctx context.Context, t *rapid.T) {
	key, owner := oneOf(histKeys...).Draw(t, "key"), oneOf(histOwners...).Draw(t, "owner")
	switch rapid.IntRange(0, 15).Draw(t, "op") {
	case 0, 1, 2:
		c := h.change(ctx, t)
		h.both(t, "commit", func(s Store) (any, error) { return nil, s.Commit(ctx, c) })
	case 3:
		f := h.firing(t)
		h.both(t, "claim", func(s Store) (any, error) { return s.Claim(ctx, f) })
	case 4:
		rows := h.rows(t)
		h.both(t, "queue", func(s Store) (any, error) { return nil, s.Queue(ctx, rows...) })
	case 5, 6:
		until, n := h.soon(t), rapid.IntRange(1, 4).Draw(t, "max")
		h.both(t, "lease", func(s Store) (any, error) { return s.Lease(ctx, owner, h.now, until, n) })
	case 7, 8:
		until, keys := h.soon(t), append(h.keys(t), key)
		h.both(t, "begin", func(s Store) (any, error) { return s.Begin(ctx, owner, h.now, until, keys...) })
	case 9, 10:
		r := storage.Result{State: oneOf(report.Queued, report.Sent, report.Uncertain, report.Settled).Draw(t, "state"),
			At: h.soon(t), NotBefore: h.soon(t), Note: oneOf("", "timeout").Draw(t, "note"), Stranded: rapid.Bool().Draw(t, "stranded")}
		if rapid.Bool().Draw(t, "as it was") {
			r.NotBefore = time.Time{}
		}
		keys := h.keys(t)
		h.both(t, "finish", func(s Store) (any, error) { return nil, s.Finish(ctx, owner, r, keys...) })
	case 11:
		d := h.draft(ctx, t, oneOf("daily/1", "daily/2").Draw(t, "id"))
		h.both(t, "save draft", func(s Store) (any, error) { return nil, s.SaveDraft(ctx, d) })
	case 12:
		at := h.soon(t)
		h.both(t, "started", func(s Store) (any, error) { return s.Started(ctx, at) })
		h.both(t, "mark", func(s Store) (any, error) { return nil, s.Mark(ctx, at) })
		h.both(t, "hear", func(s Store) (any, error) { return nil, s.Hear(ctx, at.Add(-time.Second)) })
	case 13:
		from, to := h.soon(t), h.soon(t)
		h.both(t, "outage", func(s Store) (any, error) { return nil, s.Outage(ctx, from, to) })
	case 14:
		a := report.Act{At: h.now.Add(-time.Duration(rapid.IntRange(0, 2).Draw(t, "ago")) * time.Minute), By: texts().Draw(t, "by"), What: "purge"}
		h.both(t, "audit", func(s Store) (any, error) { return nil, s.Audit(ctx, a) })
	case 15:
		var c storage.Cut
		if rapid.Bool().Draw(t, "rows") {
			c.Rows = h.now.Add(-time.Duration(rapid.IntRange(-1, 10).Draw(t, "cut")) * time.Minute)
		}
		if rapid.IntRange(0, 3).Draw(t, "outcomes") == 0 {
			c.Outcomes = report.DayOf(h.now) + report.Day(rapid.IntRange(0, 1).Draw(t, "before"))
		}
		h.both(t, "prune", func(s Store) (any, error) { return s.Prune(ctx, c) })
	}
}

// move compares what both dump, and goes on with another store that has loaded
// it, and another model.
func (h *history) move(ctx context.Context, t *rapid.T, to Store) {
	h.both(t, "dump", func(s Store) (any, error) {
		text, err := Dumped(ctx, s)
		return strings.Split(text, "\n"), err
	})
	text, err := Dumped(ctx, h.store)
	model := NewModel()
	if err = errors.Join(err, to.Load(ctx, Items(text)), model.Load(ctx, Items(text)), h.store.Close()); err != nil {
		t.Fatal(err)
	}
	h.store, h.model = to, model
	h.both(t, "dump of what was loaded", func(s Store) (any, error) { return Dumped(ctx, s) })
}

// both asks the store and the model the same, and compares answers and errors.
func (h *history) both(t *rapid.T, what string, ask func(Store) (any, error)) {
	want, wantErr := ask(h.model)
	got, err := ask(h.store)
	for _, sentinel := range []error{storage.ErrKnown, storage.ErrMoved} {
		if errors.Is(err, sentinel) != errors.Is(wantErr, sentinel) {
			t.Fatalf("%s: error %v, want %v", what, err, wantErr)
		}
	}
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%s: error %v, want %v", what, err, wantErr)
	}
	if d := Same(want, got); d != "" {
		t.Fatalf("%s (-want +got):\n%s", what, d)
	}
}

// found puts the answers of a read into one value.
type found struct {
	Value any
	Is    bool
}

// compare asks both for everything.
func (h *history) compare(ctx context.Context, t *rapid.T) {
	var keys []report.RecordKey
	for _, f := range histForms {
		for day := histDay; day <= histDay+3; day++ {
			for _, slot := range histSlots {
				p := report.PeriodKey{Form: f, Day: day, Slot: slot}
				h.both(t, "period "+p.String(), func(s Store) (any, error) { return s.Period(ctx, p) })
				for _, u := range histUnits {
					keys = append(keys, report.RecordKey{PeriodKey: p, Unit: u})
				}
			}
		}
	}
	h.both(t, "records", func(s Store) (any, error) { return s.Records(ctx, keys) })
	for _, k := range keys {
		h.both(t, "previous", func(s Store) (any, error) { v, is, err := s.Previous(ctx, k); return found{v, is}, err })
	}
	for n := range h.messages + 1 {
		id := report.MessageID(fmt.Sprint("m", n))
		h.both(t, "outcome", func(s Store) (any, error) { v, is, err := s.Outcome(ctx, id); return found{v, is}, err })
	}
	for _, chat := range []report.ChatID{"", "群"} {
		for _, sender := range []string{"李会芳", ""} {
			a := report.Asker{Chat: chat, Sender: sender}
			h.both(t, "open", func(s Store) (any, error) { v, is, err := s.Open(ctx, a, h.now); return found{v, is}, err })
		}
	}
	h.both(t, "dump", func(s Store) (any, error) { return Dumped(ctx, s) })
	h.compareOutbox(ctx, t)
	h.compareRest(ctx, t)
}

func (h *history) compareOutbox(ctx context.Context, t *rapid.T) {
	for _, k := range histKeys {
		h.both(t, "row state", func(s Store) (any, error) { v, is, err := s.RowState(ctx, k); return found{v, is}, err })
	}
	for _, from := range []time.Time{{}, h.now.Add(-3 * time.Minute)} {
		h.both(t, "log", func(s Store) (any, error) { return logged(ctx, s, from, h.now.Add(time.Minute)) })
	}
	h.both(t, "next row", func(s Store) (any, error) { v, is, err := s.NextRow(ctx); return found{v, is}, err })
	h.both(t, "stranded", func(s Store) (any, error) { return s.Stranded(ctx, "two", h.now) })
	later := time.Date(2201, 1, 1, 0, 0, 0, 0, time.UTC)
	h.both(t, "all rows", func(s Store) (any, error) { return s.Lease(ctx, "last", later, later, 100) })
}

func (h *history) compareRest(ctx context.Context, t *rapid.T) {
	for n := range 13 {
		h.both(t, "event", func(s Store) (any, error) { v, is, err := s.Event(ctx, n); return found{v, is}, err })
	}
	from, to := h.now.Add(-24*time.Hour), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	h.both(t, "events", func(s Store) (any, error) { return s.Events(ctx, from, to) })
	for after := range 3 {
		h.both(t, "rulings", func(s Store) (any, error) { return s.Rulings(ctx, after) })
	}
	h.both(t, "last event", func(s Store) (any, error) { return s.LastEvent(ctx) })
	for _, prefix := range []string{"", "o", "open/", "open/1", "p"} {
		h.both(t, "firings", func(s Store) (any, error) { return s.Firings(ctx, prefix) })
	}
	for _, id := range []string{"daily/1", "daily/2", "none"} {
		h.both(t, "draft", func(s Store) (any, error) { v, is, err := s.Draft(ctx, id); return found{v, is}, err })
	}
	h.both(t, "draft ids", func(s Store) (any, error) { return s.DraftIDs(ctx) })
	h.both(t, "acts", func(s Store) (any, error) { return s.Acts(ctx, from, to) })
	h.both(t, "ran", func(s Store) (any, error) { v, is, err := s.Ran(ctx); return found{v, is}, err })
	h.both(t, "heard", func(s Store) (any, error) { v, is, err := s.Heard(ctx); return found{v, is}, err })
	h.both(t, "outages", func(s Store) (any, error) { return s.Outages(ctx, h.now.Add(-time.Hour), h.now) })
}
