package wechat

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot"
	"qunbao/report"
)

// deliver tells of news, in its order, and returns when all of it is kept, and whether
// the stream has moved.
func (s *session) deliver(_ context.Context, n news) (moved bool, err error) {
	select {
	case <-s.open:
	case <-s.ctx.Done():
		return false, context.Cause(s.ctx)
	}
	s.lives()
	if n.bad > 0 {
		s.c.Log.Warn("wechat messages cannot be read and are left out", "messages", n.bad)
	}
	s.fetchBy = time.Now().Add(fetchFor)
	if s.roster.moved(n.changed); len(n.changed) > 0 {
		s.c.rise(s)
		s.retry()
	}
	for _, w := range n.messages {
		if err := s.tell(w); err != nil {
			return false, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n.key.Count > 0 {
		moved = !slices.Equal(n.key.List, s.keep.SyncKey.List)
		s.keep.SyncKey, s.dirty = n.key, true
	}
	return moved, nil
}

// tell gives one message to the listener, or keeps it aside.
func (s *session) tell(w wireMessage) error {
	m, ok, err := s.place(w)
	switch {
	case err != nil && s.waitsFor(w, err):
		return err
	case errors.Is(err, errSender):
		s.roster.miss(w.sender())
		if m, ok, err = s.place(w); err != nil {
			return err
		}
	case errors.Is(err, errUnnamed) || errors.Is(err, errMembers):
		s.putAside(w, err)
	case err != nil:
		s.c.Log.Warn("wechat message cannot be read and is left out", "type", int(w.Type), "error", plain(err))
	}
	if err != nil || !ok {
		return nil
	}
	return s.hear(m)
}

// place reads a message; nothing that is odd about it stops the program.
func (s *session) place(w wireMessage) (m report.Message, ok bool, err error) {
	err = bot.Guard(func() (err error) {
		m, ok, err = s.read(s.ctx, w)
		return err
	})
	return m, ok, err
}

// hear gives a message to the listener.
func (s *session) hear(m report.Message) error {
	if err := s.ear.Hear(s.ctx, m); err != nil {
		s.cancel(errUnheard{err})
		return err
	}
	s.c.heard.add(m.ID)
	return nil
}

// checked is told of each answer to synccheck: the moment at which nothing is on its
// way, so that what was kept may be written. That there is news is no sign of life
// yet: it has to be given.
func (s *session) checked(r openwechat.SyncCheckResponse) {
	if !r.Success() {
		return
	}
	s.mu.Lock()
	if s.dirty && (r.Selector == openwechat.SelectorNormal || time.Since(s.written) > time.Second) {
		s.flush()
	}
	s.mu.Unlock()
	select {
	case <-s.open:
		if r.Selector == openwechat.SelectorNormal {
			s.lives()
		}
		s.retryInTime()
	default:
	}
}

// lives notes that the service does its work: it says that there is nothing, or gives
// what there is.
func (s *session) lives() {
	s.mu.Lock()
	s.good = time.Now()
	s.mu.Unlock()
	s.c.sign(s.good)
	s.c.rise(s)
}

// trouble decides whether the loop goes on after an error; its pace is the guard's.
func (s *session) trouble(err error) error {
	s.mu.Lock()
	silent := time.Since(s.good)
	s.mu.Unlock()
	var ret openwechat.Ret
	switch {
	case s.ctx.Err() != nil:
		return context.Cause(s.ctx)
	case errors.Is(err, errDead), errors.As(err, &ret) && dead(ret):
		return plain(err)
	case silent > silentFor:
		return errSilent
	case silent > quietFor:
		s.c.fall(bot.State{Phase: bot.Down, Words: "连不上微信，正在重试", Reason: plain(err).Error()})
	}
	s.c.Log.Debug("wechat trouble", "error", plain(err))
	return nil
}
