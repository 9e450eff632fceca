package parse

import "qunbao/report/zh"

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
		heads := b.columnLabels(rows[k])
		if heads == nil {
			continue
		}
		numbers := b.columnNumbers(rows[k+1])
		shift := len(heads) - len(numbers)
		if len(numbers) < 2 || shift < 0 || shift > 1 || shift == 1 && len(heads[0].fields) > 0 {
			continue
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
	return false
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
	if known < 2 || known < len(heads)-2 {
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
			} else if t.kind == word && len(b.fieldsOf(t)) > 0 {
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
