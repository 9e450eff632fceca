package configs

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Import is a roster that an office's table would make of a workspace's, not yet
// written.
type Import struct {
	Path    string   // of the workspace's roster
	Text    string   // the roster as it would be: CSV
	Changes []Change // against the roster that stands
	Notes   []string // what was taken for granted, in Chinese
}

// rosterOrder are the columns of a roster that is written, in their order.
var rosterOrder = []string{"unit", "aliases", "parent", "kind", "name", "card", "role", "phone", "from", "closed", "until"}

// ImportRoster reads an office's table, a workbook or a CSV file, and puts what it says
// in the place of what the workspace's roster says of the same roles: a list of
// villages leaves leaders and the office as they are. Its error is Faults: of the
// table, or of the whole workspace as it would be. Nothing is written.
func (r Reader) ImportRoster(config, file string) (*Import, error) {
	dir := filepath.Dir(config)
	l := &loader{fsys: os.DirFS(dir), dir: dir, getenv: r.Getenv, sheets: r.Sheets}
	roster := l.rosterName(filepath.Base(config))
	if len(l.faults) > 0 {
		return nil, l.faults.in(dir)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, Faults{Fault{File: file, Say: "the file cannot be read: " + bare(err).Error()}}
	}
	found := &findings{}
	read := officeFile{file: file, found: found, sheets: r.Sheets, every: true}
	rows := read.rows(data)
	if len(found.faults) > 0 {
		return nil, found.faults.in("")
	}
	m := merger{old: l.standing(roster), found: found}
	merged := m.merge(rows)
	if len(found.faults) > 0 {
		return nil, found.faults.in("")
	}
	imp := &Import{Path: filepath.Join(dir, filepath.FromSlash(roster)), Text: csvText(merged), Changes: changes(m.old, merged), Notes: append(read.notes, m.notes...)}
	return imp, r.wouldPass(config, roster, imp.Text, merged)
}

