package parse

import (
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// row is one line of a part.
type row struct{ from, to int }

// cell is one of the cells of a row.
type cell struct{ from, to int }

// bindTable binds a table whose first row holds labels and whose second the
// numbers below them. A table of two columns, label and number, needs no
// table's reading.
func (b *binder) bindTable(rows []row) bool {
	for k := 0; k+1 < len(rows); k++ {
		if b.bindRow(rows[k], rows[k+1]) {
			return true
		}
	}
	return false
}

// bindRow binds the numbers of a row to the labels above them: cell by cell, or
// where one of the two rows names units or lines in front and the other does
// not, from the first label and the first answer on.
func (b *binder) bindRow(head, r row) bool {
	if b.s.hasKind(clause{head.from, head.to, bar}, number) || !b.isAnswered(r) {
		return false
	}
	heads, answers := b.columnLabels(b.s.cells(head)), b.s.cells(r)
	if heads == nil || answers == nil {
		return false
	}
	if len(heads) != len(answers) {
		heads, answers = ownColumns(heads), answers[b.s.namesIn(answers):]
	}
	if len(answers) > len(heads) || slices.ContainsFunc(heads[len(answers):], label.isCounted) {
		return false
	}
	for col, answer := range answers {
		b.bindCell(heads[col], answer)
	}
	return len(b.out) > 0
}

// bindCell binds the numbers of a cell to the label of its column, or that there
// is none.
func (b *binder) bindCell(l label, answer cell) {
	c := clause{l.tok, l.tok + 1, bar}
	for i := answer.from; i < answer.to && len(l.fields) > 0; i++ {
		switch t := b.s.toks[i]; {
		case t.kind == number:
			if f, ft := b.choose(c, l, i); f != nil && ft != unfit {
				b.add(bound{field: f, num: t.num, tok: i, label: l.tok})
			}
		case t.class == negation && answer.to == i+1:
			b.none(c, l)
		}
	}
}

// isCounted tells whether a label names a field that holds a number.
func (l label) isCounted() bool {
	return slices.ContainsFunc(l.fields, func(f *report.Field) bool { return f.Kind != report.Prose })
}

// ownColumns are the columns from the first label on: before it stand lines and
// units (序号, 村名).
func ownColumns(heads []label) []label {
	for len(heads) > 0 && len(heads[0].fields) == 0 {
		heads = heads[1:]
	}
	return heads
}

// namesIn is how many cells of a row stand before its answers: up to the unit's,
// else one that holds no number.
func (s *scene) namesIn(cells []cell) int {
	if _, n := s.rowName(cells); n > 0 {
		return n
	}
	if len(cells) > 0 && !s.isAnswer(cells[0]) {
		return 1
	}
	return 0
}

// unitTable finds a table with a unit in each row, a section a row; nil: there
// is none.
func (s *scene) unitTable(rows []row) []section {
	for k := 0; k+1 < len(rows); k++ {
		if columns := s.unitColumns(rows[k:]); columns != nil {
			return columns
		}
		if !s.namesUnit(rows[k+1].from, rows[k+1].to) {
			continue
		}
		head := s.cells(rows[k])
		if _, ok := s.rowUnit(rows[k+1], len(head)); !ok || !s.isHead(head) {
			continue
		}
		var out []section
		for _, r := range rows[k+1:] {
			if u, ok := s.rowUnit(r, len(head)); ok {
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
func (s *scene) isHead(cells []cell) bool {
	labels := 0
	for _, c := range cells {
		if s.hasKind(clause{c.from, c.to, bar}, number) {
			return false
		}
		if slices.ContainsFunc(s.toks[c.from:c.to], names(aField)) {
			labels++
		}
	}
	return len(cells) >= 2 && labels >= len(cells)-2 && labels > 0
}

// rowName is the unit in the first cell of a row, or in the second behind the
// number of its line, and how many cells that takes.
func (s *scene) rowName(cells []cell) (report.UnitID, int) {
	for k, c := range cells[:min(2, len(cells))] {
		for i := c.from; i < c.to; i++ {
			if v, ok := s.unitSense(i, c.to); ok {
				return v.unit, k + 1
			}
		}
		if c.to != c.from+1 || s.toks[c.from].kind != number || s.toks[c.from].num.Unit != "" {
			break
		}
	}
	return "", 0
}

// rowUnit is the unit of a row whose other cells are answers, no more than there
// are columns.
func (s *scene) rowUnit(r row, columns int) (report.UnitID, bool) {
	cells := s.cells(r)
	unit, n := s.rowName(cells)
	if n == 0 || len(cells) > columns+2 {
		return "", false
	}
	answers := 0
	for _, c := range cells[n:] {
		if slices.ContainsFunc(s.toks[c.from:c.to], func(t token) bool { return t.isLabelOnly() }) {
			return "", false
		}
		if s.isAnswer(c) {
			answers++
		}
	}
	return unit, answers > 0 && 2*answers >= len(cells)-n
}

// isAnswer tells whether a cell holds a number or says that there is none.
func (s *scene) isAnswer(c cell) bool {
	return slices.ContainsFunc(s.toks[c.from:c.to], func(t token) bool {
		return t.kind == number && t.num.Kind != zh.Code || t.class == negation && c.to == c.from+1
	})
}

// rows cuts tokens [from,to) into lines; a single line is no table.
func (s *scene) rows(from, to int) []row {
	var rows []row
	start := from
	for i := from; i <= to; i++ {
		if i < to && !s.endsLine(i) || i == to && rows == nil {
			continue
		}
		if rows == nil {
			rows = make([]row, 0, 8)
		}
		if i > start && slices.ContainsFunc(s.runes[s.toks[start].start:s.toks[i-1].end], letter) {
			rows = append(rows, row{start, i})
		}
		start = i + 1
	}
	return rows
}

// endsLine tells whether token i is the end of a line.
func (s *scene) endsLine(i int) bool {
	t := &s.toks[i]
	return t.kind == hard && s.runes[t.start] == '\n'
}

// cells cuts a line at its bars or tabs, an empty cell between two of them; one
// without any at commas and spaces.
func (s *scene) cells(r row) []cell {
	if s.hasKind(clause{r.from, r.to, bar}, bar) {
		return s.cut(r.from, r.to, func(k kind) bool { return k == bar })
	}
	return s.cut(r.from, r.to, func(k kind) bool { return k == comma || k == list || k == blank })
}

// cut cuts a line where a mark says so. Between other marks than bars only what
// holds letters is a cell.
func (s *scene) cut(from, to int, ends func(kind) bool) []cell {
	var cells []cell
	start, text := from, s.lineStart(from)
	for i := from; i <= to; i++ {
		end := s.lineEnd(to)
		if i < to {
			if !ends(s.toks[i].kind) {
				continue
			}
			end = s.toks[i].start
		}
		barred := i < to && s.toks[i].kind == bar && len(cells) > 0
		if barred || slices.ContainsFunc(s.runes[text:max(text, end)], letter) {
			cells = append(cells, cell{start, i})
		}
		if i < to {
			start, text = i+1, s.toks[i].end
		}
	}
	return cells
}

// lineStart is where the text before token i begins, behind the token before.
func (s *scene) lineStart(i int) int {
	if i == 0 {
		return 0
	}
	return s.toks[i-1].end
}

// lineEnd is where the text before token i ends.
func (s *scene) lineEnd(i int) int {
	if i < len(s.toks) {
		return s.toks[i].start
	}
	return len(s.runes)
}

// columnLabels are the labels of a heading row, one a cell; a cell without a
// label has no fields. Nil: the row is none.
func (b *binder) columnLabels(cells []cell) []label {
	if len(cells) < 2 {
		return nil
	}
	var heads []label
	known := 0
	for _, c := range cells {
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

// isAnswered tells whether a row holds numbers, and no labels.
func (b *binder) isAnswered(r row) bool {
	if !b.s.hasKind(clause{r.from, r.to, bar}, number) {
		return false
	}
	for i := r.from; i < r.to; i++ {
		if len(b.s.toks[i].fieldsOf(b.form)) > 0 {
			return false
		}
	}
	return true
}
