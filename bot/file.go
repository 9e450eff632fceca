package bot

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// CheckFiles finds out, before anything leaves, whether all files can be sent: a
// message with one that is missing, empty or no file is rejected. Errors hold no
// names: those of files hold what they are about.
func CheckFiles(paths []string) error {
	for i, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w: file %d is not there", ErrRejected, i+1)
		case err != nil:
			return fmt.Errorf("%w: file %d cannot be read", ErrRejected, i+1)
		case !info.Mode().IsRegular():
			return fmt.Errorf("%w: file %d is no file", ErrRejected, i+1)
		case info.Size() == 0:
			return fmt.Errorf("%w: file %d is empty", ErrRejected, i+1)
		}
	}
	return nil
}

// FileName is what people see of a file that is sent.
func FileName(path string) string { return filepath.Base(path) }
