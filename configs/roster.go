package configs

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"qunbao/report"
)

// columns are the roster's headers, Chinese and English. The order is that in
// which a roster is usually written.
var columns = map[string]string{
	"单位": "unit", "别名": "aliases", "上级": "parent", "类别": "kind",
	"姓名": "name", "群名片": "card", "角色": "role", "电话": "phone", "启用": "from", "停用": "closed",
	"unit": "unit", "aliases": "aliases", "parent": "parent", "kind": "kind",
	"name": "name", "card": "card", "role": "role", "phone": "phone", "from": "from", "closed": "closed", "until": "until",
}

// roles are the words for the roles, Chinese and English.
var roles = map[string]report.Role{
	"报送员": report.Reporter, "副报送员": report.Deputy, "包村干部": report.Lead,
	"领导": report.Leader, "审核": report.Editor, "管理员": report.Admin,
	"reporter": report.Reporter, "deputy": report.Deputy, "lead": report.Lead,
	"leader": report.Leader, "editor": report.Editor, "admin": report.Admin,
}

const (
	rolesHint  = "roles: 报送员 副报送员 包村干部 领导 审核 管理员, or reporter deputy lead leader editor admin"
	headerHint = "first line: 单位,别名,上级,类别,姓名,群名片,角色,电话"
)

// roster is what the roster's rows say.
type roster struct {
	found  *findings
	units  []report.Unit // in the order of the rows
	at     map[report.UnitID]*unitRow
	kinds  map[string]bool
	named  map[string]report.UnitID // units by folded name and alias
	person []*member                // in the order of the rows
}

// row is one line of the roster: its cells by column, as words.
type row map[string]word

// readRoster reads the roster that w names; what it holds stays unknown where it
// cannot be read.
func (l *loader) readRoster(w word) {
	if w.text == "" {
		return
	}
	rows, ok := l.table(w, rosterSheet, "a roster")
	if !ok {
		return
	}
	r := &roster{found: &l.findings, at: map[report.UnitID]*unitRow{}, kinds: map[string]bool{}, named: map[string]report.UnitID{}}
	for _, cells := range rows {
		if unit := cells.must("unit", r.found); unit.text != "" {
			r.unit(unit, cells)
			r.post(unit, cells)
		}
	}
	r.checkUnits()
	r.checkPeople()
	l.roster = r
}

// sheet is what a table of the workspace may hold.
type sheet struct {
	what    string            // for faults: the roster
	columns map[string]string // headers, Chinese and English, to the names used here
	needed  []string
	hint    string // how its first line is written
}

// rosterSheet is the roster's.
var rosterSheet = sheet{"the roster", columns, []string{"unit", "name", "role"}, headerHint}

// readRows splits a table into rows. A line that is no proper CSV is noted and
// the rest goes on; ok is false where the header cannot be understood.
func readRows(file, text string, s sheet, found *findings) (rows []row, ok bool) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	var head []string
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			found.wrong(csvPlace(file, err), `a cell with a " in it is written "a ""b"""`, "not a line of a CSV file")
			continue
		}
		if head == nil {
			if head, ok = s.header(file, record, found); !ok {
				return nil, false
			}
			continue
		}
		line, _ := r.FieldPos(0)
		if cells := newRow(place{file: file, line: line}, head, record); cells != nil {
			rows = append(rows, cells)
		}
	}
	if len(rows) == 0 {
		found.wrong(place{file: file}, s.hint, "%s names nobody", s.what)
	}
	return rows, head != nil
}

// header finds the columns in a table's first line; those of another name hold
// "" and are left out.
func (s sheet) header(file string, record []string, found *findings) (head []string, ok bool) {
	head = make([]string, len(record))
	for i, cell := range record {
		at := place{file, 1, i + 1}
		name := strings.ToLower(trim(cell))
		column := s.columns[name]
		switch {
		case name == "":
		case column == "":
			found.odd(at, s.hint, "the column %q is not used", trim(cell))
		case slices.Contains(head, column):
			found.wrong(at, "keep one of them", "the column %q stands here twice", trim(cell))
		default:
			head[i] = column
		}
	}
	for _, column := range s.needed {
		if !slices.Contains(head, column) {
			found.wrong(place{file: file, line: 1}, s.hint, "%s has no column %q", s.what, chineseColumn(column))
			ok = true
		}
	}
	return head, !ok
}

// newRow gives the cells of a line; nil where all are empty.
func newRow(at place, head, record []string) row {
	cells, empty := row{}, true
	for i, column := range head {
		at.column = i + 1
		w := word{"", at}
		if i < len(record) {
			w.text = trim(record[i])
		}
		if column != "" {
			cells[column] = w
		}
		empty = empty && w.text == ""
	}
	if empty {
		return nil
	}
	return cells
}

// must gives a cell that has to be filled.
func (r row) must(column string, found *findings) word {
	w := r[column]
	if w.text == "" {
		found.wrong(w.place, "fill it in, or remove the line", "the cell %s is empty", chineseColumn(column))
	}
	return w
}

// chineseColumn is a column's Chinese header, as faults name it.
func chineseColumn(column string) string {
	for _, s := range []sheet{rosterSheet, dutySheet} {
		for name, c := range s.columns {
			if c == column && name != column {
				return name
			}
		}
	}
	return column
}

// trim takes white space, full-width spaces and zero-width characters off a cell.
func trim(cell string) string {
	return strings.TrimFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	})
}

// csvPlace is the line at which a CSV error stands. Its column counts bytes and
// is left out.
func csvPlace(file string, err error) place {
	var e *csv.ParseError
	if errors.As(err, &e) {
		return place{file: file, line: e.Line}
	}
	return place{file: file}
}

// knows tells whether a text is a unit or a kind of units.
func (r *roster) knows(text string) bool {
	return r.kinds[text] || r.at[report.UnitID(text)] != nil
}

// has tells whether somebody has a role.
func (r *roster) has(role report.Role) bool {
	return slices.ContainsFunc(r.person, func(m *member) bool { return m.Has(role) })
}
