package sqlite_test

import (
	"path/filepath"
	"testing"

	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

func open(t testing.TB, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFileKeepsTheSuite(t *testing.T) {
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return open(t, filepath.Join(t.TempDir(), "data")) })
}

func TestMemoryKeepsTheSuite(t *testing.T) {
	storagetest.TestStore(t, func(t *testing.T) storagetest.Store { return open(t, sqlite.Memory) })
}
