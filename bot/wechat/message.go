package wechat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/eatmoreapple/openwechat"

	"qunbao/report"
)

// mapPicture stands in what somebody sends who shares where they are.
const mapPicture = "/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg"

// idPrefix stands before the service's ids, which then differ from those of others.
const idPrefix = "wx-"

// place is where a message was said, and by whom.
type place struct {
	chat    report.ChatID // empty in private
	private bool
	bound   bool // the chat is one of the workspace, or the person is known
	by      string
	who     identity
	account string // how the bot's account is called there
	at      time.Time
}

// read makes a message of the program from one of the service. ok is false where
// there is nothing to tell: it is no message of people, or an echo of our own.
func (s *session) read(ctx context.Context, w wireMessage) (m report.Message, ok bool, err error) {
	switch w.kind() {
	case typeStatus:
		s.roster.noted(strings.Split(string(w.Notified), ","))
		return m, false, nil
	case openwechat.MsgTypeSys: // joined, renamed, 拍一拍: the group may be another now
		s.roster.stale(string(w.From))
		return m, false, nil
	case openwechat.MsgTypeText, openwechat.MsgTypeImage, openwechat.MsgTypeVoice, openwechat.MsgTypeVideo,
		openwechat.MsgTypeMicroVideo, openwechat.MsgTypeApp, openwechat.MsgTypeRecalled:
	default: // stickers, cards, calls, requests
		return m, false, nil
	}
	if said, known := s.c.recent.byWire(string(w.MsgID)); known && said.ours {
		return m, false, nil
	}
	if w.named() && s.c.heard.has(w.id(place{}, "")) {
		return m, false, nil
	}
	p, words, err := s.locate(ctx, w)
	if err != nil || p.private && string(w.From) == s.self { // to a friend, from the phone: nobody's business
		return m, false, err
	}
	m = report.Message{ID: w.id(p, words), Chat: p.chat, Private: p.private, Time: p.at, Type: report.TextMessage}
	if s.c.heard.has(m.ID) {
		return m, false, nil
	}
	sentBy(&m, p.who)
	s.fill(ctx, &m, w, p, words)
	if m.Sender == "" && p.bound && m.Type != report.RecallMessage {
		m.Sender = report.Nameless
	}
	if m.Type != report.RecallMessage {
		s.c.recent.add(spoken{id: m.ID, wire: string(w.MsgID), chat: p.chat, by: p.by, text: m.Text, who: p.who})
	}
	return m, true, nil
}

// locate finds where a message was said and by whom.
// What was typed on the phone of the account itself has no sender before it.
func (s *session) locate(ctx context.Context, w wireMessage) (p place, words text, err error) {
	if w.Created > 0 {
		p.at = time.Unix(int64(w.Created), 0).In(s.c.Workspace.Zone)
	}
	there, sender, words := string(w.From), s.self, w.Content
	if there == s.self {
		there = string(w.To)
	}
	if !strings.HasPrefix(there, groupPrefix) {
		p.private = true
		p.by, p.who = s.roster.friend(there)
		p.bound = p.who.person != ""
		return p, words, nil
	}
	if there == string(w.From) {
		sender, words = cutSender(words)
	}
	g, err := s.roster.group(ctx, there, sender)
	if err != nil {
		return p, words, err
	}
	p.chat, p.account, p.bound = g.chat, g.account, s.c.Workspace.Chat(g.chat) != nil
	if m, known := g.members[sender]; known {
		p.who, p.by = g.who[sender], m.shown()
	}
	return p, words, nil
}

// sentBy writes down who a message is of. What rests on a name that people choose
// themselves gives the right to report, and no other.
func sentBy(m *report.Message, who identity) {
	m.Sender, m.SenderID, m.Unproven = who.name, who.account, m.Private && !who.proven
}

// named tells whether a message has an id of its own.
func (w *wireMessage) named() bool {
	return w.MsgID != "" && w.MsgID != "0" || w.NewMsgID != "" && w.NewMsgID != "0"
}