// rosterName is the file that qunbao.yaml names as its roster, which must be a CSV
// file to be written.
func (l *loader) rosterName(config string) string {
	root := l.yaml(place{file: config}, config)
	if root == nil {
		return ""
	}
	w := root.must("roster")
	if w.text != "" && strings.ToLower(path.Ext(w.text)) != ".csv" {
		l.wrong(w.place, "先写 roster: roster.csv，再导入", "an import is written as .csv, and the roster is %q", w.text)
	}
	return strings.ReplaceAll(w.text, `\`, "/")
}

// standing are the rows of the roster that stands; none where it cannot be read.
func (l *loader) standing(name string) []row {
	text, ok := l.text(place{}, name)
	if !ok {
		return nil
	}
	rows, _ := readRows(name, text, rosterSheet, &findings{})
	return rows
}

// wouldPass checks the whole workspace with the new roster. A fault of the roster is
// told at the place of the office's table that it comes from.
func (r Reader) wouldPass(config, roster, text string, merged []row) error {
	dir := filepath.Dir(config)
	l := &loader{fsys: overlay{os.DirFS(dir), roster, text}, dir: dir, getenv: r.Getenv, sheets: r.Sheets}
	if _, err := l.load(filepath.Base(config)); err == nil {
		return nil
	}
	faults := l.faults.in("")
	for i, f := range faults {
		n := f.Line - 2 // behind the heads
		if f.File != filepath.Join(dir, filepath.FromSlash(roster)) || n < 0 || n >= len(merged) {
			continue
		}
		at := merged[n]["unit"].place
		if c := f.Column - 1; c >= 0 && c < len(rosterOrder) && merged[n][rosterOrder[c]].line > 0 {
			at = merged[n][rosterOrder[c]].place
		}
		faults[i].File, faults[i].Line, faults[i].Column = at.file, at.line, at.column
	}
	return faults
}

// overlay is a file system in which one file says something else.
type overlay struct {
	fs.FS
	name, text string
}

// ReadFile implements fs.ReadFileFS.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if name == o.name {
		return []byte(o.text), nil
	}
	return fs.ReadFile(o.FS, name)
}

// csvText writes rows as a roster, which spreadsheets know to be UTF-8 by its mark.
func csvText(rows []row) string {
	var b strings.Builder
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	columns := slices.DeleteFunc(slices.Clone(rosterOrder), func(c string) bool {
		optional := c == "from" || c == "closed" || c == "until"
		return optional && !slices.ContainsFunc(rows, func(r row) bool { return r[c].text != "" })
	})
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = chineseColumn(c)
	}
	lines := [][]string{heads}
	for _, r := range rows {
		line := make([]string, len(columns))
		for i, c := range columns {
			line[i] = r[c].text
		}
		lines = append(lines, line)
	}
	if err := w.WriteAll(lines); err != nil { // a strings.Builder takes everything
		panic(err)
	}
	return b.String()
}

// officeFile is an office's table in a file.
type officeFile struct {
	file   string
	found  *findings
	sheets SheetReader
	every  bool // all sheets are read, not the first one alone
	notes  []string
}

// rows reads the sheets that have the heads of a roster, and notes those that have none.
func (f *officeFile) rows(data []byte) []row {
	var rows []row
	var read, unread []string
	for _, s := range f.tables(data) {
		o := office{file: f.file, sheet: s, found: f.found, guessed: map[string]bool{}}
		if len(read) > 0 && !f.every {
			break
		}
		if !o.findHeads() {
			if len(s.Rows) > 0 {
				unread = append(unread, "“"+s.Name+"”")
			}
			continue
		}
		read = append(read, "“"+s.Name+"”")
		rows = append(rows, o.rows()...)
		for _, w := range sortedKeys(o.guessed) {
			f.notes = append(f.notes, "“"+w+"”不是角色，按报送员登记")
		}
	}
	switch {
	case len(read) == 0 && len(f.found.faults) == 0:
		f.found.wrong(place{file: f.file}, "表头里要有“单位”（或村名）和“姓名”（或报送员、包村干部），放在前20行", "no sheet has the heads of a roster")
	case len(read) > 0 && len(rows) == 0:
		f.found.wrong(place{file: f.file}, "", "nobody stands below the heads")
	case len(read) > 0 && len(unread) > 0:
		f.notes = append(f.notes, "读了工作表"+strings.Join(read, "、")+"；"+strings.Join(unread, "、")+"没有名单的表头，没有读")
	}
	return rows
}

// tables are the sheets of the file.
func (f *officeFile) tables(data []byte) []Sheet {
	whole := place{file: f.file}
	switch ext := strings.ToLower(filepath.Ext(f.file)); ext {
	case ".xlsx":
		if f.sheets == nil {
			f.found.wrong(whole, "", "no workbook can be read here")
			return nil
		}
		sheets, err := f.sheets(data)
		if err != nil {
			f.found.wrong(whole, "在 Excel 或 WPS 里打开，另存为 .xlsx 再试", "%v", err)
		}
		return sheets
	case ".csv":
		text, err := decodeText(data)
		if err != nil {
			f.found.wrong(whole, "请另存为 CSV UTF-8", "%v", err)
			return nil
		}
		return []Sheet{csvSheet(text)}
	default:
		f.found.wrong(whole, "请另存为 .xlsx", "a roster is imported from .xlsx or .csv, not from %q", ext)
		return nil
	}
}

// csvSheet reads a CSV file as a sheet; a cell that would be a formula is one.
func csvSheet(text string) Sheet {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if head, _, _ := strings.Cut(text, "\n"); !strings.Contains(head, ",") && strings.Contains(head, ";") {
		r.Comma = ';' // as some programs write it
	}
	s := Sheet{Formulas: map[[2]int]string{}}
	for {
		record, err := r.Read()
		if err != nil { // the end: nothing else is wrong with a lazy reader's lines
			return s
		}
		line, _ := r.FieldPos(0)
		for len(s.Rows) < line-1 {
			s.Rows = append(s.Rows, nil)
		}
		for j, cell := range record {
			if strings.HasPrefix(trim(cell), "=") {
				s.Formulas[[2]int{len(s.Rows), j}] = trim(cell)
			}
		}
		s.Rows = append(s.Rows, record)
	}
}
