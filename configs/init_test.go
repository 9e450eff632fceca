package configs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunbao/configs"
)

func TestInitWritesAWorkspaceThatLoads(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "新", "工作区")
	if err := configs.Init(dir); err != nil {
		t.Fatal(err)
	}
	c, err := configs.Load(filepath.Join(dir, "qunbao.yaml"), env())
	if err != nil {
		t.Fatal(err)
	}
	if want := "embedded:" + filepath.Join(dir, "data"); c.Store.String() != want || c.Dir != dir || c.Path != filepath.Join(dir, "qunbao.yaml") {
		t.Error(c.Store, c.Dir, c.Path)
	}
}

func TestInitOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "roster.csv")
	if err := os.WriteFile(name, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := configs.Init(dir)
	if err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Error(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Error(entries, err)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "mine" {
		t.Error(string(data), err)
	}
}

func TestFaultsOfAFolderAreNamedFromWhereTheProgramRuns(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := configs.Init("ws"); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("ws", "forms", "duty.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), "id: duty", "id: duty\nsize: 2", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = configs.Load(filepath.Join("ws", "qunbao.yaml"), env())
	if err == nil || !strings.HasPrefix(err.Error(), name+`:4:1: unknown key "size" in a form`) {
		t.Error(err)
	}
}
