package report

import (
	"slices"
	"strings"
)

// spanTally is what the periods of a form come to, beside what stood before them.
type spanTally struct {
	*formSpan
	sum     *Summary
	total   Sum
	units   int                        // how many units have reported at all
	by      map[UnitID]map[FieldID]int // the place of each value of each unit in entries
	before  map[UnitID]map[FieldID]stated
	since   Day // the day of before; 0: there is nothing to compare with
	entries map[FieldID][]spanEntry
}

// spanEntry is an entry that stands in a total.
type spanEntry struct {
	EntryRef
	nought bool
}

func (s *formSpan) tally() *spanTally {
	t := &spanTally{formSpan: s, sum: s.b.w.NewSummary(s.form.ID), by: map[UnitID]map[FieldID]int{}, entries: map[FieldID][]spanEntry{}}
	for _, c := range s.periods {
		t.sum.Add(*c)
		for i := range c.Standings {
			if x := &c.Standings[i]; x.counted() {
				t.note(c.Key, x)
			}
		}
	}
	t.total, t.units = t.sum.Total(), len(t.by)
	t.compare()
	return t
}

// note keeps the entries of a report: all of a flow, the last of what stands.
func (t *spanTally) note(k PeriodKey, s *Standing) {
	at := t.by[s.Unit]
	if at == nil {
		at = map[FieldID]int{}
		t.by[s.Unit] = at
	}
	for i := range t.form.Fields {
		f := &t.form.Fields[i]
		v, ok := s.Current.Values[f.ID]
		if !ok || f.Kind == Prose {
			continue
		}
		e := spanEntry{EntryRef{RecordKey{k, s.Unit}, f.ID, s.Current.Source(f.ID)}, v.N.IsZero()}
		if place, known := at[f.ID]; known && f.Kind != Daily {
			t.entries[f.ID][place] = e
			continue
		}
		at[f.ID] = len(t.entries[f.ID])
		t.entries[f.ID] = append(t.entries[f.ID], e)
	}
}

// compare finds what stood on the day before, or else on the first day of the
// periods with a report.
func (t *spanTally) compare() {
	t.before = map[UnitID]map[FieldID]stated{}
	take := func(all []*Completeness) {
		for _, c := range all {
			for i := range c.Standings {
				s := &c.Standings[i]
				if !s.counted() || t.since != 0 && t.since != c.Key.Day {
					continue
				}
				t.since = c.Key.Day
				old := t.before[s.Unit]
				if old == nil {
					old = map[FieldID]stated{}
					t.before[s.Unit] = old
				}
				for id, v := range s.Current.Values {
					if has(old, id) {
						continue // of a later slot of the day
					}
					old[id] = stated{Value: v, key: RecordKey{c.Key, s.Unit}, field: id, message: s.Current.Source(id)}
				}
			}
		}
	}
	earlier := filter(t.b.earlierPeriods(), func(c *Completeness) bool { return c.Key.Form == t.form.ID })
	slices.SortStableFunc(earlier, func(x, y *Completeness) int { return y.Due.Compare(x.Due) })
	if take(earlier); t.since == 0 {
		take(t.periods)
	}
}

