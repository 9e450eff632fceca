package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"qunbao/report"
)

// desk is where the pictures and documents lie that leave with messages: a folder
// a day, so that a name need be good for one day only and retention takes whole
// days away.
type desk struct {
	folder string
	log    *slog.Logger
	said   string
}

// put writes a file of a day, whole or not at all. One of that name is replaced, so
// that a message that is tried again carries files of the same names. The path is
// absolute.
func (d *desk) put(day report.Day, name string, write func(io.Writer) error) (string, error) {
	folder, err := filepath.Abs(filepath.Join(d.folder, day.String()))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(folder, fileName(name))
	return path, replaceFile(path, write)
}

// unnameable are the characters that no file name of Windows holds.
const unnameable = `<>:"/\|?*`

// fileName is a name as every system takes it.
func fileName(name string) string {
	const longest = 60 // characters; 255 bytes are the most that a system takes
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(unnameable, r) {
			return -1
		}
		return r
	}, name)
	ext := filepath.Ext(name)
	if runes := []rune(strings.TrimSuffix(name, ext)); len(runes) > longest {
		name = string(runes[:longest]) + ext
	}
	return name
}

// complain logs that files could not be made, once as long as it stays the same.
func (d *desk) complain(kind report.Kind, err error) {
	if err == nil {
		d.said = ""
	} else if err.Error() != d.said {
		d.said = err.Error()
		d.log.Error("a message leaves without its files", "kind", kind, "error", err)
	}
}

// clear removes the folders of the days before one. What else stands beside them is
// left alone.
func (d *desk) clear(before report.Day) error {
	if d == nil {
		return nil
	}
	entries, err := os.ReadDir(d.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		day, noDay := report.ParseDay(e.Name())
		if noDay != nil || !e.IsDir() || day >= before {
			continue
		}
		if gone := os.RemoveAll(filepath.Join(d.folder, e.Name())); gone != nil {
			err = errors.Join(err, fmt.Errorf("remove files that were sent: %w", gone))
		}
	}
	return err
}
