package report

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// figures tells the totals of a period in the form's order. Parts stand with
// their whole as 其中; what is nought comes last.
func (b *factBuilder) figures(c *Completeness) []Fact {
	var facts []Fact
	t := newTally(b.w.Form(c.Key.Form), c, b.before(c.Key))
	say := func(f Fact, text clause, fields ...FieldID) {
		b.nFigures++
		var from trace
		t.given(&from, t.now, fields)
		if f.Dir != 0 {
			t.compared(&from, fields[0])
		}
		f.ID = number("D", b.nFigures)
		f.set(text)
		facts = append(facts, from.into(f))
	}
	var noughts, unseen []*Field
	for i := range t.form.Fields {
		field := &t.form.Fields[i]
		total, ok := t.totals[field.ID]
		switch {
		case !ok || t.told(field):
		case t.nought(field) && field.seen() && total.Carried == 0:
			unseen = append(unseen, field)
		case t.nought(field):
			noughts = append(noughts, field)
		default:
			text, dir := t.clause(field, total)
			must := dir != 0 || !field.Urgent.IsZero() || t.before == nil && field.Kind != Daily
			say(Fact{Kind: FactTotal, Hint: field.shown() + "合计及变化", Must: must, Dir: dir}, text, t.withParts(field)...)
		}
	}
	if names, ids := labels(unseen); len(ids) > 0 {
		list := strings.Join(names, "、")
		say(Fact{Kind: FactZero, Hint: list + "情况", Must: true}, clause{text: "已报单位未发现" + list}, ids...)
	}
	if names, ids := labels(noughts); len(ids) > 0 {
		say(Fact{Kind: FactZero, Hint: strings.Join(names, "、") + "情况"}, noughtClause(names, ids), ids...)
	}
	return facts
}

// before finds the latest period of the same form and slot before k, or nil.
func (b *factBuilder) before(k PeriodKey) *Completeness {
	var found *Completeness
	for i := range b.in.Before {
		c := &b.in.Before[i]
		if c.Key.Form == k.Form && c.Key.Slot == k.Slot && c.Key.Day < k.Day &&
			(found == nil || c.Key.Day > found.Key.Day) {
			found = c
		}
	}
	return found
}

// tally is a period beside the one it is compared with.
type tally struct {
	form   *Form
	now    *Completeness
	before *Completeness // nil: nothing to compare with
	valid  int           // expected units with a valid report
	totals map[FieldID]Total
}

func newTally(form *Form, now, before *Completeness) *tally {
	t := &tally{form: form, now: now, before: before, totals: map[FieldID]Total{}}
	for _, total := range now.Totals {
		t.totals[total.Field] = total
	}
	t.valid = len(standings(now, Standing.counted))
	return t
}

// counted tells whether a standing's values are in the totals.
func (s Standing) counted() bool { return s.Expected && s.Current.Valid }

// nought tells whether a field and its parts are 0 for every unit that counts,
// and were so before: such fields are told together.
func (t *tally) nought(f *Field) bool {
	total := t.totals[f.ID]
	if !total.N.IsZero() || total.Approx || total.Units != t.valid {
		return false
	}
	for _, part := range t.parts(f) {
		if !t.totals[part.ID].N.IsZero() {
			return false
		}
	}
	change := t.change(f)
	return change.units == 0 || change.n.IsZero()
}

// told tells whether a field stands inside its whole's clause, or with it among
// the noughts. A part that more units gave than the whole is told by itself: it may be
// more than the whole.
func (t *tally) told(f *Field) bool {
	whole, ok := t.totals[f.PartOf]
	return f.PartOf != "" && ok && whole.Units >= t.totals[f.ID].Units && t.form.Field(f.PartOf).PartOf == ""
}

// parts lists the fields with a total that are told inside a field's clause.
func (t *tally) parts(f *Field) []*Field {
	var parts []*Field
	for i := range t.form.Fields {
		p := &t.form.Fields[i]
		if _, ok := t.totals[p.ID]; ok && p.PartOf == f.ID && t.told(p) {
			parts = append(parts, p)
		}
	}
	return parts
}

func (t *tally) withParts(f *Field) []FieldID {
	ids := []FieldID{f.ID}
	for _, p := range t.parts(f) {
		ids = append(ids, p.ID)
	}
	return ids
}

// clause is 累计排查返乡人员126人（其中武汉返乡20人），较前一日增加3人, and which way
// it says that the field has moved.
func (t *tally) clause(f *Field, total Total) (text clause, dir int) {
	text.say(f.shown())
	t.quantity(&text, f, total)
	for i, p := range t.parts(f) {
		text.say([]string{"，其中", "、"}[min(i, 1)] + p.bare())
		t.quantity(&text, p, t.totals[p.ID])
	}
	change := t.change(f)
	change.tell(&text, f)
	return text, change.dir()
}

// quantity is a total with its measure word, and how many units gave it where
// not all did. A sum with an approximate part is itself approximate: 约, since
// 余 would hide parts that said 近 or 不足.
func (t *tally) quantity(text *clause, f *Field, total Total) {
	way := "sum"
	if f.Total == Highest {
		way = "max"
	}
	if total.Top != "" {
		text.say("最高")
	}
	text.put(Figure{total.N, f.Unit(), total.Approx, way + "(" + string(f.ID) + ")"})
	if total.Top == "" && total.Units == t.valid {
		return
	}
	text.say("（" + string(total.Top))
	if total.Tops > 1 && total.Top != "" {
		text.say("等")
		text.count(total.Tops, "个单位", "tops("+string(f.ID)+")")
	}
	if total.Units != t.valid {
		if total.Top != "" {
			text.say("，")
		}
		text.count(total.Units, "个单位", "units("+string(f.ID)+")")
		text.say("填报")
	}
	text.say("）")
}

