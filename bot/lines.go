package bot

import (
	"bufio"
	"context"
	"errors"
	"io"
)

// ErrLongLine is the error of a line above the limit; the line is skipped.
var ErrLongLine = errors.New("the line is too long")

// Lines reads lines of any length up to a limit.
type Lines struct {
	r     *bufio.Reader
	limit int
	buf   []byte
}

// NewLines reads lines of at most limit bytes.
func NewLines(r io.Reader, limit int) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 64<<10), limit: limit}
}

// Waiting tells whether the next line has to be waited for: nothing of it has
// been read yet.
func (l *Lines) Waiting() bool { return l.r.Buffered() == 0 }

// Next is the next line without its end, valid until the next call. The last
// line needs no newline. After ErrLongLine the next call goes on with the line
// that follows; the end of the input is io.EOF.
func (l *Lines) Next() ([]byte, error) {
	l.buf = l.buf[:0]
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.buf)+len(part) > l.limit+1 {
			long, l.buf = true, nil
		}
		if !long {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && (long || len(l.buf) > 0):
			err = nil
		case err != nil:
			return nil, err
		}
		if long {
			return nil, ErrLongLine
		}
		return trimEnd(l.buf), nil
	}
}

func trimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// Pump calls next in a goroutine of its own and gives what it finds to handle,
// one at a time and in order. It ends with ctx or with io.EOF, both nil, or
// with the first other error of either. A read cannot be interrupted: where
// next still blocks, its goroutine ends with the input, and what it reads last
// is dropped unhandled.
func Pump[T any](ctx context.Context, next func() (T, error), handle func(T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type item struct {
		value T
		err   error
	}
	items := make(chan item)
	go func() {
		for ctx.Err() == nil {
			v, err := next()
			select {
			case items <- item{v, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case it := <-items:
			if it.err == io.EOF {
				return nil
			}
			if it.err != nil {
				return it.err
			}
			if err := handle(it.value); err != nil {
				return err
			}
		}
	}
}
