package wxtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// handler is who answers an endpoint, and under which host it stands.
func (s *Server) handler(e Endpoint, path string) (do http.HandlerFunc, host string) {
	switch e {
	case JSLogin:
		return s.serveJSLogin, loginHost
	case Poll:
		return s.servePoll, loginHost
	case LoginPage:
		return s.serveLoginPage, baseHost
	case PushLogin:
		return s.servePushLogin, baseHost
	case SyncCheck:
		return s.serveSyncCheck, pushHost
	case Upload:
		return s.serveUpload, fileHost
	case GetFile:
		return s.serveFile, fileHost
	case GetImage, GetVoice, GetVideo:
		return s.serveMedia, baseHost
	case Contacts:
		return s.serveContacts, baseHost
	case Logout:
		return s.serveLogout, baseHost
	}
	if strings.HasPrefix(path, "/qrcode/") {
		return s.serveCode, codeHost
	}
	if do, ok := s.posts()[e]; ok {
		return func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, do) }, baseHost
	}
	return http.NotFound, baseHost
}

// posts are the endpoints that take and give JSON with a base request.
func (s *Server) posts() map[Endpoint]func(*call) any {
	return map[Endpoint]func(*call) any{
		Init:         s.initialise,
		StatusNotify: s.notify,
		BatchContact: s.batchContact,
		Sync:         s.sync,
		SendText:     s.sendText,
		SendImage:    s.sendMedia,
		SendEmoticon: s.sendMedia,
		SendVideo:    s.sendMedia,
		SendApp:      s.sendApp,
		CheckUpload:  s.checkUpload,
		Revoke:       s.revoke,
	}
}

// call is a request of a client that is logged in.
type call struct {
	endpoint Endpoint
	login    *login
	body     []byte
	request  struct{ BaseRequest baseRequest }
}

// decode reads the body once more, into what the endpoint takes.
func (c *call) decode(v any) bool { return json.Unmarshal(c.body, v) == nil }

// reply is an answer that says nothing but how it went.
type reply struct{ BaseResponse baseResponse }

type baseResponse struct {
	Ret    int
	ErrMsg string
}

type baseRequest struct {
	Uin                 int64
	Sid, Skey, DeviceID string
}

func refused(ret int) any { return reply{baseResponse{Ret: ret}} }

// answer reads a request, sees whether its session is good and answers it; do runs
// with the lock held.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, do func(*call) any) {
	c := &call{}
	body, err := readAll(r)
	c.body = body
	if err != nil || !c.decode(&c.request) {
		http.Error(w, "the body is no JSON", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out any
	if ret := s.admits(r, c.request.BaseRequest); ret != 0 {
		out = refused(ret)
	} else {
		c.endpoint, c.login = Endpoint(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]), s.login
		out = do(c)
	}
	s.tell()
	writeJSON(w, out)
}

// writeJSON answers as the service does: JSON that says it is text.
func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "text/plain")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("wxtest: %v", err)) // one of our own types
	}
}
