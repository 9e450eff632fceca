package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What keeps a unit's line where there is no room for all.
const (
	weighsValue = 1
	weighsLate  = 1 << (4 * iota)
	weighsCorrection
	weighsDoubt
	weighsProblem
	weighsMissing
)

// unitBook gathers what is to be said of each unit, in the roster's order: first how much
// it weighs, then the words of those for which there is room.
type unitBook struct {
	b     *digestReader
	at    map[string]int
	units []DigestUnit
	words bool // the second time
}

// mostUnits is for how many units words are found in a layout that shows no more.
const mostUnits = 200

// byUnits draws from the forms what each unit reported that matters and what it did
// not. Units of which nothing is to be said stand in it with their names alone.
func (b *digestReader) byUnits(forms []DigestForm) []DigestUnit {
	book := &unitBook{b: b, at: map[string]int{}}
	for i := range forms {
		for j := range b.in.Parts[i].Standings {
			if s := &b.in.Parts[i].Standings[j]; s.Expected {
				book.open(string(s.Unit))
			}
		}
	}
	for _, words := range []bool{false, true} {
		book.words = words
		for i := range forms {
			book.form(&b.in.Parts[i], &forms[i])
		}
		if !words {
			book.choose()
		}
	}
	return book.units
}

// open begins the page of a unit.
func (k *unitBook) open(name string) {
	if _, known := k.at[name]; !known {
		k.at[name] = len(k.units)
		k.units = append(k.units, DigestUnit{Unit: name})
	}
}

// choose finds those of which words are wanted: of all for a template.
func (k *unitBook) choose() {
	order := make([]*DigestUnit, len(k.units))
	for i := range k.units {
		order[i] = &k.units[i]
	}
	if len(order) > mostUnits && k.b.in.Plan.Template == nil {
		slices.SortStableFunc(order, func(a, b *DigestUnit) int { return b.weight - a.weight })
		order = order[:mostUnits]
	}
	for _, u := range order {
		u.told = true
		for _, p := range k.b.w.With(UnitID(u.Unit), Lead) {
			u.Leads = append(u.Leads, p.Name)
		}
	}
}

// wants notes what somebody has to do about a unit.
func (k *unitBook) wants(unit string, weight int, words ...string) {
	i, known := k.at[unit]
	switch {
	case !known: // a correction of an earlier day, by a unit that owes nothing now
	case !k.words:
		k.units[i].weight += weight
	case k.units[i].told:
		k.units[i].Wants = append(k.units[i].Wants, strings.Join(words, ""))
	}
}

// form notes what one form says of each unit.
func (k *unitBook) form(c *Completeness, f *DigestForm) {
	form := k.b.w.Form(c.Key.Form)
	for _, s := range f.single(f.Missing) {
		run := form.inARow(s.Runs)
		if run != "" {
			run = "（" + run + "）"
		}
		k.wants(s.Unit, weighsMissing, f.Short, "未报", run)
	}
	for _, s := range f.Late {
		k.wants(s.Unit, weighsLate, f.Short, "迟报", s.Note)
	}
	for _, s := range f.single(f.Faults) {
		k.wants(s.Unit, weighsLate, f.Short, "因系统故障不计")
	}
	for _, n := range f.Problems {
		k.wants(n.Unit, weighsProblem, "反映", n.Text)
	}
	for _, n := range f.Unfilled {
		k.wants(n.Unit, weighsDoubt, n.Text, "没填")
	}
	for _, n := range f.Doubts {
		k.wants(n.Unit, weighsDoubt, "待核：", n.Text)
	}
	for _, n := range f.Corrections {
		k.wants(n.Unit, weighsCorrection, "更正", n.Text)
	}
	k.values(c, f, form)
}

// values notes who is excused, and the values of a form that are not 0 and not what the
// unit said before.
func (k *unitBook) values(c *Completeness, f *DigestForm, form *Form) {
	old := k.b.said(k.b.before(c.Key))
	for i := range c.Standings {
		s := &c.Standings[i]
		if !s.Expected {
			continue
		}
		if s.State == Excused {
			k.wants(string(s.Unit), weighsLate, f.Short, "免报（", s.Reason, "）")
		}
		u := &k.units[k.at[string(s.Unit)]]
		switch {
		case !s.Current.Valid:
		case !k.words && slices.ContainsFunc(form.Fields, func(f Field) bool { return f.isNews(s.Current.Values, old[s.Unit]) }):
			u.weight += weighsValue
		case k.words && u.told:
			u.Values = append(u.Values, k.b.ofSlot(c.Key, form.news(s.Current.Values, old[s.Unit]))...)
		}
	}
}

// ofSlot names the slot in front of a form's values, so that those of two stand apart.
func (b *digestReader) ofSlot(k PeriodKey, values []string) []string {
	slot := b.w.Form(k.Form).Slot(k.Slot)
	if slot == nil || len(values) == 0 {
		return values
	}
	name := slot.Name
	if k.Day != b.in.Day {
		name = k.Day.Chinese() + name
	}
	values[0] = name + values[0]
	return values
}

// isNews tells whether a value says something: one that has changed, of a flow one that is
// not 0, and, where nothing was said before, likewise.
func (f *Field) isNews(now, old map[FieldID]Value) bool {
	v, stated := now[f.ID]
	was, had := old[f.ID]
	switch {
	case !stated || f.Kind == Prose || v.Carried:
		return false
	case f.Kind == Daily || !had:
		return !v.N.IsZero()
	}
	return !v.N.Equal(was.N) || v.Approx != was.Approx
}

