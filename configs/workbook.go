package configs

import (
	"io/fs"
	"path"
	"strings"
)

// table reads the rows of a table of the workspace, a CSV file or a workbook; ok is
// false where it cannot be read, which has been noted.
func (l *loader) table(w word, s sheet, what string) (rows []row, ok bool) {
	switch ext := strings.ToLower(path.Ext(w.text)); {
	case ext == ".xlsx" && l.sheets != nil:
		return l.workbook(w, s)
	case ext == ".xlsx", ext == ".xls", ext == ".et", ext == ".xlsm":
		l.wrong(w.place, "请另存为 CSV UTF-8; save it as CSV UTF-8 and name that file", "%s is read as .csv, not as a workbook", what)
		return nil, false
	}
	text, ok := l.text(w.place, w.text)
	if !ok {
		return nil, false
	}
	return readRows(w.text, text, s, &l.findings)
}

// workbook reads the rows of the first sheet that has the heads of a table.
func (l *loader) workbook(w word, s sheet) (rows []row, ok bool) {
	name := strings.ReplaceAll(w.text, `\`, "/")
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		l.wrong(w.place, "name it as it stands in the workspace's folder", "the file %q cannot be read: %v", w.text, bare(err))
		return nil, false
	}
	l.read = append(l.read, name)
	known := len(l.faults)
	if s.what == rosterSheet.what {
		f := officeFile{file: name, found: &l.findings, sheets: l.sheets}
		rows = f.rows(data)
		return rows, len(l.faults) == known
	}
	sheets, err := l.sheets(data)
	if err != nil {
		l.wrong(place{file: name}, "在 Excel 或 WPS 里打开，另存为 .xlsx 再试", "%v", err)
		return nil, false
	}
	for _, t := range sheets {
		if rows = t.rows(name, s); rows != nil {
			return rows, true
		}
	}
	l.wrong(place{file: name}, s.hint, "no sheet holds %s", s.what)
	return nil, false
}

// rows are those below a table's heads, which may stand below a title; nil: there are
// none.
func (t Sheet) rows(file string, s sheet) []row {
	var head []string
	var rows []row
	for i, cells := range t.Rows {
		if head == nil {
			if found, ok := s.header(file, cells, &findings{}); ok && i < mostTitles {
				head = found
			}
			continue
		}
		if r := newRow(place{file: file + "[" + t.Name + "]", line: i + 1}, head, cells); r != nil {
			rows = append(rows, r)
		}
	}
	return rows
}
