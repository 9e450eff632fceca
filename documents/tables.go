package documents

import (
	"regexp"
	"slices"
	"strings"
)

// unitHead is what stands above or before the name of a unit.
var unitHead = regexp.MustCompile(`^((填报|报送|上报|所在|所属)?(单位|村|村居|社区)(名称?)?|行政村|村[（(]?[/、]?(社区|居)[）)]?|镇村|村组|名称|项目|指标|内容)$`)

// tables cuts a sheet where another row of heads begins another table, with the title
// above it: the heads of one table say nothing about the next.
func (g *grid) tables() []grid {
	var tables []grid
	from, filled := 0, false
	for i, row := range g.rows {
		if filled && g.beginsTable(row) {
			top := i
			for top > from+1 && len(distinct(g.rows[top-1])) == 1 && !slices.ContainsFunc(g.rows[top-1], isNumber) {
				top--
			}
			tables = append(tables, grid{g.rows[from:top], g.unit})
			from, filled = top, false
		}
		filled = filled || !g.beginsTable(row) && len(distinct(row)) > 1 && (slices.ContainsFunc(row, isNumber) || slices.ContainsFunc(row, g.unit))
	}
	return append(tables, grid{g.rows[from:], g.unit})
}

// beginsTable tells whether a row is one of heads, by the head of its units or by
// units side by side.
func (g *grid) beginsTable(row []string) bool {
	if !isHead(row) {
		return false
	}
	units := 0
	for _, c := range distinct(row) {
		if g.unit(c) {
			units++
		}
	}
	if units > 0 {
		return units > 1 && units >= len(distinct(row))-2
	}
	return slices.ContainsFunc(row, unitHead.MatchString)
}

// owner finds the row in which a table about one unit says whose it is, 单位 | 柳湾村 or
// 单位：柳湾村.
func (g *grid) owner() (row int, ok bool) {
	var units []string
	for i, cells := range g.rows {
		for j, c := range cells {
			if !g.unit(c) || slices.Contains(units, c) {
				continue
			}
			units = append(units, c)
			row = i
			ok = strings.ContainsAny(c, "：:") || j > 0 && unitHead.MatchString(cells[j-1])
		}
	}
	return row, ok && len(units) == 1 && !slices.ContainsFunc(g.rows[row], isNumber)
}

// form tells a table about one unit: the unit, then its labels with their numbers.
func (g *grid) form(own int) []string {
	lines := titles(g.rows[:own])
	cells, rest := slices.Compact(slices.Clone(g.rows[own])), []string{}
	for i, c := range cells {
		switch label, name, colon := strings.Cut(strings.ReplaceAll(c, ":", "："), "："); {
		case g.unit(c) && colon && unitHead.MatchString(label):
			lines = append(lines, name)
		case g.unit(c):
			lines = append(lines, c)
		case i+1 < len(cells) && g.unit(cells[i+1]):
		default:
			rest = append(rest, c)
		}
	}
	if line := beside(rest); line != "" {
		lines = append(lines, line)
	}
	below := grid{g.rows[own+1:], g.unit}
	return append(lines, below.pairs()...)
}
