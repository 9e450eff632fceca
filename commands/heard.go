package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"qunbao/report"
)

// heard is what a model claims a message to say, as the journal keeps it.
type heard struct {
	Unit   report.UnitID  `json:"unit"`
	Form   report.FormID  `json:"form"`
	Day    report.Day     `json:"day"`
	Slot   report.SlotID  `json:"slot,omitempty"`
	Text   string         `json:"text"`
	Time   time.Time      `json:"time"`
	Silent bool           `json:"silent,omitempty"`
	Claims []report.Claim `json:"claims"`
}

// Heard is what a model claims a message to say, as a message for the journal: what
// comes of it is handled in its order, and again where the journal is read again, in
// which no model is asked.
func Heard(c report.Case, k report.PeriodKey, claims []report.Claim, now time.Time) (report.Message, error) {
	m := c.Message
	text, err := json.Marshal(heard{c.Unit, k.Form, k.Day, k.Slot, m.Text, m.Time, c.Silent, claims})
	if err != nil {
		return m, fmt.Errorf("what a model read: %w", err)
	}
	m.ID, m.RefersTo, m.Type, m.Text, m.Time, m.MentionsBot = "read/"+m.ID, m.ID, report.ReadingMessage, string(text), now, false
	return m, nil
}

// hear puts to its sender what a model read in a message. What cannot be read any more,
// or is of a form that is gone, is let go.
func (h *Handler) hear(ctx context.Context, m report.Message, now time.Time) error {
	var read heard
	if h.Helper == nil || json.Unmarshal([]byte(m.Text), &read) != nil {
		return nil
	}
	form := h.workspace.Form(read.Form)
	if form == nil || form.Slot(read.Slot) == nil || h.workspace.Unit(read.Unit) == nil {
		return nil
	}
	said := m
	said.ID, said.RefersTo, said.Type, said.Text, said.Time = m.RefersTo, "", report.TextMessage, read.Text, read.Time
	k := report.PeriodKey{Form: read.Form, Day: read.Day, Slot: read.Slot}
	c := report.Case{Message: said, Unit: read.Unit, Periods: []report.PeriodKey{k}, Silent: read.Silent}
	if err := h.Propose(ctx, c, k, read.Claims, now); err != nil {
		return err
	}
	err := h.store.Commit(ctx, report.Change{Outcome: report.Outcome{Message: m.ID, Kind: report.IsUnparsed}, Time: m.Time, At: now})
	if errors.Is(err, report.ErrKnown) {
		return nil
	}
	return err
}
