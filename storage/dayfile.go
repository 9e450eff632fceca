package storage

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"qunbao/report"
)

// A day of the journal stands in one file, as it is written, or packed. For a
// moment, and after a crash at that moment, both are there.
const (
	plainExt  = ".jsonl"
	packedExt = ".jsonl.gz"
)

func plainName(d report.Day) string  { return d.String() + plainExt }
func packedName(d report.Day) string { return d.String() + packedExt }

// journalDays lists the days of a folder's files, the oldest first.
func journalDays(dir string) ([]report.Day, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var days []report.Day
	for _, e := range entries {
		if day, ok := dayOfName(e.Name()); ok {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

// dayOfName is the day of a file; false: it is none of a journal's.
func dayOfName(name string) (report.Day, bool) {
	stem, isPacked := strings.CutSuffix(name, packedExt)
	stem, isPlain := strings.CutSuffix(stem, plainExt)
	day, err := report.ParseDay(stem)
	return day, (isPacked || isPlain) && err == nil
}

// dayFile is a day's file open for reading, unpacked.
type dayFile struct {
	name string
	io.Reader
	io.Closer
}

// openDay opens the file of a day, the plain one where both are there.
func openDay(dir string, day report.Day) (*dayFile, error) {
	f, err := os.Open(filepath.Join(dir, plainName(day)))
	if err == nil {
		return &dayFile{plainName(day), f, f}, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if f, err = os.Open(filepath.Join(dir, packedName(day))); err != nil {
		return nil, err
	}
	return &dayFile{packedName(day), &unpacker{packed: f}, f}, nil
}

// unpacker unpacks a file and tells damage from a disk that cannot be read.
type unpacker struct {
	packed io.Reader
	gz     *gzip.Reader // nil before the first read
}

// Read implements io.Reader.
func (u *unpacker) Read(b []byte) (n int, err error) {
	if u.gz == nil {
		if u.gz, err = gzip.NewReader(bufio.NewReader(u.packed)); err != nil {
			return 0, damaged(err)
		}
	}
	n, err = u.gz.Read(b)
	if err == io.EOF {
		return n, err
	}
	return n, damaged(err)
}

func damaged(err error) error {
	var unread *os.PathError
	if err == nil || errors.As(err, &unread) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// longest is the longest line that is read, in bytes. What channels take in is
// far shorter.
const longest = 32 << 20

// lineReader reads lines in bounded memory.
type lineReader struct {
	r   *bufio.Reader
	buf []byte
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// next is the next line with its end, valid until the next call, and how many
// bytes it took; a last line may lack its end. Of a line that is too long only
// the beginning is given. Then io.EOF.
func (l *lineReader) next() (b []byte, n int64, err error) {
	l.buf = l.buf[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		n += int64(len(part))
		if len(l.buf) < longest {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (n == 0 || err != io.EOF):
			return nil, n, err
		}
		return l.buf, n, nil
	}
}

// whole tells whether a line has its end.
func whole(b []byte) bool { return bytes.HasSuffix(b, []byte{'\n'}) }
