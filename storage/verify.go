package storage

import (
	"errors"
	"fmt"
	"slices"

	"qunbao/report"
)

// Break is the first place at which a journal is not as it was written.
type Break struct {
	File string
	Line int // from 1
	Why  error
}

// Error names file and line.
func (b *Break) Error() string { return fmt.Sprintf("%s:%d: %v", b.File, b.Line, b.Why) }

// Unwrap gives the reason.
func (b *Break) Unwrap() error { return b.Why }

// because is the break with its reason.
func (b Break) because(why error) error {
	b.Why = why
	return &b
}

// What breaks a journal without anybody having touched it.
var (
	// ErrTorn is a last line that is not complete: it is being written, or a crash
	// has cut it off. The next start of the program puts it aside.
	ErrTorn = errors.New("the line is torn; the next start of the program puts it aside")
	// ErrDamaged is a packed file that cannot be unpacked any further.
	ErrDamaged = errors.New("the packed file is damaged from here on")

	errEmpty = errors.New("the file is empty")
	errLong  = errors.New("the line is too long")
)

// Proof is what a journal holds, as far as its chain has been followed.
type Proof struct {
	First, Last report.Day // 0: the journal is empty
	Days        int
	Messages    int // all that were ever received
	Purged      int // of these, those whose words were taken out
	Programs    []string
	// Before is the day before the first, whose file is no longer here; 0: none
	// was ever before it. Its seal is known all the same.
	Before report.Day
	// Seals are the last chains of the days that are over: who has noted one down
	// can prove later that nothing up to the end of that day was changed.
	Seals map[report.Day]string
}

// Sealed is the last day that is over; 0: none is.
func (p Proof) Sealed() (last report.Day) {
	for day := range p.Seals {
		last = max(last, day)
	}
	return last
}

// Verify walks the journal of a folder and gives its first *Break, or nil.
func Verify(dir string) error {
	_, err := Prove(dir)
	return err
}

// Prove does as Verify and tells what the journal holds up to there. The oldest
// file may have lost its forerunners, of which its header holds the seal. What is
// cut off the end of the newest file is missed by nobody: its day is not sealed.
func Prove(dir string) (Proof, error) {
	p := Proof{Seals: map[report.Day]string{}}
	days, err := journalDays(dir)
	if err != nil {
		return p, fmt.Errorf("journal: %w", err)
	}
	head := ""
	for _, day := range days {
		v := verifier{day: day, before: p.Last, head: head}
		if err := v.walk(dir, func(line, []byte) error { return nil }); err != nil {
			return p, err
		}
		p.add(v)
		head = v.head
	}
	return p, nil
}

func (p *Proof) add(v verifier) {
	if p.Days == 0 {
		p.First, p.Before = v.day, v.after
	}
	if v.after != 0 {
		p.Seals[v.after] = v.seal
	}
	p.Last = v.day
	p.Days++
	p.Messages += v.lines - 1
	p.Purged += v.purged
	for _, by := range v.programs {
		if !slices.Contains(p.Programs, by) {
			p.Programs = append(p.Programs, by)
		}
	}
}

// verifier follows the chain through one day's file.
type verifier struct {
	day, before report.Day // before: 0 in the oldest file
	head        string

	after    report.Day // the day before, as the header has it, and its seal
	seal     string
	lines    int
	purged   int
	programs []string
}

// walk follows the chain and gives each line that holds to then.
func (v *verifier) walk(dir string, then func(l line, b []byte) error) error {
	name, err := eachLine(dir, v.day, func(at Break, b []byte) error {
		l, err := v.check(at, b)
		if err != nil {
			return err
		}
		return then(l, b)
	})
	if err == nil && v.lines == 0 {
		return Break{File: name, Line: 1}.because(errEmpty)
	}
	return err
}

// check reads the next line and finds whether it follows the one before.
func (v *verifier) check(at Break, b []byte) (line, error) {
	l, err := v.read(at, b)
	if err == nil {
		err = l.check(v.head, b)
	}
	if err != nil {
		return l, at.because(err)
	}
	v.head, v.lines = l.Chain, at.Line
	if l.Day == "" && l.purged() {
		v.purged++
	}
	if !slices.Contains(v.programs, l.By) {
		v.programs = append(v.programs, l.By)
	}
	return l, nil
}

// read reads a line and finds whether it is the one that should stand there.
func (v *verifier) read(at Break, b []byte) (line, error) {
	switch {
	case whole(b):
	case len(b) >= longest:
		return line{}, errLong
	default:
		return line{}, ErrTorn
	}
	l, err := parseLine(b)
	switch {
	case err != nil:
		return l, err
	case at.Line == 1:
		return l, v.header(l)
	case l.N != at.Line-1:
		return l, fmt.Errorf("message %d stands where %d should", l.N, at.Line-1)
	}
	return l, nil
}

// header checks the line that joins a day to the one before.
func (v *verifier) header(l line) (err error) {
	if l.After != "" {
		if v.after, err = report.ParseDay(l.After); err != nil {
			return err
		}
	}
	v.seal = l.Seal
	switch {
	case l.Day != v.day.String():
		return errors.New("the file does not begin with its day")
	case v.before == 0:
		v.head = l.Seal
	case v.after == 0:
		return fmt.Errorf("it begins another journal, which does not continue the file of %s", v.before)
	case v.after != v.before:
		return fmt.Errorf("the file of %s is missing before it", l.After)
	case l.Seal != v.head:
		return fmt.Errorf("it does not continue the file of %s, whose end is missing or changed", v.before)
	}
	return nil
}