// id is the message's own, or, where it has none, one made of what does not change
// when it is given again in another session.
func (w *wireMessage) id(p place, words text) report.MessageID {
	if w.MsgID != "" && w.MsgID != "0" {
		return idPrefix + report.MessageID(w.MsgID)
	}
	if w.NewMsgID != "" && w.NewMsgID != "0" {
		return idPrefix + report.MessageID(w.NewMsgID)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d %d %q", p.chat, p.by, w.Created, w.Type, words))
	return idPrefix + report.MessageID(hex.EncodeToString(sum[:16]))
}

// fill adds what a message says, and its files.
func (s *session) fill(ctx context.Context, m *report.Message, w wireMessage, p place, words text) {
	said := body(words)
	switch w.kind() {
	case openwechat.MsgTypeRecalled:
		s.fillRecall(m, p, said)
	case openwechat.MsgTypeImage:
		m.Type, m.Files = report.ImageMessage, s.fetch(ctx, w, p, "图片.jpg")
	case openwechat.MsgTypeVoice:
		m.Type, m.Files = report.VoiceMessage, s.fetch(ctx, w, p, "语音.mp3")
	case openwechat.MsgTypeVideo, openwechat.MsgTypeMicroVideo:
		m.Type = report.ImageMessage
	case openwechat.MsgTypeApp:
		s.fillApp(ctx, m, w, p, said)
	case openwechat.MsgTypeText:
		if strings.Contains(said, mapPicture) { // a place on a map, whose address is full of numbers
			m.Type = report.ImageMessage
			break
		}
		if q := quoteInText.FindStringSubmatch(said); q != nil {
			s.refer(m, p, "", q[1], q[2])
			said = q[3]
		}
		m.Text = said
	}
	m.MentionsBot = m.Type == report.TextMessage && mentions(m.Text, p.account)
}

// fillApp reads a file, a 接龙 or a quote. What else an app sends holds no words of
// its sender.
func (s *session) fillApp(ctx context.Context, m *report.Message, w wireMessage, p place, said string) {
	a := readApp(said)
	kind := openwechat.AppMessageType(w.App)
	if a.Type != 0 {
		kind = openwechat.AppMessageType(a.Type)
	}
	title := a.Title
	if title == "" {
		title = body(w.FileName)
	}
	switch kind {
	case openwechat.AppMsgTypeAttach:
		m.Type, m.Text = report.FileMessage, title
		m.Files = s.fetch(ctx, w, p, title)
	case appJielong:
		m.Type, m.Text = report.JielongMessage, title
	case appQuote:
		m.Text = title
		s.refer(m, p, a.Refers.ID, a.Refers.Name, a.Refers.Content)
	default:
		m.Type, m.Text = report.ImageMessage, title
	}
}

// fillRecall finds which message is taken back, and by whom: where the recall does
// not say, by who sent it.
func (s *session) fillRecall(m *report.Message, p place, said string) {
	m.Type = report.RecallMessage
	r, ok := readRecall(said)
	if !ok {
		return
	}
	for _, id := range []string{r.IDs.Message, r.IDs.New, r.IDs.Old} {
		if old, found := s.c.recent.byWire(id); found {
			m.RefersTo = old.id
			if p.by == "" {
				sentBy(m, old.who)
			}
			return
		}
	}
	m.RefersTo = idPrefix + report.MessageID(r.IDs.Message)
}

// refer finds what a message quotes: by its id, else by who is quoted and the words.
func (s *session) refer(m *report.Message, p place, id, by, text string) {
	old, found := s.c.recent.byWire(id)
	if !found {
		old, found = s.c.recent.quoted(p.chat, by, text)
	}
	switch {
	case found:
		m.RefersTo = old.id
	case id != "" && id != "0":
		m.RefersTo = idPrefix + report.MessageID(id)
	}
}

// mentions tells whether a text turns to the account: @name, with nothing around it
// that makes it a longer name or an address.
func mentions(text, account string) bool {
	if account == "" {
		return false
	}
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "@"+account)
		if !found {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(after)
		address := last < utf8.RuneSelf && (unicode.IsLetter(last) || unicode.IsDigit(last))
		if !address && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return true
		}
		rest = after
	}
}
