package storage

import (
	"errors"
	"time"

	"qunbao/report"
)

type storedKey struct {
	Form report.FormID `json:"f,omitempty"`
	Day  report.Day    `json:"d,omitzero"`
	Slot report.SlotID `json:"s,omitempty"`
	Unit report.UnitID `json:"u,omitempty"`
}

func storeKey(k report.RecordKey) storedKey { return storedKey{k.Form, k.Day, k.Slot, k.Unit} }

func (s storedKey) restore() report.RecordKey {
	return report.RecordKey{PeriodKey: report.PeriodKey{Form: s.Form, Day: s.Day, Slot: s.Slot}, Unit: s.Unit}
}

type storedOutcome struct {
	Message report.MessageID   `json:"m"`
	Kind    report.ReadingKind `json:"k,omitempty"`
	Records []storedKey        `json:"r,omitempty"`
}

// EncodeOutcome is what a message became, as both stores keep it.
func EncodeOutcome(o report.Outcome) ([]byte, error) {
	if b, ok := plainOutcome(o); ok {
		return b, nil
	}
	return encodeOutcome(o)
}

func encodeOutcome(o report.Outcome) ([]byte, error) {
	s := storedOutcome{Message: o.Message, Kind: o.Kind}
	for _, k := range o.Records {
		s.Records = append(s.Records, storeKey(k))
	}
	return encode(s)
}

// DecodeOutcome reads what EncodeOutcome wrote.
func DecodeOutcome(b []byte) (report.Outcome, error) {
	s, err := decode[storedOutcome]("outcome", b)
	o := report.Outcome{Message: s.Message, Kind: s.Kind}
	for _, k := range s.Records {
		o.Records = append(o.Records, k.restore())
	}
	return o, err
}

type storedQuestion struct {
	Chat    report.ChatID      `json:"c,omitempty"`
	Sender  string             `json:"s,omitempty"`
	Key     storedKey          `json:"k,omitzero"`
	Message report.MessageID   `json:"m,omitempty"`
	Code    report.ProblemCode `json:"p,omitempty"`
	Field   report.FieldID     `json:"f,omitempty"`
	Rule    int                `json:"r,omitempty"`
	Seen    []storedValue      `json:"v,omitempty"`
	Meant   []storedMeant      `json:"q,omitempty"`
	Counts  instant            `json:"n,omitzero"`
	Asked   instant            `json:"a,omitzero"`
	Until   instant            `json:"u,omitzero"`
	Row     string             `json:"o,omitempty"`
	Text    string             `json:"x,omitempty"`
	Again   bool               `json:"g,omitempty"`
	Waits   []storedQuestion   `json:"w,omitempty"`
}

// storedMeant is a value that somebody was asked to confirm.
type storedMeant struct {
	Field  report.FieldID `json:"f"`
	Value  storedValue    `json:"v"`
	Quote  string         `json:"q,omitempty"`
	Unsure bool           `json:"u,omitempty"`
}

// EncodeQuestion is an open question as both stores keep it.
func EncodeQuestion(q report.Question) ([]byte, error) { return encode(storeQuestion(q)) }

func storeQuestion(q report.Question) storedQuestion {
	s := storedQuestion{
		Chat: q.Asker.Chat, Sender: q.Asker.Sender, Key: storeKey(q.Key), Message: q.Message, Code: q.Code,
		Field: q.Field, Rule: q.Rule, Seen: storeValues(q.Seen), Text: q.Text, Again: q.Again,
		Counts: instant(q.Counts), Asked: instant(q.Asked), Until: instant(q.Until), Row: q.Row,
	}
	for _, o := range q.Meant {
		s.Meant = append(s.Meant, storedMeant{o.Field, storeValue(o.Value), o.Quote, o.Unsure})
	}
	for _, w := range q.Waits {
		s.Waits = append(s.Waits, storeQuestion(w))
	}
	return s
}

// DecodeQuestion reads what EncodeQuestion wrote.
func DecodeQuestion(b []byte) (report.Question, error) {
	if q, ok := quickQuestion(string(b)); ok {
		return q, nil
	}
	return decodeQuestion(b)
}

func decodeQuestion(b []byte) (report.Question, error) {
	s, err := decode[storedQuestion]("question", b)
	if err != nil {
		return report.Question{}, err
	}
	return s.restore()
}

func (s storedQuestion) restore() (report.Question, error) {
	seen, err := restoreValues(s.Seen)
	q := report.Question{
		Asker: report.Asker{Chat: s.Chat, Sender: s.Sender}, Key: s.Key.restore(), Message: s.Message, Code: s.Code,
		Field: s.Field, Rule: s.Rule, Seen: seen, Text: s.Text, Again: s.Again,
		Counts: time.Time(s.Counts), Asked: time.Time(s.Asked), Until: time.Time(s.Until), Row: s.Row,
	}
	for _, o := range s.Meant {
		value, verr := o.Value.restore()
		q.Meant, err = append(q.Meant, report.Meant{Field: o.Field, Value: value, Quote: o.Quote, Unsure: o.Unsure}), errors.Join(err, verr)
	}
	for _, w := range s.Waits {
		waiting, werr := w.restore()
		q.Waits, err = append(q.Waits, waiting), errors.Join(err, werr)
	}
	return q, err
}

type storedEvent struct {
	N       int              `json:"n"`
	Time    instant          `json:"t,omitzero"`
	Message report.MessageID `json:"m,omitempty"`
	Chat    report.ChatID    `json:"c,omitempty"`
	Unit    report.UnitID    `json:"u,omitempty"`
	By      string           `json:"b,omitempty"`
	Text    string           `json:"x,omitempty"`
	Form    report.FormID    `json:"f,omitempty"`
	Field   report.FieldID   `json:"d,omitempty"`
	Key     storedKey        `json:"k,omitzero"`
}

// EncodeEvent is an urgent matter as both stores keep it, without what became of it.
func EncodeEvent(e report.Event) ([]byte, error) {
	return encode(storedEvent{
		N: e.N, Time: instant(e.Time), Message: e.Message, Chat: e.Chat, Unit: e.Unit, By: e.By, Text: e.Text,
		Form: e.Form, Field: e.Field, Key: storeKey(report.RecordKey{PeriodKey: e.Key}),
	})
}

// DecodeEvent reads what EncodeEvent wrote.
func DecodeEvent(b []byte) (report.Event, error) {
	s, err := decode[storedEvent]("event", b)
	return report.Event{
		N: s.N, Time: time.Time(s.Time), Message: s.Message, Chat: s.Chat, Unit: s.Unit, By: s.By, Text: s.Text,
		Form: s.Form, Field: s.Field, Key: s.Key.restore().PeriodKey,
	}, err
}
