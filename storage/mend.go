package storage

import (
	"errors"
	"io"
	"os"
	"path/filepath"

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

// asideExt ends the name of the file to which a day's torn bytes go.
const asideExt = ".torn"

// resume takes up the file of a day behind its last good line. A file without
// any, left by a crash when the day began, is put aside whole.
func (j *Journal) resume(day report.Day) error {
	path := filepath.Join(j.dir, plainName(day))
	f, err := j.disk.Open(path, os.O_RDWR)
	if errors.Is(err, os.ErrNotExist) {
		return j.resumePacked(day)
	}
	if err != nil {
		return err
	}
	end, err := findEnd(f)
	if err == nil && end.size < end.all {
		err = j.putAside(f, day, end)
	}
	if err != nil || end.size == 0 {
		if err = errors.Join(err, f.Close()); err == nil {
			err = j.disk.Remove(path)
		}
		return err
	}
	j.file, j.day, j.head, j.good = f, day, end.head, end.good
	return nil
}

// resumePacked goes on behind a packed day.
func (j *Journal) resumePacked(day report.Day) error {
	_, err := eachLine(j.dir, day, func(_ Break, b []byte) error {
		l, err := parseLine(b)
		j.head = l.Chain
		return err
	})
	j.day = day
	return err
}

// putAside appends what is torn to a file beside the day's and cuts it off.
func (j *Journal) putAside(f file, day report.Day, e stand) error {
	path := filepath.Join(j.dir, day.String()+asideExt)
	aside, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(aside, io.NewSectionReader(f, e.size, e.all-e.size))
	if err == nil {
		_, err = aside.Write([]byte{'\n'})
	}
	if err = errors.Join(err, aside.Sync(), aside.Close()); err != nil {
		return err
	}
	j.torn = Torn{File: path, Bytes: j.torn.Bytes + int(e.all-e.size)}
	if err := f.Truncate(e.size); err != nil {
		return err
	}
	return f.Sync()
}

// stand is what may stay of a day's file.
type stand struct {
	good
	head string
	all  int64 // the size of the file
}

// findEnd reads a day's file up to where a crash has torn it. A crash tears at
// most the last write: where a line does not follow the one before and lines of a
// later write stand behind it, the file was damaged otherwise, and whatever can be
// read of it stays, for Verify to tell.
func findEnd(f io.ReaderAt) (stand, error) {
	lines := newLineReader(io.NewSectionReader(f, 0, 1<<62))
	var follows, readable stand // up to the first line that does not follow; to the last line there is
	follows.count = -1          // not even a header
	damaged := false
	for at := int64(0); ; {
		b, n, err := lines.next()
		if err == io.EOF {
			follows.all, readable.all = at, at
			break
		}
		if err != nil {
			return stand{}, err
		}
		at += n
		l, err := parseLine(b)
		if err != nil || !whole(b) {
			continue
		}
		here := stand{good: good{at, int(n), l.N}, head: l.Chain}
		if readable.size == follows.size && follows.size+n == at && l.N == follows.count+1 && l.chain(l.before(follows.head)) == l.Chain {
			follows, readable = here, here
			continue
		}
		damaged = damaged || l.first() > follows.count+1
		here.count = max(here.count, readable.count)
		readable = here
	}
	if damaged {
		return readable, nil
	}
	follows.count = max(follows.count, 0)
	return follows, nil
}

// before is the chain that a line goes on from: a header says so itself.
func (l line) before(head string) string {
	if l.Day != "" {
		return l.Seal
	}
	return head
}
