package wxtest

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"
)

// Endpoint is the last part of an address of the service.
type Endpoint string

// The endpoints of the service.
const (
	JSLogin      Endpoint = "jslogin"
	Poll         Endpoint = "login" // the poll of a code
	LoginPage    Endpoint = "webwxnewloginpage"
	PushLogin    Endpoint = "webwxpushloginurl"
	Init         Endpoint = "webwxinit"
	StatusNotify Endpoint = "webwxstatusnotify"
	Contacts     Endpoint = "webwxgetcontact"
	BatchContact Endpoint = "webwxbatchgetcontact"
	SyncCheck    Endpoint = "synccheck"
	Sync         Endpoint = "webwxsync"
	SendText     Endpoint = "webwxsendmsg"
	SendImage    Endpoint = "webwxsendmsgimg"
	SendApp      Endpoint = "webwxsendappmsg"
	SendEmoticon Endpoint = "webwxsendemoticon"
	SendVideo    Endpoint = "webwxsendvideomsg"
	Upload       Endpoint = "webwxuploadmedia"
	CheckUpload  Endpoint = "webwxcheckupload"
	Revoke       Endpoint = "webwxrevokemsg"
	GetImage     Endpoint = "webwxgetmsgimg"
	GetVoice     Endpoint = "webwxgetvoice"
	GetVideo     Endpoint = "webwxgetvideo"
	GetFile      Endpoint = "webwxgetmedia"
	Logout       Endpoint = "webwxlogout"

	Every Endpoint = "*" // for a fault of all endpoints, met where one has none of its own
)

// Fault is one way of going wrong. The zero fault is none.
type Fault struct {
	Times  int           // how many requests it meets; 0: all from now on
	After  int           // how many requests it lets pass first
	Delay  time.Duration // before anything else
	Status int           // the answer's status; 0: 200
	Body   string        // the answer; empty: the true one
	Type   string        // its content type; empty: the true one
	Huge   int           // so many bytes more of white space before the answer
	Edit   func(answer []byte) []byte

	// Took says that a request whose answer is spoilt was carried out all the same.
	// With Edit, Huge and Cut it always is.
	Took bool

	Reset bool // the connection is reset in place of an answer
	Cut   bool // the connection ends in the middle of the answer
}

// Fault makes requests to an endpoint go wrong. Several faults of one endpoint are
// met in their order, each when the one before it is used up.
func (s *Server) Fault(e Endpoint, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[e] = append(s.faults[e], &f)
}

// Heal ends the faults of some endpoints, or of all where none is named.
func (s *Server) Heal(all ...Endpoint) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := range s.faults {
		if len(all) == 0 || slices.Contains(all, e) {
			delete(s.faults, e)
		}
	}
}

// meets is the fault that a request meets, if any. The lock is held.
func (s *Server) meets(e Endpoint) *Fault {
	all := s.faults[e]
	if len(all) == 0 {
		e, all = Every, s.faults[Every]
	}
	if len(all) == 0 {
		return nil
	}
	f := all[0]
	switch {
	case f.After > 0:
		f.After--
		return nil
	case f.Times == 1:
		s.faults[e] = all[1:]
	case f.Times > 1:
		f.Times--
	}
	return f
}

// spoil answers a request as its fault demands.
func (s *Server) spoil(w http.ResponseWriter, r *http.Request, f Fault, do http.HandlerFunc) {
	if f.Delay > 0 && !s.pause(r, f.Delay) {
		return
	}
	truth := httptest.NewRecorder()
	if f.Took || f.Body == "" && f.Status == 0 && !f.Reset || f.Edit != nil || f.Cut {
		do(truth, r)
	}
	if f.Reset {
		hangUp(w, nil)
		return
	}
	body := truth.Body.Bytes()
	if f.Body != "" {
		body = []byte(f.Body)
	}
	if f.Edit != nil {
		body = f.Edit(body)
	}
	if f.Cut {
		hangUp(w, body)
		return
	}
	for k, v := range truth.Header() {
		w.Header()[k] = v
	}
	if f.Type != "" {
		w.Header().Set("Content-Type", f.Type)
	}
	if f.Status == 0 {
		f.Status = truth.Code
	}
	w.WriteHeader(f.Status)
	blank := bytes.Repeat([]byte{' '}, 1<<16)
	for n := f.Huge; n > 0; n -= len(blank) {
		if _, err := w.Write(blank[:min(n, len(blank))]); err != nil {
			return
		}
	}
	_, _ = w.Write(body)
}

// pause waits, and tells whether the client is still there.
func (s *Server) pause(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.done:
	case <-r.Context().Done():
	}
	return false
}

// hangUp ends a connection after half an answer, or resets it before any.
func hangUp(w http.ResponseWriter, answer []byte) {
	conn, out, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	if answer == nil {
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
	} else {
		fmt.Fprintf(out, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(answer), answer[:len(answer)/2])
		_ = out.Flush()
	}
	_ = conn.Close()
}
