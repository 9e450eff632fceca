package wechat

import (
	"context"
	"errors"
	"time"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot"
	"qunbao/report"
)

// deliver tells of news, in its order, and returns when all of it is kept.
func (s *session) deliver(_ context.Context, n news) error {
	select {
	case <-s.open:
	case <-s.ctx.Done():
		return context.Cause(s.ctx)
	}
	if n.bad > 0 {
		s.c.Log.Warn("wechat messages cannot be read and are left out", "messages", n.bad)
	}
	if s.roster.moved(n.changed); len(n.changed) > 0 {
		s.c.rise(s)
	}
	for _, w := range n.messages {
		if err := s.tell(w); err != nil {
			return err
		}
	}
	if n.key.Count > 0 {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.keep.SyncKey, s.dirty = n.key, true
	}
	return nil
}

// patience is how often a message is asked for again whose group the service does
// not name, before it is left out: it must not block all others.
const patience = 3

// tell gives one message to the listener.
func (s *session) tell(w wireMessage) error {
	var m report.Message
	ok := false
	err := bot.Guard(func() (err error) {
		m, ok, err = s.read(s.ctx, w)
		return err
	})
	if err != nil {
		if s.puzzle != w.MsgID {
			s.puzzle, s.puzzled = w.MsgID, 0
		}
		if s.puzzled++; s.puzzled < patience || s.ctx.Err() != nil {
			return err
		}
		s.c.Log.Warn("wechat message cannot be placed and is left out", "type", int(w.Type), "error", plain(err))
		ok = false
	}
	if !ok || s.c.heard.has(m.ID) {
		return nil
	}
	if err := s.ear.Hear(s.ctx, m); err != nil {
		s.cancel(errUnheard{err})
		return err
	}
	s.c.heard.add(m.ID)
	return nil
}

// checked is told of each answer to synccheck: the moment at which nothing is on its
// way, so that what was kept may be written.
func (s *session) checked(r openwechat.SyncCheckResponse) {
	if !r.Success() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.good = time.Now()
	s.c.sign(s.good)
	if s.dirty && (r.Selector == openwechat.SelectorNormal || time.Since(s.written) > time.Second) {
		s.flush()
	}
	select {
	case <-s.open:
		s.c.rise(s)
	default:
	}
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
