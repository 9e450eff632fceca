package report

import (
	"math"
	"slices"

	"qunbao/report/zh"
)

// enough is how often something must have been stated before it is said that it
// never changes, or is always the same.
const enough = 10

// UnchangedField is how often a field changed.
type UnchangedField struct {
	Field   FieldID
	Periods int // of the form, in the days counted
	Units   int // that stated it at least 10 times
	Same    int // of them: those that always stated the same
}

// AskedTwice is what two forms ask the same units for, under one label and in one
// measure word.
type AskedTwice struct {
	Forms  [2]FormID
	Fields [2]FieldID
	Label  string // the first that both know it by
	Units  int    // that owe both forms
	Both   int    // a unit's days on which both were stated, and not both as 0
	Equal  int    // of them: with the same value
}

// run is what one unit stated of one field, period after period.
type run struct {
	first   Value
	n       int
	changed bool
}

func (r *run) add(v Value) {
	if r.n == 0 {
		r.first = v
	}
	r.changed = r.changed || !r.first.same(v)
	r.n++
}

// same tells whether two values give the same number, or the same words.
func (v Value) same(o Value) bool { return v.N.Equal(o.N) && v.Text == o.Text }

func (f *formCount) field(id FieldID, u UnitID) *run {
	if f.fields[id] == nil {
		f.fields[id] = map[UnitID]*run{}
	}
	if f.fields[id][u] == nil {
		f.fields[id][u] = &run{}
	}
	return f.fields[id][u]
}

func (f *formCount) unchanged(id FieldID) UnchangedField {
	u := UnchangedField{Field: id, Periods: f.Periods}
	for _, r := range f.fields[id] {
		if r.n < enough {
			continue
		}
		u.Units++
		if !r.changed {
			u.Same++
		}
	}
	return u
}

// twiceCount is what two forms both ask for, on its way: it holds the values of
// one day until the next begins.
type twiceCount struct {
	AskedTwice
	day   Day
	today map[UnitID]*[2][]Value
}

// askedTwice lists what two forms ask the same units for in some days.
func (w *Workspace) askedTwice(from, to Day) []*twiceCount {
	var all []*twiceCount
	for i := range w.Forms {
		for j := i + 1; j < len(w.Forms); j++ {
			a, b := &w.Forms[i], &w.Forms[j]
			units := w.owingBoth(a, b)
			if units == 0 || !a.overlaps(b) || !a.asksWithin(from, to) || !b.asksWithin(from, to) {
				continue
			}
			for x := range a.Fields {
				for y := range b.Fields {
					if label := a.Fields[x].sharedLabel(&b.Fields[y]); label != "" {
						all = append(all, &twiceCount{AskedTwice: AskedTwice{
							Forms: [2]FormID{a.ID, b.ID}, Fields: [2]FieldID{a.Fields[x].ID, b.Fields[y].ID}, Label: label, Units: units,
						}, today: map[UnitID]*[2][]Value{}})
					}
				}
			}
		}
	}
	return all
}

// AskedByName lists what two forms, ever in force together, ask the same units for
// under one name.
func (w *Workspace) AskedByName() []AskedTwice {
	var all []AskedTwice
	for _, t := range w.askedTwice(0, math.MaxInt32) {
		a, b := w.Form(t.Forms[0]).Field(t.Fields[0]), w.Form(t.Forms[1]).Field(t.Fields[1])
		if zh.Fold(a.Name).String() == zh.Fold(b.Name).String() {
			all = append(all, t.AskedTwice)
		}
	}
	return all
}

func (w *Workspace) owingBoth(a, b *Form) (n int) {
	for _, u := range w.Owing(a.ID) {
		if w.Owes(b.ID, u) {
			n++
		}
	}
	return n
}

// asksWithin tells whether the form is in force on any of some days.
func (f *Form) asksWithin(from, to Day) bool {
	return (f.From == 0 || f.From <= to) && (f.Until == 0 || f.Until >= from)
}

// overlaps tells whether two forms are ever in force on one day.
func (f *Form) overlaps(o *Form) bool {
	return (f.Until == 0 || o.From <= f.Until) && (o.Until == 0 || f.From <= o.Until)
}

// sharedLabel is the first label of two characters or more under which both fields
// are known, if they are counted in one measure word; else it is empty.
func (f *Field) sharedLabel(o *Field) string {
	oneMeasure := len(f.Units) == 0 && len(o.Units) == 0 ||
		slices.ContainsFunc(f.Units, func(u string) bool { return slices.Contains(o.Units, u) })
	if !oneMeasure || f.Kind == Prose || o.Kind == Prose {
		return ""
	}
	for _, mine := range f.Labels() {
		folded := zh.Fold(mine).String()
		other := func(s string) bool { return zh.Fold(s).String() == folded }
		if len([]rune(folded)) > 1 && slices.ContainsFunc(o.Labels(), other) {
			return mine
		}
	}
	return ""
}

// compare keeps a value that another form asks for too.
func (c *BurdenCounter) compare(r *Record, id FieldID, v Value) {
	for _, t := range c.twice {
		for side := range t.Forms {
			if t.Forms[side] != r.Form || t.Fields[side] != id {
				continue
			}
			if t.day != r.Day {
				t.endDay(r.Day)
			}
			if t.today[r.Unit] == nil {
				t.today[r.Unit] = &[2][]Value{}
			}
			t.today[r.Unit][side] = append(t.today[r.Unit][side], v)
		}
	}
}

// endDay compares what was stated on the day that is over. A form with shifts says
// the same if one of them does.
func (t *twiceCount) endDay(next Day) {
	for _, sides := range t.today {
		both := slices.Concat(sides[0], sides[1])
		zero := !slices.ContainsFunc(both, func(v Value) bool { return !v.N.IsZero() })
		if len(sides[0]) == 0 || len(sides[1]) == 0 || zero {
			continue
		}
		t.Both++
		if slices.ContainsFunc(sides[0], func(a Value) bool { return slices.ContainsFunc(sides[1], a.same) }) {
			t.Equal++
		}
	}
	t.day = next
	clear(t.today)
}

// result is what was counted, the last day too.
func (t *twiceCount) result() AskedTwice {
	t.endDay(t.day)
	return t.AskedTwice
}
