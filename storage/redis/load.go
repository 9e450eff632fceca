package redis

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// While a workspace is loaded, ver holds this and how often it was begun, so that
// nobody else writes, not even another Load that was begun before.
const loadingMark = "loading "

// loading reads how often a load was begun; false: ver says something else.
func loading(ver string) (int, bool) {
	times, ok := strings.CutPrefix(ver, loadingMark)
	n, err := strconv.Atoi(times)
	return n, ok && err == nil
}

// Load fills an empty workspace with what another store dumped, or one that an
// earlier Load left half loaded: that is emptied first. Until it is whole, no
// program opens the workspace, unless to load into it.
func (s *Store) Load(ctx context.Context, items iter.Seq2[storage.Item, error]) error {
	l := &loader{Store: s, steps: map[int]int{}}
	err := l.begin(ctx)
	if err == nil {
		err = l.all(ctx, items)
	}
	if errors.Is(err, errForward) {
		err = errors.New("another load was begun into the workspace")
	}
	if err != nil {
		return fail("load", err)
	}
	return nil
}

// loader collects what items mean for the keys, and writes it in batches.
type loader struct {
	*Store
	mark  string                  // what ver holds meanwhile
	head  storage.Item            // written last, with the schema
	event int                     // the highest number of an event
	steps map[int]int             // how much of each event's progress has been noted
	ruled int                     // how many rulings have been noted
	later []func(redis.Pipeliner) // what the next batch writes

	period  report.PeriodKey         // the one at hand
	current map[report.UnitID]string // what its cur is to hold
}

// begin closes the workspace to everybody else, and empties what is half loaded.
func (l *loader) begin(ctx context.Context) error {
	keys := []string{l.keys.version(), l.keys.meta(), l.keys.outages()}
	again := false
	err := l.client.Watch(ctx, func(tx *redis.Tx) error {
		ver, err := tx.Get(ctx, l.keys.version()).Result()
		if err != nil {
			return err
		}
		times, half := loading(ver)
		found, err := tx.Exists(ctx, keys[1:]...).Result()
		switch {
		case err != nil:
			return err
		case !half && ver != strconv.Itoa(schemaVersion):
			return fmt.Errorf("%w: %s", storage.ErrUnavailable, whyClosed(ver))
		case !half && found > 0:
			return storage.ErrNotEmpty
		}
		again, l.mark = half, loadingMark+strconv.Itoa(times+1)
		_, err = tx.TxPipelined(ctx, func(p redis.Pipeliner) error {
			p.Set(ctx, l.keys.version(), l.mark, 0)
			return nil
		})
		return err
	}, keys...)
	if errors.Is(err, redis.TxFailedErr) {
		return storage.ErrNotEmpty
	}
	if err != nil || !again {
		return err
	}
	return l.empty(ctx)
}

// empty takes everything away but ver.
func (l *loader) empty(ctx context.Context) error {
	found, err := l.scan(ctx)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(key string) bool { return key == l.keys.version() })
	for some := range slices.Chunk(found, page) {
		if err := l.step(ctx, l.mark, func(p redis.Pipeliner) { p.Unlink(ctx, some...) }); err != nil {
			return err
		}
	}
	return nil
}

// all loads the items, and opens the workspace with the head's numbers.
func (l *loader) all(ctx context.Context, items iter.Seq2[storage.Item, error]) error {
	for i, err := range storage.Checked(schemaVersion, items) {
		if err != nil {
			return err
		}
		if i.Period() != l.period || i.Kind != storage.VersionItem {
			l.endPeriod(ctx)
		}
		if err := l.load(ctx, i); err != nil {
			return err
		}
		if len(l.later) >= page {
			if err := l.flush(ctx); err != nil {
				return err
			}
		}
	}
	l.endPeriod(ctx)
	if err := l.flush(ctx); err != nil {
		return err
	}
	err := l.step(ctx, l.mark, func(p redis.Pipeliner) {
		for name, n := range map[string]int64{"commit": l.head.Commit, "seq": l.head.Seq, "log": l.head.Log, "event": int64(l.event)} {
			if n > 0 {
				p.HSet(ctx, l.keys.meta(), name, n)
			}
		}
		for name, at := range map[string]string{"started": l.head.Started, "ran": l.head.Ran} {
			if at != "" {
				p.HSet(ctx, l.keys.meta(), name, at)
			}
		}
		p.Set(ctx, l.keys.version(), schemaVersion, 0)
	})
	if err == nil && l.head.Commit > 0 { // what is confirmed is confirmed with all before it
		_, err = l.Store.put(ctx, l.keys.meta(), "commit", number(l.head.Commit), first)
	}
	return err
}

