package parse_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"qunbao/configs"
	"qunbao/report"
	"qunbao/report/parse"
)

var worst = flag.Bool("worst", false, "list what was not read as expected")

// inbound is a message as the corpus writes it.
type inbound struct {
	ID          string    `json:"id"`
	Time        time.Time `json:"time"`
	Chat        string    `json:"chat"`
	Private     bool      `json:"private"`
	Sender      string    `json:"sender"`
	SenderID    string    `json:"sender_id"`
	Text        string    `json:"text"`
	Type        string    `json:"type"`
	RefersTo    string    `json:"refers_to"`
	MentionsBot bool      `json:"mentions_bot"`
}

func (in inbound) message() report.Message {
	return report.Message{ID: report.MessageID(in.ID), Time: in.Time, Chat: report.ChatID(in.Chat), Private: in.Private, Sender: in.Sender,
		SenderID: in.SenderID, Text: in.Text, Type: report.MessageType(in.Type), RefersTo: report.MessageID(in.RefersTo), MentionsBot: in.MentionsBot}
}

// wanted is a case's expected result; what is absent is not compared.
type wanted struct {
	Kind     string          `json:"kind"`
	Reports  *[]wantedReport `json:"reports"`
	Problems []wantedProblem `json:"problems"`
}

type wantedReport struct {
	Form, Unit, Period, Slot *string
	AsOf                     string `json:"as_of"`
	Zero, Proxy              *bool
	Values                   map[string]wantedValue
	Any, Unfilled            []string
	Problems                 *[]wantedProblem
}

type wantedValue struct {
	N      decimal.Decimal
	Unit   *string
	Approx json.RawMessage
}

type wantedProblem struct{ Code string }

type testCase struct {
	Case string
	Tags []string
	In   inbound
	Out  wanted
}

