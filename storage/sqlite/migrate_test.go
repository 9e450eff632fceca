package sqlite_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/storage"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// older gives a folder with the file that an older schema made of what
// storagetest.Furnish makes, as far as it knew it.
func older(t *testing.T, schema int) string {
	t.Helper()
	made, err := os.ReadFile(fmt.Sprintf("testdata/schema%d.sql", schema))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	execute(t, filepath.Join(dir, sqlite.File), string(made))
	return dir
}

func TestAFileOfAnOlderSchemaReadsTheSameAfterItsMigration(t *testing.T) {
	for schema := 1; schema < storage.Schema; schema++ {
		dir := older(t, schema)
		open(t, dir).Close()
		s := open(t, dir)
		storagetest.CheckReadings(t, s)
		s.Close()
	}
}

// A file that was led forward has the tables of one that was made anew.
func TestAMigratedFileHasTheSchemaOfANewOne(t *testing.T) {
	made := t.TempDir()
	open(t, made).Close()
	for schema := 1; schema < storage.Schema; schema++ {
		old := older(t, schema)
		open(t, old).Close()
		storagetest.Check(t, "tables", shape(t, made), shape(t, old))
	}
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
