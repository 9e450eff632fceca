package parse_test

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/parse"
	"qunbao/report/zh"
)

// FuzzMessage holds, for any text: no panic; every value's number stands in the
// text, or is the zero of a zero phrase or negation; offsets lie inside.
func FuzzMessage(f *testing.F) {
	w := workspace(f, "testdata/sample/qunbao.yaml")
	p := parse.New(w)
	for _, file := range []string{"testdata/messages.jsonl", "testdata/paraphrases.jsonl"} {
		for _, c := range load(f, file) {
			f.Add(c.In.Text, c.In.Sender)
		}
	}
	f.Add(strings.Repeat("居家1人 ", 50), "柳湾村 李会芳")
	f.Fuzz(func(t *testing.T, text, sender string) {
		for _, m := range []report.Message{
			{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, w.Zone), Chat: "青石镇疫情防控工作群", Sender: sender, Text: text},
			{ID: "m", Time: time.Date(2020, 6, 21, 7, 0, 0, 0, w.Zone), Private: true, Sender: "柳湾村 李会芳", Text: text},
		} {
			e := p.Explain(m)
			checkNumbers(t, text, e.Reading)
			checkOffsets(t, text, e)
			checkAnswers(t, p, m)
		}
	})
}

// checkAnswers holds, for any text and any question: no panic; what an answer gives
// stands in the text or was seen before, and no answer is of another kind than asked.
func checkAnswers(t *testing.T, p *parse.Parser, m report.Message) {
	t.Helper()
	said := map[string]bool{"0": true, "3": true, "4": true}
	for _, n := range zh.NumbersWith(zh.Fold(m.Text), sampleUnits) {
		said[n.N.String()] = true
	}
	q := report.Question{Key: report.RecordKey{PeriodKey: report.PeriodKey{Form: "epidemic-daily", Day: 18306}, Unit: "柳湾村"}, Field: "home",
		Counts: m.Time, Seen: []report.Value{{N: decimal.NewFromInt(3), Unit: "人"}, {N: decimal.NewFromInt(4), Unit: "人"}}}
	for _, q.Code = range []report.ProblemCode{report.Who, report.WhichUnit, report.Future, report.Unreadable, report.Unfilled, report.Twice, report.CheckFailed} {
		a, ok := p.Answer(m, q)
		q.Text = "居家20人"
		supplies := a.Kind == report.AnswerUnits || a.Kind == report.AnswerDay
		switch asked := q.Code == report.Who || q.Code == report.WhichUnit || q.Code == report.Future; {
		case !ok:
		case asked != supplies || q.Code == report.Unreadable:
			t.Errorf("%q answers a question about %s with %s", m.Text, q.Code, a.Kind)
		case supplies:
			p.Reread(m, q, a)
		case a.Kind == report.AnswerValue && !said[a.Value.N.String()]:
			t.Errorf("%q gives %s", m.Text, a.Value.N)
		}
	}
}

// sampleUnits are the measure words of the sample's forms.
var sampleUnits = zh.NewUnits("辆次", "车次", "台次", "毫米", "mm", "万人", "万元", "亿元")

func checkNumbers(t *testing.T, text string, r report.Reading) {
	t.Helper()
	said := map[string]bool{}
	for _, n := range zh.NumbersWith(zh.Fold(text), sampleUnits) {
		said[n.N.String()] = true
	}
	for _, f := range r.Filings {
		for id, v := range f.Values {
			if v.Text == "" && !v.N.IsZero() && !said[v.N.String()] {
				t.Errorf("%s = %s does not stand in %q", id, v.N, text)
			}
		}
	}
}

func checkOffsets(t *testing.T, text string, e parse.Explanation) {
	t.Helper()
	n := utf8.RuneCountInString(text)
	inside := func(what string, start, end int) {
		if start < 0 || end < start || end > n {
			t.Errorf("%s %d–%d lies outside the %d code points of %q", what, start, end, n, text)
		}
	}
	for _, x := range e.Numbers {
		inside("number", x.Start, x.End)
	}
	for _, x := range e.Dates {
		inside("date", x.Start, x.End)
	}
	for _, x := range e.Labels {
		inside("label", x.Start, x.End)
	}
}

// long repeats every message of the corpus into one text.
func long(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/messages.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestATextOfAnyLengthIsRead(t *testing.T) {
	p := parse.New(workspace(t, "testdata/sample/qunbao.yaml"))
	for _, text := range []string{long(t), strings.Repeat("居家1人", 20000), strings.Repeat("2月1日", 20000), strings.Repeat("上坪村、", 20000),
		strings.Repeat("发热、", 20000) + "均无", strings.Repeat("无", 60000), strings.Repeat("疫情", 20000), strings.Repeat("::::", 9000), strings.Repeat("1 ", 30000), strings.Repeat("排查 居家\n", 9000)} {
		m := report.Message{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, time.FixedZone("", 8*3600)), Chat: "青石镇疫情防控工作群", Sender: "柳湾村 李会芳", Text: text}
		start := time.Now()
		p.Message(m)
		t.Logf("%.12q… %v", text, time.Since(start))
	}
}
