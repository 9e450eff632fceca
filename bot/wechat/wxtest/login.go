package wxtest

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// code is a QR code, or the question on the phone of a push login.
type code struct {
	uuid  string
	stage stage
	told  bool // the poll has said that it is scanned
	until time.Time
}

type stage int

const (
	shown stage = iota
	scanned
	confirmed
	dead
)

// LetIn has every code scanned and confirmed at once, from now on.
func (s *Server) LetIn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.welcome = true
	for _, c := range s.codes {
		if c.stage != dead {
			c.stage = confirmed
		}
	}
	s.tell()
}

// KeepOut ends LetIn: codes wait for Scan and Confirm.
func (s *Server) KeepOut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.welcome = false
}

// Scan waits for a code and scans it with the phone.
func (s *Server) Scan(ctx context.Context) error { return s.move(ctx, shown, scanned) }

// Confirm waits for a code that is scanned, or for a push login's question, and
// says yes on the phone.
func (s *Server) Confirm(ctx context.Context) error { return s.move(ctx, scanned, confirmed) }

// Refuse waits for a code that is scanned, or for a push login's question, and
// says no on the phone.
func (s *Server) Refuse(ctx context.Context) error { return s.move(ctx, scanned, dead) }

func (s *Server) move(ctx context.Context, from, to stage) error {
	return s.Await(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, c := range s.codes {
			if c.stage == from && time.Now().Before(c.until) {
				c.stage = to
				s.tell()
				return true
			}
		}
		return false
	})
}

// Bar refuses the account, as the service refuses many, with its own words; empty
// words let it in again.
func (s *Server) Bar(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = words
}

// newCode makes a code. The lock is held.
func (s *Server) newCode(st stage) *code {
	c := &code{uuid: fmt.Sprintf("code-%d==", len(s.codes)+1), stage: st, until: time.Now().Add(s.CodeLife)}
	if s.welcome {
		c.stage = confirmed
	}
	s.codes[c.uuid] = c
	s.tell()
	return c
}

func (s *Server) serveJSLogin(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	c := s.newCode(shown)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/javascript")
	fmt.Fprintf(w, `window.QRLogin.code = 200; window.QRLogin.uuid = "%s";`, c.uuid)
}

// serveCode gives the picture of a code; nobody can scan it.
func (s *Server) serveCode(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "image/jpeg")
	_, _ = w.Write([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9"))
}

// servePoll waits until something happens to a code: 201 when it was scanned, 200
// with an address when it was confirmed, 400 when it is no longer good, 408 when
// the poll is over.
func (s *Server) servePoll(w http.ResponseWriter, r *http.Request) {
	over := time.NewTimer(s.Poll)
	defer over.Stop()
	for {
		s.mu.Lock()
		said := s.codeSays(r.URL.Query().Get("uuid"))
		changed := s.changed
		s.mu.Unlock()
		if said != "" {
			fmt.Fprint(w, said)
			return
		}
		if !s.wait(r, changed, over.C) {
			fmt.Fprint(w, "window.code=408;")
			return
		}
	}
}

// codeSays is what there is to say of a code; empty: nothing yet. The lock is held.
func (s *Server) codeSays(uuid string) string {
	c := s.codes[uuid]
	switch {
	case c == nil, c.stage == dead, c.stage < confirmed && !time.Now().Before(c.until):
		return "window.code=400;"
	case c.stage == confirmed:
		return fmt.Sprintf("window.code=200;\nwindow.redirect_uri=\"https://%s/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=%s&uuid=%s&lang=zh_CN&scan=%d\";",
			baseHost, ticketOf(c), c.uuid, time.Now().Unix())
	case c.stage == scanned && !c.told:
		c.told = true
		return "window.code=201;window.userAvatar = 'data:img/jpg;base64,/9j/2Q==';"
	}
	return ""
}

func ticketOf(c *code) string { return "ticket-" + strings.TrimRight(c.uuid, "=") }

// serveLoginPage opens a session for a confirmed code, once.
func (s *Server) serveLoginPage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	c := s.codes[q.Get("uuid")]
	w.Header().Set("Content-Type", "text/plain")
	switch {
	case c == nil || c.stage != confirmed || q.Get("ticket") != ticketOf(c):
		fmt.Fprint(w, "<error><ret>1</ret><message>ticket</message></error>")
		return
	case s.refusal != "":
		c.stage = dead
		fmt.Fprintf(w, "<error><ret>1203</ret><message>%s</message></error>", s.refusal)
		return
	}
	c.stage = dead
	l := s.open()
	for _, cookie := range s.newCookies(l) {
		http.SetCookie(w, cookie)
	}
	fmt.Fprintf(w, "<error><ret>0</ret><message></message><skey>%s</skey><wxsid>%s</wxsid><wxuin>%d</wxuin><pass_ticket>%s</pass_ticket><isgrayscale>1</isgrayscale></error>",
		l.skey, l.sid, s.Uin, l.ticket)
	s.tell()
}

// servePushLogin asks the phone to confirm, where the account was logged in before.
func (s *Server) servePushLogin(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.login == nil || s.login.forgotten || r.URL.Query().Get("uin") != fmt.Sprint(s.Uin) || !s.cookiesGood(r) {
		writeJSON(w, map[string]string{"ret": "1", "msg": "all ok"})
		return
	}
	writeJSON(w, map[string]string{"ret": "0", "msg": "all ok", "uuid": s.newCode(scanned).uuid})
}

// serveLogout ends the session. The answer is a redirect without a body.
func (s *Server) serveLogout(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.login != nil && r.URL.Query().Get("skey") == s.login.skey {
		s.login.expired = true
		s.tell()
	}
	w.Header().Set("Location", "https://"+baseHost+"/")
	w.WriteHeader(http.StatusMovedPermanently)
}
