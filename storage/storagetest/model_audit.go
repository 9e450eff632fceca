package storagetest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"qunbao/report"
	"qunbao/storage"
)

// Audit keeps an act once.
func (m *Model) Audit(_ context.Context, a report.Act) error {
	m.act(a)
	return nil
}

func (m *Model) act(a report.Act) {
	same := func(o modelAct) bool {
		return o.At.Equal(a.At) && o.By == a.By && o.What == a.What && o.About == a.About && o.Reason == a.Reason
	}
	if !slices.ContainsFunc(m.acts, same) {
		m.commit++
		m.acts = append(m.acts, modelAct{a, m.commit})
	}
}

// Acts are in a span without its end.
func (m *Model) Acts(_ context.Context, from, to time.Time) ([]report.Act, error) {
	var list []report.Act
	for _, a := range m.acts {
		if at := storage.Micros(a.At); at >= storage.Micros(from) && at < storage.Micros(to) {
			list = append(list, a.Act)
		}
	}
	slices.SortStableFunc(list, func(a, b report.Act) int { return cmp.Compare(storage.Micros(a.At), storage.Micros(b.At)) })
	return list, nil
}

// Prune takes outcomes by their day, and rows with the entries of the log.
func (m *Model) Prune(_ context.Context, c storage.Cut) (p storage.Pruned, err error) {
	for id, o := range m.outcomes {
		if c.Outcomes != 0 && o.day < c.Outcomes {
			delete(m.outcomes, id)
			p.Outcomes++
		}
	}
	if c.Rows.IsZero() {
		return p, nil
	}
	var log []storage.Tried
	for _, e := range m.log {
		log = append(log, e.Tried)
	}
	old := c.Old(log)
	for _, t := range old {
		r := m.rows[t.Key]
		lost := t.State == report.Uncertain && r != nil && r.state == t.State && r.begun < storage.Micros(c.Rows)
		if t.Ended() || lost {
			delete(m.rows, t.Key)
			p.Rows++
		}
	}
	m.log = m.log[len(old):]
	return p, nil
}
