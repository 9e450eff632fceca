package wechat

import (
	"strings"
	"sync"

	"qunbao/report"
)

// spoken is something said of late, so that a quote or a recall of it can be
// understood.
type spoken struct {
	id   report.MessageID // by which the program knows it; of its own, the key of what it sent
	wire string           // the service's id, or that of the send
	chat report.ChatID
	by   string // the name shown above it
	text string
	who  identity
	ours bool // the program has sent it
}

// recent remembers what was said of late, in all chats: as many as keep memory
// small, and more than anybody scrolls back to quote.
type recent struct {
	mu   sync.Mutex
	all  []spoken
	next int // where the next one goes
}

// Of each so many bytes are kept, and so many characters of a quote are compared.
const (
	mostRecent = 4000
	mostKept   = 900
	mostQuoted = 100
)

// add remembers something.
func (r *recent) add(s spoken) {
	if len(s.text) > mostKept {
		s.text = strings.ToValidUTF8(s.text[:mostKept], "")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all) < mostRecent {
		r.all = append(r.all, s)
		return
	}
	r.all[r.next] = s
	r.next = (r.next + 1) % mostRecent
}

// byWire finds something by the service's id.
func (r *recent) byWire(id string) (spoken, bool) {
	return r.find(func(s spoken) bool { return id != "" && s.wire == id })
}

// quoted finds what somebody shown under a name has said in a chat, the latest that
// begins as the quote does: a long one is quoted in part.
func (r *recent) quoted(chat report.ChatID, by, text string) (spoken, bool) {
	begins := []rune(fold(strings.TrimSuffix(strings.TrimSpace(text), "...")))
	if len(begins) == 0 {
		return spoken{}, false
	}
	quote := string(begins[:min(len(begins), mostQuoted)])
	return r.find(func(s spoken) bool {
		return s.chat == chat && fold(s.by) == fold(by) && strings.HasPrefix(fold(s.text), quote)
	})
}

func (r *recent) find(is func(spoken) bool) (spoken, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.all {
		at := (r.next - 1 - i + 2*len(r.all)) % len(r.all) // the latest first
		if is(r.all[at]) {
			return r.all[at], true
		}
	}
	return spoken{}, false
}
