package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// What each table is for: what was said and what happened stands for ever; the
// rest is what is to be done, what is counted, and what has a lifetime.
var (
	forever = []string{"record", "version", "event", "progress", "ruling", "draft", "audit", "need", "opened", "firing"}
	passing = []string{"outcome", "question", "outbox", "outbox_log", "outage", "life", "number"}
)

// furnished is a file that holds one of everything, opened by another program.
func furnished(t *testing.T) *sql.DB {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	if err := storagetest.Furnish(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if err := s.Audit(t.Context(), report.Act{What: "restore"}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestWhatWasSaidIsClosedToEveryStatement(t *testing.T) {
	db := furnished(t)
	for _, table := range forever {
		var rows int
		if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&rows); err != nil || rows == 0 {
			t.Fatalf("%s holds %d rows, %v", table, rows, err)
		}
		var columns []string
		list, err := db.Query(`SELECT name FROM pragma_table_info(?)`, table)
		if err != nil {
			t.Fatal(err)
		}
		for list.Next() {
			var name string
			if err := list.Scan(&name); err != nil {
				t.Fatal(err)
			}
			columns = append(columns, name)
		}
		statements := []string{`DELETE FROM ` + table}
		for _, c := range columns {
			statements = append(statements, `UPDATE `+table+` SET `+c+` = CASE typeof(`+c+`) WHEN 'text' THEN `+c+` || 'x' ELSE `+c+` + 7 END`)
		}
		for _, statement := range statements {
			if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "never") && !strings.Contains(err.Error(), "only grows") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
}

func TestEveryTableIsKeptForEverOrHasALifetime(t *testing.T) {
	rows, err := furnished(t).Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	storagetest.Check(t, "tables", slices.Sorted(slices.Values(append(slices.Clone(forever), passing...))), names)
}

func TestAVersionOutOfTurnIsRefused(t *testing.T) {
	db := furnished(t)
	for _, n := range []string{`max(n) + 2`, `max(n)`, `0`} {
		if _, err := db.Exec(`INSERT INTO version SELECT record, ` + n + `, 99, 0, '{}' FROM version WHERE record = 1`); err == nil {
			t.Errorf("a version of the number %s was taken", n)
		}
	}
	var gaps int
	err := db.QueryRow(`SELECT count(*) FROM record r WHERE revision <> (SELECT count(*) FROM version WHERE record = r.id)
		OR revision <> (SELECT max(n) FROM version WHERE record = r.id)`).Scan(&gaps)
	if err != nil || gaps != 0 {
		t.Errorf("%d records have gaps, %v", gaps, err)
	}
}
