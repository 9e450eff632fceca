package jsonl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"qunbao/report"
)

// outbound is a line of the output. Every key stands in every line.
type outbound struct {
	Time     string          `json:"time"`
	Kind     report.Kind     `json:"kind"`
	To       address         `json:"to"`
	Mentions []string        `json:"mentions"`
	Form     report.FormID   `json:"form"`
	Period   string          `json:"period"`
	Slot     report.SlotID   `json:"slot"`
	Units    []report.UnitID `json:"units"`
	Text     string          `json:"text"`
	Files    []string        `json:"files"`
	Key      string          `json:"key"`
}

// address is {"chat": name} or {"person": roster name}.
type address struct {
	Chat   report.ChatID   `json:"chat,omitempty"`
	Person report.PersonID `json:"person,omitempty"`
}

// Encode writes one outbound message as a line with its end. The time is
// written in its own zone, to the second.
func Encode(out report.Outgoing) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(outbound{
		Time: out.Time.Format(time.RFC3339), Kind: out.Kind, To: address{out.To.Chat, out.To.Person},
		Mentions: list(out.Mentions), Form: out.Form, Period: out.Period.String(), Slot: out.Slot,
		Units: list(out.Units), Text: out.Text, Files: list(out.Files), Key: out.Key,
	})
	if err != nil {
		return nil, fmt.Errorf("write an outbound message: %w", err)
	}
	return b.Bytes(), nil
}

// list is [] rather than null where there is nothing.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
