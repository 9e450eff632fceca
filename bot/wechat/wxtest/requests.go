package wxtest

import (
	"maps"
	"net/http"
	"path"
	"slices"
	"time"
)

// Request is one request of the client.
type Request struct {
	At       time.Time
	Endpoint Endpoint
	Host     string // that the client asked for
	Method   string
	Cookies  int // how many it carried
	Fault    bool
}

// requestLog remembers the last requests and counts all.
type requestLog struct {
	last   []Request
	counts map[Endpoint]int
}

// Requests are the requests so far, the last 10,000 at least.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests.last)
}

// Count is how often some endpoints were asked; all of them where none is named.
func (s *Server) Count(of ...Endpoint) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(of) == 0 {
		of = slices.Collect(maps.Keys(s.requests.counts))
	}
	n := 0
	for _, e := range of {
		n += s.requests.counts[e]
	}
	return n
}

// serve notes a request and answers it, or spoils the answer.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	e := Endpoint(path.Base(r.URL.Path))
	do, host := s.handler(e, r.URL.Path)
	s.mu.Lock()
	f := s.meets(e)
	s.note(Request{At: time.Now(), Endpoint: e, Host: r.Header.Get(hostHeader), Method: r.Method, Cookies: len(r.Cookies()), Fault: f != nil})
	s.mu.Unlock()
	if host != r.Header.Get(hostHeader) {
		do = http.NotFound
	}
	if f == nil {
		do(w, r)
		return
	}
	s.spoil(w, r, *f, do)
}

func (s *Server) note(r Request) {
	if len(s.requests.last) >= 2*kept {
		s.requests.last = slices.Clone(s.requests.last[kept:])
	}
	s.requests.last = append(s.requests.last, r)
	s.requests.counts[r.Endpoint]++
	s.tell()
}
