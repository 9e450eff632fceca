package main

import (
	"bytes"
	"encoding/json"
	"time"

	"qunbao/report"
)

// The JSON of contract section 4: one result a message. n is an exact JSON
// number.
type (
	resultJSON struct {
		ID       report.MessageID   `json:"id"`
		Kind     report.ReadingKind `json:"kind"`
		Reports  []filingJSON       `json:"reports"`
		Problems []problemJSON      `json:"problems,omitempty"`
		Command  string             `json:"command,omitempty"`
		Args     []string           `json:"args,omitempty"`
		Unit     report.UnitID      `json:"unit,omitempty"`  // of an event
		Event    string             `json:"event,omitempty"` // the urgent words, alone or beside reports
	}
	filingJSON struct {
		Form     report.FormID                `json:"form"`
		Unit     report.UnitID                `json:"unit"`
		Period   string                       `json:"period,omitempty"`
		Slot     report.SlotID                `json:"slot"`
		AsOf     string                       `json:"as_of,omitempty"`
		Zero     bool                         `json:"zero"`
		Proxy    bool                         `json:"proxy"`
		Values   map[report.FieldID]valueJSON `json:"values"`
		Unfilled []report.FieldID             `json:"unfilled"`
		Urgent   []report.FieldID             `json:"urgent"`
		Problems []problemJSON                `json:"problems"`
		Guessed  []guessJSON                  `json:"guessed,omitempty"`
	}
	valueJSON struct {
		N       json.Number `json:"n,omitempty"`
		Unit    string      `json:"unit,omitempty"`
		As      string      `json:"as,omitempty"`
		Approx  bool        `json:"approx,omitempty"`
		Carried bool        `json:"carried,omitempty"`
		AsOf    string      `json:"as_of,omitempty"`
		Text    string      `json:"text,omitempty"`
	}
	problemJSON struct {
		Code  report.ProblemCode `json:"code"`
		Field report.FieldID     `json:"field,omitempty"`
		Say   string             `json:"say"`
		Seen  []valueJSON        `json:"seen,omitempty"`
	}
	guessJSON struct {
		Wrote string `json:"wrote"`
		Read  string `json:"read"`
	}
)

// readingJSON is a reading as the contract writes it.
func readingJSON(r report.Reading) resultJSON {
	out := resultJSON{
		ID: r.ID, Kind: r.Kind, Reports: []filingJSON{}, Problems: problemsJSON(r.Problems),
		Command: r.Command.Name, Args: r.Command.Args,
	}
	if r.Event != nil {
		out.Unit, out.Event = r.Event.Unit, r.Event.Text
	}
	for _, f := range r.Filings {
		if f.Form == "" || f.Bare != nil {
			continue // a lone number: only history can place it
		}
		out.Reports = append(out.Reports, filingOf(f))
	}
	return out
}

func filingOf(f report.Filing) filingJSON {
	out := filingJSON{
		Form: f.Form, Unit: f.Unit, Period: f.Period.String(), Slot: f.Slot, AsOf: stamp(f.AsOf),
		Zero: f.Zero, Proxy: f.Proxy, Values: valuesJSON(f.Values),
		Unfilled: listOf(f.Unfilled), Urgent: listOf(f.Urgent), Problems: listOf(problemsJSON(f.Problems)),
	}
	for _, g := range f.Guessed {
		out.Guessed = append(out.Guessed, guessJSON{g.Wrote, g.Read})
	}
	return out
}

func valuesJSON(values map[report.FieldID]report.Value) map[report.FieldID]valueJSON {
	out := map[report.FieldID]valueJSON{}
	for id, v := range values {
		out[id] = valueOf(v)
	}
	return out
}

func valueOf(v report.Value) valueJSON {
	if v.Text != "" {
		return valueJSON{Text: v.Text}
	}
	return valueJSON{
		N: json.Number(v.N.String()), Unit: v.Unit, As: v.As, Approx: v.Approx,
		Carried: v.Carried, AsOf: stamp(v.AsOf),
	}
}

func problemsJSON(problems []report.Problem) []problemJSON {
	var out []problemJSON
	for _, p := range problems {
		q := problemJSON{Code: p.Code, Field: p.Field, Say: p.Say}
		for _, v := range p.Seen {
			q.Seen = append(q.Seen, valueOf(v))
		}
		out = append(out, q)
	}
	return out
}

// stamp writes an instant, or nothing for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// listOf writes an empty list as [], never as null.
func listOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// line is a value as one line of JSON, Chinese and < > & as they are.
func line(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
