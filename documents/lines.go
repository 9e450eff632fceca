package documents

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text reads a workbook or a document that somebody sent, as the lines he would
// have typed: a table with a unit in each row, or above each column, is a line a
// unit, 柳湾村 居家观察：46人，发热：0. Of a workbook it is the sheet that was open when
// it was saved. unit tells whether a cell names a unit.
func Text(name string, data []byte, unit func(string) bool) (string, error) {
	var lines []string
	switch path.Ext(strings.ToLower(name)) {
	case ".xlsx":
		sheets, err := ReadSheets(data)
		if err != nil {
			return "", err
		}
		i := max(0, slices.IndexFunc(sheets, func(s Sheet) bool { return s.Active && len(s.Rows) > 0 }))
		if len(sheets) > 0 {
			lines = append(sheets[i].dated(), sheets[i].lines(unit)...)
		}
	case ".docx":
		blocks, err := readWord(data)
		if err != nil {
			return "", err
		}
		for _, b := range blocks {
			if b.table != nil {
				lines = append(lines, b.table.lines(unit)...)
			} else {
				lines = append(lines, b.text)
			}
		}
	default:
		return "", fmt.Errorf("files of the kind %q are not read", path.Ext(name))
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
	return strings.Join(lines, "\n"), nil
}

var (
	dayName = regexp.MustCompile(`^(?:\d{4}[年.-])?(\d{1,2})[月.](\d{1,2})[日号]?$`)
	dayCell = regexp.MustCompile(`\d月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`)
)

// dated is the day that a sheet is named after, where nothing in it names one.
func (s *Sheet) dated() []string {
	m := dayName.FindStringSubmatch(strings.TrimSpace(s.Name))
	if m == nil || slices.ContainsFunc(s.Rows, func(row []string) bool { return slices.ContainsFunc(row, dayCell.MatchString) }) {
		return nil
	}
	return []string{m[1] + "月" + m[2] + "日"}
}

// grid is a table on its way to lines.
type grid struct {
	rows [][]string // without empty ones, all of one width
	unit func(string) bool
}

// lines tells what a table says.
func (s *Sheet) lines(unit func(string) bool) []string {
	g := grid{unit: unit}
	width := 0
	for _, row := range s.Rows {
		width = max(width, len(row))
	}
	for i, row := range s.Rows {
		cells := make([]string, width)
		for j, cell := range row {
			if cells[j] = strings.Join(strings.Fields(cell), " "); cells[j] == "" && s.Formulas[Cell{i, j}] != "" {
				cells[j] = unknown
			}
		}
		if len(distinct(cells)) > 0 {
			g.rows = append(g.rows, cells)
		}
	}
	var lines []string
	for _, table := range g.tables() {
		lines = append(lines, table.lines()...)
	}
	return lines
}

// lines tells what one table says.
func (g *grid) lines() []string {
	column, below := g.unitColumn()
	row, across := g.unitRow()
	own, form := g.owner()
	switch {
	case form:
		return g.form(own)
	case below == 0 && across < 2:
		return g.pairs()
	case across > below && across > 1:
		return g.byColumns(row)
	}
	return g.byRows(column)
}

// unknown stands where a formula has no value that could be read, as people write what
// they still have to fill in.
const unknown = "X"

// distinct are the different texts of a row, in their order.
func distinct(cells []string) []string {
	var texts []string
	for _, c := range cells {
		if c != "" && !slices.Contains(texts, c) {
			texts = append(texts, c)
		}
	}
	return texts
}

// unitColumn is the column that names most units, and how many.
func (g *grid) unitColumn() (column, most int) {
	for j := 0; len(g.rows) > 0 && j < len(g.rows[0]); j++ {
		n := 0
		for _, row := range g.rows {
			if g.unit(row[j]) && len(distinct(row)) > 1 {
				n++
			}
		}
		if n > most {
			column, most = j, n
		}
	}
	return column, most
}

// unitRow is the row that names most units, and how many.
func (g *grid) unitRow() (row, most int) {
	for i, cells := range g.rows {
		n := 0
		for _, c := range distinct(cells) {
			if g.unit(c) {
				n++
			}
		}
		if n > most {
			row, most = i, n
		}
	}
	return row, most
}

// byRows tells a table with a unit in each row: what stands above its heads, then a
// line a unit. Rows of totals and what stands below are no unit's.
func (g *grid) byRows(column int) []string {
	first := slices.IndexFunc(g.rows, func(row []string) bool { return g.unit(row[column]) })
	top := first
	for top > 0 && top > first-3 && isHead(g.rows[top-1]) {
		top--
	}
	lines := titles(g.rows[:top])
	heads := g.heads(g.rows[top:first])
	for _, row := range g.rows[first:] {
		if !g.unit(row[column]) {
			continue
		}
		var parts []string
		for j, cell := range row {
			if j != column {
				parts = append(parts, pair(heads[j], cell)...)
			}
		}
		if slices.Contains(row, unknown) && !slices.ContainsFunc(row, isNumber) {
			continue // a template's row that nobody has filled in
		}
		lines = append(lines, row[column]+" "+strings.Join(parts, "，"))
	}
	return lines
}

// byColumns tells a table with a unit above each column and a label before each row.
func (g *grid) byColumns(head int) []string {
	lines := titles(g.rows[:head])
	first := slices.IndexFunc(g.rows[head], g.unit)
	for j, unit := range g.rows[head] {
		if !g.unit(unit) {
			continue
		}
		var parts []string
		for _, row := range g.rows[head+1:] {
			labels := slices.DeleteFunc(distinct(row[:first]), isNumber) // numbering
			parts = append(parts, pair(strings.Join(labels, ""), row[j])...)
		}
		lines = append(lines, unit+" "+strings.Join(parts, "，"))
	}
	return lines
}

// pairs tells a table without units, its sender's own: heads with numbers below
// them, or labels with numbers beside them.
func (g *grid) pairs() []string {
	var lines []string
	for i := 0; i < len(g.rows); i++ {
		row := g.rows[i]
		cells := distinct(row)
		if from := slices.IndexFunc(row, times.MatchString); from > 0 && isHead(row) && len(cells) > 2 {
			n, more := g.byTimes(i, from)
			if len(more) > 0 {
				lines, i = append(lines, more...), i+n
				continue
			}
		}
		if len(cells) > 2 && isHead(row) && i+1 < len(g.rows) && !isHead(g.rows[i+1]) && !g.labelled(i+1) {
			top := i
			heads, values := g.heads(g.rows[top:i+1]), g.rows[i+1]
			var parts []string
			for j, v := range values {
				parts = append(parts, pair(heads[j], v)...)
			}
			if len(parts) > 0 {
				lines = append(lines, strings.Join(parts, "，"))
			}
			i++
			continue
		}
		if line := beside(row); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// times are heads of columns that say of when a number is.
var times = regexp.MustCompile(`^(今日|今天|当日|本日|昨日|昨天|累计|现有|目前)(新增|人数|数量?)?$`)

// byTimes tells the rows below heads 今日 and 累计, each number by its label and its head,
// and how many rows that are.
func (g *grid) byTimes(head, from int) (n int, lines []string) {
	for _, row := range g.rows[head+1:] {
		labels := slices.DeleteFunc(distinct(row[:from]), isNumber)
		if len(labels) == 0 || isHead(row) {
			break
		}
		var parts []string
		for j := from; j < len(row); j++ {
			parts = append(parts, pair(strings.Join(labels, "")+g.rows[head][j], row[j])...)
		}
		if n++; len(parts) > 0 {
			lines = append(lines, strings.Join(parts, "，"))
		}
	}
	return n, lines
}

// labelled tells whether a row begins with a label and goes on with numbers, as those
// above or below it do.
func (g *grid) labelled(i int) bool {
	begins := func(i int) bool {
		texts := slices.DeleteFunc(slices.Clone(g.rows[i]), func(c string) bool { return c == "" })
		for len(texts) > 2 && isNumber(texts[0]) { // numbering
			texts = texts[1:]
		}
		return len(texts) > 1 && !isNumber(texts[0]) && slices.ContainsFunc(texts[1:], isNumber)
	}
	return begins(i) && i+1 < len(g.rows) && begins(i+1)
}

// beside writes a row of labels with their numbers beside them: 居家观察：46人.
func beside(row []string) string {
	cells := slices.DeleteFunc(slices.Clone(row), func(c string) bool { return c == "" })
	cells = slices.Compact(cells)
	if len(cells) > 2 && isNumber(cells[0]) && !isNumber(cells[1]) { // numbering
		cells = cells[1:]
	}
	if len(cells) == 3 && !isNumber(cells[1]) && isNumber(cells[2]) && utf8.RuneCountInString(cells[1]) < 4 {
		return cells[0] + "：" + cells[2] + cells[1] // label, measure word, number
	}
	var parts []string
	for len(cells) > 1 && !isNumber(cells[0]) && len(cells)%2 == 0 {
		parts, cells = append(parts, pair(cells[0], cells[1])...), cells[2:]
	}
	if len(cells) > 0 {
		parts = append(parts, strings.Join(cells, "\t"))
	}
	return strings.Join(parts, "，")
}

// isHead tells whether a row holds labels: several texts, no numbers, and nothing
// that is said with a colon.
func isHead(row []string) bool {
	texts := distinct(row)
	return len(texts) > 1 && !slices.ContainsFunc(texts, func(c string) bool {
		return isNumber(c) || strings.ContainsAny(c, "：:")
	})
}

// ofWhich begins a head over parts of another column.
var ofWhich = regexp.MustCompile(`^其\s*中[:：]?`)

// heads joins rows of heads to one label a column: 居家观察 over 户数 is 居家观察户数.
func (g *grid) heads(rows [][]string) []string {
	heads := make([]string, len(g.rows[0]))
	rows = spread(rows)
	for j := range heads {
		var levels []string
		for _, row := range rows {
			if text := ofWhich.ReplaceAllString(row[j], ""); text != "" && !slices.Contains(levels, text) {
				levels = append(levels, text)
			}
		}
		heads[j] = strings.ReplaceAll(strings.Join(levels, ""), " ", "")
	}
	return heads
}

// spread gives a head to the empty cells on its right where it stands over several
// heads: as merged cells would, which not everybody merges.
func spread(rows [][]string) [][]string {
	if len(rows) < 2 {
		return rows
	}
	top := slices.Clone(rows[0])
	for j := 1; j < len(top); j++ {
		if top[j] == "" && rows[1][j] != "" && rows[1][j-1] != "" && rows[1][j-1] != top[j-1] {
			top[j] = top[j-1]
		}
	}
	return append([][]string{top}, rows[1:]...)
}

// measured is a label with its measure word behind it: 居家观察（人）.
var measured = regexp.MustCompile(`^(.+)[（(]([^（）()]{1,3})[）)]$`)

// unsaid are heads of columns that say nothing about a report.
var unsaid = regexp.MustCompile(`^(序号|编号|单位|村名|村|村（社区）|联系电话|电话|手机号?|手机号码|联系方式|身份证号?)$`)

// pair is one value with its label, 居家观察：46人, or alone where it has none, so that
// somebody asks what it is.
func pair(label, value string) []string {
	switch {
	case value == "" || unsaid.MatchString(label):
		return nil
	case label == "":
		return []string{value}
	}
	if m := measured.FindStringSubmatch(label); m != nil && isNumber(value) {
		return []string{m[1] + "：" + value + m[2]}
	}
	return []string{label + "：" + value}
}

// scale is a note about a table's measure words, which would read as a unit.
var scale = regexp.MustCompile(`^[（(]?(计量)?单位[:：]`)

// titles writes what stands above a table's heads.
func titles(rows [][]string) []string {
	var lines []string
	for _, row := range rows {
		texts := slices.DeleteFunc(distinct(row), scale.MatchString)
		if len(texts) > 0 {
			lines = append(lines, strings.Join(texts, " "))
		}
	}
	return lines
}
