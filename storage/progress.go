package storage

import (
	"fmt"
	"time"

	"qunbao/report"
)

type storedProgress struct {
	Event   int                 `json:"n"`
	Kind    report.ProgressKind `json:"k,omitempty"`
	Time    instant             `json:"t,omitzero"`
	Message report.MessageID    `json:"m,omitempty"`
	Chat    report.ChatID       `json:"c,omitempty"`
	By      string              `json:"b,omitempty"`
	Text    string              `json:"x,omitempty"`
}

// EncodeProgress is a step in the life of an urgent matter, as both stores keep
// it beside the event, whose own stored form never changes.
func EncodeProgress(p report.Progress) ([]byte, error) {
	return encode(storedProgress{p.Event, p.Kind, instant(p.Time), p.Message, p.Chat, p.By, p.Text})
}

// DecodeProgress reads what EncodeProgress wrote.
func DecodeProgress(b []byte) (report.Progress, error) {
	s, err := decode[storedProgress]("progress", b)
	return report.Progress{
		Event: s.Event, Kind: s.Kind, Time: time.Time(s.Time), Message: s.Message, Chat: s.Chat, By: s.By, Text: s.Text,
	}, err
}

// NoEvent refuses progress of an urgent matter that was never raised.
func NoEvent(n int) error { return fmt.Errorf("there is no urgent matter %d to go on with", n) }
