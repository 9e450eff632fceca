package storagetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// testDumpsOfABusyStore dumps a store while several writers do all that a store
// does, and looks whether each dump is a state that the store was in.
func testDumpsOfABusyStore(t *testing.T, open func(*testing.T) Store) {
	if _, plain := open(t).(*Model); plain {
		return // not for concurrent use
	}
	s := open(t)
	defer func() { must(t, s.Close()) }()
	_, err := s.Started(t.Context(), clock(0, 0))
	must(t, err)
	const steps = 150 // of each writer: enough for the dumps to take long beside them
	done, made := make(chan struct{}), make(chan struct{}, 3*steps)
	var group sync.WaitGroup
	defer func() { // before the store is closed
		close(done)
		group.Wait()
	}()
	for writer := range 3 {
		group.Go(func() {
			for n := range steps {
				select {
				case <-done:
					return
				default:
				}
				if err := busyStep(t.Context(), s, writer, n); err != nil {
					t.Error(err)
					return
				}
				made <- struct{}{}
			}
		})
	}
	var before picture
	var last string
	for range min(Times(5), steps) {
		<-made
		<-made
		text := dumped(t, s)
		now := pictureOf(t, text)
		now.check(t)
		if now.head.Commit < before.head.Commit || len(now.messages) < len(before.messages) {
			t.Errorf("a later dump is of an earlier state: commit %d after %d", now.head.Commit, before.head.Commit)
		}
		before, last = now, text
	}
	other := open(t)
	defer other.Close()
	must(t, other.Load(t.Context(), Items(last)))
	Check(t, "loaded and dumped again", true, dumped(t, other) == last)
}

// busyStep is what a program does with a message, and with the clock, in a few
// forms; every writer has units of its own.
func busyStep(ctx context.Context, s Store, writer, n int) error {
	at := clock(9, 0).Add(time.Duration(n) * time.Second)
	owner, unit := fmt.Sprint("程序", writer), report.UnitID(fmt.Sprint("单位", writer))
	id := report.MessageID(fmt.Sprint(owner, "/", n))
	c := filed(id, on(daily, first+report.Day(n/5), unit), n%5, at) // five versions of a record
	c.Writes = append(c.Writes, filed(id, on(gate, first+report.Day(n%7), unit), n/7, at).Writes...)
	c.Outcome.Records = append(c.Outcome.Records, c.Writes[1].Key)
	c.Events = []report.Event{{N: n*3 + writer + 1, Time: at, Message: id}}
	c.Ask = &report.Question{Asker: report.Asker{Sender: owner}, Message: id, Until: at}
	need := &report.Need{Key: on("rest", first+report.Day(n), "").PeriodKey, Units: map[report.UnitID]report.Duty{unit: {}}}
	need.Key.Slot = report.SlotID(owner)
	name := fmt.Sprint("open/", owner, "/", n)
	_, claimed := s.Claim(ctx, report.Firing{Name: name, At: at, Need: need, Rows: []report.Row{row(name, report.Reminder, at)}})
	rows, leased := s.Lease(ctx, owner, at, at.Add(time.Minute), 3)
	errs := []error{s.Commit(ctx, c), claimed, leased, s.SaveDraft(ctx, report.Draft{ID: owner, Title: name}),
		s.Audit(ctx, report.Act{At: at, By: owner, What: name})}
	for _, r := range rows {
		_, begun := s.Begin(ctx, owner, at, at.Add(time.Minute), r.Key)
		errs = append(errs, begun, s.Finish(ctx, owner, storage.Result{State: report.Sent, At: at}, r.Key))
	}
	return errors.Join(errs...)
}

// picture is what a dump says, for looking at.
type picture struct {
	head     storage.Item
	kinds    map[storage.ItemKind]int
	messages map[report.MessageID]int64                     // commits of the outcomes
	versions map[report.MessageID]map[report.RecordKey]bool // what each filed
	claimed  map[string]bool
	rows     map[string]bool // waiting or ended
	periods  map[report.PeriodKey]bool
	told     []report.MessageID // what events and questions are about
	faults   []string
}

