package storage

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"qunbao/report"
)

// Torn is what a crash left half written, and where it was put aside. It was
// never acknowledged.
type Torn struct {
	File  string // where the bytes are now; empty: nothing was torn
	Bytes int
}

// Torn tells what was put aside when the journal was opened.
func (j *Journal) Torn() Torn { return j.torn }

const journalExt = ".jsonl"

func fileName(d report.Day) string { return d.String() + journalExt }

// journalDays lists the days of a folder's files, the oldest first.
func journalDays(dir string) ([]report.Day, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var days []report.Day
	for _, e := range entries {
		name, isJournal := strings.CutSuffix(e.Name(), journalExt)
		if day, err := report.ParseDay(name); isJournal && err == nil {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, nil
}

// resume opens a day's file behind its last good line. A file without any,
// left by a crash when the day began, is put aside whole.
func (j *Journal) resume(day report.Day) error {
	path := filepath.Join(j.dir, fileName(day))
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	good, last, count := goodLines(b)
	if good < len(b) {
		if err := j.putAside(day, b[good:]); err != nil {
			return err
		}
	}
	if good == 0 {
		return os.Remove(path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if good < len(b) {
		if err := errors.Join(f.Truncate(int64(good)), f.Sync()); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	j.file, j.day, j.size, j.count, j.head = f, day, int64(good), count, last.Chain
	return nil
}

// goodLines is the length of a file up to its last line that can be read, that
// line, and how many messages stand up to there.
func goodLines(b []byte) (good int, last line, count int) {
	for at := 0; ; {
		end := bytes.IndexByte(b[at:], '\n')
		if end < 0 {
			return good, last, count
		}
		if l, err := parseLine(b[at : at+end]); err == nil {
			good, last, count = at+end+1, l, max(count, l.N)
		}
		at += end + 1
	}
}

// putAside appends torn bytes to a file beside the day's.
func (j *Journal) putAside(day report.Day, torn []byte) error {
	path := filepath.Join(j.dir, day.String()+".torn")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(slices.Clip(torn), '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	j.torn = Torn{File: path, Bytes: j.torn.Bytes + len(torn)}
	return nil
}
