package jsonl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// MaxLine is the longest line that is read, in bytes.
const MaxLine = 16 << 20

// Fault is a line that cannot be read as a message.
type Fault struct {
	Line int
	Err  error
}

// Error is one sentence: line 12 is not JSON: ….
func (f *Fault) Error() string { return fmt.Sprintf("line %d %v", f.Line, f.Err) }

// Unwrap is the fault without its line.
func (f *Fault) Unwrap() error { return f.Err }

// Reader reads inbound messages and goes on after a line that is none.
type Reader struct {
	lines  *bot.Lines
	zone   *time.Location
	faults func(error)
	line   int
	faulty int
}

// NewReader reads r. Each line that is no message is given to faults, as a
// *Fault, once; the next one is read all the same. zone is that of times
// without an offset.
func NewReader(r io.Reader, zone *time.Location, faults func(error)) *Reader {
	return &Reader{lines: bot.NewLines(r, MaxLine), zone: zone, faults: faults}
}

// Next is the next message; io.EOF at the end. Empty lines are passed over.
func (r *Reader) Next() (report.Message, error) {
	for {
		line, err := r.lines.Next()
		if err == io.EOF {
			return report.Message{}, err
		}
		r.line++
		if err != nil && !errors.Is(err, bot.ErrLongLine) {
			return report.Message{}, fmt.Errorf("read line %d: %w", r.line, err)
		}
		if err != nil {
			r.fault(fmt.Errorf("is longer than %d MB and is left out: %w", MaxLine>>20, err))
			continue
		}
		if r.line == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		m, err := Decode(line, r.zone)
		if err == nil {
			return m, nil
		}
		r.fault(err)
	}
}

func (r *Reader) fault(err error) {
	r.faulty++
	r.faults(&Fault{r.line, err})
}

// Waiting tells whether the next message has to be waited for.
func (r *Reader) Waiting() bool { return r.lines.Waiting() }

// Line is the number of the line that was read last, from 1.
func (r *Reader) Line() int { return r.line }

// Faults is the number of lines that were no messages. Where there is any, the
// program ends with exit code 1.
func (r *Reader) Faults() int { return r.faulty }
