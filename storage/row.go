package storage

import (
	"time"

	"qunbao/report"
)

// storedRow holds what to say. What changes while the row waits (its state,
// attempts, due time, lease) stands beside it in the store.
type storedRow struct {
	Key       string           `json:"key"`
	Kind      report.Kind      `json:"k,omitempty"`
	Chat      report.ChatID    `json:"c,omitempty"`
	Person    report.PersonID  `json:"p,omitempty"`
	Mentions  []string         `json:"at,omitempty"`
	Form      report.FormID    `json:"f,omitempty"`
	Period    report.Day       `json:"d,omitzero"`
	Slot      report.SlotID    `json:"s,omitempty"`
	Stage     string           `json:"g,omitempty"`
	Units     []report.UnitID  `json:"u,omitempty"`
	Text      string           `json:"t,omitempty"`
	Message   report.MessageID `json:"m,omitempty"`
	Ref       string           `json:"r,omitempty"`
	Piece     int              `json:"i,omitempty"`
	Files     []string         `json:"x,omitempty"`
	NotBefore instant          `json:"b,omitzero"`
	Expires   instant          `json:"e,omitzero"`
	Attempts  int              `json:"n,omitempty"`
}

// EncodeRow is a row of the outbox as both stores keep it.
func EncodeRow(r report.Row) ([]byte, error) {
	if b, ok := plainRow(r); ok {
		return b, nil
	}
	return encodeRow(r)
}

func encodeRow(r report.Row) ([]byte, error) {
	return encode(storedRow{
		Key: r.Key, Kind: r.Kind, Chat: r.To.Chat, Person: r.To.Person, Mentions: r.Mentions,
		Form: r.Form, Period: r.Period, Slot: r.Slot, Stage: r.Stage, Units: r.Units, Text: r.Text,
		Message: r.Message, Ref: r.Ref, Piece: r.Piece, Files: r.Files,
		NotBefore: instant(r.NotBefore), Expires: instant(r.Expires), Attempts: r.Attempts,
	})
}

// DecodeRow reads what EncodeRow wrote.
func DecodeRow(b []byte) (report.Row, error) {
	if r, ok := quickRow(string(b)); ok {
		return r, nil
	}
	return decodeRow(b)
}

func decodeRow(b []byte) (report.Row, error) {
	s, err := decode[storedRow]("outbox row", b)
	return report.Row{
		Key: s.Key, Kind: s.Kind, To: report.Address{Chat: s.Chat, Person: s.Person}, Mentions: s.Mentions,
		Form: s.Form, Period: s.Period, Slot: s.Slot, Stage: s.Stage, Units: s.Units, Text: s.Text,
		Message: s.Message, Ref: s.Ref, Piece: s.Piece, Files: s.Files,
		NotBefore: time.Time(s.NotBefore), Expires: time.Time(s.Expires), Attempts: s.Attempts,
	}, err
}
