package bot

import "time"

// Pace keeps a channel from being flooded. The zero Pace has no bounds.
type Pace struct {
	Spacing   time.Duration // from one send to the next
	PerMinute int           // sends in any minute; 0: no bound
}

// How long to wait after a failure: doubled each time, up to the most. A
// service that asks for a pause bars accounts that go on, hence the long one.
const (
	firstDelay, mostDelay = 5 * time.Second, 10 * time.Minute
	firstPause, mostPause = 10 * time.Minute, 2 * time.Hour
)

// doubled is first, doubled n times, and at most most.
func doubled(first, most time.Duration, n int) time.Duration {
	d := first
	for ; n > 0 && d < most; n-- {
		d *= 2
	}
	return min(d, most)
}

// pacer remembers what the sender has to wait for. It lives as long as the
// program: the rows keep their places, so that another program, whose account
// has no trouble, may send them.
type pacer struct {
	pausedUntil time.Time
	failures    int // offline or too fast, since the last send that went well
	sent        []time.Time
}

// ready is the earliest instant at which the next message may leave; the zero
// time where nothing holds it.
func (p *pacer) ready(pace Pace) time.Time {
	at := p.pausedUntil
	n := len(p.sent)
	if n > 0 && pace.Spacing > 0 {
		at = later(at, p.sent[n-1].Add(pace.Spacing))
	}
	if pace.PerMinute > 0 && n >= pace.PerMinute {
		at = later(at, p.sent[n-pace.PerMinute].Add(time.Minute))
	}
	return at
}

// left records an attempt that reached the service.
func (p *pacer) left(now time.Time, pace Pace) {
	p.sent = append(p.sent, now)
	if n := max(pace.PerMinute, 1); len(p.sent) > n {
		p.sent = append(p.sent[:0], p.sent[len(p.sent)-n:]...)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
