package storage

import (
	"strings"
	"time"
	"unicode/utf8"

	"qunbao/report"
)

// storedMessage is a message in the journal, under the names of the contract,
// section 2, since people read it in a dispute.
type storedMessage struct {
	ID          report.MessageID   `json:"id"`
	Time        instant            `json:"time,omitzero"`
	Chat        report.ChatID      `json:"chat,omitempty"`
	Private     bool               `json:"private,omitempty"`
	Sender      string             `json:"sender,omitempty"`
	SenderID    string             `json:"sender_id,omitempty"`
	Text        string             `json:"text,omitempty"`
	Raw         []byte             `json:"raw,omitempty"` // the text's bytes, where they are no UTF-8
	Type        report.MessageType `json:"type,omitempty"`
	RefersTo    report.MessageID   `json:"refers_to,omitempty"`
	MentionsBot bool               `json:"mentions_bot,omitempty"`
	Files       []string           `json:"files,omitempty"`
	Unproven    bool               `json:"unproven,omitempty"`
}

// EncodeMessage is a message as the journal keeps it.
func EncodeMessage(m report.Message) ([]byte, error) {
	s := storedMessage{
		ID: m.ID, Time: instant(m.Time), Chat: m.Chat, Private: m.Private, Sender: m.Sender, SenderID: m.SenderID,
		Text: m.Text, Type: m.Type, RefersTo: m.RefersTo, MentionsBot: m.MentionsBot, Files: m.Files,
		Unproven: m.Unproven,
	}
	if !utf8.ValidString(m.Text) {
		s.Text, s.Raw = strings.ToValidUTF8(m.Text, "�"), []byte(m.Text)
	}
	return encode(s)
}

// DecodeMessage reads what EncodeMessage wrote.
func DecodeMessage(b []byte) (report.Message, error) {
	s, err := decode[storedMessage]("message", b)
	if s.Raw != nil {
		s.Text = string(s.Raw)
	}
	return report.Message{
		ID: s.ID, Time: time.Time(s.Time), Chat: s.Chat, Private: s.Private, Sender: s.Sender, SenderID: s.SenderID,
		Text: s.Text, Type: s.Type, RefersTo: s.RefersTo, MentionsBot: s.MentionsBot, Files: s.Files,
		Unproven: s.Unproven,
	}, err
}