func load(t testing.TB, path string) []testCase {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []testCase
	for lines := json.NewDecoder(f); lines.More(); {
		var c testCase
		if err := lines.Decode(&c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

func workspace(t testing.TB, path string) *report.Workspace {
	t.Helper()
	c, err := configs.Load(path, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return c.Workspace
}

// tally counts as the corpus's own scorer does.
type tally struct {
	cases, exact, kinds, kind, reports, right  int
	tp, fp, fn                                 int
	zeros, zeroRight, negatives, falseReports  int
	problems, problemsRight, unfilled, unfound int
}

func (a *tally) add(b tally) {
	a.cases += b.cases
	a.exact += b.exact
	a.kinds += b.kinds
	a.kind += b.kind
	a.reports += b.reports
	a.right += b.right
	a.tp += b.tp
	a.fp += b.fp
	a.fn += b.fn
	a.zeros += b.zeros
	a.zeroRight += b.zeroRight
	a.negatives += b.negatives
	a.falseReports += b.falseReports
	a.problems += b.problems
	a.problemsRight += b.problemsRight
	a.unfilled += b.unfilled
	a.unfound += b.unfound
}

func share(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func (a tally) f1() float64 { return share(2*a.tp, 2*a.tp+a.fp+a.fn) }

func (a tally) String() string {
	return fmt.Sprintf("%5d exact %5.1f kind %5.1f report %5.1f fieldF1 %5.1f", a.cases, 100*share(a.exact, a.cases), 100*share(a.kind, a.kinds), 100*share(a.right, a.reports), 100*a.f1())
}

// score reads every case and compares.
func score(t *testing.T, p *parse.Parser, cases []testCase) tally {
	t.Helper()
	var total tally
	tags := map[string]*tally{}
	for _, c := range cases {
		one, faults := compare(p.Message(c.In.message()), c.Out)
		total.add(one)
		for _, tag := range c.Tags {
			if tags[tag] == nil {
				tags[tag] = &tally{}
			}
			tags[tag].add(one)
		}
		if len(faults) > 0 && *worst {
			t.Logf("%s %q\n    %s", c.Case, c.In.Text[:min(len(c.In.Text), 400)], strings.Join(faults, "\n    "))
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		t.Logf("%-22s %s", tag, tags[tag])
	}
	t.Logf("%-22s %s", "TOTAL", total)
	t.Logf("zero recall %d/%d, false reports %d/%d, problems %d/%d, unfilled %d/%d, precision %.4f recall %.4f", total.zeroRight, total.zeros, total.falseReports, total.negatives,
		total.problemsRight, total.problems, total.unfilled-total.unfound, total.unfilled, share(total.tp, total.tp+total.fp), share(total.tp, total.tp+total.fn))
	return total
}

func compare(r report.Reading, want wanted) (tally, []string) {
	n := tally{cases: 1}
	var faults []string
	if want.Kind != "" {
		n.kinds = 1
		if string(r.Kind) == want.Kind {
			n.kind = 1
		} else {
			faults = append(faults, fmt.Sprintf("kind %s, want %s", r.Kind, want.Kind))
		}
	}
	if want.Kind == "chatter" || want.Reports != nil && len(*want.Reports) == 0 {
		n.negatives = 1
		if len(r.Filings) > 0 || r.Kind == report.IsReport || r.Kind == report.IsCorrection || r.Kind == report.IsEvent {
			n.falseReports = 1
			faults = append(faults, "a report of talk: "+describe(r.Filings))
		}
		for _, f := range r.Filings {
			n.fp += len(f.Values)
		}
	} else if want.Reports != nil {
		faults = append(faults, compareReports(&n, r.Filings, *want.Reports)...)
	}
	for _, w := range want.Problems {
		n.problems++
		if slices.Contains(codes(r), w.Code) {
			n.problemsRight++
		} else {
			faults = append(faults, fmt.Sprintf("problems %v, want %s", codes(r), w.Code))
		}
	}
	if len(faults) == 0 {
		n.exact = 1
	}
	return n, faults
}

func compareReports(n *tally, got []report.Filing, want []wantedReport) []string {
	var faults []string
	left := slices.Clone(got)
	for _, w := range want {
		best, rank := -1, -1.0
		for i, f := range left {
			if l := likeness(f, w); l > rank {
				best, rank = i, l
			}
		}
		var f *report.Filing
		if best >= 0 {
			found := left[best]
			f = &found
			left = slices.Delete(left, best, best+1)
		}
		n.reports++
		bad := compareReport(n, f, w)
		if len(bad) == 0 {
			n.right++
		}
		faults = append(faults, bad...)
	}
	for _, f := range left {
		n.fp += len(f.Values)
		faults = append(faults, "one report too many: "+describe([]report.Filing{f}))
	}
	return faults
}

func likeness(f report.Filing, w wantedReport) float64 {
	l := 0.0
	for _, x := range []struct {
		want   *string
		got    string
		weight float64
	}{{w.Unit, string(f.Unit), 8}, {w.Form, string(f.Form), 4}, {w.Period, f.Period.String(), 2}, {w.Slot, string(f.Slot), 1}} {
		if x.want != nil && *x.want == x.got {
			l += x.weight
		}
	}
	for id := range w.Values {
		if _, ok := f.Values[report.FieldID(id)]; ok {
			l += 0.1
		}
	}
	return l
}

func compareReport(n *tally, f *report.Filing, w wantedReport) []string {
	if f == nil {
		n.fn += len(w.Values)
		n.unfilled += len(w.Unfilled)
		n.unfound += len(w.Unfilled)
		if w.Zero != nil && *w.Zero {
			n.zeros++
		}
		return []string{"a report is missing"}
	}
	var faults []string
	differ := func(what string, got, want any) {
		faults = append(faults, fmt.Sprintf("%s %v, want %v", what, got, want))
	}
	for _, x := range []struct {
		what string
		want *string
		got  string
	}{{"form", w.Form, string(f.Form)}, {"unit", w.Unit, string(f.Unit)}, {"period", w.Period, f.Period.String()}, {"slot", w.Slot, string(f.Slot)}} {
		if x.want != nil && *x.want != x.got {
			differ(x.what, x.got, *x.want)
		}
	}
	if w.Zero != nil {
		if *w.Zero {
			n.zeros++
			if f.Zero {
				n.zeroRight++
			}
		}
		if *w.Zero != f.Zero {
			differ("zero", f.Zero, *w.Zero)
		}
	}
	if w.Proxy != nil && *w.Proxy != f.Proxy {
		differ("proxy", f.Proxy, *w.Proxy)
	}
	if w.AsOf != "" {
		if at, _ := time.Parse(time.RFC3339, w.AsOf); !at.Equal(f.AsOf) {
			differ("as_of", f.AsOf, w.AsOf)
		}
	}
	return append(faults, compareValues(n, f, w)...)
}

func compareValues(n *tally, f *report.Filing, w wantedReport) []string {
	var faults []string
	for _, id := range slices.Sorted(maps.Keys(w.Values)) {
		if slices.Contains(w.Any, id) {
			continue
		}
		want := w.Values[id]
		got, ok := f.Values[report.FieldID(id)]
		approx := string(want.Approx) == "true"
		switch {
		case !ok || !got.N.Equal(want.N) || want.Unit != nil && *want.Unit != got.Unit:
			n.fn++
			if ok {
				n.fp++
			}
			faults = append(faults, fmt.Sprintf("%s %v %v, want %v", id, got.N, got.Unit, want.N))
		default:
			n.tp++
			if string(want.Approx) != "null" && approx != got.Approx {
				faults = append(faults, id+" approx")
			}
		}
	}
	for id, v := range f.Values {
		if _, ok := w.Values[string(id)]; !ok && !slices.Contains(w.Any, string(id)) && v.Text == "" && w.Values != nil {
			n.fp++
			faults = append(faults, fmt.Sprintf("%s %v too much", id, v.N))
		}
	}
	got := sorted(f.Unfilled, w.Any)
	slices.Sort(w.Unfilled)
	for _, id := range w.Unfilled {
		n.unfilled++
		if !slices.Contains(got, id) {
			n.unfound++
		}
	}
	if want := slices.DeleteFunc(slices.Clone(w.Unfilled), func(s string) bool { return slices.Contains(w.Any, s) }); !slices.Equal(got, want) {
		faults = append(faults, fmt.Sprintf("unfilled %v, want %v", got, want))
	}
	if w.Problems != nil {
		var want []string
		for _, p := range *w.Problems {
			want = append(want, p.Code)
			n.problems++
			if slices.Contains(codesOf(f.Problems), p.Code) {
				n.problemsRight++
			}
		}
		slices.Sort(want)
		if !slices.Equal(codesOf(f.Problems), slices.Compact(want)) {
			faults = append(faults, fmt.Sprintf("problems %v, want %v", codesOf(f.Problems), want))
		}
	}
	return faults
}

func sorted(ids []report.FieldID, without []string) []string {
	var out []string
	for _, id := range ids {
		if !slices.Contains(without, string(id)) {
			out = append(out, string(id))
		}
	}
	slices.Sort(out)
	return out
}

func codesOf(problems []report.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, string(p.Code))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func codes(r report.Reading) []string {
	all := slices.Clone(r.Problems)
	for _, f := range r.Filings {
		all = append(all, f.Problems...)
	}
	return codesOf(all)
}

func describe(filings []report.Filing) string {
	var out []string
	for _, f := range filings {
		s := fmt.Sprintf("%s %s %s %s", f.Form, f.Unit, f.Period, f.Slot)
		for _, id := range slices.Sorted(maps.Keys(f.Values)) {
			s += fmt.Sprintf(" %s=%v", id, f.Values[id].N)
		}
		if len(f.Unfilled) > 0 {
			s += fmt.Sprintf(" unfilled %v", f.Unfilled)
		}
		out = append(out, s)
	}
	return strings.Join(out, " | ")
}

func TestScoreMessages(t *testing.T) {
	got := score(t, parse.New(workspace(t, "testdata/sample/qunbao.yaml")), load(t, "testdata/messages.jsonl"))
	floor(t, "kind", share(got.kind, got.kinds), 0.99)
	floor(t, "whole reports", share(got.right, got.reports), 0.96)
	floor(t, "field F1", got.f1(), 0.985)
	floor(t, "zero recall", share(got.zeroRight, got.zeros), 0.99)
	floor(t, "talk left alone", 1-share(got.falseReports, got.negatives), 1)
}

// Every folder with a workspace and its cases is scored, each file by itself.
func TestScoreWorkspaces(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases found (%v)", err)
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir)+"/"+strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			got := score(t, parse.New(workspace(t, filepath.Join(dir, "qunbao.yaml"))), load(t, file))
			floor(t, "field F1", got.f1(), 0.93)
		})
	}
}

func floor(t *testing.T, what string, got, want float64) {
	t.Helper()
	if got < want {
		t.Errorf("%s %.4f, want at least %.4f", what, got, want)
	}
}

// The paraphrases were written before the reader was run on them.
func TestScoreParaphrases(t *testing.T) {
	got := score(t, parse.New(workspace(t, "testdata/sample/qunbao.yaml")), load(t, "testdata/paraphrases.jsonl"))
	floor(t, "kind", share(got.kind, got.kinds), 0.99)
	floor(t, "whole reports", share(got.right, got.reports), 0.96)
	floor(t, "field F1", got.f1(), 0.985)
	floor(t, "talk left alone", 1-share(got.falseReports, got.negatives), 1)
}
