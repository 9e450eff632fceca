package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/storage/storagetest"
)

// TestScoreReplays runs recorded days through the whole program, on
// the embedded store and on a real Redis: what must go out goes out, what must
// not does not, the day ends in the right state, and both stores say the same.
func TestScoreReplays(t *testing.T) {
	days, err := filepath.Glob("testdata/replays/*")
	if err != nil || len(days) == 0 {
		t.Fatalf("no replays: %v", err)
	}
	redis := storagetest.StartRedis(t)
	for i, dir := range days {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			expect := readExpectation(t, filepath.Join(dir, "expect.json"))
			embedded := replayDay(t, dir, expect, "embedded:"+t.TempDir())
			expect.judge(t, embedded)
			onRedis := replayDay(t, dir, expect, fmt.Sprintf("%s/%d", strings.TrimSuffix(redis, "/0"), i))
			if embedded.text != onRedis.text {
				t.Error("the two stores did not give the same output")
			}
			expect.judge(t, onRedis)
		})
	}
}

// played is what a replay printed and the state it left.
type played struct {
	text   string
	lines  []outline
	status []statusLine
}

type outline struct {
	Time     time.Time         `json:"time"`
	Kind     string            `json:"kind"`
	To       map[string]string `json:"to"`
	Mentions []string          `json:"mentions"`
	Form     string            `json:"form"`
	Period   string            `json:"period"`
	Slot     string            `json:"slot"`
	Units    []string          `json:"units"`
	Text     string            `json:"text"`
	Files    []string          `json:"files"`
	Key      string            `json:"key"`
}

func replayDay(t *testing.T, dir string, e expectation, store string) played {
	t.Helper()
	in, err := os.ReadFile(filepath.Join(dir, "in.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"replay", "-c", "testdata/township/qunbao.yaml", "--store", store}, e.Args...)
	p := played{text: mustRun(t, in, args...)}
	p.lines = decodeLines[outline](t, p.text)
	for _, s := range e.Status {
		p.status = append(p.status, decodeLines[statusLine](t,
			mustRun(t, nil, "status", "-c", "testdata/township/qunbao.yaml", "--store", store, "--json", "--date", s.Date, "--form", s.Form))...)
	}
	return p
}

// mustRun runs the program and gives what it printed.
func mustRun(t *testing.T, in []byte, args ...string) string {
	t.Helper()
	var out, talk bytes.Buffer
	code := run(t.Context(), args, func(string) string { return "" }, bytes.NewReader(in), &out, &talk)
	if code != exitDone {
		t.Fatalf("qunbao %s: exit %d\n%s", strings.Join(args, " "), code, talk.String())
	}
	return out.String()
}

func decodeLines[T any](t *testing.T, text string) []T {
	t.Helper()
	var all []T
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		var v T
		if l == "" {
			continue
		}
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		all = append(all, v)
	}
	return all
}

// expectation is an expect.json.
type expectation struct {
	Args     []string `json:"args"`
	Outbound struct {
		Must    []wanted `json:"must"`
		MustNot []wanted `json:"must_not"`
		Count   []struct {
			Match wanted `json:"match"`
			N     int    `json:"n"`
		} `json:"count"`
	} `json:"outbound"`
	Status []struct {
		Date, Form, Slot string
		Base, Received   *int
		OnTime           *int `json:"on_time"`
		Units            map[string]oneOrMore
		Totals           map[string]json.Number
	} `json:"status"`
}

// wanted describes messages; what is absent is not looked at.
type wanted struct {
	Kind     oneOrMore         `json:"kind"`
	Form     oneOrMore         `json:"form"`
	Period   oneOrMore         `json:"period"`
	Slot     oneOrMore         `json:"slot"`
	To       map[string]string `json:"to"`
	From     *time.Time        `json:"time_from"`
	Until    *time.Time        `json:"time_to"`
	Mentions []string          `json:"mentions"`
	TextHas  []string          `json:"text_has"`
	Units    []string          `json:"units"`
}

// oneOrMore is a string or a list of strings.
type oneOrMore []string

func (o *oneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*o = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(o))
}