func pictureOf(t *testing.T, text string) picture {
	t.Helper()
	s := picture{kinds: map[storage.ItemKind]int{}, messages: map[report.MessageID]int64{}, claimed: map[string]bool{}, rows: map[string]bool{},
		versions: map[report.MessageID]map[report.RecordKey]bool{}, periods: map[report.PeriodKey]bool{}}
	var expected []report.Outcome
	for i, err := range storage.Checked(modelSchema, Items(text)) {
		must(t, err)
		s.kinds[i.Kind]++
		switch i.Kind {
		case storage.StoreItem:
			s.head = i
		case storage.QuestionItem:
			must(t, with(i, storage.DecodeQuestion, func(q report.Question) { s.told = append(s.told, q.Message) }))
		case storage.EventItem:
			must(t, with(i, storage.DecodeEvent, func(e report.Event) { s.told = append(s.told, e.Message) }))
		case storage.FiringItem:
			must(t, with(i, storage.DecodeFiring, func(f report.Firing) { s.claimed[f.Name] = true }))
		case storage.RowItem:
			must(t, with(i, storage.DecodeRow, func(r report.Row) { s.rows[r.Key] = true }))
		case storage.LogItem:
			s.rows[i.Key] = true
		case storage.OpenedItem:
			s.periods[i.Period()] = true
		case storage.VersionItem:
			must(t, with(i, storage.DecodeVersion, func(v report.Version) {
				if s.versions[v.Message] == nil {
					s.versions[v.Message] = map[report.RecordKey]bool{}
				}
				s.versions[v.Message][report.RecordKey{PeriodKey: i.Period(), Unit: i.Unit}] = true
			}))
		case storage.OutcomeItem:
			must(t, with(i, storage.DecodeOutcome, func(o report.Outcome) {
				s.messages[o.Message] = i.Commit
				expected = append(expected, o)
			}))
		}
	}
	for _, o := range expected {
		for _, k := range o.Records {
			if !s.versions[o.Message][k] {
				s.faults = append(s.faults, fmt.Sprint("the outcome of ", o.Message, " without its version of ", k))
			}
		}
	}
	return s
}

// check finds what cannot be of one state: every number has gone to something
// that is there, and what was written together stands together.
func (s picture) check(t *testing.T) {
	t.Helper()
	numbered := s.kinds[storage.OutcomeItem] + s.kinds[storage.FiringItem] + s.kinds[storage.DraftItem] + s.kinds[storage.ActItem]
	Check(t, "what the numbers of commits were given to", s.head.Commit, int64(numbered))
	Check(t, "what the numbers of rows were given to", s.head.Seq, int64(len(s.rows)))
	Check(t, "what the numbers of the log were given to", s.head.Log, int64(s.kinds[storage.LogItem]))
	for m := range s.versions {
		if s.messages[m] == 0 {
			s.faults = append(s.faults, "a version without the outcome of "+string(m))
		}
	}
	for _, m := range s.told {
		if s.messages[m] == 0 {
			s.faults = append(s.faults, "an event or a question without the outcome of "+string(m))
		}
	}
	for m := range s.messages {
		if !s.rows["receipt/"+string(m)] {
			s.faults = append(s.faults, "the outcome of "+string(m)+" without its receipt")
		}
	}
	for name := range s.claimed {
		if !s.rows[name] {
			s.faults = append(s.faults, "the claim of "+name+" without its row")
		}
	}
	Check(t, "periods opened by claims", len(s.claimed), len(s.periods))
	if len(s.faults) > 0 {
		t.Errorf("%d faults: %s", len(s.faults), strings.Join(s.faults[:min(5, len(s.faults))], "; "))
	}
}
