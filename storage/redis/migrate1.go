package redis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"qunbao/report"
	"qunbao/storage"
)

// Schema 1 had a history for each period, numbered N-0, and no order over all;
// the hash claim in the place of fired; draft:ID as a hash beside draftlog:ID;
// ended rows in ob, and at first no lanes; no numbers of commits, and no index of forms, drafts and
// days. done:FP was read by nobody.
type fromSchema1 struct {
	*Store
	found   []string                              // every key of the workspace
	history map[report.PeriodKey][]storage.Filing // in the order of their new numbers
	commits map[report.MessageID]int64            // the last commit of a message
	last    int64                                 // the highest number given
}

// batch is how much a step writes at most, where it is not one period.
const batch = 1000

// toSchema2 leads schema 1 forward. Everything is derived from what both schemas
// hold, so that it comes out the same however often it is begun.
func (s *Store) toSchema2(ctx context.Context) error {
	found, err := s.scan(ctx)
	if err != nil {
		return err
	}
	m := &fromSchema1{Store: s, found: found, history: map[report.PeriodKey][]storage.Filing{}, commits: map[report.MessageID]int64{}}
	for _, step := range []func(context.Context) error{
		m.number, m.moveHistory, m.moveNeeds, m.moveOutcomes, m.moveFirings, m.moveEvents, m.moveDrafts, m.moveRows,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return m.write(ctx, func(p redis.Pipeliner) {
		p.HSet(ctx, s.keys.meta(), "commit", m.last)
		p.Del(ctx, string(s.keys)+"claim")
		p.Set(ctx, s.keys.version(), 2, 0)
	})
}

func (m *fromSchema1) write(ctx context.Context, fn func(redis.Pipeliner)) error {
	return m.step(ctx, "1", fn)
}

// under lists what stands in the keys behind a prefix.
func (m *fromSchema1) under(prefix string) []string {
	var rest []string
	for _, key := range m.found {
		if behind, ok := strings.CutPrefix(key, string(m.keys)+prefix); ok {
			rest = append(rest, behind)
		}
	}
	return rest
}

// periodOf reads FORM:DAY:SLOT inside a key.
func periodOf(fp string) (report.PeriodKey, error) {
	form, member, _ := strings.Cut(fp, ":")
	return readPeriod(report.FormID(strings.NewReplacer("%3A", ":", "%25", "%").Replace(form)), member)
}

// number gives every version its place in one history.
func (m *fromSchema1) number(ctx context.Context) error {
	var all []storage.Filing
	for _, fp := range m.under("hist:") {
		k, err := periodOf(fp)
		if err != nil {
			return err
		}
		list, err := m.versions(ctx, k)
		if err != nil {
			return err
		}
		for _, v := range list {
			all = append(all, v.Filing)
		}
	}
	storage.NumberFilings(all)
	for _, f := range all {
		m.history[f.Key.PeriodKey] = append(m.history[f.Key.PeriodKey], f)
		m.commits[f.Of] = f.Commit
		m.last = f.Commit
	}
	return nil
}

// version1 is an entry of a history of schema 1.
type version1 struct {
	storage.Filing
	began int64 // the message's own time
	body  string
}

// versions reads a period's history in one go, since another program may be
// writing it anew; the order of each unit's versions is the same before and after.
func (m *fromSchema1) versions(ctx context.Context, k report.PeriodKey) ([]version1, error) {
	entries, err := m.client.XRange(ctx, m.keys.history(k), "-", "+").Result()
	if err != nil {
		return nil, err
	}
	var list []version1
	n := map[string]int{}
	for _, e := range entries {
		unit, _ := e.Values["u"].(string)
		body, _ := e.Values["v"].(string)
		v, err := storage.DecodeVersion([]byte(body))
		if err != nil {
			return nil, err
		}
		n[unit]++
		list = append(list, version1{body: body, began: storage.Micros(v.Time), Filing: storage.Filing{
			Key: report.RecordKey{PeriodKey: k, Unit: report.UnitID(unit)}, N: n[unit], Of: v.Message, Filed: v.Filed}})
	}
	return list, nil
}

// moveHistory writes each period's history anew, under the new numbers.
func (m *fromSchema1) moveHistory(ctx context.Context) error {
	for k, filings := range m.history {
		list, err := m.versions(ctx, k)
		if err != nil {
			return err
		}
		byUnit := map[report.UnitID][]version1{}
		for _, v := range list {
			byUnit[v.Key.Unit] = append(byUnit[v.Key.Unit], v)
		}
		err = m.write(ctx, func(p redis.Pipeliner) {
			current := map[report.UnitID]string{}
			p.Del(ctx, m.keys.history(k), string(m.keys)+"done:"+period(k))
			for _, f := range filings {
				v, id := byUnit[f.Key.Unit][f.N-1], entryID(f.Commit, f.Place)
				if f.N == 1 {
					current[f.Key.Unit] = number(v.began)
				}
				current[f.Key.Unit] += " " + id
				p.XAdd(ctx, &redis.XAddArgs{Stream: m.keys.history(k), ID: id, Values: []string{"u", string(f.Key.Unit), "v", v.body}})
			}
			for unit, entries := range current {
				p.HSet(ctx, m.keys.current(k), string(unit), entries)
			}
			m.index(ctx, p, k)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *fromSchema1) index(ctx context.Context, p redis.Pipeliner, k report.PeriodKey) {
	p.SAdd(ctx, m.keys.forms(), string(k.Form))
	p.ZAdd(ctx, m.keys.periods(k.Form), redis.Z{Score: float64(k.Day), Member: periodMember(k)})
}

func (m *fromSchema1) moveNeeds(ctx context.Context) error {
	for _, fp := range m.under("need:") {
		k, err := periodOf(fp)
		if err != nil {
			return err
		}
		err = m.write(ctx, func(p redis.Pipeliner) {
			p.HSet(ctx, m.keys.need(k), "", "0")
			m.index(ctx, p, k)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// moveOutcomes puts the number of its commit before each outcome.
func (m *fromSchema1) moveOutcomes(ctx context.Context) error {
	for _, text := range m.under("msg:") {
		day, err := report.ParseDay(text)
		if err != nil {
			return fmt.Errorf("the key msg:%s is damaged: %w", text, err)
		}
		err = m.write(ctx, func(p redis.Pipeliner) {
			p.ZAdd(ctx, m.keys.days(), redis.Z{Score: float64(day), Member: day.String()})
		})
		if err == nil {
			err = m.prefix(ctx, m.keys.outcomes(day), func(id string) int64 { return m.commits[report.MessageID(id)] })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *fromSchema1) moveEvents(ctx context.Context) error {
	return m.prefix(ctx, m.keys.events(), func(string) int64 { return 0 })
}

// prefix puts a number before each value of a hash that has none yet.
func (m *fromSchema1) prefix(ctx context.Context, hash string, commit func(field string) int64) error {
	return m.each(ctx, hash, func(p redis.Pipeliner, field, value string) {
		if strings.HasPrefix(value, "{") {
			p.HSet(ctx, hash, field, number(commit(field))+" "+value)
		}
	})
}

// each walks a hash, and writes what fn asks for in batches.
func (m *fromSchema1) each(ctx context.Context, hash string, fn func(p redis.Pipeliner, field, value string)) error {
	all, err := m.client.HGetAll(ctx, hash).Result()
	if err != nil {
		return err
	}
	fields := make([]string, 0, len(all))
	for field := range all {
		fields = append(fields, field)
	}
	for chunk := range slices.Chunk(fields, batch) {
		err := m.write(ctx, func(p redis.Pipeliner) {
			for _, field := range chunk {
				fn(p, field, all[field])
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *fromSchema1) moveFirings(ctx context.Context) error {
	return m.each(ctx, string(m.keys)+"claim", func(p redis.Pipeliner, name, body string) {
		p.ZAdd(ctx, m.keys.fired(), redis.Z{Member: name + "\x00" + "0 " + body})
	})
}

// moveDrafts makes a draft one stream. Their numbers follow those of the reports.
func (m *fromSchema1) moveDrafts(ctx context.Context) error {
	ids := append(m.under("draft:"), m.under("draftlog:")...)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		old := string(m.keys) + "draftlog:" + id
		states, err := m.client.XRange(ctx, old, "-", "+").Result()
		if err == nil && len(states) == 0 { // it has been moved
			states, err = m.client.XRange(ctx, m.keys.draft(id), "-", "+").Result()
		}
		if err != nil {
			return err
		}
		first := m.last + 1
		m.last += int64(len(states))
		err = m.write(ctx, func(p redis.Pipeliner) {
			p.Del(ctx, m.keys.draft(id), old)
			for i, state := range states {
				p.XAdd(ctx, &redis.XAddArgs{Stream: m.keys.draft(id), ID: entryID(first+int64(i), 0), Values: state.Values})
			}
			p.SAdd(ctx, m.keys.drafts(), id)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// moveRows takes what has ended out of the outbox, and gives what has not the
// lane that rows had none of at first. A row of which nobody knew whether it left
// had ended for schema 1: its body comes back from the log.
func (m *fromSchema1) moveRows(ctx context.Context) error {
	unknown, err := m.uncertain(ctx)
	if err != nil {
		return err
	}
	var damaged error
	err = m.each(ctx, m.keys.outbox(), func(p redis.Pipeliner, key, value string) {
		head, body, _ := strings.Cut(value, "\n")
		fields := strings.Split(head, "\t")
		switch state := report.RowState(fields[0]); state {
		case report.Uncertain:
			body = cmp.Or(body, unknown[key])
			fallthrough
		case report.Queued, report.Sending:
			r, err := storage.DecodeRow([]byte(body))
			damaged = cmp.Or(damaged, err)
			p.HSet(ctx, m.keys.outbox(), key, strings.Join(append(fields[:9:9], lane(r.To)), "\t")+"\n"+body)
		default:
			p.HSet(ctx, m.keys.ended(), key, string(state))
			p.HDel(ctx, m.keys.outbox(), key)
		}
	})
	return cmp.Or(err, damaged)
}

// uncertain finds the bodies of the rows that ended as uncertain.
func (m *fromSchema1) uncertain(ctx context.Context) (map[string]string, error) {
	bodies := map[string]string{}
	for from := "-"; ; {
		entries, err := m.client.XRangeN(ctx, m.keys.log(), from, "+", batch).Result()
		if err != nil || len(entries) == 0 {
			return bodies, err
		}
		for _, e := range entries {
			if e.Values["state"] == string(report.Uncertain) {
				key, _ := e.Values["key"].(string)
				bodies[key], _ = e.Values["row"].(string)
			}
		}
		from = behind(entries[len(entries)-1].ID)
	}
}
