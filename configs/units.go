package configs

import (
	"slices"
	"strings"

	"qunbao/report"
)

// unitRow remembers where a unit's properties were said first.
type unitRow struct {
	index        int // in roster.units
	parent, kind word
	from         word
	closed       word // the first day on which it is no more
	until        word // the last day on which it is, in place of closed
}

// unit takes a row's part about its unit. The first row of a unit makes it; a
// later one may leave aliases, parent and kind empty, add aliases, but not say
// another parent or kind.
func (r *roster) unit(name word, cells row) {
	id := report.UnitID(name.text)
	u := r.at[id]
	if u == nil {
		u = &unitRow{index: len(r.units)}
		r.at[id] = u
		r.units = append(r.units, report.Unit{ID: id})
		r.name(id, name)
	}
	r.agree(&u.parent, cells["parent"], name.text, "上级")
	r.agree(&u.kind, cells["kind"], name.text, "类别")
	unit := &r.units[u.index]
	unit.Parent, unit.Kind = report.UnitID(u.parent.text), u.kind.text
	r.span(u, unit, cells)
	if unit.Kind != "" {
		r.kinds[unit.Kind] = true
	}
	for _, alias := range splitAliases(cells["aliases"]) {
		if alias.text == name.text || slices.Contains(unit.Aliases, alias.text) {
			continue
		}
		unit.Aliases = append(unit.Aliases, alias.text)
		r.name(id, alias)
	}
}

// span takes the days from and until which there is the unit.
func (r *roster) span(u *unitRow, unit *report.Unit, cells row) {
	before := *u
	r.agree(&u.from, cells["from"], string(unit.ID), "启用")
	r.agree(&u.closed, cells["closed"], string(unit.ID), "停用")
	r.agree(&u.until, cells["until"], string(unit.ID), "until")
	if *u == before {
		return
	}
	unit.From, unit.Until = r.day(u.from), r.day(u.until)
	if end := r.day(u.closed); end != 0 {
		if u.until.text != "" {
			r.found.wrong(u.until.place, "keep one of them", "%s has a day until which it stands and one from which it is closed", unit.ID)
		}
		unit.Until = end - 1
	}
	if unit.Until != 0 && unit.Until < unit.From {
		r.found.wrong(cells["unit"].place, "", "%s ends (last day %s) before it begins (%s)", unit.ID, unit.Until, unit.From)
	}
}

// day reads a cell that holds a day; 0 where it is empty or none.
func (r *roster) day(w word) report.Day {
	if w.text == "" {
		return 0
	}
	if d, ok := anyDay(w.text); ok {
		return d
	}
	r.found.wrong(w.place, "write it as 2020-06-30", "%q is not a day", w.text)
	return 0
}

// agree keeps what the first row said of a unit and notes a row that says
// something else.
func (r *roster) agree(first *word, now word, unit, what string) {
	switch {
	case now.text == "":
	case first.text == "":
		*first = now
	case first.text != now.text:
		r.found.wrong(now.place, "write the same in both lines", "%s of %q is %q here and %q in line %d", what, unit, now.text, first.text, first.line)
	}
}

// name notes a name or alias that points to two units: nobody could tell which
// of them is meant. Names are compared as they are looked for, folded.
func (r *roster) name(id report.UnitID, w word) {
	key := report.FoldCard(w.text)
	if key == "" {
		r.found.wrong(w.place, "write its name in characters or letters", "%q is no name of a unit", w.text)
		return
	}
	if other, taken := r.named[key]; taken && other != id {
		r.found.wrong(w.place, "give one of them another name or alias", "%q means both %s and %s", w.text, other, id)
		return
	}
	r.named[key] = id
}

// splitAliases splits a cell at ; ； 、 and |.
func splitAliases(cell word) []word {
	var aliases []word
	for _, part := range strings.FieldsFunc(cell.text, func(r rune) bool { return strings.ContainsRune(";；、|｜", r) }) {
		if part = trim(part); part != "" {
			aliases = append(aliases, word{part, cell.place})
		}
	}
	return aliases
}

// checkUnits notes parents that are no units, and circles of them.
func (r *roster) checkUnits() {
	parent := map[string]string{}
	for _, u := range r.units {
		at := r.at[u.ID].parent
		switch {
		case u.Parent == "":
		case r.at[u.Parent] == nil:
			r.found.wrong(at.place, "give it a row of its own, or leave 上级 empty", "上级 of %q is unknown: %q", u.ID, u.Parent)
		case loops(parent, string(u.ID), string(u.Parent)):
			r.found.wrong(at.place, "correct the column 上级", "%q would stand above itself", u.ID)
		default:
			parent[string(u.ID)] = string(u.Parent)
		}
	}
}
