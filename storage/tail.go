package storage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"qunbao/report"
)

// tail is the end of a journal, where the next line goes.
type tail struct {
	disk disk
	dir  string

	day  report.Day // of the newest file; 0: there is none
	head string     // the chain of its last line
	file file       // of day; nil: it is packed, or has to be opened again
	good good
}

// good is how far a day's file is as it was written.
type good struct {
	size  int64 // where its lines end
	last  int   // length of the last line
	count int   // of messages
}

// turn makes day's file the one that is written, unless the newest is a newer
// one, and mends it where the last write has failed.
func (t *tail) turn(day report.Day, by string) error {
	if t.file == nil && t.good.size > 0 {
		if err := t.reopen(); err != nil {
			return err
		}
	}
	switch {
	case day > t.day:
		return t.begin(day, by)
	case t.file == nil: // the newest is packed: it is over
		return t.begin(t.day+1, by)
	}
	return nil
}

// begin makes the file of a day, with the seal of the one before in its header.
func (t *tail) begin(day report.Day, by string) error {
	path := filepath.Join(t.dir, plainName(day))
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s was made by another program: one program writes a journal", plainName(day))
	}
	header := line{Day: day.String(), By: by, After: t.day.String(), Seal: t.head}.seal(t.head)
	b, err := header.bytes()
	if err != nil {
		return err
	}
	err = draft(t.disk, path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
	if err == nil {
		err = t.disk.Rename(path+besideExt, path)
	}
	if err != nil {
		return fmt.Errorf("%w: %s cannot be begun: %w", ErrUnavailable, plainName(day), err)
	}
	err = t.close()
	t.day, t.head, t.good = day, header.Chain, good{size: int64(len(b)), last: len(b)}
	return errors.Join(err, t.reopen())
}

// write puts lines behind the others and on the disk, all of them or none.
func (t *tail) write(lines []line) error {
	if err := t.alone(); err != nil {
		return err
	}
	var all bytes.Buffer
	next, head := t.good, t.head
	for i, l := range lines {
		l.N = t.good.count + 1 + i
		if i > 0 {
			l.With = t.good.count + 1
		}
		l = l.seal(head)
		b, err := l.bytes()
		if err != nil {
			return err
		}
		all.Write(b)
		next, head = good{next.size + int64(len(b)), len(b), l.N}, l.Chain
	}
	_, err := t.file.WriteAt(all.Bytes(), t.good.size)
	if err == nil {
		err = t.file.Sync()
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%w: %w", ErrUnavailable, err), t.distrust(), t.reopen())
	}
	t.good, t.head = next, head
	return nil
}

// alone refuses to write where the file is no longer the one that this program
// has written: somebody else writes it, or has put another in its place.
func (t *tail) alone() error {
	open, err := t.file.Stat()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	named, err := os.Stat(filepath.Join(t.dir, plainName(t.day)))
	switch {
	case err != nil || !os.SameFile(open, named):
		return errors.Join(errors.New("the file was taken away while the program runs; put it back, or start the program again"), err)
	case open.Size() != t.good.size:
		return errors.New("another program writes the journal: one program writes a folder")
	}
	return nil
}

// distrust gives up a file that could not be written: after a failed sync the
// system may show bytes that are not on the disk, and call the next sync good.
func (t *tail) distrust() error {
	err := t.file.Close()
	t.file = nil
	return err
}

// reopen opens the file anew, makes its name durable, cuts off what failed writes
// have left behind its good lines, and reads back the last of these. Until all
// that has worked nothing is written.
func (t *tail) reopen() error {
	f, err := t.disk.Open(filepath.Join(t.dir, plainName(t.day)), os.O_RDWR)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if err = errors.Join(f.Truncate(t.good.size), f.Sync(), t.disk.SyncFolder(t.dir)); err != nil {
		err = fmt.Errorf("%w: what was half written cannot be cut off: %w", ErrUnavailable, err)
	} else {
		err = t.readBack(f)
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	t.file = f
	return nil
}

func (t *tail) readBack(f file) error {
	b := make([]byte, t.good.last)
	if _, err := f.ReadAt(b, t.good.size-int64(t.good.last)); err != nil && err != io.EOF {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if l, err := parseLine(b); err != nil || l.Chain != t.head {
		return errors.New("the disk does not hold what it was given; see to the disk, then start the program again")
	}
	return nil
}

func (t *tail) close() error {
	if t.file == nil {
		return nil
	}
	return t.distrust()
}
