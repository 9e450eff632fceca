package wxtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// origin is where cursors begin, so that they look like the service's.
const origin = 700000000

// entry is one thing that a client is told of: a message, or what has changed.
type entry struct {
	id      string
	said    said
	write   func(*login) any // the message in the names of a login; nil: none
	changed Chat             // nil: nothing
}

// stream is all that a client can still ask for.
type stream struct {
	first   int // how many entries are gone
	entries []entry
}

func (t *stream) end() int { return t.first + len(t.entries) }

// wireKey is a SyncKey.
type wireKey struct {
	Count int
	List  []struct{ Key, Val int64 }
}

// key is the SyncKey that stands behind the first n entries.
func (t *stream) key(n int) wireKey {
	return wireKey{4, []struct{ Key, Val int64 }{{1, 690000001}, {2, int64(origin + n)}, {3, 690000003}, {1000, 1580000000}}}
}

// append adds to what a client is told. The lock is held.
func (s *Server) append(e entry) {
	if len(s.stream.entries) >= 2*kept {
		s.stream.entries = slices.Clone(s.stream.entries[kept:])
		s.stream.first += kept
	}
	s.stream.entries = append(s.stream.entries, e)
	s.tell()
}

// since is what stands behind a cursor.
func (t *stream) since(cursor int) []entry {
	return t.entries[min(max(cursor-t.first, 0), len(t.entries)):]
}

// serveSyncCheck waits for news behind the client's SyncKey.
func (s *Server) serveSyncCheck(w http.ResponseWriter, r *http.Request) {
	over := time.NewTimer(s.Poll)
	defer over.Stop()
	cursor := cursorOf(r.URL.Query().Get("synckey"))
	for {
		s.mu.Lock()
		ret, selector := s.news(r, cursor)
		changed := s.changed
		s.mu.Unlock()
		if ret == 0 && selector == 0 && s.wait(r, changed, over.C) {
			continue
		}
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprintf(w, `window.synccheck={retcode:"%d",selector:"%d"}`, ret, selector)
		return
	}
}

// cursorOf reads the cursor from a key as 1_690000001|2_700000005|…
func cursorOf(key string) int {
	for part := range strings.SplitSeq(key, "|") {
		if v, ok := strings.CutPrefix(part, "2_"); ok {
			n, _ := strconv.Atoi(v)
			return n - origin
		}
	}
	return 0
}

// news is what a synccheck answers. The lock is held.
func (s *Server) news(r *http.Request, cursor int) (ret, selector int) {
	if ret = s.admitsKey(r); ret != 0 || r.URL.Query().Get("sid") != s.login.sid {
		return max(ret, retExpired), 0
	}
	if code := s.login.kicked; code != 0 {
		s.login.kicked = 0
		return code, 0
	}
	for _, e := range s.stream.since(cursor) {
		if e.write != nil {
			return 0, 2
		}
		selector = 4
		if _, ok := e.changed.(*Group); ok {
			selector = 7
		}
	}
	return 0, selector
}

// sync gives what stands behind the client's SyncKey, at most a batch of it.
func (s *Server) sync(c *call) any {
	var asked struct{ SyncKey wireKey }
	if !c.decode(&asked) {
		return refused(1)
	}
	cursor := 0
	for _, v := range asked.SyncKey.List {
		if v.Key == 2 {
			cursor = int(v.Val - origin)
		}
	}
	news := s.stream.since(cursor)
	more := 0
	if len(news) > s.Batch {
		news, more = news[:s.Batch], 1
	}
	messages, changed := []any{}, []any{}
	for _, e := range news {
		if e.write != nil {
			messages = append(messages, e.write(c.login))
		}
		switch chat := e.changed.(type) {
		case *Person:
			changed = append(changed, s.member(c.login, chat))
		case *Group:
			changed = append(changed, s.group(c.login, chat, chat.members))
		}
	}
	key := s.stream.key(max(cursor, s.stream.first) + len(news))
	return map[string]any{
		"BaseResponse": baseResponse{}, "AddMsgCount": len(messages), "AddMsgList": messages,
		"ModContactCount": len(changed), "ModContactList": changed, "DelContactCount": 0, "DelContactList": []any{},
		"ModChatRoomMemberCount": 0, "ModChatRoomMemberList": []any{}, "Profile": map[string]any{"BitFlag": 0},
		"ContinueFlag": more, "SyncKey": key, "SyncCheckKey": key, "SKey": "",
	}
}

// Raw puts something into the list of messages that need not be one: null, or a
// message whose fields have the wrong types.
func (s *Server) Raw(element string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.append(entry{write: func(*login) any { return json.RawMessage(element) }})
}
