package storage

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"qunbao/report"
)

// Stage is how far a finished day's file has been tended. A stage holds what the
// ones before it did. The chain is whole in each: of a message whose words are
// taken out the digest stays, with when it was received and by which program.
type Stage int

// The stages of a day's file.
const (
	Written Stage = iota // as it was written
	Packed               // compressed
	Cleared              // the words of what need not be kept are taken out
	Emptied              // the words of every message are taken out
)

// stageNames stand in the comment of a packed file.
var stageNames = []string{Packed: "packed", Cleared: "chatter purged", Emptied: "purged"}

// Finished is a day that is over.
type Finished struct {
	Day, Last report.Day // Last: on which its last message was received, where Day is yet to come
	Stage     Stage
}

// Finished lists the days before the one that is written, the oldest first. Today
// tells which of them a wrong clock has put into the future.
func (j *Journal) Finished(today report.Day) ([]Finished, error) {
	days, err := journalDays(j.dir)
	if err != nil || len(days) == 0 {
		return nil, err
	}
	var all []Finished
	for _, day := range days[:len(days)-1] {
		f := Finished{Day: day, Last: day}
		if f.Stage, err = j.stage(day); err != nil {
			return nil, fmt.Errorf("journal: %w", err)
		}
		if day > today && f.Stage < Emptied {
			f.Last = j.lastReceived(day, today)
		}
		all = append(all, f)
	}
	return all, nil
}

// stage is that of a day's file; where a crash has left both, the packing was not
// finished.
func (j *Journal) stage(day report.Day) (Stage, error) {
	if _, err := os.Lstat(filepath.Join(j.dir, plainName(day))); err == nil {
		return Written, nil
	}
	f, err := os.Open(filepath.Join(j.dir, packedName(day)))
	if err != nil {
		return Written, err
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		return Packed, nil // Pack says what is wrong with it
	}
	return max(Packed, Stage(slices.Index(stageNames, gz.Comment))), nil
}

// lastReceived is the day of the latest message of a day's file, as far as it can
// be read; today where there is none.
func (j *Journal) lastReceived(day, today report.Day) report.Day {
	var last report.Day
	eachLine(j.dir, day, func(_ Break, b []byte) error {
		l, err := parseLine(b)
		if at, wrong := ParseInstant(l.At); err == nil && wrong == nil {
			last = max(last, report.DayOf(at))
		}
		return nil
	})
	if last == 0 {
		return today
	}
	return last
}

// Keep tells whether the words of a message stay.
type Keep func(ctx context.Context, m report.Message, received time.Time) (bool, error)

// Pack brings the file of a finished day to a stage, and counts the messages whose
// words were taken out; keep is asked for Cleared alone. The new file is written
// beside, synced, read back and renamed before the old one goes, so that a crash
// leaves the one, the other or both, and nothing is lost by doing it again. A day
// whose chain is broken, or does not end in the seal that the next one holds, is
// left as it is: a *Break.
func (j *Journal) Pack(ctx context.Context, day report.Day, to Stage, keep Keep) (purged int, err error) {
	seal, err := j.seal(day)
	if err != nil {
		return 0, err
	}
	p := &packing{verifier: verifier{day: day}, to: to, keep: keep}
	path := filepath.Join(j.dir, packedName(day))
	err = draft(j.disk, path, func(w io.Writer) error { return p.write(ctx, w, j.dir) })
	if err == nil {
		err = p.readBack(path+besideExt, seal)
	}
	if err != nil {
		return 0, errors.Join(fmt.Errorf("journal: packing %s: %w", day, err), j.disk.Remove(path+besideExt))
	}
	if err = errors.Join(j.disk.Rename(path+besideExt, path), j.disk.SyncFolder(j.dir)); err == nil {
		err = j.shed(day, to)
	}
	if err != nil {
		return 0, fmt.Errorf("journal: packing %s: %w", day, err)
	}
	return p.taken, nil
}

// shed removes what a day's packed file replaces, and with the words of messages
// also what a crash had torn of them.
func (j *Journal) shed(day report.Day, to Stage) error {
	exts := []string{plainExt}
	if to >= Cleared {
		exts = append(exts, asideExt)
	}
	for _, ext := range exts {
		err := j.disk.Remove(filepath.Join(j.dir, day.String()+ext))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return j.disk.SyncFolder(j.dir)
}

// seal is the last chain of a finished day, as the header of the next day holds it.
func (j *Journal) seal(day report.Day) (seal string, err error) {
	days, err := journalDays(j.dir)
	if err != nil {
		return "", fmt.Errorf("journal: %w", err)
	}
	next := slices.IndexFunc(days, func(d report.Day) bool { return d > day })
	if next < 0 {
		return "", fmt.Errorf("journal: %s is not over", day)
	}
	enough := errors.New("the header is read")
	_, err = eachLine(j.dir, days[next], func(at Break, b []byte) error {
		l, err := parseLine(b)
		if err == nil && l.After != day.String() {
			err = fmt.Errorf("it does not continue the file of %s", day)
		}
		if err != nil {
			return at.because(err)
		}
		seal = l.Seal
		return enough
	})
	if seal != "" {
		err = nil
	}
	return seal, err
}

// packing copies a day's lines, each as it follows the one before.
type packing struct {
	verifier
	to    Stage
	keep  Keep
	taken int
}

func (p *packing) write(ctx context.Context, w io.Writer, dir string) error {
	out := bufio.NewWriterSize(w, 64<<10)
	gz := gzip.NewWriter(out)
	gz.Name, gz.Comment = plainName(p.day), stageNames[p.to]
	err := p.walk(dir, func(l line, b []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		stays, err := p.stays(ctx, l)
		if err == nil && !stays {
			p.taken++
			l.Salt, l.Message = "", nil
			b, err = l.bytes()
		}
		if err == nil {
			_, err = gz.Write(b)
		}
		return err
	})
	return errors.Join(err, gz.Close(), out.Flush())
}

// stays tells whether a line stays as it is. Words that cannot be read stay.
func (p *packing) stays(ctx context.Context, l line) (bool, error) {
	if l.Message == nil || p.to < Cleared {
		return true, nil
	}
	if p.to == Emptied {
		return false, nil
	}
	m, err := DecodeMessage(l.Message)
	at, wrong := ParseInstant(l.At)
	if err != nil || wrong != nil {
		return true, nil
	}
	return p.keep(ctx, m, at)
}

// readBack follows the chain of what was written: it has to hold every line and
// to end in the seal.
func (p *packing) readBack(path, seal string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	again := verifier{day: p.day}
	err = (&dayFile{packedName(p.day), &unpacker{packed: f}, f}).eachLine(func(at Break, b []byte) error {
		_, err := again.check(at, b)
		return err
	})
	switch {
	case err != nil:
		return err
	case again.head != seal:
		return Break{File: plainName(p.day), Line: p.lines}.because(errors.New("the day does not end in the seal that the next one holds"))
	case again.lines != p.lines || again.purged != p.purged+p.taken:
		return errors.New("what was written does not read back")
	}
	return nil
}