func (l *loader) flush(ctx context.Context) error {
	for some := range slices.Chunk(l.later, page) {
		err := l.step(ctx, l.mark, func(p redis.Pipeliner) {
			for _, write := range some {
				write(p)
			}
		})
		if err != nil {
			return err
		}
	}
	clear(l.later)
	l.later = l.later[:0]
	return nil
}

// put notes what is to be written.
func (l *loader) put(write func(redis.Pipeliner)) { l.later = append(l.later, write) }

func (l *loader) hash(ctx context.Context, key, field, value string) {
	l.put(func(p redis.Pipeliner) { p.HSet(ctx, key, field, value) })
}

func (l *loader) sorted(ctx context.Context, key string, score int64, member string) {
	l.put(func(p redis.Pipeliner) { p.ZAdd(ctx, key, redis.Z{Score: float64(score), Member: member}) })
}

func (l *loader) stream(ctx context.Context, key, id string, values ...string) {
	l.put(func(p redis.Pipeliner) { p.XAdd(ctx, &redis.XAddArgs{Stream: key, ID: id, Values: values}) })
}

// endPeriod notes what the versions of the period make current.
func (l *loader) endPeriod(ctx context.Context) {
	cur := l.keys.current(l.period)
	for unit, entries := range l.current {
		l.hash(ctx, cur, string(unit), entries)
	}
	l.current = nil
}

// index makes a period found.
func (l *loader) index(ctx context.Context, k report.PeriodKey) {
	l.put(func(p redis.Pipeliner) { p.SAdd(ctx, l.keys.forms(), string(k.Form)) })
	l.sorted(ctx, l.keys.periods(k.Form), int64(k.Day), periodMember(k))
}

// load notes what one item writes.
func (l *loader) load(ctx context.Context, i storage.Item) error {
	switch i.Kind {
	case storage.StoreItem:
		l.head = i
		for _, at := range []string{i.Started, i.Ran} {
			if _, err := storage.ParseInstant(at); err != nil {
				return err
			}
		}
		return nil
	case storage.RowItem:
		return l.row(ctx, i)
	case storage.OpenedItem:
		l.index(ctx, i.Period())
		l.hash(ctx, l.keys.need(i.Period()), "", "0")
		return nil
	case storage.DutyItem:
		l.hash(ctx, l.keys.need(i.Period()), string(i.Unit), string(i.Body))
		_, err := storage.DecodeDuty(i.Body)
		return err
	case storage.VersionItem:
		return l.version(ctx, i)
	case storage.LogItem:
		l.logged(ctx, i)
		return nil
	}
	return l.matter(ctx, i)
}

