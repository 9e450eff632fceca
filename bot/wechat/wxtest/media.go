package wxtest

import "net/http"

// serveMedia gives the picture, voice or video of a message; the body stays empty
// where it refuses.
func (s *Server) serveMedia(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	id := q.Get("msgid")
	if id == "" {
		id = q.Get("MsgID")
	}
	s.mu.Lock()
	content, known := s.media[id]
	ret := s.admitsKey(r)
	s.mu.Unlock()
	if known && ret == 0 {
		give(w, content)
	}
}

// serveFile gives the file of a message, or an empty body.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	content, known := s.media[r.URL.Query().Get("mediaid")]
	good := s.login != nil && !s.login.expired && r.URL.Query().Get("webwx_data_ticket") == s.login.dataTicket && s.cookiesGood(r)
	s.mu.Unlock()
	if known && good {
		give(w, content)
	}
}

func give(w http.ResponseWriter, content []byte) {
	w.Header().Set("Content-Type", http.DetectContentType(content))
	_, _ = w.Write(content)
}
