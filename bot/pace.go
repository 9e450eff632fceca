package bot

import (
	"slices"
	"time"

	"qunbao/report"
)

// Pace keeps a channel from being flooded, and its account from being barred. The
// zero Pace has no bounds.
type Pace struct {
	Spacing, Most time.Duration // from one message to the next: between these, by chance
	Files         time.Duration // from one file to the next, at least
	PerMinute     int           // messages in any minute; 0: no bound
	PerDay        int           // messages in any 24 hours, alerts apart; 0: no bound
}

// Of a day's messages one in forAlerts is kept for alerts, which go beyond it too, and
// once this part of them has left, people are reminded in their chat, by one message,
// and not one by one: what leaders wait for in the evening still has room.
const (
	forAlerts                  = 10
	reminderPart, reminderOver = 6, 10
)

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
	slowUntil time.Time // the service asked for a pause
	deafUntil time.Time // it could not be reached
	slow      int       // pauses since the last send that went well
	deaf      int       // vain tries to reach it since then
	sent      []time.Time
	gap       time.Duration // from the last message to the next
	file      time.Time     // when the last file left
}

// ready is the earliest instant at which the next message may leave, if it is an
// alert; the zero time where nothing holds it.
func (p *pacer) ready(pace Pace) time.Time {
	at := later(p.slowUntil, p.deafUntil)
	if n := len(p.sent); n > 0 {
		at = later(at, p.sent[n-1].Add(p.gap))
	}
	return later(at, p.after(pace.PerMinute, time.Minute))
}

// readyFor is the earliest instant at which a message of a row may leave.
func (p *pacer) readyFor(pace Pace, r report.Row) time.Time {
	at := p.ready(pace)
	if r.Kind != report.Alert {
		at = later(at, p.spent(pace))
	}
	if len(r.Files) > 0 && !p.file.IsZero() {
		at = later(at, p.file.Add(pace.Files))
	}
	return at
}

// spent is until when a day's messages are used up, but for alerts; the zero time where
// they never were.
func (p *pacer) spent(pace Pace) time.Time {
	if pace.PerDay <= 0 {
		return time.Time{}
	}
	return p.after(max(pace.PerDay-pace.PerDay/forAlerts, 1), 24*time.Hour)
}

// spares tells whether so many messages have left in a day that nobody is reminded alone.
func (p *pacer) spares(pace Pace, now time.Time) bool {
	return pace.PerDay > 0 && p.after(max(pace.PerDay*reminderPart/reminderOver, 1), 24*time.Hour).After(now)
}

// clamp keeps a clock that was set back from holding everything until its old time: no
// wait is longer from now than it may be, and what left ahead of now left just now.
func (p *pacer) clamp(now time.Time) {
	longest := func(d time.Duration) time.Time { return now.Add(d + d/5) }
	if at := longest(mostPause); p.slowUntil.After(at) {
		p.slowUntil = at
	}
	if at := longest(mostDelay); p.deafUntil.After(at) {
		p.deafUntil = at
	}
	if p.file.After(now) {
		p.file = now
	}
	if n := len(p.sent); n > 0 && p.sent[n-1].After(now) {
		ahead := p.sent[n-1].Sub(now)
		for i := range p.sent {
			p.sent[i] = p.sent[i].Add(-ahead)
		}
	}
}

// after is when fewer than n messages will have left in the span before; the zero
// time where that is so already, or there is no bound.
func (p *pacer) after(n int, span time.Duration) time.Time {
	if n <= 0 || len(p.sent) < n {
		return time.Time{}
	}
	return p.sent[len(p.sent)-n].Add(span)
}

// left records a message that reached the service. By chance, from 0 to 1, the next
// comes sooner or later.
func (p *pacer) left(pace Pace, out report.Outgoing, chance float64) {
	p.sent = append(p.sent, out.Time)
	if n := max(pace.PerMinute, pace.PerDay, 1); len(p.sent) > n {
		p.sent = slices.Delete(p.sent, 0, len(p.sent)-n)
	}
	p.gap = pace.Spacing + time.Duration(chance*float64(max(pace.Most-pace.Spacing, 0)))
	if len(out.Files) > 0 {
		p.file = out.Time
	}
}

// Remember tells the sender, before its first Step, when messages have left that it or
// an earlier run of the program sent, in any order: a restart is no reason to send more.
func (s *Sender) Remember(left []time.Time) {
	left = slices.SortedFunc(slices.Values(left), time.Time.Compare)
	for _, at := range left {
		s.pacer.left(s.Pace, report.Outgoing{Time: at}, 1)
	}
	if len(left) > 0 {
		s.pacer.file = left[len(left)-1]
	}
}

// Online tells the sender that the service can be reached again, and from when on it
// may be written to: it need not wait out the time for which it wanted to leave it
// alone. A pause that the service asked for stands.
func (s *Sender) Online(from time.Time) { s.pacer.deafUntil, s.pacer.deaf = from, 0 }

// Why is what holds messages though the service can be reached.
type Why string

// The reasons to hold messages.
const (
	Paused Why = "paused" // the service has asked for a pause: alerts wait too
	Spent  Why = "spent"  // a day's messages have left: all but alerts wait
)

// Held tells until when messages are held, at most, and why; a zero time and no reason
// where they are not. It is for the goroutine that calls Step.
func (s *Sender) Held(now time.Time) (until time.Time, why Why) {
	if s.pacer.slowUntil.After(now) {
		return s.pacer.slowUntil, Paused
	}
	if at := s.pacer.spent(s.Pace); at.After(now) {
		return at, Spent
	}
	return time.Time{}, ""
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