// figures tells what the periods come to, in the form's order.
func (s *formSpan) figures() []Fact {
	t := s.tally()
	var facts []Fact
	say := func(f Fact, text clause, from trace) {
		s.b.nFigures++
		f.ID = number("D", s.b.nFigures)
		f.set(text)
		facts = append(facts, from.into(f))
	}
	var noughts, unseen []*Field
	for i := range s.form.Fields {
		f := &s.form.Fields[i]
		v, ok := t.total.Of(f.ID)
		switch {
		case !ok || t.inWhole(f) || t.halfGiven(f, v):
		case t.nought(f, v) && f.seen() && !v.Carried:
			unseen = append(unseen, f)
		case t.nought(f, v):
			noughts = append(noughts, f)
		default:
			text, from, dir := t.clause(f, v)
			must := dir != 0 || !f.Urgent.IsZero() || t.since == 0 && f.Kind != Daily
			kind := FactTotal
			if f.Kind == Daily {
				kind = FactFlow
			}
			say(Fact{Kind: kind, Hint: t.called(f) + "合计及变化", Must: must, Dir: dir}, text, from)
		}
	}
	list := func(fields []*Field) (names []string, ids []FieldID, from trace) {
		for _, f := range fields {
			names, ids = append(names, strings.ReplaceAll(f.Name, "今日", "")), append(ids, f.ID)
			t.trace(&from, f)
		}
		return names, ids, from
	}
	if names, _, from := list(unseen); len(names) > 0 {
		said := strings.Join(names, "、")
		say(Fact{Kind: FactZero, Hint: said + "情况", Must: true}, clause{text: "期间已报单位未发现" + said}, from)
	}
	if names, ids, from := list(noughts); len(names) > 0 {
		say(Fact{Kind: FactZero, Hint: strings.Join(names, "、") + "情况"}, noughtClause(names, ids), from)
	}
	if f, text, from := t.older(); len(from.units) > 0 {
		say(f, text, from)
	}
	return facts
}

// inWhole tells whether a field is told with the field that it is part of.
func (t *spanTally) inWhole(f *Field) bool {
	whole, ok := t.total.Of(f.PartOf)
	part, _ := t.total.Of(f.ID)
	return f.PartOf != "" && ok && whole.Units >= part.Units && t.form.Field(f.PartOf).PartOf == ""
}

// parts are the fields that are told with one.
func (t *spanTally) parts(f *Field) []*Field {
	var parts []*Field
	for i := range t.form.Fields {
		p := &t.form.Fields[i]
		if _, ok := t.total.Of(p.ID); ok && p.PartOf == f.ID && t.inWhole(p) {
			parts = append(parts, p)
		}
	}
	return parts
}

// halfGiven tells of a flow that it is 0 and that not every report gave it: nobody
// knows what the others left open, and 为0 would say more than was said.
func (t *spanTally) halfGiven(f *Field, v Summed) bool {
	return f.Kind == Daily && v.N.IsZero() && v.Reports < t.total.Received && f.Urgent.IsZero()
}

// nought tells whether a field is 0 of all units that have reported, and its parts
// are, and was so in every report.
func (t *spanTally) nought(f *Field, v Summed) bool {
	if !v.N.IsZero() || v.Approx || v.Units != t.units {
		return false
	}
	for _, p := range t.parts(f) {
		if part, _ := t.total.Of(p.ID); !part.N.IsZero() {
			return false
		}
	}
	change := t.change(f)
	return change.units == 0 || change.n.IsZero()
}

// called is a field's name over several days: without 今日.
func (t *spanTally) called(f *Field) string {
	if f.Kind != Daily {
		return f.shown()
	}
	return strings.NewReplacer("今日", "", "当日", "").Replace(f.Short())
}

// clause is 宣传单共1200份，单日最多300份（2月3日） of a flow, 居家观察58人，较1月31日减少12人
// of what stands.
func (t *spanTally) clause(f *Field, v Summed) (text clause, from trace, dir int) {
	text.say(t.called(f))
	t.quantity(&text, f, v)
	t.trace(&from, f)
	for i, p := range t.parts(f) {
		part, _ := t.total.Of(p.ID)
		text.say([]string{"，其中", "、"}[min(i, 1)] + strings.NewReplacer("今日", "", "当日", "").Replace(p.Short()))
		t.quantity(&text, p, part)
		t.trace(&from, p)
	}
	if f.Kind == Daily {
		t.highest(&text, f, v)
		return text, from, 0
	}
	change := t.change(f)
	change.tell(&text, f)
	if change.dir() != 0 {
		t.compared(&from, f)
	}
	return text, from, change.dir()
}

// quantity is a sum with how many units gave it where not all did. Where the numbers
// of units add up to nothing it is the highest of them.
func (t *spanTally) quantity(text *clause, f *Field, v Summed) {
	way := "sum"
	switch {
	case f.Total == Highest:
		way = "max"
		text.say("最高")
	case f.Kind == Daily:
		text.say("共")
	}
	text.put(Figure{v.N, f.Unit(), v.Approx, way + "(" + string(f.ID) + ")"})
	if v.Units != t.units {
		text.say("（")
		text.count(v.Units, "个单位", "units("+string(f.ID)+")")
		text.say("填报）")
	}
}

