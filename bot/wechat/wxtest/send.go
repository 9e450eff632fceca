package wxtest

import (
	"encoding/xml"
	"slices"
	"time"
)

// Kind is what the client has sent.
type Kind string

// What the client can send.
const (
	Text     Kind = "text"
	Image    Kind = "image"
	File     Kind = "file"
	Emoticon Kind = "emoticon"
	Video    Kind = "video"
)

// Sent is one message of the client.
type Sent struct {
	ID          string
	At          time.Time
	To          string // the group's name, or the person's nickname
	Group       bool
	Kind        Kind
	Text        string
	Name        string // of a file, as the group sees it
	UploadName  string // the name under which it was uploaded
	Content     []byte // of a picture or file
	ClientMsgID string
	Revoked     bool

	to Chat
}

// Sent is what the client has sent so far, in order.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent)
}

// posted is a send as the client writes it.
type posted struct {
	Msg struct {
		Type                                       int
		Content, FromUserName, ToUserName          string
		LocalID, ClientMsgId, MediaId, EMoticonMd5 string
	}
}

// send records a message of the client. The lock is held.
func (s *Server) send(c *call, p posted, m Sent) any {
	to, known := c.login.names.chats[p.Msg.ToUserName]
	if !known || p.Msg.FromUserName != c.login.names.of(s.self) {
		return refused(retStale)
	}
	m.ID, m.At, m.ClientMsgID, m.to = s.nextID(), time.Now(), p.Msg.ClientMsgId, to
	switch chat := to.(type) {
	case *Group:
		m.To, m.Group = chat.name, true
	case *Person:
		m.To = chat.nick
	}
	s.sent = append(s.sent, m)
	return map[string]any{"BaseResponse": baseResponse{}, "MsgID": m.ID, "LocalID": p.Msg.LocalID}
}

func (s *Server) sendText(c *call) any {
	var p posted
	if !c.decode(&p) || p.Msg.Type != typeText {
		return refused(1)
	}
	return s.send(c, p, Sent{Kind: Text, Text: p.Msg.Content})
}

// sendMedia sends a picture, a video or a sticker that was uploaded before.
func (s *Server) sendMedia(c *call) any {
	var p posted
	if !c.decode(&p) {
		return refused(1)
	}
	kind := map[Endpoint]Kind{SendImage: Image, SendVideo: Video, SendEmoticon: Emoticon}[c.endpoint]
	up, known := s.files[p.Msg.MediaId]
	if !known && (kind != Emoticon || p.Msg.EMoticonMd5 == "") {
		return refused(1)
	}
	return s.send(c, p, Sent{Kind: kind, UploadName: up.name, Content: up.content})
}

// sendApp sends a file that was uploaded before, under the title of its message.
func (s *Server) sendApp(c *call) any {
	var p posted
	var app struct {
		Type   int    `xml:"type"`
		Title  string `xml:"title"`
		Attach struct {
			ID   string `xml:"attachid"`
			Size int    `xml:"totallen"`
		} `xml:"appattach"`
	}
	if !c.decode(&p) || xml.Unmarshal([]byte(p.Msg.Content), &app) != nil || app.Type != appFile {
		return refused(1)
	}
	up, known := s.files[app.Attach.ID]
	if !known || app.Attach.Size != len(up.content) {
		return refused(1)
	}
	return s.send(c, p, Sent{Kind: File, Name: app.Title, UploadName: up.name, Content: up.content})
}

// revoke takes back a message that is not older than two minutes.
func (s *Server) revoke(c *call) any {
	var p struct{ ClientMsgId, SvrMsgId, ToUserName string }
	if !c.decode(&p) {
		return refused(1)
	}
	for i, m := range s.sent {
		if m.ID == p.SvrMsgId && m.ClientMsgID == p.ClientMsgId && time.Since(m.At) < 2*time.Minute {
			s.sent[i].Revoked = true
			return reply{}
		}
	}
	return refused(1)
}
