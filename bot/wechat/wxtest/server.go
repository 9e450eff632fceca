package wxtest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"
)

// The hosts of the service, as the client asks for them.
const (
	baseHost  = "wx.qq.com"
	pushHost  = "webpush.wx.qq.com"
	fileHost  = "file.wx.qq.com"
	loginHost = "login.wx.qq.com"
	codeHost  = "login.weixin.qq.com"
)

// kept is how many messages can be asked for again, and how many requests are
// remembered: at least so many, and at most twice as many.
const kept = 10000

// Server is the service with one account. Its methods may be called at any time
// and by several goroutines; its fields are set before the first request.
type Server struct {
	Batch      int              // the most messages of one webwxsync
	Page       int              // the most contacts of one webwxgetcontact
	Poll       time.Duration    // how long a poll waits for news
	Cookies    CookieCheck      // what the service demands of cookies
	CookieLife time.Duration    // after which a client's jar drops them
	CodeLife   time.Duration    // how long a code may be scanned
	Now        func() time.Time // the time of what is said
	Uin        int64            // the number of the account

	listener net.Listener
	dial     func(ctx context.Context, network, addr string) (net.Conn, error)
	http     *http.Server
	done     chan struct{}
	serving  sync.WaitGroup

	mu       sync.Mutex
	changed  chan struct{} // closed and made anew at each change
	self     *Person
	people   []*Person
	groups   []*Group
	login    *login
	logins   int
	codes    map[string]*code
	welcome  bool // every code is scanned and confirmed at once
	refusal  string
	stream   stream
	serial   int64
	files    map[string]upload // by MediaId
	partial  map[string][]byte // of uploads in several parts
	media    map[string][]byte // what can be fetched of messages, by MsgId or MediaId
	sent     []Sent
	requests requestLog
	faults   map[Endpoint][]*Fault
}

// New serves on a loopback port until the test ends.
func New(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(t, l)
	s.dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
	}
	return s
}

// NewPiped serves in memory until the test ends: for a bubble of testing/synctest,
// in which no real connection may wait.
func NewPiped(t testing.TB) *Server {
	t.Helper()
	p := newPipes()
	s := newServer(t, p)
	s.dial = func(ctx context.Context, _, _ string) (net.Conn, error) { return p.dial(ctx) }
	return s
}

func newServer(t testing.TB, l net.Listener) *Server {
	s := &Server{
		Batch: 50, Page: 2000, Poll: 25 * time.Second, CookieLife: 30 * 24 * time.Hour, CodeLife: 5 * time.Minute, Now: time.Now, Uin: 2100004321,
		listener: l, done: make(chan struct{}), changed: make(chan struct{}),
		codes: map[string]*code{}, files: map[string]upload{}, partial: map[string][]byte{}, media: map[string][]byte{},
		faults: map[Endpoint][]*Fault{}, requests: requestLog{counts: map[Endpoint]int{}},
	}
	s.self = &Person{key: "self", nick: "小青"}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve)}
	s.serving.Go(func() { _ = s.http.Serve(l) })
	t.Cleanup(s.Close)
	return s
}

// Close ends the service: polls that wait are cut off.
func (s *Server) Close() {
	s.mu.Lock()
	select {
	case <-s.done:
	default:
		close(s.done)
	}
	s.mu.Unlock()
	_ = s.http.Close()
	s.serving.Wait()
}

// URL is where the service listens.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// tell wakes all who wait for a change. The lock is held.
func (s *Server) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Await returns when ok holds, which is asked again at each change of the
// service: a request, a message sent, a login. ok may call the methods of s.
func (s *Server) Await(ctx context.Context, ok func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-s.done:
			return fmt.Errorf("the service has ended")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// wait waits for a change, and tells whether to look again: not when the poll is
// over, the client has gone or the service ends.
func (s *Server) wait(r *http.Request, changed chan struct{}, over <-chan time.Time) bool {
	select {
	case <-changed:
		return true
	case <-over:
	case <-s.done:
	case <-r.Context().Done():
	}
	return false
}