// older tells who has not reported the last period, so that the last figures of
// before stand for it.
func (t *spanTally) older() (Fact, clause, trace) {
	gone := map[UnitID]bool{}
	for _, u := range t.sum.Units() {
		gone[u.Unit] = u.Last > 0 && u.Last < t.sum.Until()
	}
	var from trace
	for _, f := range t.form.Fields {
		for _, e := range t.entries[f.ID] {
			if f.Kind != Daily && gone[e.Key.Unit] {
				from.unit(e.Key.Unit)
				from.entry(e.Key, e.Field, e.Message)
			}
		}
	}
	t.b.inOrder(from.units)
	var text clause
	text.list(from.units)
	text.say("的" + t.form.Name + "以此前所报的最后数据计入")
	return Fact{Kind: FactOlder, Hint: t.form.Name + "中此前所报的数据", Must: true}, text, from
}

// highest adds the day on which most was reported of a flow, where there were
// several such days.
func (t *spanTally) highest(text *clause, f *Field, v Summed) {
	if f.Total != Added {
		return
	}
	days := map[Day]Value{}
	for _, c := range t.periods {
		for _, total := range c.Totals {
			if total.Field == f.ID {
				day := days[c.Key.Day]
				day.N, day.Approx = day.N.Add(total.N), day.Approx || total.Approx
				days[c.Key.Day] = day
			}
		}
	}
	var best Value
	var when []Day
	for _, c := range t.periods {
		switch day, ok := days[c.Key.Day]; {
		case !ok || !day.N.IsPositive() || slices.Contains(when, c.Key.Day) || day.N.LessThan(best.N):
		case day.N.Equal(best.N):
			when = append(when, c.Key.Day)
			best.Approx = best.Approx || day.Approx
		default:
			best, when = day, []Day{c.Key.Day}
		}
	}
	if len(when) == 0 || best.N.GreaterThanOrEqual(v.N) {
		return
	}
	text.say("，单日最多")
	text.put(Figure{best.N, f.Unit(), best.Approx, "max(sum(" + string(f.ID) + "@day))"})
	text.say("（" + when[0].Chinese())
	if len(when) > 1 {
		text.say("等")
		text.count(len(when), "天", "count")
	}
	text.say("）")
}

// change is how a field that stands has moved over the units that gave it both times.
func (t *spanTally) change(f *Field) change {
	c := change{day: t.since, since: t.since.Chinese()}
	if t.since == 0 || f.Total != Added || f.Kind == Daily {
		return c
	}
	was := 0
	for _, old := range t.before {
		if has(old, f.ID) {
			was++
		}
	}
	total, _ := t.total.Of(f.ID)
	for _, u := range t.sum.Units() {
		now, ok := u.Of(f.ID)
		if old, both := t.before[u.Unit][f.ID]; ok && both {
			c.n = c.n.Add(now.N).Sub(old.N)
			c.units++
			c.approx = c.approx || now.Approx || old.Approx
		}
	}
	c.same = c.units == total.Units && c.units == was
	return c
}

// trace notes what a total was reckoned from: of a flow what is not 0, unless all is.
func (t *spanTally) trace(from *trace, f *Field) {
	v, _ := t.total.Of(f.ID)
	for _, e := range t.entries[f.ID] {
		from.unit(e.Key.Unit)
		if f.Kind != Daily || !e.nought || v.N.IsZero() {
			from.entry(e.Key, e.Field, e.Message)
		}
	}
}

// compared notes what a change was taken against.
func (t *spanTally) compared(from *trace, f *Field) {
	for _, u := range t.sum.Units() {
		if old, both := t.before[u.Unit][f.ID]; both {
			if _, ok := u.Of(f.ID); ok {
				from.entry(old.key, old.field, old.message)
			}
		}
	}
}
