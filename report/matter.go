package report

import (
	"slices"
	"time"
)

// What became of an urgent matter is derived from its progress alone: it waits
// until somebody has it in hand, and stands in the digest until it is over.

// Acknowledged is who was the first to have the matter in hand; a leader's answer
// says so too. What was said before the matter ended and was opened again counts no
// more.
func (e *Event) Acknowledged() (Progress, bool) {
	from, _ := e.opened()
	for _, p := range e.Progress[from:] {
		if p.Kind == Acknowledged || p.Kind == Instructed {
			return p, true
		}
	}
	return Progress{}, false
}

// opened is the step that opened the matter again after an end, the last of them, and
// how often that was; 0, 0: never.
func (e *Event) opened() (step, times int) {
	over := false
	for i, p := range e.Progress {
		if p.Kind == FollowedUp && over {
			step, times = i, times+1
		}
		over = p.Kind == Closed || over && p.Kind != FollowedUp
	}
	return step, times
}

// Closed is how the matter ended. More from the place after that opens it again.
func (e *Event) Closed() (Progress, bool) {
	for _, p := range slices.Backward(e.Progress) {
		switch p.Kind {
		case Closed:
			return p, true
		case FollowedUp:
			return Progress{}, false
		}
	}
	return Progress{}, false
}

// Waits tells whether nobody has the matter in hand and it is not over.
func (e *Event) Waits() bool {
	_, begun := e.Acknowledged()
	_, over := e.Closed()
	return !begun && !over
}

// Latest is what was last said of the matter.
func (e *Event) Latest() (Progress, bool) {
	for _, p := range slices.Backward(e.Progress) {
		if p.Kind == FollowedUp || p.Kind == Instructed {
			return p, true
		}
	}
	return Progress{}, false
}

// holders are those who have said that they have the matter in hand.
func (e *Event) holders() []PersonID {
	var all []PersonID
	for _, p := range e.Progress {
		if p.Kind == Acknowledged || p.Kind == Instructed {
			all = union(all, []PersonID{PersonID(p.By)})
		}
	}
	return all
}

// stateText is how an urgent matter stands, in a few words for the digest.
func (w *Workspace) stateText(e Event) string {
	said := func(p Progress, what string) string {
		return "；" + w.at(p.Time, DayOf(e.Time.In(w.Zone))) + p.By + what
	}
	by, begun := e.Acknowledged()
	last, more := e.Latest()
	end, over := e.Closed()
	var got, text string
	if begun && (by.Kind == Acknowledged || !more || last.Message != by.Message) {
		got = said(by, "收到")
	}
	if more {
		text = said(last, "：") + shorten(last.Text)
	}
	if text = got + text; more && begun && by.Time.After(last.Time) {
		text = said(last, "：") + shorten(last.Text) + got
	}
	switch {
	case over && takenBack(end):
		text += said(end, end.Text)
	case over && end.Text != "":
		text += said(end, "办结：") + shorten(end.Text)
	case over:
		text += said(end, "办结")
	case !begun:
		text += "；" + nobodyYet
	}
	return text
}

// PendingFor is how far back a digest looks for urgent matters that are not over.
const PendingFor = 90 * 24 * time.Hour

// Pending are the events that a digest tells: those raised from an instant on, those
// that are not over, and, once, those that ended after the digest before.
func Pending(events []Event, from, before time.Time) []Event {
	return filter(events, func(e Event) bool {
		end, over := e.Closed()
		return !e.Time.Before(from) || !over || end.Time.After(before)
	})
}
