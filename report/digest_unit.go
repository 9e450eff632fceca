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

// unitBook gathers what is to be said of each unit, in the roster's order.
type unitBook struct {
	b     *digestReader
	at    map[UnitID]int
	units []DigestUnit
}

// byUnits draws from the forms what each unit reported that matters and what it did
// not. Units of which nothing is to be said stand in it with their names alone.
func (b *digestReader) byUnits(forms []DigestForm) []DigestUnit {
	book := &unitBook{b: b, at: map[UnitID]int{}}
	for i := range forms {
		c := &b.in.Parts[i]
		for j := range c.Standings {
			if s := &c.Standings[j]; s.Expected {
				book.unit(string(s.Unit))
			}
		}
		book.form(c, &forms[i])
	}
	return book.units
}

// unit finds a unit's page.
func (k *unitBook) unit(name string) *DigestUnit {
	i, known := k.at[UnitID(name)]
	if !known {
		i = len(k.units)
		k.at[UnitID(name)] = i
		u := DigestUnit{Unit: name}
		for _, p := range k.b.w.With(UnitID(name), Lead) {
			u.Leads = append(u.Leads, p.Name)
		}
		k.units = append(k.units, u)
	}
	return &k.units[i]
}

// form notes what one form says of each unit.
func (k *unitBook) form(c *Completeness, f *DigestForm) {
	wants := func(unit string, weight int, text string) {
		u := k.unit(unit)
		u.Wants, u.weight = append(u.Wants, text), u.weight+weight
	}
	form := k.b.w.Form(c.Key.Form)
	for _, s := range f.single(f.Missing) {
		run := ""
		if row := form.inARow(s.Runs); row != "" {
			run = "（" + row + "）"
		}
		wants(s.Unit, weighsMissing, f.Short+"未报"+run)
	}
	for _, s := range f.Late {
		wants(s.Unit, weighsLate, f.Short+"迟报"+s.Note)
	}
	for _, s := range f.single(f.Faults) {
		wants(s.Unit, weighsLate, f.Short+"因系统故障不计")
	}
	for i := range c.Standings {
		if s := &c.Standings[i]; s.Expected && s.State == Excused {
			wants(string(s.Unit), weighsLate, fmt.Sprintf("%s免报（%s）", f.Short, s.Reason))
		}
	}
	for _, n := range f.Problems {
		wants(n.Unit, weighsProblem, "反映"+n.Text)
	}
	for _, n := range f.Unfilled {
		wants(n.Unit, weighsDoubt, n.Text+"没填")
	}
	for _, n := range f.Doubts {
		wants(n.Unit, weighsDoubt, "待核："+n.Text)
	}
	for _, n := range f.Corrections {
		wants(n.Unit, weighsCorrection, "更正"+n.Text)
	}
	k.values(c, form)
}

// values notes the values of a form that are not 0 and not what the unit said before.
func (k *unitBook) values(c *Completeness, form *Form) {
	old := map[UnitID]map[FieldID]Value{}
	if before := k.b.before(c.Key); before != nil {
		for i := range before.Standings {
			old[before.Standings[i].Unit] = before.Standings[i].Current.Values
		}
	}
	for i := range c.Standings {
		s := &c.Standings[i]
		if !s.Expected || !s.Current.Valid {
			continue
		}
		if said := form.news(s.Current.Values, old[s.Unit]); len(said) > 0 {
			u := k.unit(string(s.Unit))
			u.Values, u.weight = append(u.Values, said...), u.weight+weighsValue
		}
	}
}

// news are the values that say something: those that have changed, of a flow those that
// are not 0, and, where nothing was said before, likewise.
func (f *Form) news(now, old map[FieldID]Value) []string {
	var said []string
	var fresh sayings
	for i := range f.Fields {
		field := &f.Fields[i]
		v, stated := now[field.ID]
		was, had := old[field.ID]
		switch {
		case !stated || field.Kind == Prose || v.Carried:
		case field.Kind == Daily || !had:
			if !v.N.IsZero() {
				fresh.add(field, v.Words())
			}
		case !v.N.Equal(was.N) || v.Approx != was.Approx:
			was.Carried = false
			said = append(said, FieldChange{Field: *field, Old: &was, New: &v}.Words())
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
	units, rest := d.unitLines(limit - length(halfway(all)) - length(halfway(closing)))
	return fit(slices.Concat(all, units, rest, closing), limit)
}

// unitLines are the lines of the units that matter most, in the roster's order, within
// so many characters, and the line that counts the others.
func (d *DigestData) unitLines(room int) (lines, rest []passage) {
	order := make([]int, 0, len(d.Units))
	for i := range d.Units {
		if d.Units[i].weight > 0 {
			order = append(order, i)
		}
	}
	still := len(d.Units) - len(order)
	slices.SortStableFunc(order, func(a, b int) int { return d.Units[b].weight - d.Units[a].weight })
	shown := map[int]passage{}
	room -= restRoom
	for _, i := range order {
		line := d.Units[i].passage()
		if length([]passage{line}) > room {
			line.at = len(line.says) - 1
		}
		if length([]passage{line}) > room {
			break
		}
		shown[i], room = line, room-length([]passage{line})
	}
	for _, i := range slices.Sorted(maps.Keys(shown)) {
		lines = append(lines, shown[i])
	}
	left := len(order) - len(shown)
	switch {
	case left > 0:
		rest = append(rest, plain(fmt.Sprintf("其余%d个单位详见表", left+still)))
	case still > 0 && !slices.ContainsFunc(d.Forms, func(f DigestForm) bool { return f.everybody(f.Missing) || f.everybody(f.Faults) }):
		rest = append(rest, plain(fmt.Sprintf("其余%d个单位没有新情况", still)))
	}
	return lines, rest
}

// restRoom is kept for the line that counts the other units.
const restRoom = 16

// halfway are passages as they are when half of what can be is shortened.
func halfway(all []passage) []passage {
	short := slices.Clone(all)
	for i := range short {
		short[i].at = len(short[i].says) / 2
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
	return passage{rank: rankMissing, says: []string{name + "：" + wants + "；" + values, name + "：" + wants}}
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
