package wechat

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/eatmoreapple/openwechat"
)

// maxAnswer bounds what is read of an answer.
const maxAnswer = 32 << 20

// guard stands between the library and the service. openwechat looks at no status,
// reads without a limit, and panics on what it does not expect, in a goroutine of
// its own where nobody can catch it: so no answer reaches it that has not been read
// here first and written anew.
//
// Messages never reach the library at all. It would drop colons at the ends of
// lines, and ask the service back in the middle of its loop; the guard takes them
// out of the answer and gives them to deliver. Only when all of them are kept the
// answer goes on, and with it the place up to which the stream was read: what was
// not kept is given again.
type guard struct {
	base    http.RoundTripper
	jar     func() *openwechat.Jar // the library's, of which it may have a new one
	cookies *cookies
	breath  breath

	asked   func()                                              // of webwxpushloginurl: the phone shows a button
	admit   func(account) error                                 // of webwxinit: whose account it is
	begun   func()                                              // the login is complete, and the library's loop begins
	deliver func(context.Context, news) (moved bool, err error) // of webwxsync: whether the stream has moved
	denied  atomic.Pointer[string]                              // why the account was refused, in the service's words
	seeded  map[string]bool
	mu      sync.Mutex
	flights flights
}

// rule is how the answer to a call is looked at.
type rule struct {
	timeout time.Duration
	shape   func(g *guard, ctx context.Context, body []byte) ([]byte, error) // nil: the answer passes untouched
	act     bool                                                             // the call does something that must not be done twice
}

// rules are those of the calls that are made. What is asked of an answer is in
// answers.go.
func rules(call string) rule {
	const quick, poll = 30 * time.Second, 45 * time.Second
	switch call {
	case "jslogin":
		return rule{quick, asItIs, false}
	case "login":
		return rule{poll, asItIs, false}
	case "webwxnewloginpage":
		return rule{quick, loginPage, false}
	case "webwxpushloginurl":
		return rule{quick, pushAnswer, false}
	case "webwxinit":
		return rule{quick, initAnswer, false}
	case "webwxstatusnotify":
		return rule{quick, notifyAnswer, false}
	case "synccheck":
		return rule{poll, checkAnswer, false}
	case "webwxsync":
		return rule{quick, syncAnswer, false}
	case "webwxgetcontact", "webwxbatchgetcontact":
		return rule{quick, goodAnswer, false}
	case "webwxsendmsg", "webwxsendmsgimg", "webwxsendappmsg":
		return rule{quick, doneAnswer, true}
	case "webwxuploadmedia":
		return rule{poll, doneAnswer, false}
	}
	return rule{timeout: quick}
}

// ours tells whether an address is one of the service: the address of a session
// comes from an answer, and the keys of the session go there.
func ours(u *url.URL) bool {
	if u.Scheme != "https" || u.Port() != "" {
		return false
	}
	for _, domain := range []string{"qq.com", "wechat.com"} {
		if u.Hostname() == domain || strings.HasSuffix(u.Hostname(), "."+domain) {
			return true
		}
	}
	return false
}

// RoundTrip implements http.RoundTripper.
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	call := path.Base(req.URL.Path)
	refuse := func(f *fault) (*http.Response, error) {
		if req.Body != nil {
			_ = req.Body.Close()
		}
		return nil, f
	}
	if !g.flights.begin() {
		return refuse(&fault{call: call, what: "stopped", cause: context.Canceled})
	}
	defer g.flights.end()
	if !ours(req.URL) {
		return refuse(&fault{call: call, what: "the address is none of the service"})
	}
	g.seed(req.URL)
	if err := g.breath.before(req.Context(), call); err != nil {
		return refuse(&fault{call: call, what: "stopped", cause: err})
	}
	r := rules(call)
	ctx, cancel := context.WithTimeout(req.Context(), r.timeout)
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	resp, err := g.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, &fault{call: call, what: network(err), begun: wrote.Load(), cause: stopped(err)}
	}
	g.cookies.remember(req.URL, resp.Cookies(), time.Now())
	if r.shape == nil {
		resp.Body = &cancelled{resp.Body, cancel}
		return resp, nil
	}
	defer cancel()
	body, err := g.read(req.Context(), resp, r, call)
	if err != nil {
		return nil, err
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

// read reads an answer and looks at it. The time of a request ends with its answer:
// keeping the messages may take longer.
func (g *guard) read(ctx context.Context, resp *http.Response, r rule, call string) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	_ = resp.Body.Close()
	f := &fault{call: call, begun: true}
	switch {
	case err != nil:
		f.what, f.cause = network(err), stopped(err)
		return nil, f
	case len(body) > maxAnswer:
		f.what = "the answer is too large"
		return nil, f
	case resp.StatusCode/100 != 2 && (call != "webwxnewloginpage" || resp.StatusCode/100 != 3):
		f.what = "the service answers with status " + resp.Status[:min(3, len(resp.Status))]
		return nil, f
	}
	body, err = r.shape(g, ctx, body)
	var known *fault
	switch {
	case err == nil:
		return body, nil
	case errors.As(err, &known):
		known.call = call
		return nil, known
	}
	f.what, f.cause = err.Error(), err
	return nil, f
}

// flights counts the requests that are on their way, until no more may begin.
type flights struct {
	mu   sync.Mutex
	n    int
	over chan struct{} // closed when the last has ended; nil: more may begin
}

func (f *flights) begin() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over != nil {
		return false
	}
	f.n++
	return true
}

func (f *flights) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n--; f.n == 0 && f.over != nil {
		close(f.over)
	}
}

// settle lets no more requests begin and waits until none is on its way: the library's
// loop may still be between two of them. It is called once.
func (f *flights) settle() {
	f.mu.Lock()
	f.over = make(chan struct{})
	if f.n == 0 {
		close(f.over)
	}
	f.mu.Unlock()
	<-f.over
}

// cancelled frees a request's context when its body is closed.
type cancelled struct {
	io.ReadCloser
	cancel context.CancelFunc
}

// Close implements io.Closer.
func (c *cancelled) Close() error {
	defer c.cancel()
	return c.ReadCloser.Close()
}
