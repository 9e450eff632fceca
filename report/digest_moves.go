package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// moves is how the fields of a period have moved since the one before it.
type moves struct {
	since string // 前一天, or the day compared with; empty: there is nothing to compare with
	by    map[FieldID]*moved
	still bool // no total is another than before, or everything is 0
}

// moved is a field over the units that have said it in both periods.
type moved struct{ now, old running }

// moves compares a period with the one before it, in one pass over the units. A
// carried value is what the unit has said last, and counts as said.
func (b *digestReader) moves(c, before *Completeness) moves {
	m := moves{by: map[FieldID]*moved{}}
	if before == nil || before.Received == 0 {
		m.still = !slices.ContainsFunc(c.Totals, func(t Total) bool { return !t.N.IsZero() || t.Approx })
		return m
	}
	m.since = "前一天"
	if before.Key.Day != c.Key.Day-1 {
		m.since = before.Key.Day.Chinese()
	}
	for _, f := range b.w.Form(c.Key.Form).Fields {
		if f.Kind != Prose {
			m.by[f.ID] = &moved{}
		}
	}
	old := b.said(before)
	for i := range c.Standings {
		if s := &c.Standings[i]; s.Expected && s.Current.Valid {
			m.add(s.Current.Values, old[s.Unit])
		}
	}
	m.still = m.covers(c.Totals, before.Totals) && m.covers(before.Totals, c.Totals)
	return m
}

// said is what each unit that counts said in a period that others are compared with.
func (b *digestReader) said(c *Completeness) map[UnitID]map[FieldID]Value {
	if c == nil {
		return nil
	}
	said, known := b.values[c.Key]
	if !known {
		said = make(map[UnitID]map[FieldID]Value, len(c.Standings))
		for i := range c.Standings {
			if s := &c.Standings[i]; s.counted() {
				said[s.Unit] = s.Current.Values
			}
		}
		b.values[c.Key] = said
	}
	return said
}

// covers tells whether each of some totals stands among others, or is 0.
func (m *moves) covers(totals, others []Total) bool {
	return !slices.ContainsFunc(totals, func(t Total) bool {
		i := slices.IndexFunc(others, func(o Total) bool { return o.Field == t.Field })
		if i < 0 {
			return !t.N.IsZero() || t.Approx
		}
		return !others[i].N.Equal(t.N) || others[i].Approx != t.Approx || !m.by[t.Field].diff().IsZero()
	})
}

// add counts what one unit says now and said before.
func (m *moves) add(now, old map[FieldID]Value) {
	for id, was := range old {
		f := m.by[id]
		if f == nil {
			continue
		}
		if v, both := now[id]; both {
			f.now.count(v)
			f.old.count(was)
		}
	}
}

// count adds a value; most are 0, which is nothing to add.
func (r *running) count(v Value) {
	if v.N.IsZero() {
		r.Units++
		r.Approx = r.Approx || v.Approx
		return
	}
	r.add(v)
}

func (r *running) sum() decimal.Decimal { return r.N.Add(decimal.New(r.whole, 0)) }

func (m *moved) diff() decimal.Decimal { return m.now.sum().Sub(m.old.sum()) }

// change is how a field has moved: 少3人; empty where it has not, and of a flow, which
// begins anew each time, unless it is watched for a limit.
func (m *moves) change(f *Field) string {
	one := m.by[f.ID]
	if one == nil || f.Total != Added || f.Kind == Daily && f.Urgent.IsZero() {
		return ""
	}
	d := one.diff()
	verb := "多"
	switch {
	case d.IsZero():
		return ""
	case d.IsNegative():
		verb, d = "少", d.Neg()
	}
	if one.now.Approx || one.old.Approx {
		verb = "约" + verb
	}
	return verb + d.String() + f.Unit()
}

// scope is over which units a field is compared: 同口径比前一天, and where some say it
// only now, 同口径9个单位比前一天.
func (m *moves) scope(t Total) string {
	if both := m.by[t.Field].now.Units; both != t.Units {
		return fmt.Sprintf("同口径%d个单位比%s", both, m.since)
	}
	return "同口径比" + m.since
}

// share is one field's part of a total that is told.
type share struct{ value, note, scope, change string }

// digestTotals are the totals of a period with their denominators and changes, in the
// form's order. Fields of one label stand together.
func (w *Workspace) digestTotals(c *Completeness, m moves) []DigestTotal {
	form, counted := w.Form(c.Key.Form), 0
	for i := range c.Standings {
		if c.Standings[i].counted() {
			counted++
		}
	}
	var all []DigestTotal
	for _, t := range c.Totals {
		f := form.Field(t.Field)
		s := share{value: t.Words(f), note: t.note(counted), change: m.change(f)}
		if s.change != "" {
			s.scope = m.scope(t)
		}
		nought := t.N.IsZero() && !t.Approx && s.change == ""
		news := s.change != "" || m.since == "" && f.Kind != Daily && !nought
		if n := len(all); n > 0 && all[n-1].Field == f.Short() {
			last := &all[n-1]
			last.shares, last.Nought, last.Kept = append(last.shares, s), last.Nought && nought, last.Kept || t.Carried > 0
			last.news = last.news || news
			continue
		}
		all = append(all, DigestTotal{Field: f.Short(), Nought: nought, Kept: t.Carried > 0, news: news, shares: []share{s}})
	}
	for i := range all {
		all[i].join()
	}
	return all
}

// TotalsGiven lists the totals with how many units gave each, where not all did who
// reported.
func (w *Workspace) TotalsGiven(c Completeness) string {
	return withBesides(joinedAll(w.digestTotals(&c, moves{}), "、"), &c)
}

// note says whose the highest is, how many units a total counts where not all did who
// reported, and how many of them kept their last value.
func (t Total) note(counted int) string {
	units, carried := "", ""
	if t.Units != counted {
		units = fmt.Sprintf("%d个单位", t.Units)
	}
	switch t.Carried {
	case 0:
	case t.Units:
		carried = "沿用前数"
	default:
		carried = fmt.Sprintf("%d个单位沿用前数", t.Carried)
	}
	return joinWords(t.top(), joinWords(units, carried))
}

// join puts the sums of one label together: 14户46人, with one note where they share it.
func (t *DigestTotal) join() {
	first := t.shares[0]
	shared := !slices.ContainsFunc(t.shares, func(s share) bool { return s.note != first.note })
	var values strings.Builder
	scope := ""
	for _, s := range t.shares {
		values.WriteString(s.value)
		t.plain += s.value
		if !shared && s.note != "" {
			values.WriteString("（" + s.note + "）")
		}
		switch {
		case s.change == "":
		case s.scope == scope:
			t.Change += "、" + s.change
		default:
			t.Change = joinWords(t.Change, s.scope+s.change)
			scope = s.scope
		}
	}
	t.Value = values.String()
	if shared {
		t.Note = first.note
	}
}
