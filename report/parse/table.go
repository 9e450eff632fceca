package parse

import (
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// row is one line of a part, cut into cells.
type row struct {
	from, to int
	cells    []cell
}

type cell struct{ from, to int }

// bindTable binds a table whose first row holds labels and whose second the
// numbers below them. A table of two columns, label and number, needs no
// table's reading.
func (b *binder) bindTable() bool {
	rows := b.s.rows(b.from, b.to)
	for k := 0; k+1 < len(rows); k++ {
		if b.bindRow(rows[k], rows[k+1]) {
			return true
		}
	}
	return false
}

// bindRow binds the numbers of a row to the labels above them.
func (b *binder) bindRow(head, r row) bool {
	// The first column may hold names and have no label, or a label of its own
	// (村名) that is none of the form's.
	heads := b.columnLabels(head)
	numbers := b.columnNumbers(r)
	shift := len(heads) - len(numbers)
	if heads == nil || len(numbers) == 0 || shift < 0 || shift > 1 || shift == 1 && len(heads[0].fields) > 0 {
		return false
	}
	for col, tok := range numbers {
		l := heads[col+shift]
		if tok < 0 || len(l.fields) == 0 {
			continue
		}
		if f, ft := b.choose(clause{l.tok, l.tok + 1, bar}, l, tok); f != nil && ft != unfit {
			b.add(bound{field: f, num: b.s.toks[tok].num, tok: tok, label: l.tok})
		}
	}
	return len(b.out) > 0
}

// unitTable finds a table with a unit in each row, a section a row; nil: there
// is none.
func (s *scene) unitTable(from, to int) []section {
	rows := s.rows(from, to)
	for k := 0; k+1 < len(rows); k++ {
		if _, ok := s.rowUnit(rows[k+1], len(rows[k].cells)); !ok || !s.isHead(rows[k]) {
			continue
		}
		var out []section
		for _, r := range rows[k+1:] {
			if u, ok := s.rowUnit(r, len(rows[k].cells)); ok {
				out = append(out, section{from: r.from, to: r.to, units: []report.UnitID{u}, named: true, head: &rows[k]})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// isHead tells whether a row holds labels and no numbers.
func (s *scene) isHead(r row) bool {
	labels := 0
	for _, c := range r.cells {
		if s.hasKind(clause{c.from, c.to, bar}, number) {
			return false
		}
		if slices.ContainsFunc(s.toks[c.from:c.to], names(aField)) {
			labels++
		}
	}
	return len(r.cells) >= 2 && labels >= len(r.cells)-2 && labels > 0
}

// rowUnit is the unit in the first cell of a row whose other cells are
// numbers, as many as there are labels.
func (s *scene) rowUnit(r row, columns int) (report.UnitID, bool) {
	if len(r.cells) < 2 || len(r.cells) > columns+1 || len(r.cells) < columns-1 {
		return "", false
	}
	var unit report.UnitID
	for i := r.cells[0].from; i < r.cells[0].to; i++ {
		if v, ok := s.unitSense(i, r.cells[0].to); ok {
			unit = v.unit
		}
	}
	for _, c := range r.cells[1:] {
		if !s.hasKind(clause{c.from, c.to, bar}, number) || slices.ContainsFunc(s.toks[c.from:c.to], func(t token) bool { return t.isLabelOnly() }) {
			return "", false
		}
	}
	return unit, unit != ""
}

// rows cuts tokens [from,to) into lines and cells.
func (s *scene) rows(from, to int) []row {
	var rows []row
	start := from
	for i := from; i <= to; i++ {
		if i < to && !(s.toks[i].kind == hard && s.runes[s.toks[i].start] == '\n') {
			continue
		}
		if i > start {
			rows = append(rows, row{start, i, s.cells(start, i)})
		}
		start = i + 1
	}
	return rows
}

// cells cuts a line at bars, commas and spaces.
func (s *scene) cells(from, to int) []cell {
	var cells []cell
	start := from
	for i := from; i <= to; i++ {
		if i < to {
			switch s.toks[i].kind {
			case bar, comma, list, blank:
			default:
				continue
			}
		}
		if i > start {
			cells = append(cells, cell{start, i})
		}
		start = i + 1
	}
	return cells
}

// columnLabels are the labels of a heading row, one a cell; a cell without a
// label has no fields. Nil: the row is none.
func (b *binder) columnLabels(r row) []label {
	if b.s.hasKind(clause{r.from, r.to, bar}, number) || len(r.cells) < 2 {
		return nil
	}
	var heads []label
	known := 0
	for _, c := range r.cells {
		found := b.labels(clause{c.from, c.to, bar})
		l := label{tok: c.from}
		if len(found) > 0 {
			l = found[len(found)-1]
			known++
		}
		heads = append(heads, l)
	}
	// Two columns may be strange (序号, 村名); more of them are no table of ours.
	if known == 0 || known < len(heads)-2 {
		return nil
	}
	return heads
}

// columnNumbers are the numbers of a row, one a cell; a unit's name in the
// first cell is passed over. Nil: the row holds anything else.
func (b *binder) columnNumbers(r row) []int {
	var numbers []int
	for k, c := range r.cells {
		tok := -1
		for i := c.from; i < c.to; i++ {
			if t := b.s.toks[i]; t.kind == number && t.num.Kind != zh.Code {
				tok = i
			} else if len(t.fieldsOf(b.form)) > 0 {
				return nil
			}
		}
		if tok < 0 && k == 0 {
			continue
		}
		numbers = append(numbers, tok)
	}
	return numbers
}
