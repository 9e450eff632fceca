package place

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func none(string) string { return "" }

func touch(t *testing.T, dir, name string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderThatAProgramCopiesIsKnownByItsMark(t *testing.T) {
	for mark, program := range map[string]string{
		".stfolder/x": "Syncthing", ".dropbox.cache/x": "Dropbox", ".sync/ID": "Resilio Sync",
		".sync_0a1b2c.db": "Nextcloud or ownCloud", "": "", "Dropbox/x": "", "OneDrive/x": "",
	} {
		root := filepath.Join(t.TempDir(), "[群报] *1")
		data := filepath.Join(root, "Dropbox", "工作区", "data")
		touch(t, data, "qunbao.db")
		if mark != "" {
			touch(t, root, mark)
		}
		how, err := Copied(data, none)
		if err != nil || !strings.HasPrefix(how, program) || (how == "") != (program == "") {
			t.Errorf("%s: said %q (%v), want %q", mark, how, err, program)
		}
	}
}

func TestAFolderOfOneDriveIsKnownByItsVariable(t *testing.T) {
	root := t.TempDir()
	env := func(name string) string { return map[string]string{"OneDriveCommercial": root}[name] }
	if how, err := Copied(filepath.Join(root, "not yet", "data"), env); err != nil || !strings.Contains(how, "OneDriveCommercial") {
		t.Errorf("said %q, %v", how, err)
	}
	if how, err := Copied(t.TempDir(), env); err != nil || how != "" {
		t.Errorf("another folder: said %q, %v", how, err)
	}
}

func TestThisDiskHasRoomAndIsHere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "made", "yet")
	if free, err := Free(dir); err != nil || free == 0 {
		t.Errorf("%d bytes free, %v", free, err)
	}
	if how, err := Remote(dir); err != nil || how != "" {
		t.Errorf("said %q, %v", how, err)
	}
}
