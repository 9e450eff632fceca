package wxtest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"time"
)

// The answers that say that a session is not good.
const (
	retLoggedIn = 0
	retExpired  = 1101 // the session is over
	retCookie   = 1102 // the cookies are not those of the session
	retStale    = 1204 // nobody has that name in this session
)

// CookieCheck is what the service demands of cookies.
type CookieCheck int

const (
	// Strict demands the session's cookies of every request.
	Strict CookieCheck = iota
	// Lenient looks at the request's parameters alone.
	Lenient
)

// login is one session of the client, from a scan or a push login on.
type login struct {
	n                   int
	sid, skey, ticket   string
	dataTicket          string
	names               names
	kicked              int  // what the next synccheck answers; 0: nothing
	expired, forgotten  bool // a hot login is refused; a push login too
	initialised, notify int
}

// open begins a new session, which ends the one before it. The lock is held.
func (s *Server) open() *login {
	s.logins++
	n := s.logins
	s.login = &login{
		n: n, sid: secret("sid", n), skey: "@crypt_" + secret("skey", n), ticket: secret("ticket", n) + "%2B", dataTicket: secret("data", n),
		names: names{login: n, chats: map[string]Chat{}, wires: map[string]string{}},
	}
	return s.login
}

// secret is a value that looks like the service's and can be found in a log.
func secret(kind string, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s-%d", kind, n))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// newCookies are those of a new session, with the domains of the real service.
func (s *Server) newCookies(l *login) []*http.Cookie {
	var all []*http.Cookie
	for _, c := range []struct{ name, value, domain string }{
		{"wxuin", fmt.Sprint(s.Uin), baseHost},
		{"wxsid", l.sid, baseHost},
		{"wxloadtime", fmt.Sprint(time.Now().Unix()), baseHost},
		{"mm_lang", "zh_CN", baseHost},
		{"webwx_data_ticket", l.dataTicket, ".qq.com"},
		{"webwxuvid", secret("uvid", l.n), baseHost},
		{"webwx_auth_ticket", secret("auth", l.n), baseHost},
	} {
		all = append(all, &http.Cookie{Name: c.name, Value: c.value, Domain: c.domain, Path: "/", Expires: time.Now().Add(s.CookieLife)})
	}
	return all
}

// cookiesGood tells whether a request carries the session's cookies. The lock is held.
func (s *Server) cookiesGood(r *http.Request) bool {
	if s.Cookies == Lenient {
		return true
	}
	for name, want := range map[string]string{"wxsid": s.login.sid, "webwx_data_ticket": s.login.dataTicket} {
		if c, err := r.Cookie(name); err != nil || c.Value != want {
			return false
		}
	}
	return true
}

// admits is 0 for a request of the session, and the code that refuses any other.
// The lock is held.
func (s *Server) admits(r *http.Request, b baseRequest) int {
	switch l := s.login; {
	case l == nil || l.expired || b.Uin != s.Uin || b.Sid != l.sid || b.Skey != l.skey:
		return retExpired
	case !s.cookiesGood(r):
		return retCookie
	}
	return retLoggedIn
}

// Kick has the next synccheck answer with a code (1100: logged out on the phone,
// 1101, 1102), which ends the client's session. A hot login is let in.
func (s *Server) Kick(code int) { s.lose(func(l *login) { l.kicked = code }) }

// Expire ends the session for good: a hot login is refused, a push login works.
func (s *Server) Expire() { s.lose(func(l *login) { l.expired = true }) }

// Forget ends the session: only a scan lets the client in again.
func (s *Server) Forget() { s.lose(func(l *login) { l.expired, l.forgotten = true, true }) }

func (s *Server) lose(do func(*login)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.login != nil {
		do(s.login)
		s.tell()
	}
}

// Online tells whether a client is logged in and has asked for news since.
func (s *Server) Online() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.login != nil && !s.login.expired && s.login.kicked == 0 && s.login.initialised > 0 && s.login.notify > 0
}

// Logins is how many sessions were opened by a scan or a push login.
func (s *Server) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.logins
}

// Secrets are the values of all sessions so far that no log may hold: keys,
// session ids, tickets and cookies.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for n := 1; n <= s.logins; n++ {
		for _, kind := range []string{"sid", "skey", "ticket", "data", "uvid", "auth"} {
			all = append(all, secret(kind, n))
		}
	}
	return all
}

func (s *Server) initialise(c *call) any {
	c.login.initialised++
	c.login.kicked = 0
	contacts := []any{s.member(c.login, s.self)}
	for _, g := range s.groups {
		if !g.unsaved && len(contacts) < 10 {
			contacts = append(contacts, s.group(c.login, g, nil))
		}
	}
	return map[string]any{
		"BaseResponse": baseResponse{}, "Count": len(contacts), "ContactList": contacts,
		"SyncKey": s.stream.key(s.stream.end()), "User": s.member(c.login, s.self),
		"ChatSet": "filehelper,", "SKey": c.login.skey, "ClientVersion": 620757048, "SystemTime": s.Now().Unix(),
		"GrayScale": 1, "InviteStartCount": 40, "MPSubscribeMsgCount": 0, "MPSubscribeMsgList": []any{}, "ClickReportInterval": 600000,
	}
}

// notify is what a client says to the phone: that it has logged in, or that a
// message was read.
func (s *Server) notify(c *call) any {
	c.login.notify++
	return map[string]any{"BaseResponse": baseResponse{}, "MsgID": s.nextID()}
}

func readAll(r *http.Request) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r.Body, 64<<20))
}
