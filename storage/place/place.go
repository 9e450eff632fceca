// Package place says what a folder is to stand a store on: how much room there
// is, who may read it, whether it lies on another computer, whether a program
// copies it away. It says only what the system or the program's own mark in the
// folder says, and by what it was told; it never guesses from a name.
package place

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Exposed lists what of a folder other users of this computer may read or
// change: the folder, what lies in it, and in its folders. Windows decides that by
// other means: there it is errors.ErrUnsupported.
func Exposed(dir string) (all []string, err error) {
	if runtime.GOOS == "windows" {
		return nil, errors.ErrUnsupported
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone meanwhile
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			all = append(all, path)
		}
		return nil
	})
	return all, err
}

// mark is what a program leaves in the root of the folders it copies.
type mark struct{ pattern, program string }

var marks = []mark{
	{".stfolder", "Syncthing"}, {".dropbox.cache", "Dropbox"}, {filepath.Join(".sync", "ID"), "Resilio Sync"},
	{".sync_*.db", "Nextcloud or ownCloud"}, {"._sync_*.db", "Nextcloud or ownCloud"},
}

// Copied tells which program copies a folder to elsewhere, and by what that is
// known; "" where no sign of one is found. getenv is asked where OneDrive keeps
// its folders.
func Copied(dir string, getenv func(string) string) (how string, err error) {
	if dir, err = resolve(dir); err != nil {
		return "", err
	}
	for _, variable := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial"} {
		if root := getenv(variable); root != "" && within(dir, root) {
			return "OneDrive copies it: the variable " + variable + " names " + root, nil
		}
	}
	for at := dir; ; at = filepath.Dir(at) {
		for _, m := range marks {
			if found, _ := filepath.Glob(filepath.Join(escape(at), m.pattern)); len(found) > 0 {
				return m.program + " copies it: " + found[0] + " is its mark", nil
			}
		}
		if at == filepath.Dir(at) {
			return copied(dir), nil
		}
	}
}

// resolve is a folder without links, or the nearest one above it that exists.
func resolve(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		at, err := filepath.EvalSymlinks(dir)
		if err == nil || dir == filepath.Dir(dir) || !errors.Is(err, fs.ErrNotExist) {
			return at, err
		}
		dir = filepath.Dir(dir)
	}
}

// within tells whether a folder is another or lies in it.
func within(dir, root string) bool {
	if at, err := filepath.EvalSymlinks(root); err == nil {
		root = at
	}
	rel, err := filepath.Rel(root, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(os.PathSeparator))
}

// escape takes the meaning from the signs of a pattern.
func escape(path string) string {
	if runtime.GOOS == "windows" {
		return strings.NewReplacer("[", "[[]").Replace(path)
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "*", `\*`, "?", `\?`).Replace(path)
}
