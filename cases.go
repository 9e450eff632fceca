package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/report/zh"
	"qunbao/storage"
)

// A case of the reader's corpus: a message with what it means. The README
// beside the reader's test data says what is compared.
type (
	caseJSON struct {
		Case string          `json:"case"`
		Tags []string        `json:"tags"`
		In   json.RawMessage `json:"in"`
		Out  wantedJSON      `json:"out"`
	}
	wantedJSON struct {
		Kind    report.ReadingKind `json:"kind"`
		Reports []wantedFiling     `json:"reports"`
	}
	wantedFiling struct {
		Form     report.FormID                `json:"form"`
		Unit     report.UnitID                `json:"unit"`
		Period   string                       `json:"period"`
		Slot     report.SlotID                `json:"slot"`
		Values   map[report.FieldID]valueJSON `json:"values"`
		Unfilled []report.FieldID             `json:"unfilled"`
		Any      []report.FieldID             `json:"any,omitempty"`
	}
)

// learner finds, in what a replay has left in its store, the messages from which
// the reader can learn: those that were read otherwise than people then said,
// and the corrections that they let stand.
type learner struct {
	store    store
	parser   *parse.Parser
	messages []report.Message
}

func newLearner(w *report.Workspace, s store) *learner {
	return &learner{store: s, parser: parse.New(w)}
}

// hear notes a message of the replay.
func (l *learner) hear(m report.Message) { l.messages = append(l.messages, m) }

// cases lists one case a message, in the order of arrival.
func (l *learner) cases(ctx context.Context) ([]caseJSON, error) {
	var all []caseJSON
	for _, m := range l.messages {
		outcome, known, err := l.store.Outcome(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		if !known || outcome.Kind == report.IsAnswer || outcome.Kind == report.IsRecall {
			continue
		}
		records, err := l.store.Records(ctx, outcome.Records)
		if err != nil {
			return nil, err
		}
		c, ok, err := l.caseOf(m, records)
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, c)
		}
	}
	return all, nil
}

// caseOf makes a case of one message and the records it filed.
func (l *learner) caseOf(m report.Message, records []report.Record) (caseJSON, bool, error) {
	in, err := storage.EncodeMessage(m)
	if err != nil {
		return caseJSON{}, false, err
	}
	c := caseJSON{Case: string(m.ID), In: in}
	reading := l.parser.Message(m)
	c.Out.Kind = report.IsReport
	if reading.Kind == report.IsCorrection {
		c.Out.Kind = reading.Kind
	}
	stands := reading.Kind == report.IsCorrection
	for _, r := range records {
		filing, ok := filingFor(reading, r.RecordKey)
		if !ok && reading.Kind != report.IsUnparsed {
			return c, false, nil // history has placed it: alone it is read otherwise
		}
		amended := r.Amendments()
		if i := slices.IndexFunc(amended, func(a report.Amendment) bool { return a.Message == m.ID }); i >= 0 {
			stands = false
			if mendFiling(&filing, amended[i], numbersOf(m)) {
				c.Tags = []string{"misread"}
			}
		}
		c.Out.Reports = append(c.Out.Reports, filing)
	}
	if stands && len(records) > 0 {
		c.Tags = []string{"correction"}
	}
	return c, len(c.Tags) > 0, nil
}

// filingFor is what the reader made of a message for a record.
func filingFor(r report.Reading, k report.RecordKey) (out wantedFiling, found bool) {
	out = wantedFiling{Form: k.Form, Unit: k.Unit, Period: k.Day.String(), Slot: k.Slot, Values: map[report.FieldID]valueJSON{}, Unfilled: []report.FieldID{}}
	for _, f := range r.Filings {
		if f.Key() != k {
			continue
		}
		out.Values, out.Unfilled, found = valuesJSON(f.Values), listOf(f.Unfilled), true
	}
	return out, found
}

// mendFiling puts in what people said. A number that does not stand in the text
// was the writer's own slip: the reader could not know it, and that field may be
// anything. It is false where nothing else was set right.
func mendFiling(f *wantedFiling, a report.Amendment, said func(decimal.Decimal, string) bool) bool {
	mended := false
	for _, id := range slices.Sorted(maps.Keys(a.Values)) {
		v := a.Values[id]
		f.Unfilled = slices.DeleteFunc(f.Unfilled, func(u report.FieldID) bool { return u == id })
		if v.Text != "" || !said(v.N, v.Unit) {
			f.Any = append(f.Any, id)
			continue
		}
		f.Values[id] = valueJSON{N: json.Number(v.N.String()), Unit: v.Unit}
		mended = true
	}
	return mended
}

// numbersOf tells whether a number stands in a message, in a unit or the base of
// it: 3.2万元 is 3.2 of 万元 and 32000 of 元.
func numbersOf(m report.Message) func(n decimal.Decimal, unit string) bool {
	found := zh.Numbers(zh.Fold(m.Text))
	return func(n decimal.Decimal, unit string) bool {
		_, factor := zh.Scale(unit)
		return slices.ContainsFunc(found, func(x zh.Number) bool { return x.N.Equal(n) || x.N.Equal(n.Mul(factor)) })
	}
}

// write adds the cases to a file; one that is there already is left as it is,
// since somebody may have looked it through.
func (l *learner) write(ctx context.Context, path string, s *streams) error {
	all, err := l.cases(ctx)
	if err != nil {
		return err
	}
	known, err := knownCases(path)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x caseJSON) bool { return known.names[x.Case] })
	var b bytes.Buffer
	if known.torn {
		b.WriteByte('\n')
	}
	for _, x := range all {
		text, err := line(x)
		if err != nil {
			return err
		}
		b.Write(text)
	}
	if err := appendTo(path, b.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "qunbao: %d case(s) added to %s: look them through, and change names and telephones before they leave the office\n", len(all), path)
	return nil
}

func appendTo(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Close())
}

// corpus is what a file of cases holds.
type corpus struct {
	names map[string]bool
	torn  bool // no line end closes it
}

// knownCases reads a file of cases; it holds none where there is no such file.
func knownCases(path string) (corpus, error) {
	c := corpus{names: map[string]bool{}}
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	n := 0
	for text := range bytes.Lines(b) {
		n++
		var known caseJSON
		if err := json.Unmarshal(text, &known); err != nil {
			return c, usage("%s:%d is no case: %w", path, n, err)
		}
		c.names[known.Case] = true
	}
	c.torn = len(b) > 0 && b[len(b)-1] != '\n'
	return c, nil
}
