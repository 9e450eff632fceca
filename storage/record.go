package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/report"
)

// The stored form of a value is another struct than the domain's, with short
// field names: hundreds of thousands of them lie in a server's memory. Fields
// may be added; a field keeps its name and its meaning for ever. Texts are
// UTF-8: a byte that is none is replaced.

type storedVersion struct {
	Message  report.MessageID       `json:"m,omitempty"`
	Time     instant                `json:"t,omitzero"`
	Counts   *instant               `json:"c,omitempty"` // absent: the same as t
	Filed    instant                `json:"f,omitzero"`
	By       string                 `json:"b,omitempty"`
	Kind     report.VersionKind     `json:"k,omitempty"`
	Proxy    bool                   `json:"p,omitempty"`
	Zero     bool                   `json:"z,omitempty"`
	AsOf     instant                `json:"a,omitzero"`
	Values   map[string]storedValue `json:"v,omitempty"`
	Unfilled []report.FieldID       `json:"u,omitempty"`
	Problems []storedProblem        `json:"q,omitempty"`
	Line     string                 `json:"l,omitempty"`
	About    report.MessageID       `json:"w,omitempty"`
	Reason   string                 `json:"r,omitempty"`
	Asked    string                 `json:"s,omitempty"`
	Chat     report.ChatID          `json:"h,omitempty"`
	Words    string                 `json:"x,omitempty"`
}

type storedValue struct {
	N       json.Number `json:"n,omitempty"` // exact; absent beside a text: 0
	Unit    string      `json:"u,omitempty"`
	As      string      `json:"w,omitempty"`
	Approx  bool        `json:"x,omitempty"`
	Carried bool        `json:"c,omitempty"`
	Text    string      `json:"t,omitempty"`
	AsOf    instant     `json:"a,omitzero"`
}

type storedProblem struct {
	Code  report.ProblemCode `json:"c"`
	Field report.FieldID     `json:"f,omitempty"`
	Say   string             `json:"s,omitempty"`
	Seen  []storedValue      `json:"v,omitempty"`
	Rule  int                `json:"r,omitempty"`
}

// EncodeVersion is a version as both stores keep it: one compact JSON object.
func EncodeVersion(v report.Version) ([]byte, error) {
	if b, ok := plainVersion(v); ok {
		return b, nil
	}
	return encodeVersion(v)
}

func encodeVersion(v report.Version) ([]byte, error) {
	s := storedVersion{
		Message: v.Message, Time: instant(v.Time), Filed: instant(v.Filed), By: v.By, Kind: v.Kind,
		Proxy: v.Proxy, Zero: v.Zero, AsOf: instant(v.AsOf), Unfilled: v.Unfilled,
		Line: v.Line, About: v.About, Reason: v.Reason, Asked: v.Asked, Chat: v.Chat, Words: v.Words,
	}
	if counts := instant(v.Counts); !v.Counts.Equal(v.Time) {
		s.Counts = &counts
	}
	for _, p := range v.Problems {
		s.Problems = append(s.Problems, storedProblem{p.Code, p.Field, p.Say, storeValues(p.Seen), p.Rule})
	}
	if len(v.Values) > 0 {
		s.Values = make(map[string]storedValue, len(v.Values))
	}
	for id, value := range v.Values {
		s.Values[string(id)] = storeValue(value)
	}
	return encode(s)
}

// DecodeVersion reads what EncodeVersion wrote.
func DecodeVersion(b []byte) (report.Version, error) { return decodeText(string(b)) }

func decodeText(s string) (report.Version, error) {
	if v, ok := quickVersion(s); ok {
		return v, nil
	}
	return decodeVersion([]byte(s))
}

func decodeVersion(b []byte) (report.Version, error) {
	s, err := decode[storedVersion]("version", b)
	if err != nil {
		return report.Version{}, err
	}
	v := report.Version{
		Message: s.Message, Time: time.Time(s.Time), Counts: time.Time(s.Time), Filed: time.Time(s.Filed),
		By: s.By, Kind: s.Kind, Proxy: s.Proxy, Zero: s.Zero, AsOf: time.Time(s.AsOf), Unfilled: s.Unfilled,
		Line: s.Line, About: s.About, Reason: s.Reason, Asked: s.Asked, Chat: s.Chat, Words: s.Words,
	}
	if s.Counts != nil {
		v.Counts = time.Time(*s.Counts)
	}
	for _, p := range s.Problems {
		seen, err := restoreValues(p.Seen)
		if err != nil {
			return report.Version{}, err
		}
		v.Problems = append(v.Problems, report.Problem{Code: p.Code, Field: p.Field, Say: p.Say, Seen: seen, Rule: p.Rule})
	}
	if len(s.Values) > 0 {
		v.Values = make(map[report.FieldID]report.Value, len(s.Values))
	}
	for id, value := range s.Values {
		if v.Values[report.FieldID(id)], err = value.restore(); err != nil {
			return report.Version{}, err
		}
	}
	return v, nil
}

func storeValue(v report.Value) storedValue {
	s := storedValue{Unit: v.Unit, As: v.As, Approx: v.Approx, Carried: v.Carried, Text: v.Text, AsOf: instant(v.AsOf)}
	if v.Text == "" || !v.N.IsZero() {
		s.N = json.Number(v.N.String())
	}
	return s
}

func storeValues(values []report.Value) []storedValue {
	var stored []storedValue
	for _, v := range values {
		stored = append(stored, storeValue(v))
	}
	return stored
}

func (s storedValue) restore() (report.Value, error) {
	v := report.Value{Unit: s.Unit, As: s.As, Approx: s.Approx, Carried: s.Carried, Text: s.Text, AsOf: time.Time(s.AsOf)}
	if s.N == "" {
		return v, nil
	}
	if strings.ContainsAny(string(s.N), "eE") { // is never written, and could be any size
		return v, fmt.Errorf("stored value: %q is not written out", s.N)
	}
	n, err := decimal.NewFromString(string(s.N))
	if err != nil {
		return v, fmt.Errorf("stored value: %w", err)
	}
	v.N = n
	return v, nil
}

func restoreValues(stored []storedValue) ([]report.Value, error) {
	var values []report.Value
	for _, s := range stored {
		v, err := s.restore()
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// encode writes JSON without escapes for HTML and without a line end.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("stored form: %w", err)
	}
	return slices.Clip(bytes.TrimSuffix(b.Bytes(), []byte{'\n'})), nil
}

func decode[T any](what string, b []byte) (T, error) {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return v, fmt.Errorf("stored %s cannot be read: %w", what, err)
	}
	return v, nil
}
