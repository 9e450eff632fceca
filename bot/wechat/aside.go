package wechat

import (
	"errors"
	"time"
)

// waiting is a message that cannot be placed yet: the service does not tell the name
// of its group, or who the members are.
type waiting struct {
	Message wireMessage
	Since   time.Time
}

// puzzle is the message that holds up the stream.
type puzzle struct {
	id    text
	tries int
	since time.Time
}

// How long a message may hold up all others before it is kept aside.
const (
	patience   = 3               // tries, where it is not known which group it is of
	forMembers = 5 * time.Minute // where the group is ours, and the service tells no members
	forSender  = time.Minute     // where it tells them, and the sender is not among them
)

// What is kept aside stands in the file of the session, so it is bounded.
const (
	mostAside  = 500
	asideBytes = 256 << 10
	retryAside = 30 * time.Second // at the least between two tries
	retrySlow  = 10 * time.Minute // and at the most
)

// waitsFor tells whether the stream has to wait for a message that cannot be placed.
// Where others of its group are kept aside already it goes to them.
func (s *session) waitsFor(w wireMessage, err error) bool {
	if s.ctx.Err() != nil {
		return true
	}
	if s.puzzle.id != w.MsgID {
		s.puzzle = puzzle{id: w.MsgID, since: time.Now()}
	}
	s.puzzle.tries++
	switch {
	case errors.Is(err, errSender):
		return time.Since(s.puzzle.since) < forSender
	case s.asideOf(w.there(s.self)):
		return false
	case errors.Is(err, errMembers):
		return time.Since(s.puzzle.since) < forMembers
	}
	return s.puzzle.tries < patience
}

// there is the group that a message was said in.
func (w *wireMessage) there(self string) string {
	if string(w.From) == self {
		return string(w.To)
	}
	return string(w.From)
}

// sender is who has written in a group.
func (w *wireMessage) sender() string {
	wire, _ := cutSender(w.Content)
	return wire
}

// asideOf tells whether messages of a group are kept aside.
func (s *session) asideOf(wire string) bool {
	for _, a := range s.keep.Aside {
		if a.Message.there(s.self) == wire {
			return true
		}
	}
	return false
}

// putAside keeps a message until its group is known. Its place in the stream is
// passed, so it is written down with the session.
func (s *session) putAside(w wireMessage, why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := append(s.keep.Aside, waiting{w, time.Now()})
	size, dropped := 0, len(all)
	for dropped > 0 && len(all)-dropped < mostAside && size+len(all[dropped-1].Message.Content) <= asideBytes {
		dropped--
		size += len(all[dropped].Message.Content)
	}
	if dropped > 0 {
		s.c.Log.Warn("wechat messages of unknown groups are too many, the oldest are left out", "messages", dropped)
	}
	s.keep.Aside, s.dirty = append([]waiting(nil), all[dropped:]...), true
	s.c.Log.Warn("wechat message cannot be placed yet and is kept aside", "type", int(w.Type), "kept", len(s.keep.Aside), "error", plain(why))
}

// retryInTime tries what is kept aside, the less often the longer it has waited.
func (s *session) retryInTime() {
	if len(s.keep.Aside) == 0 {
		return
	}
	age := time.Since(s.keep.Aside[len(s.keep.Aside)-1].Since)
	if time.Since(s.retried) >= min(max(age/4, retryAside), retrySlow) {
		s.retry()
	}
}

// retry tells what is kept aside and can be placed by now, each group's in its order.
func (s *session) retry() {
	if len(s.keep.Aside) == 0 {
		return
	}
	s.retried, s.fetchBy = time.Now(), time.Now().Add(fetchFor)
	var left []waiting
	unknown := map[string]bool{}
	for i, a := range s.keep.Aside {
		there := a.Message.there(s.self)
		if unknown[there] {
			left = append(left, a)
			continue
		}
		m, ok, err := s.place(a.Message)
		if errors.Is(err, errSender) {
			s.roster.miss(a.Message.sender())
			m, ok, err = s.place(a.Message)
		}
		if err == nil && ok {
			if s.hear(m) != nil {
				left = append(left, s.keep.Aside[i:]...)
				break
			}
			continue
		}
		if err != nil {
			unknown[there] = true
			left = append(left, a)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if told := len(s.keep.Aside) - len(left); told > 0 {
		s.c.Log.Info("wechat messages that were kept aside are told", "messages", told)
		s.keep.Aside, s.dirty = left, true
	}
}
