package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// fromSchema1 gives a folder with the file that schema 1 made of
// storagetest.Furnish.
func fromSchema1(t *testing.T) string {
	t.Helper()
	made, err := os.ReadFile("testdata/schema1.sql")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	execute(t, filepath.Join(dir, sqlite.File), string(made))
	return dir
}

func TestAFileOfSchema1ReadsTheSameAfterItsMigration(t *testing.T) {
	dir := fromSchema1(t)
	open(t, dir).Close()
	s := open(t, dir)
	defer s.Close()
	storagetest.CheckReadings(t, s)
}

// A file that was led forward has the tables of one that was made anew.
func TestAMigratedFileHasTheSchemaOfANewOne(t *testing.T) {
	old, made := fromSchema1(t), t.TempDir()
	open(t, old).Close()
	open(t, made).Close()
	storagetest.Check(t, "tables", shape(t, made), shape(t, old))
}

// shape lists columns, indexes and triggers, without the comments and names by
// which SQLite remembers how they came about.
func shape(t *testing.T, dir string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`
		SELECT 'column ' || s.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || ifnull(c.dflt_value, '')
			FROM sqlite_schema s, pragma_table_xinfo(s.name) c WHERE s.type = 'table'
		UNION ALL SELECT 'table ' || name || ' ' || wr || ' ' || strict FROM pragma_table_list WHERE schema = 'main'
		UNION ALL SELECT 'refers ' || s.name || ' ' || f."table" FROM sqlite_schema s, pragma_foreign_key_list(s.name) f WHERE s.type = 'table'
		UNION ALL SELECT type || ' ' || sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
		UNION ALL SELECT 'version ' || user_version FROM pragma_user_version
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.Join(strings.Fields(line), " "))
	}
	return list
}
