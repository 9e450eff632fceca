package storage

import (
	"time"

	"qunbao/report"
)

type storedRuling struct {
	Kind    report.RulingKind `json:"k,omitempty"`
	At      instant           `json:"t,omitzero"`
	Message report.MessageID  `json:"m,omitempty"`
	By      string            `json:"b,omitempty"`
	From    report.Day        `json:"d,omitzero"`
	Until   report.Day        `json:"e,omitzero"`
	Reason  string            `json:"r,omitempty"`
	Unit    report.UnitID     `json:"u,omitempty"`
	Form    report.FormID     `json:"f,omitempty"`
	Slot    report.SlotID     `json:"s,omitempty"`
	Matter  string            `json:"a,omitempty"`
	Level   string            `json:"l,omitempty"`
	Person  report.PersonID   `json:"p,omitempty"`
	Card    string            `json:"c,omitempty"`
	Chat    report.ChatID     `json:"h,omitempty"`
	Sender  string            `json:"i,omitempty"`
	About   report.MessageID  `json:"w,omitempty"`
}

// EncodeRuling is what a person decided in chat, as both stores keep it.
func EncodeRuling(r report.Ruling) ([]byte, error) {
	return encode(storedRuling{
		Kind: r.Kind, At: instant(r.At), Message: r.Message, By: r.By, From: r.From, Until: r.Until, Reason: r.Reason,
		Unit: r.Unit, Form: r.Form, Slot: r.Slot, Matter: r.Matter, Level: r.Level, Person: r.Person,
		Card: r.Card, Chat: r.Chat, Sender: r.SenderID, About: r.About,
	})
}

// DecodeRuling reads what EncodeRuling wrote.
func DecodeRuling(b []byte) (report.Ruling, error) {
	s, err := decode[storedRuling]("ruling", b)
	return report.Ruling{
		Kind: s.Kind, At: time.Time(s.At), Message: s.Message, By: s.By, From: s.From, Until: s.Until, Reason: s.Reason,
		Unit: s.Unit, Form: s.Form, Slot: s.Slot, Matter: s.Matter, Level: s.Level, Person: s.Person,
		Card: s.Card, Chat: s.Chat, SenderID: s.Sender, About: s.About,
	}, err
}
