package parse

import (
	"slices"
	"strings"

	"qunbao/report"
)

// column is one of a table with a unit above each and a label before each row.
type column struct {
	rows []row
	at   int // the cell of each row that is the unit's
}

// unitColumns finds a table whose first row names units, a section a column; nil:
// it is none.
func (s *scene) unitColumns(rows []row) []section {
	units := s.columnUnits(rows[0])
	if units == nil {
		return nil
	}
	table := rows[1:]
	for n, r := range table {
		if !s.isLabelled(r, len(units)) {
			table = table[:n]
			break
		}
	}
	if len(table) == 0 {
		return nil
	}
	var out []section
	for k, u := range units {
		if u == "" {
			continue
		}
		out = append(out, section{from: table[0].from, to: table[len(table)-1].to, units: []report.UnitID{u}, named: true, column: &column{table, k + 1}})
	}
	return out
}

// columnUnits are the units that a row names, one in each cell behind the first,
// which may be empty, and "" for one of totals. Nil: it does anything else.
func (s *scene) columnUnits(r row) []report.UnitID {
	if !s.namesUnit(r.from, r.to) || s.hasKind(clause{r.from, r.to, bar}, number) {
		return nil
	}
	cells := s.cells(r)
	if s.toks[r.from].kind == bar && s.namesUnit(cells[0].from, cells[0].to) {
		cells = slices.Insert(cells, 0, cell{r.from, r.from})
	}
	if len(cells) < 3 {
		return nil
	}
	var units []report.UnitID
	for k, c := range cells {
		unit := report.UnitID("")
		for i := c.from; i < c.to; i++ {
			if v, ok := s.unitSense(i, c.to); ok {
				unit = v.unit
			}
		}
		total := k > 1 && s.isTotal(c)
		if (unit == "") != (k == 0 || total) || unit != "" && slices.Contains(units, unit) {
			return nil
		}
		if k > 0 {
			units = append(units, unit)
		}
	}
	return units
}

// isTotal tells whether a cell heads a column of totals: 合计.
func (s *scene) isTotal(c cell) bool {
	return slices.Contains(strings.Fields("合计 总计 共计 总数 小计"), trim(s.runes[s.lineStart(c.from):s.lineEnd(c.to)]))
}

// isLabelled tells whether a row is a label and an answer for each column.
func (s *scene) isLabelled(r row, columns int) bool {
	cells := s.cells(r)
	if len(cells) != columns+1 || !slices.ContainsFunc(s.toks[cells[0].from:cells[0].to], names(aField)) {
		return false
	}
	return slices.ContainsFunc(cells[1:], s.isAnswer)
}

// bindColumn binds the numbers of a column to the labels of their rows.
func (b *binder) bindColumn(c column) {
	for _, r := range c.rows {
		cells := b.s.cells(r)
		labels := b.labels(clause{cells[0].from, cells[0].to, bar})
		if len(labels) > 0 {
			b.bindCell(labels[len(labels)-1], cells[c.at])
		}
	}
}
