package main

import (
	"fmt"
	"io"
	"time"
)

// progress shows on a terminal how far long work has come.
type progress struct {
	out   io.Writer // nil: nobody looks
	work  string
	done  map[string]int
	shown time.Time
}

// wide is how long a line of progress may be; spaces wipe the one before, since
// an old window of Windows knows no other way.
const wide = 60

// newProgress shows nothing where stderr is no terminal.
func newProgress(s *streams, work string) *progress {
	p := &progress{work: work, done: map[string]int{}, shown: time.Now()}
	if terminal(s.err) {
		p.out = s.err
	}
	return p
}

// count counts one more of something, and shows it twice a second.
func (p *progress) count(of string) {
	p.done[of]++
	if p.out == nil || p.done[of]%64 != 1 || time.Since(p.shown) < time.Second/2 {
		return
	}
	p.shown = time.Now()
	fmt.Fprintf(p.out, "\r%-*s", wide, fmt.Sprintf("%s: %d %s", p.work, p.done[of], of))
}

// end clears the line.
func (p *progress) end() {
	if p.out != nil {
		fmt.Fprintf(p.out, "\r%*s\r", wide, "")
	}
}
