package wxtest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// The types of messages on the wire.
const (
	typeText   = 1
	typeImage  = 3
	typeVoice  = 34
	typeApp    = 49
	typeStatus = 51
	typeSystem = 10000
	typeRecall = 10002

	appFile    = 6
	appJielong = 53
	appQuote   = 57
)

// wireMessage is a message as the service writes it.
type wireMessage struct {
	MsgId                string
	FromUserName         string
	ToUserName           string
	MsgType              int
	Content              string
	Status               int
	ImgStatus            int
	CreateTime           int64
	VoiceLength          int
	PlayLength           int
	FileName             string
	FileSize             string
	MediaId              string
	Url                  string
	AppMsgType           int
	StatusNotifyCode     int
	StatusNotifyUserName string
	RecommendInfo        struct{ UserName, NickName string }
	ForwardFlag          int
	AppInfo              struct {
		AppID string
		Type  int
	}
	HasProductId  int
	Ticket        string
	ImgHeight     int
	ImgWidth      int
	SubMsgType    int
	NewMsgId      int64
	OriContent    string
	EncryFileName string
}

// said is a message before it is written in the names of a login.
type said struct {
	in   Chat
	by   *Person // nil: the service
	kind wireMessage
	text func(*names) string // the body, unescaped
}

// Say has somebody write in a chat: a member in a group, or a friend to the
// account, whose chat is the friend. What the account itself says (Self) was typed
// on its phone. It returns the message's id.
func (s *Server) Say(in Chat, by *Person, text string) string {
	return s.put(said{in: in, by: by, kind: wireMessage{MsgType: typeText}, text: plain(text)})
}

func plain(text string) func(*names) string { return func(*names) string { return text } }

// System has the service write in a chat: somebody has joined, the group has a new
// name, a 拍一拍.
func (s *Server) System(in Chat, text string) string {
	return s.put(said{in: in, kind: wireMessage{MsgType: typeSystem}, text: plain(text)})
}

// Opened tells that the chat was opened on the phone: a message without words that
// nobody has written.
func (s *Server) Opened(in Chat) string {
	return s.put(said{in: in, by: s.self, kind: wireMessage{MsgType: typeStatus, StatusNotifyCode: 2}, text: plain("")})
}

// Jielong has somebody send a 接龙: the whole list, as it then stands.
func (s *Server) Jielong(in Chat, by *Person, list string) string {
	kind := wireMessage{MsgType: typeApp, AppMsgType: appJielong, FileName: list}
	return s.put(said{in: in, by: by, kind: kind, text: func(*names) string {
		return "<?xml version=\"1.0\"?>\n<msg>\n\t<appmsg appid=\"\" sdkver=\"0\">\n\t\t<title>" + escapeXML(list) +
			"</title>\n\t\t<action>view</action>\n\t\t<type>53</type>\n\t</appmsg>\n\t<fromusername></fromusername>\n</msg>\n"
	}})
}

// Quote has somebody quote a message, as phones do today: with its id.
func (s *Server) Quote(in Chat, by *Person, id, text string) string {
	quoted := s.spoken(id)
	kind := wireMessage{MsgType: typeApp, AppMsgType: appQuote, FileName: text}
	return s.put(said{in: in, by: by, kind: kind, text: func(n *names) string {
		return fmt.Sprintf("<?xml version=\"1.0\"?>\n<msg>\n\t<appmsg appid=\"\" sdkver=\"0\">\n\t\t<title>%s</title>\n\t\t<type>57</type>\n"+
			"\t\t<refermsg>\n\t\t\t<type>1</type>\n\t\t\t<svrid>%s</svrid>\n\t\t\t<fromusr>%s</fromusr>\n\t\t\t<chatusr>%s</chatusr>\n"+
			"\t\t\t<displayname>%s</displayname>\n\t\t\t<content>%s</content>\n\t\t</refermsg>\n\t</appmsg>\n</msg>\n",
			escapeXML(text), id, n.of(in), n.of(quoted.by), escapeXML(shownIn(in, quoted.by)), escapeXML(quoted.text))
	}})
}

// QuoteInText has somebody quote a message in the older way, as text.
func (s *Server) QuoteInText(in Chat, by *Person, id, text string) string {
	quoted := s.spoken(id)
	return s.Say(in, by, fmt.Sprintf("「%s：%s」\n- - - - - - - - - - - - - - -\n%s", shownIn(in, quoted.by), quoted.text, text))
}

// Recall has whoever wrote a message take it back.
func (s *Server) Recall(id string) string {
	m := s.spoken(id)
	return s.put(said{in: m.in, by: m.by, kind: wireMessage{MsgType: typeRecall}, text: func(n *names) string {
		return fmt.Sprintf(`<sysmsg type="revokemsg"><revokemsg><session>%s</session><oldmsgid>%d</oldmsgid><msgid>%s</msgid>`+
			`<replacemsg><![CDATA["%s" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>`, n.of(m.in), number(id)%1e10, id, shownIn(m.in, m.by))
	}})
}

