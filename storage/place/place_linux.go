package place

import (
	"bufio"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// Free is how many bytes this user may still write where a folder stands.
func Free(dir string) (uint64, error) {
	dir, err := resolve(dir)
	if err != nil {
		return 0, err
	}
	var s syscall.Statfs_t
	err = syscall.Statfs(dir, &s)
	return s.Bavail * uint64(s.Bsize), err
}

// remote are the kinds of file system that lie on another computer, as the
// kernel names them: SQLite's WAL needs memory that all its programs share.
var remote = []string{
	"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "gpfs", "beegfs", "ncpfs", "coda",
	"fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.davfs", "fuse.davfs2", "fuse.s3fs", "fuse.gcsfuse",
	"vboxsf", "fuse.vmhgfs-fuse", "drvfs",
}

// Remote tells by what it is known that a folder lies on another computer; ""
// where it does not.
func Remote(dir string) (how string, err error) {
	if dir, err = resolve(dir); err != nil {
		return "", err
	}
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	defer f.Close()
	return mountOf(dir, f)
}

// mountOf finds the mount of a folder in a mountinfo: the longest mount point
// that it lies in, the later line where two are equal. The fields of a line are
// parted by spaces: the fifth is the mount point, behind " - " stands the kind.
func mountOf(dir string, mountinfo io.Reader) (how string, err error) {
	longest := ""
	for lines := bufio.NewScanner(mountinfo); lines.Scan(); {
		before, after, found := strings.Cut(lines.Text(), " - ")
		fields, kinds := strings.Fields(before), strings.Fields(after)
		if !found || len(fields) < 5 || len(kinds) == 0 {
			continue
		}
		point := unescape(fields[4])
		if len(point) < len(longest) || !(point == "/" || dir == point || strings.HasPrefix(dir, point+"/")) {
			continue
		}
		longest, how = point, ""
		if slices.Contains(remote, kinds[0]) {
			how = "/proc/self/mountinfo names it " + kinds[0] + ", mounted on " + point
		}
	}
	return how, nil
}

// unescape reads the octal escapes \040 of a mount point.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// copied has nothing to ask beyond the marks.
func copied(string) string { return "" }
