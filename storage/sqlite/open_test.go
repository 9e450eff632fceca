package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"qunbao/storage"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestAStoreThatCannotBeOpenedIsSaidClearly(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T, dir string) string // gives the folder to open
		want    string
		passes  bool // it may work later
	}{
		{"no folder", func(t *testing.T, dir string) string { return "" }, "no folder is named", false},
		{"a file in place of the folder", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "data"), nil)
			return filepath.Join(dir, "data")
		}, "must be one this user may write to", true},
		{"a folder in place of the file", func(t *testing.T, dir string) string {
			if err := os.Mkdir(filepath.Join(dir, sqlite.File), 0o700); err != nil {
				t.Fatal(err)
			}
			return dir
		}, "must be one this user may write to", true},
		{"no database", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, sqlite.File), bytes.Repeat([]byte("日报告 "), 1000))
			return dir
		}, "the file is no database or is damaged", false},
		{"another program's", func(t *testing.T, dir string) string {
			execute(t, filepath.Join(dir, sqlite.File), `CREATE TABLE notes (text TEXT)`)
			return dir
		}, "a database of another program", false},
		{"a newer program's", func(t *testing.T, dir string) string {
			open(t, dir).Close()
			execute(t, filepath.Join(dir, sqlite.File), `PRAGMA user_version = 4`)
			return dir
		}, "a newer qunbao made it (schema 4", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sqlite.Open(t.Context(), c.prepare(t, t.TempDir()))
			if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, storage.ErrUnavailable) != c.passes {
				t.Errorf("said %v, want %q", err, c.want)
			}
		})
	}
}

func TestTheFileIsTheUsersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "数据 #1?")
	s := open(t, dir)
	defer s.Close()
	if err := s.Commit(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, sqlite.File): 0o600, filepath.Join(dir, sqlite.File+"-wal"): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info, err)
		}
	}
}

func TestWhatIsKeptIsThereAfterClosing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.Commit(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LastEvent(t.Context()); err == nil {
		t.Error("a closed store answered")
	}
	s = open(t, dir)
	defer s.Close()
	if err := s.Commit(t.Context(), numbered(1)); !errors.Is(err, storage.ErrKnown) {
		t.Errorf("error %v, want ErrKnown", err)
	}
}

func TestAClosedStoreIsOneFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.Commit(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 || left[0].Name() != sqlite.File {
		t.Errorf("in the folder stand %v (%v)", left, err)
	}
}

func TestALookAtAStoreMakesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := sqlite.Look(t.Context(), dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no store: %v", err)
	}
	write(t, filepath.Join(dir, sqlite.File), nil)
	if _, err := sqlite.Look(t.Context(), dir); err == nil {
		t.Error("an empty file was taken for a store")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("in the folder stand %v (%v)", left, err)
	}
	open(t, dir).Close()
	s, err := sqlite.Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.LastEvent(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Commit(t.Context(), numbered(1)); err == nil {
		t.Error("a store was written to that is only looked at")
	}
}

func TestAnotherProgramReadsWhileOneWrites(t *testing.T) {
	dir := t.TempDir()
	writer, reader := open(t, dir), open(t, dir)
	defer writer.Close()
	defer reader.Close()
	var group sync.WaitGroup
	n := storagetest.Times(30)
	group.Go(func() {
		for i := 1; i <= n; i++ {
			if err := writer.Commit(t.Context(), numbered(i)); err != nil {
				t.Error(err)
			}
		}
	})
	for seen := 0; seen < n; {
		r, err := reader.Record(t.Context(), numbered(1).Writes[0].Key)
		if err != nil || r.Revision() < seen {
			t.Fatalf("%d versions after %d (%v)", r.Revision(), seen, err)
		}
		seen = r.Revision()
		if last, err := reader.LastEvent(t.Context()); err != nil || last < seen {
			t.Fatalf("event %d beside version %d (%v)", last, seen, err)
		}
	}
	group.Wait()
}

func TestAVersionIsNeverChangedInTheFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.Commit(t.Context(), numbered(1)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE version SET body = '{}'`); err == nil || !strings.Contains(err.Error(), "never changed") {
		t.Errorf("said %v", err)
	}
}

func TestAnEndedContextIsSeenBeforeAnOperation(t *testing.T) {
	s := open(t, sqlite.Memory)
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.LastEvent(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
}

func BenchmarkMove(b *testing.B) {
	storagetest.BenchmarkMove(b, func(t testing.TB) storagetest.Store { return open(t, filepath.Join(t.TempDir(), "data")) })
}
