package storage

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

type storedFact struct {
	ID      string             `json:"id,omitempty"`
	Kind    report.FactKind    `json:"k,omitempty"`
	Text    string             `json:"x,omitempty"`
	Hint    string             `json:"h,omitempty"`
	Units   []report.UnitID    `json:"u,omitempty"`
	Sources []report.MessageID `json:"s,omitempty"`
	Must    bool               `json:"m,omitempty"`
	Dir     int                `json:"d,omitempty"`
	Grave   report.Severity    `json:"g,omitempty"`
	Counted string             `json:"c,omitempty"`
	Figures []storedFigure     `json:"f,omitempty"`
	Entries []storedEntries    `json:"e,omitempty"`
}

type storedFigure struct {
	N      json.Number `json:"n"`
	Unit   string      `json:"u,omitempty"`
	Approx bool        `json:"x,omitempty"`
	Expr   string      `json:"e,omitempty"`
}

// storedEntries are entries that follow each other and are of one field of one
// period: a total has one of every unit.
type storedEntries struct {
	Form  report.FormID  `json:"f,omitempty"`
	Day   report.Day     `json:"d,omitzero"`
	Slot  report.SlotID  `json:"s,omitempty"`
	Field report.FieldID `json:"v,omitempty"`
	From  []string       `json:"e,omitempty"` // unit, message, unit, message, …
}

func storeFact(f report.Fact) storedFact {
	s := storedFact{ID: f.ID, Kind: f.Kind, Text: f.Text, Hint: f.Hint, Units: f.Units, Sources: f.Sources, Must: f.Must, Dir: f.Dir, Grave: f.Severity, Counted: f.Counted}
	for _, x := range f.Figures {
		s.Figures = append(s.Figures, storedFigure{json.Number(x.N.String()), x.Unit, x.Approx, x.Expr})
	}
	for i, e := range f.Entries {
		if i == 0 || e.Key.PeriodKey != f.Entries[i-1].Key.PeriodKey || e.Field != f.Entries[i-1].Field {
			s.Entries = append(s.Entries, storedEntries{Form: e.Key.Form, Day: e.Key.Day, Slot: e.Key.Slot, Field: e.Field})
		}
		last := &s.Entries[len(s.Entries)-1]
		last.From = append(last.From, string(e.Key.Unit), string(e.Message))
	}
	return s
}

func (s storedFact) restore() (report.Fact, error) {
	f := report.Fact{ID: s.ID, Kind: s.Kind, Text: s.Text, Hint: s.Hint, Units: s.Units, Sources: s.Sources, Must: s.Must, Dir: s.Dir, Severity: s.Grave, Counted: s.Counted}
	for _, x := range s.Figures {
		n, err := decimal.NewFromString(string(x.N))
		if err != nil {
			return f, fmt.Errorf("stored figure: %w", err)
		}
		f.Figures = append(f.Figures, report.Figure{N: n, Unit: x.Unit, Approx: x.Approx, Expr: x.Expr})
	}
	for _, run := range s.Entries {
		for i := 0; i+1 < len(run.From); i += 2 {
			f.Entries = append(f.Entries, report.EntryRef{
				Key:   report.RecordKey{PeriodKey: report.PeriodKey{Form: run.Form, Day: run.Day, Slot: run.Slot}, Unit: report.UnitID(run.From[i])},
				Field: run.Field, Message: report.MessageID(run.From[i+1]),
			})
		}
	}
	return f, nil
}

// largeFacts is how many bytes the facts of a draft may have that are kept as they
// are. Those of two hundred units have hundreds of thousands, in each state of the
// draft, and most are the same ids again and again.
const largeFacts = 8 << 10

// keepFacts puts the facts into the stored form, deflated where they are many.
func (s *storedDraft) keepFacts(facts []report.Fact) error {
	for _, f := range facts {
		s.Facts = append(s.Facts, storeFact(f))
	}
	b, err := encode(s.Facts)
	if err != nil || len(b) <= largeFacts {
		return err
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	s.Facts, err = nil, w.Close()
	s.Large = packed.Bytes()
	return err
}

// inflate reads facts that were many.
func inflate(packed []byte) ([]storedFact, error) {
	b, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("stored facts cannot be read: %w", err)
	}
	return decode[[]storedFact]("facts", b)
}