// matter notes an item whose keys stand in its body.
func (l *loader) matter(ctx context.Context, i storage.Item) error {
	numberedBody := number(i.Commit) + " " + string(i.Body)
	switch i.Kind {
	case storage.OutageItem:
		w, err := storage.DecodeWindow(i.Body)
		l.hash(ctx, l.keys.outages(), windowField(w), string(i.Body))
		return err
	case storage.QuestionItem:
		q, err := storage.DecodeQuestion(i.Body)
		if err != nil {
			return err
		}
		field, err := asker(q.Asker)
		l.hash(ctx, l.keys.questions(), field, string(i.Body))
		return err
	case storage.EventItem:
		e, err := storage.DecodeEvent(i.Body)
		l.hash(ctx, l.keys.events(), number(e.N), numberedBody)
		l.sorted(ctx, l.keys.eventTimes(), storage.Micros(e.Time), number(e.N))
		l.event = max(l.event, e.N)
		return err
	case storage.ProgressItem:
		p, err := storage.DecodeProgress(i.Body)
		l.stream(ctx, l.keys.progress(number(p.Event)), entryID(i.Commit, l.steps[p.Event]), "v", string(i.Body))
		l.steps[p.Event]++
		return err
	case storage.RulingItem:
		_, err := storage.DecodeRuling(i.Body)
		l.ruled++
		l.stream(ctx, l.keys.rulings(), entryID(int64(l.ruled), 0), "c", number(i.Commit), "v", string(i.Body))
		return err
	case storage.FiringItem:
		f, err := storage.DecodeFiring(i.Body)
		l.sorted(ctx, l.keys.fired(), 0, f.Name+"\x00"+numberedBody)
		return err
	case storage.OutcomeItem:
		o, err := storage.DecodeOutcome(i.Body)
		l.hash(ctx, l.keys.messages(), string(o.Message), i.Day.String())
		l.hash(ctx, l.keys.outcomes(i.Day), string(o.Message), numberedBody)
		l.sorted(ctx, l.keys.days(), int64(i.Day), i.Day.String())
		return err
	case storage.DraftItem:
		d, err := storage.DecodeDraft(i.Body)
		l.stream(ctx, l.keys.draft(d.ID), entryID(i.Commit, 0), "v", string(i.Body))
		l.put(func(p redis.Pipeliner) { p.SAdd(ctx, l.keys.drafts(), d.ID) })
		return err
	case storage.ActItem:
		a, err := storage.DecodeAct(i.Body)
		l.sorted(ctx, l.keys.audit(), storage.Micros(a.At), numberedBody)
		return err
	}
	return nil
}

// row notes a row of the outbox, and where it waits.
func (l *loader) row(ctx context.Context, i storage.Item) error {
	r, err := storage.DecodeRow(i.Body)
	if err != nil {
		return err
	}
	notBefore, err := storage.ParseInstant(i.NotBefore)
	if err != nil {
		return err
	}
	due := storage.Micros(notBefore)
	head := []string{string(i.State), strconv.Itoa(i.Attempts), strconv.Itoa(i.Urgency), number(i.Seq), number(due),
		number(i.Until), number(i.Begun), i.NotBefore, i.Owner, lane(r.To)}
	l.hash(ctx, l.keys.outbox(), r.Key, strings.Join(head, "\t")+"\n"+string(i.Body))
	switch {
	case i.State == report.Sending:
		l.sorted(ctx, l.keys.sending(), i.Until, r.Key)
	case i.State == report.Queued && i.Until > 0:
		l.sorted(ctx, l.keys.leased(), i.Until, r.Key)
	case i.State == report.Queued:
		l.sorted(ctx, l.keys.due(), 0, dueMember(i.Urgency, due, i.Seq, r.Key))
	}
	return nil
}

// version notes an entry of the history, and what it makes current.
func (l *loader) version(ctx context.Context, i storage.Item) error {
	v, err := storage.DecodeVersion(i.Body)
	if err != nil {
		return err
	}
	k := i.Period()
	if l.current == nil {
		l.period, l.current = k, map[report.UnitID]string{}
		l.index(ctx, k)
	}
	id := entryID(i.Commit, i.Place)
	if l.current[i.Unit] == "" {
		l.current[i.Unit] = number(storage.Micros(v.Time))
		l.put(func(p redis.Pipeliner) { p.HSetNX(ctx, l.keys.units(k.Form), string(i.Unit), int64(k.Day)) }) // days come in their order
	}
	l.current[i.Unit] += " " + id
	l.stream(ctx, l.keys.history(k), id, "u", string(i.Unit), "v", string(i.Body))
	return nil
}

// logged notes an entry of the outbox's log, and the row that ended with it.
func (l *loader) logged(ctx context.Context, i storage.Item) {
	values := []string{"key", i.Key, "state", string(i.State), "at", i.At, "owner", i.Owner,
		"attempts", strconv.Itoa(i.Attempts), "note", i.Note}
	if storage.Ended(i.State) {
		values = append(values, "row", string(i.Body))
		l.hash(ctx, l.keys.ended(), i.Key, string(i.State))
	}
	l.stream(ctx, l.keys.log(), entryID(i.N, 0), values...)
}
