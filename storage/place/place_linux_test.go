package place

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const mountinfo = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/share rw,relatime shared:20 - cifs //server/群报 rw,vers=3.0
41 22 0:36 / /mnt/my\040share rw - nfs4 server:/export rw
42 40 8:2 / /mnt/share/local rw - ext4 /dev/sdb1 rw
43 22 0:40 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
44 22 0:41 / /home rw - fuse.sshfs me@server: rw
45 22 8:3 / /home rw - ext4 /dev/sdd1 rw
`

func TestAFolderOnAnotherComputerIsKnownByItsMount(t *testing.T) {
	for dir, want := range map[string]string{
		"/srv/data": "", "/mnt/share": "cifs", "/mnt/share/data": "cifs", "/mnt/shared": "", "/mnt/my share/data": "nfs4",
		"/mnt/share/local/data": "", "/mnt/ntfs/data": "", "/home/data": "",
	} {
		how, err := mountOf(dir, strings.NewReader(mountinfo))
		if err != nil || !strings.Contains(how, want) || (how == "") != (want == "") {
			t.Errorf("%s: said %q (%v), want %q", dir, how, err, want)
		}
	}
}

func TestWhatOthersMayReadIsListed(t *testing.T) {
	dir := t.TempDir()
	os.Chmod(dir, 0o700)
	touch(t, dir, "journal/2020-02-05.jsonl")
	if all, err := Exposed(dir); err != nil || len(all) > 0 {
		t.Errorf("%v, %v", all, err)
	}
	open := filepath.Join(dir, "journal", "2020-02-05.jsonl")
	os.Chmod(open, 0o640)
	os.Chmod(filepath.Dir(open), 0o711)
	if all, err := Exposed(dir); err != nil || !slices.Equal(all, []string{filepath.Dir(open), open}) {
		t.Errorf("%v, %v", all, err)
	}
}