// Duplicate gives a message once more, with the same id.
func (s *Server) Duplicate(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.stream.entries {
		if e.id == id {
			s.append(e)
			return
		}
	}
}

// Image has somebody send a picture.
func (s *Server) Image(in Chat, by *Person, picture []byte) string {
	m := said{in: in, by: by, kind: wireMessage{MsgType: typeImage, ImgStatus: 2, ImgHeight: 120, ImgWidth: 90}}
	m.text = plain("<?xml version=\"1.0\"?>\n<msg>\n\t<img aeskey=\"0\" encryver=\"0\" length=\"" + strconv.Itoa(len(picture)) + "\" />\n</msg>\n")
	return s.putMedia(m, picture)
}

// Voice has somebody speak.
func (s *Server) Voice(in Chat, by *Person, sound []byte) string {
	m := said{in: in, by: by, kind: wireMessage{MsgType: typeVoice, VoiceLength: 3200}}
	m.text = plain(`<msg><voicemsg endflag="1" length="` + strconv.Itoa(len(sound)) + `" voicelength="3200" voiceformat="4" /></msg>`)
	return s.putMedia(m, sound)
}

// File has somebody send a file.
func (s *Server) File(in Chat, by *Person, name string, content []byte) string {
	size := strconv.Itoa(len(content))
	kind := wireMessage{MsgType: typeApp, AppMsgType: appFile, FileName: name, FileSize: size, EncryFileName: name}
	kind.MediaId = "@crypt_" // and its id
	m := said{in: in, by: by, kind: kind}
	m.text = plain("<?xml version=\"1.0\"?>\n<msg>\n\t<appmsg appid=\"wx6618f1cfc6c132f8\" sdkver=\"0\">\n\t\t<title>" + escapeXML(name) +
		"</title>\n\t\t<type>6</type>\n\t\t<appattach>\n\t\t\t<totallen>" + size + "</totallen>\n\t\t</appattach>\n\t</appmsg>\n</msg>\n")
	return s.putMedia(m, content)
}

func (s *Server) putMedia(m said, content []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.kind.MsgId = s.nextID()
	if m.kind.MediaId != "" {
		m.kind.MediaId += m.kind.MsgId
		s.media[m.kind.MediaId] = content
	}
	s.media[m.kind.MsgId] = content
	return s.record(m)
}

func (s *Server) put(m said) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m.kind.MsgId = s.nextID()
	return s.record(m)
}

// nextID is the id of a new message. The lock is held.
func (s *Server) nextID() string {
	s.serial++
	return strconv.FormatInt(7100000000000000000+s.serial*1009, 10)
}

// record adds a message to the stream. The lock is held.
func (s *Server) record(m said) string {
	m.kind.CreateTime, m.kind.NewMsgId = s.Now().Unix(), number(m.kind.MsgId)
	if m.kind.Status == 0 {
		m.kind.Status = 3
	}
	s.append(entry{id: m.kind.MsgId, said: m, write: func(l *login) any { return s.written(m, l) }})
	return m.kind.MsgId
}

// written is a message in the names of a login: in a group with its sender before
// it, unless that is the account.
func (s *Server) written(m said, l *login) wireMessage {
	out := m.kind
	me, there := l.names.of(s.self), l.names.of(m.in)
	out.Content = escapeText(m.text(&l.names))
	_, group := m.in.(*Group)
	switch {
	case m.by == s.self:
		out.FromUserName, out.ToUserName = me, there
	case group && m.by != nil:
		out.FromUserName, out.ToUserName = there, me
		out.Content = l.names.of(m.by) + ":<br/>" + out.Content
	default:
		out.FromUserName, out.ToUserName = there, me
	}
	if out.MsgType == typeStatus {
		out.ToUserName, out.StatusNotifyUserName = me, there
	}
	return out
}

// quoted is what a later message says of an earlier one.
type quoted struct {
	in   Chat
	by   *Person
	text string
}

// spoken finds a message by its id, the client's own among them.
func (s *Server) spoken(id string) quoted {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.stream.entries {
		if e.id == id && e.said.text != nil {
			return quoted{e.said.in, e.said.by, e.said.text(&names{chats: map[string]Chat{}, wires: map[string]string{}})}
		}
	}
	for _, m := range s.sent {
		if m.ID == id {
			return quoted{m.to, s.self, m.Text}
		}
	}
	panic("wxtest: no message has the id " + id)
}

// shownIn is what a person is called in a chat.
func shownIn(in Chat, p *Person) string {
	if g, ok := in.(*Group); ok && g.cards[p] != "" {
		return g.cards[p]
	}
	return p.nick
}

// escapeText is a body on the wire: HTML-escaped, with <br/> for the ends of lines.
func escapeText(s string) string {
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
	return strings.ReplaceAll(s, "\n", "<br/>")
}

func escapeXML(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}

func number(id string) int64 {
	n, _ := strconv.ParseInt(id, 10, 64)
	return n
}
