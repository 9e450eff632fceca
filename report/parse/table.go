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

// bindRow binds the numbers of a row to the labels above them: cell by cell, or
// where one of the two rows names units or lines in front and the other does
// not, from the first label and the first answer on.
func (b *binder) bindRow(head, r row) bool {
	heads, answers := b.columnLabels(head), b.columnAnswers(r)
	if heads == nil || answers == nil {
		return false
	}
	if len(heads) != len(answers) {
		heads, answers = ownColumns(heads), answers[b.s.namesIn(r):]
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
func (s *scene) namesIn(r row) int {
	if _, n := s.rowName(r); n > 0 {
		return n
	}
	if len(r.cells) > 0 && !s.isAnswer(r.cells[0]) {
		return 1
	}
	return 0
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

// rowName is the unit in the first cell of a row, or in the second behind the
// number of its line, and how many cells that takes.
func (s *scene) rowName(r row) (report.UnitID, int) {
	for k := 0; k < min(2, len(r.cells)); k++ {
		c := r.cells[k]
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
	unit, n := s.rowName(r)
	if n == 0 || len(r.cells) > columns+2 {
		return "", false
	}
	answers := 0
	for _, c := range r.cells[n:] {
		if slices.ContainsFunc(s.toks[c.from:c.to], func(t token) bool { return t.isLabelOnly() }) {
			return "", false
		}
		if s.isAnswer(c) {
			answers++
		}
	}
	return unit, answers > 0 && 2*answers >= len(r.cells)-n
}

// isAnswer tells whether a cell holds a number or says that there is none.
func (s *scene) isAnswer(c cell) bool {
	return slices.ContainsFunc(s.toks[c.from:c.to], func(t token) bool {
		return t.kind == number && t.num.Kind != zh.Code || t.class == negation && c.to == c.from+1
	})
}

// rows cuts tokens [from,to) into lines and cells; a single line is no table.
func (s *scene) rows(from, to int) []row {
	if !slices.ContainsFunc(s.toks[from:to], s.endsLine) {
		return nil
	}
	var rows []row
	start := from
	for i := from; i <= to; i++ {
		if i < to && !s.endsLine(s.toks[i]) {
			continue
		}
		if i > start {
			rows = append(rows, row{start, i, s.cells(start, i)})
		}
		start = i + 1
	}
	return rows
}

func (s *scene) endsLine(t token) bool { return t.kind == hard && s.runes[t.start] == '\n' }

// cells cuts a line at its bars or tabs, an empty cell between two of them; one
// without any at commas and spaces.
func (s *scene) cells(from, to int) []cell {
	if s.hasKind(clause{from, to, bar}, bar) {
		return s.cut(from, to, func(k kind) bool { return k == bar })
	}
	return s.cut(from, to, func(k kind) bool { return k == comma || k == list || k == blank })
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

// columnAnswers are the cells of a row of answers. Nil: the row holds labels, or
// no number.
func (b *binder) columnAnswers(r row) []cell {
	if !b.s.hasKind(clause{r.from, r.to, bar}, number) {
		return nil
	}
	for _, t := range b.s.toks[r.from:r.to] {
		if len(t.fieldsOf(b.form)) > 0 {
			return nil
		}
	}
	return r.cells
}
