package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"qunbao/report"
)

// inbound is a line of the input. Unknown keys are no fault: a program may add
// what it likes.
type inbound struct {
	ID          string   `json:"id"`
	Time        *string  `json:"time"`
	Chat        string   `json:"chat"`
	Private     bool     `json:"private"`
	Sender      string   `json:"sender"`
	SenderID    string   `json:"sender_id"`
	Text        string   `json:"text"`
	Type        string   `json:"type"`
	RefersTo    string   `json:"refers_to"`
	MentionsBot bool     `json:"mentions_bot"`
	Files       []string `json:"files"`
}

// layouts are the times that are read. Without an offset they are in the
// workspace's zone.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04"}

// Decode reads one inbound line. A message without a time has the zero time,
// which the receiver takes for the instant of arrival; one without a type is
// text; invalid UTF-8 is replaced. The error is one clause that fits behind
// "line 12".
func Decode(line []byte, zone *time.Location) (report.Message, error) {
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' && json.Valid(line) {
		return report.Message{}, errors.New("is not a JSON object: write one message a line as {\"id\":…}")
	}
	var in inbound
	if err := json.Unmarshal(line, &in); err != nil {
		return report.Message{}, clause(err)
	}
	m := report.Message{
		ID: report.MessageID(in.ID), Chat: report.ChatID(in.Chat), Private: in.Private,
		Sender: in.Sender, SenderID: in.SenderID, Text: in.Text, Type: report.MessageType(in.Type),
		RefersTo: report.MessageID(in.RefersTo), MentionsBot: in.MentionsBot, Files: in.Files,
	}
	if m.Type == "" {
		m.Type = report.TextMessage
	}
	if in.Time == nil {
		return m, nil
	}
	at, err := parseTime(*in.Time, zone)
	m.Time = at
	return m, err
}

// clause says what is wrong with a line, by key where one is known.
func clause(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("has a wrong %q: it must be %s, not %s", wrong.Field, kindOf(wrong), wrong.Value)
	}
	return fmt.Errorf("is not JSON: %w", err)
}

func kindOf(wrong *json.UnmarshalTypeError) string {
	switch wrong.Type.String() {
	case "bool":
		return "true or false"
	case "[]string":
		return "a list of texts"
	default:
		return "a text in quotes"
	}
}

func parseTime(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(s), zone); err == nil {
			return t.In(zone), nil
		}
	}
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return time.Time{}, fmt.Errorf("has a time that cannot be read: %q; write it as 2020-02-01T16:20:00+08:00", s)
}