// change is how a field moved over the units that gave it both times. A flow
// (宣传单 today and yesterday) has none, unless it has an urgent limit.
type change struct {
	n      decimal.Decimal
	units  int  // 0: nothing to compare
	same   bool // these are all the units that count now
	approx bool
	since  string // 前一日, or the day compared with
	day    Day
}

func (t *tally) change(f *Field) change {
	c := change{}
	if t.before == nil || f.Total != Added || f.Kind == Daily && f.Urgent.Source == "" {
		return c
	}
	c.since, c.day = "前一日", t.before.Key.Day
	if t.before.Key.Day != t.now.Key.Day-1 {
		c.since = t.before.Key.Day.Chinese()
	}
	old := map[UnitID]Value{}
	for _, s := range standings(t.before, Standing.counted) {
		if v, ok := s.Current.Values[f.ID]; ok {
			old[s.Unit] = v
		}
	}
	for _, s := range standings(t.now, Standing.counted) {
		v, ok := s.Current.Values[f.ID]
		if was, both := old[s.Unit]; ok && both {
			c.n = c.n.Add(v.N).Sub(was.N)
			c.units++
			c.approx = c.approx || v.Approx || was.Approx
		}
	}
	c.same = c.units == t.totals[f.ID].Units && c.units == len(old)
	return c
}

// tell adds ，较前一日增加3人; where some units reported only once it says over
// how many the change was taken. No change is not told.
func (c change) tell(text *clause, f *Field) {
	verb, n, expr := "", c.n, "sum(%[1]s)-sum(%[1]s@%[2]s)"
	switch c.dir() {
	case 0:
		return
	case 1:
		verb = "增加"
	default:
		verb, n, expr = "减少", c.n.Neg(), "sum(%[1]s@%[2]s)-sum(%[1]s)"
	}
	text.say("，")
	if !c.same {
		text.count(c.units, "个单位", "units("+string(f.ID)+"@both)")
		text.say("同口径")
	}
	text.say("较" + c.since + verb)
	text.put(Figure{n, f.Unit(), c.approx, fmt.Sprintf(expr, f.ID, c.day.Chinese())})
}

// dir is which way the field has moved.
func (c change) dir() int {
	if c.units == 0 {
		return 0
	}
	return c.n.Sign()
}

// noughtClause is 宣传栏、宣传车均为0.
func noughtClause(names []string, ids []FieldID) clause {
	text := clause{text: strings.Join(names, "、")}
	if len(names) > 1 {
		text.say("均")
	}
	text.say("为")
	sums := make([]string, len(ids))
	for i, id := range ids {
		sums[i] = "sum(" + string(id) + ")"
	}
	text.put(Figure{Expr: strings.Join(sums, "=")})
	return text
}

// seen tells whether a field counts things that are looked for, so that its 0
// reads 已报单位未发现: it has an urgent limit and its name is no count (…人数).
func (f *Field) seen() bool { return f.Urgent.Source != "" && !strings.HasSuffix(f.Name, "数") }

// shown is the field's name as a document says it: 累计 before a cumulative one.
func (f *Field) shown() string {
	name := f.bare()
	if f.Kind == Cumulative && !strings.Contains(name, "累计") && !strings.HasPrefix(name, "已") {
		return "累计" + name
	}
	return name
}

// bare is the field's name before a figure. 今日 becomes 当日, since documents
// are read later.
func (f *Field) bare() string {
	return strings.ReplaceAll(f.Short(), "今日", "当日")
}

// labels are the names and the ids of fields.
func labels(fields []*Field) (names []string, ids []FieldID) {
	for _, f := range fields {
		names, ids = append(names, strings.ReplaceAll(f.Name, "今日", "当日")), append(ids, f.ID)
	}
	return names, ids
}

// given notes the units that gave one of the fields in a period, with the entries.
func (t *tally) given(from *trace, c *Completeness, fields []FieldID) {
	for _, s := range standings(c, Standing.counted) {
		for _, f := range fields {
			if _, ok := s.Current.Values[f]; ok {
				from.unit(s.Unit)
				from.entry(RecordKey{c.Key, s.Unit}, f, s.Current.Source(f))
			}
		}
	}
}

// compared notes what the change of a field was taken against: the earlier entries
// of the units that gave it both times.
func (t *tally) compared(from *trace, f FieldID) {
	now := map[UnitID]bool{}
	for _, s := range standings(t.now, Standing.counted) {
		now[s.Unit] = has(s.Current.Values, f)
	}
	for _, s := range standings(t.before, Standing.counted) {
		if now[s.Unit] && has(s.Current.Values, f) {
			from.entry(RecordKey{t.before.Key, s.Unit}, f, s.Current.Source(f))
		}
	}
}

func standings(c *Completeness, keep func(Standing) bool) []Standing {
	var kept []Standing
	for _, s := range c.Standings {
		if keep(s) {
			kept = append(kept, s)
		}
	}
	return kept
}

func unitsOf(s []Standing) []UnitID {
	var units []UnitID
	for _, x := range s {
		units = append(units, x.Unit)
	}
	return units
}
