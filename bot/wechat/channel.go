package wechat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// Options are what a channel is made from.
type Options struct {
	Workspace *report.Workspace
	Account   string            // the WeChat name of the account that may log in; empty: the first that does
	Session   string            // the file that holds the login between two starts
	Files     string            // the folder for what people send; empty: nothing is fetched
	Terminal  io.Writer         // where the code to scan is drawn; nil: nowhere
	Transport http.RoundTripper // the way to the service; nil: the network
	Log       *slog.Logger
}

// Channel is WeChat, by the account of one phone.
type Channel struct {
	Options
	recent recent
	heard  seen

	turning sync.Mutex // guards what follows, and the order in which states are told
	ear     bot.Listener
	state   bot.State

	mu      sync.Mutex // guards what follows
	session *session   // nil: not up
	synced  time.Time

	sending  sync.Mutex // one message at a time
	uploaded time.Time  // the last file
}

// New makes a channel. Nothing is asked of the service before Run.
func New(o Options) *Channel {
	if o.Transport == nil {
		o.Transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	return &Channel{Options: o}
}

// Name is wechat.
func (c *Channel) Name() string { return "wechat" }

// maxText is the longest text that is sent, in bytes. The service's own limit is
// not known; this is what fits on three screens of a phone.
const maxText = 6000

// Capabilities: it writes to friends of the account alone, and an @ is mere text,
// of which nobody is notified.
func (c *Channel) Capabilities() bot.Capabilities {
	return bot.Capabilities{Private: true, Files: true, FilesApart: true, MaxText: maxText, Reaches: c.reaches}
}

// reaches tells whether somebody is a friend of the account; while none is logged in,
// nobody knows.
func (c *Channel) reaches(p report.PersonID) bool {
	s := c.live()
	if s == nil {
		return true
	}
	_, ok := s.roster.where(p)
	return ok || !s.roster.knowsAll()
}

// Synced is the last sign of life of the service; zero: there was none yet. It may
// be called at any time.
func (c *Channel) Synced() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.synced
}

// Members lists the cards of a group's members but for the account's own.
func (c *Channel) Members(ctx context.Context, chat report.ChatID) ([]string, error) {
	s := c.live()
	if s == nil {
		return nil, nil
	}
	g, err := s.roster.chat(ctx, chat)
	if err != nil {
		return nil, plain(err)
	}
	if g == nil {
		return nil, nil
	}
	var cards []string
	for _, m := range g.members {
		if card := m.shown(); !m.self && card != "" {
			cards = append(cards, card)
		}
	}
	return cards, nil
}

// errUnheard is what Run ends with where a message could not be kept.
type errUnheard struct{ error }

// Run logs in and gives what is said to a listener, until ctx is done. Where the
// session is lost it logs in again: without a scan where the service allows it, and
// else not more often than somebody looks at a phone. Nothing is read of an account
// that is not the configured one.
func (c *Channel) Run(ctx context.Context, l bot.Listener) error {
	c.open(l)
	defer c.close()
	steps, silent := ladder{step: scan}, false
	k, err := load(c.Session, c.Account)
	if err != nil {
		c.Log.Warn("wechat session", "error", err)
	}
	if k != nil {
		steps.step = hot
		c.sign(k.Synced)
	}
	for {
		c.turn(bot.State{Phase: bot.Connecting})
		s := c.newSession(ctx, steps.step)
		s.wary = silent
		err := s.run(l)
		silent = errors.Is(err, errSilent)
		var unheard errUnheard
		if errors.As(err, &unheard) {
			return unheard.error
		}
		err = plain(err)
		if ctx.Err() != nil {
			return nil
		}
		wait, words := steps.after(s, err)
		c.Log.Info("wechat session ended", "login", s.step, "up", !s.up.IsZero(), "error", err, "wait", wait)
		if wait > 0 || !s.up.IsZero() {
			c.turn(bot.State{Phase: bot.Down, Words: words, Reason: err.Error()})
		}
		if !pause(ctx, wait) {
			return nil
		}
	}
}

// open takes up a listener.
func (c *Channel) open(l bot.Listener) {
	c.turning.Lock()
	defer c.turning.Unlock()
	c.ear, c.state = l, bot.State{}
}

// close lets go of the listener: it is told nothing any more.
func (c *Channel) close() {
	c.turning.Lock()
	c.ear = nil
	c.turning.Unlock()
	if t, ok := c.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// turn tells of a state, unless it is the one that was told last.
func (c *Channel) turn(s bot.State) {
	c.turning.Lock()
	defer c.turning.Unlock()
	c.tell(s)
}

// signEvery is how often at most a channel that stays up tells of a sign of life.
const signEvery = 20 * time.Second

// tell is turn with the lock held.
func (c *Channel) tell(s bot.State) {
	s.Since, s.Synced = time.Now(), c.Synced()
	last := c.state
	if last.Phase == s.Phase {
		switch {
		case s.Phase == bot.Scan && last.QR != s.QR: // another code
		case s.Phase == bot.Up && (s.Synced.Sub(last.Synced) >= signEvery || s.Words != last.Words):
			s.Since = last.Since
		default:
			return
		}
	}
	if c.ear == nil {
		return
	}
	c.state = s
	c.ear.Turn(s)
}

// rise makes a session the one that is up, unless it is over.
func (c *Channel) rise(s *session) {
	c.turning.Lock()
	defer c.turning.Unlock()
	if s.ctx.Err() == nil {
		c.seat(s)
		c.tell(bot.State{Phase: bot.Up, Words: s.doubts()})
	}
}

// fall says that no session is up; with an empty state it is not told yet why.
func (c *Channel) fall(why bot.State) {
	c.turning.Lock()
	defer c.turning.Unlock()
	c.seat(nil)
	if why.Phase != "" {
		c.tell(why)
	}
}

// sign notes a sign of life of the service.
func (c *Channel) sign(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.synced) {
		c.synced = at
	}
}

// live is the session that is up; nil: none is.
func (c *Channel) live() *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

// seat makes a session the one that is up; nil: none is.
func (c *Channel) seat(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.session = s
}

// ref stands for a name in logs.
func ref(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:4])
}

// seen remembers the last messages that were heard: the service gives some twice.
type seen struct {
	ids  map[report.MessageID]bool
	ring []report.MessageID
	next int
}

// mostSeen is how many messages are remembered.
const mostSeen = 4000

func (s *seen) has(id report.MessageID) bool { return s.ids[id] }

func (s *seen) add(id report.MessageID) {
	if s.ids == nil {
		s.ids, s.ring = map[report.MessageID]bool{}, make([]report.MessageID, mostSeen)
	}
	delete(s.ids, s.ring[s.next])
	s.ids[id], s.ring[s.next] = true, id
	s.next = (s.next + 1) % mostSeen
}