// news are the values that say something.
func (f *Form) news(now, old map[FieldID]Value) []string {
	var said []string
	var fresh sayings
	for i := range f.Fields {
		field := &f.Fields[i]
		if !field.isNews(now, old) {
			continue
		}
		v := now[field.ID]
		if was, had := old[field.ID]; had && field.Kind != Daily {
			was.Carried = false
			said = append(said, FieldChange{Field: *field, Old: &was, New: &v}.Words())
		} else {
			fresh.add(field, v.Words())
		}
	}
	if text := fresh.String(); text != "" {
		said = append(said, text)
	}
	return said
}

// byUnit writes a digest unit by unit: the numerators and denominators of each form,
// then for each unit what it did not report, what it asks for and what it reported that
// is new. Units of which nothing is to be said are counted.
func (d *DigestData) byUnit(limit int) string {
	if line, quiet := d.quietLine(); quiet {
		return line
	}
	all := d.opening()
	for i := range d.Forms {
		f := &d.Forms[i]
		all = append(all, f.line())
		if f.everybody(f.Missing) {
			all = append(all, f.missing("  未报："))
		}
		if f.everybody(f.Faults) {
			all = append(all, f.people(rankExcused, "  系统故障：", f.Faults))
		}
		if len(f.Open) > 0 && !f.waits() {
			all = append(all, f.people(rankOpen, "  还没报：", f.Open))
		}
		if len(f.Totals) > 0 && !f.Quiet {
			all = append(all, f.totals("  合计："))
		}
	}
	closing := d.closing()
	room := limit - length(closing) - restRoom
	units, rest := d.unitLines(room-length(shortened(all)), room-length(eased(all)))
	return fit(slices.Concat(all, units, rest, closing), limit)
}

// unitLines are the lines of the units that matter most, in the roster's order, and the
// line that counts the others. What somebody has to do about them has so much room, and
// figures stand beside it, or alone, only as far as all has room at ease.
func (d *DigestData) unitLines(room, ease int) (lines, rest []passage) {
	order := make([]int, 0, len(d.Units))
	still := 0
	for i := range d.Units {
		switch u := &d.Units[i]; {
		case u.weight == 0:
			still++
		case u.told:
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return d.Units[b].weight - d.Units[a].weight })
	shown := map[int]passage{}
	for _, i := range order {
		line := d.Units[i].passage()
		line.at = len(line.says) - 1
		n := length([]passage{line})
		if len(d.Units[i].Wants) == 0 || n > room {
			continue
		}
		shown[i], room, ease = line, room-n, ease-n
	}
	for _, i := range order {
		line, more := d.Units[i].passage(), 0
		if short, known := shown[i]; known {
			more = -length([]passage{short})
		}
		if more += length([]passage{line}); more <= ease {
			shown[i], ease = line, ease-more
		}
	}
	for _, i := range slices.Sorted(maps.Keys(shown)) {
		lines = append(lines, shown[i])
	}
	return lines, d.otherUnits(still, len(shown))
}

// otherUnits is the line that counts the units that have none of their own.
func (d *DigestData) otherUnits(still, shown int) []passage {
	other := "其余"
	if shown == 0 {
		other = ""
	}
	all := func(f DigestForm) bool { return f.everybody(f.Missing) || f.everybody(f.Faults) }
	switch left := len(d.Units) - still - shown; {
	case left > 0:
		return []passage{plain(fmt.Sprintf("%s%d个单位%s", other, left+still, d.Forms[0].rest))}
	case still > 0 && !slices.ContainsFunc(d.Forms, all):
		return []passage{plain(fmt.Sprintf("%s%d个单位没有新情况", other, still))}
	}
	return nil
}

// restRoom is kept for the line that counts the other units.
const restRoom = 16

// shortened are passages as they are when half of what can be is shortened.
func shortened(all []passage) []passage {
	short := slices.Clone(all)
	for i := range short {
		short[i].at = len(short[i].says) / 2
	}
	return short
}

// eased are passages without the notes and the percentages of their figures.
func eased(all []passage) []passage {
	short := slices.Clone(all)
	for i := range short {
		if p := &short[i]; p.rank <= rankTotals && len(p.says) > 1 {
			p.at = 1
		}
	}
	return short
}

// passage is a unit's line: 河口村（包村马丽）：疫情日报未报（连续2天）；检查车辆85辆.
func (u *DigestUnit) passage() passage {
	name := u.Unit
	if len(u.Leads) > 0 && len(u.Wants) > 0 {
		name += "（包村" + strings.Join(u.Leads, "、") + "）"
	}
	wants, values := strings.Join(u.Wants, "，"), strings.Join(u.Values, "、")
	if wants == "" {
		return passage{rank: rankCorrected, says: []string{name + "：" + values}}
	}
	if values == "" {
		return passage{rank: rankMissing, says: []string{name + "：" + wants}}
	}
	return passage{rank: rankTotals + 1, says: []string{name + "：" + wants + "；" + values, name + "：" + wants}}
}

// everybody tells whether a list is of all that were expected, and long enough to be said
// as a number.
func (f *DigestForm) everybody(list []DigestStanding) bool {
	return len(list) == f.expected && len(list) > 3
}

// single is a list whose units are told of each in its line: one of everybody is told of
// with the form.
func (f *DigestForm) single(list []DigestStanding) []DigestStanding {
	if f.everybody(list) {
		return nil
	}
	return list
}