func (o oneOrMore) takes(s string) bool { return len(o) == 0 || slices.Contains(o, s) }

func readExpectation(t *testing.T, path string) expectation {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var e expectation
	if err := json.Unmarshal(b, &e); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return e
}

// matches tells whether a message meets the description for one of the units.
func (w wanted) matches(m outline, units ...string) bool {
	for k, v := range w.To {
		if m.To[k] != v {
			return false
		}
	}
	for _, s := range w.Mentions {
		if !slices.Contains(m.Mentions, s) {
			return false
		}
	}
	for _, s := range w.TextHas {
		if !strings.Contains(m.Text, s) {
			return false
		}
	}
	named := len(units) == 0 || slices.ContainsFunc(units, func(u string) bool { return slices.Contains(m.Units, u) })
	return named && w.Kind.takes(m.Kind) && w.Form.takes(m.Form) && w.Period.takes(m.Period) && w.Slot.takes(m.Slot) &&
		(w.From == nil || !m.Time.Before(*w.From)) && (w.Until == nil || !m.Time.After(*w.Until))
}

// judge says everything that is not as expected.
func (e expectation) judge(t *testing.T, p played) {
	t.Helper()
	if !slices.IsSortedFunc(p.lines, func(a, b outline) int { return a.Time.Compare(b.Time) }) {
		t.Error("what went out is not in time order")
	}
	for _, m := range p.lines {
		for _, never := range impolite {
			if strings.Contains(m.Text, never) || slices.Contains(m.Mentions, never) {
				t.Errorf("%s says %s: %s", m.Kind, never, m.Text)
			}
		}
	}
	lines := slices.CompactFunc(slices.Clone(p.lines), func(a, b outline) bool { return a.Key == b.Key && a.Key != "" })
	find := func(w wanted, units ...string) int {
		n := 0
		for _, m := range lines {
			if w.matches(m, units...) {
				n++
			}
		}
		return n
	}
	for _, w := range e.Outbound.Must {
		for _, u := range w.Units {
			if find(w, u) == 0 {
				t.Errorf("must, but no message for %s: %+v", u, w)
			}
		}
		if len(w.Units) == 0 && find(w) == 0 {
			t.Errorf("must, but none: %+v", w)
		}
	}
	for _, w := range e.Outbound.MustNot {
		if find(w, w.Units...) > 0 {
			t.Errorf("must not: %+v", w)
		}
	}
	for _, c := range e.Outbound.Count {
		if n := find(c.Match, c.Match.Units...); n != c.N {
			t.Errorf("%d messages, want %d: %+v", n, c.N, c.Match)
		}
	}
	e.judgeStatus(t, p.status)
}

func (e expectation) judgeStatus(t *testing.T, status []statusLine) {
	t.Helper()
	for _, want := range e.Status {
		i := slices.IndexFunc(status, func(s statusLine) bool {
			return s.Date == want.Date && string(s.Form) == want.Form && string(s.Slot) == want.Slot
		})
		if i < 0 {
			t.Errorf("no status of %s %s %s", want.Date, want.Form, want.Slot)
			continue
		}
		got := status[i]
		for name, pair := range map[string][2]*int{"base": {want.Base, &got.Base}, "received": {want.Received, &got.Received}, "on_time": {want.OnTime, &got.OnTime}} {
			if pair[0] != nil && *pair[0] != *pair[1] {
				t.Errorf("%s %s%s: %s is %d, want %d", want.Date, want.Form, want.Slot, name, *pair[1], *pair[0])
			}
		}
		for _, u := range got.Units {
			if states := want.Units[string(u.Unit)]; len(states) > 0 && !slices.Contains(states, string(u.State)) {
				t.Errorf("%s %s%s: %s is %s, want %s", want.Date, want.Form, want.Slot, u.Unit, u.State, states)
			}
		}
		for f, n := range want.Totals {
			total, ok := got.Totals[report.FieldID(f)]
			if !ok || total.N != n {
				t.Errorf("%s %s%s: total %s is %s, want %s", want.Date, want.Form, want.Slot, f, total.N, n)
			}
		}
	}
}
