package summarizer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/summarizer"
)

// heads are the headings that every document of a kind has.
var heads = map[string][]string{
	report.DailyBriefing:   {"一、主要数据", "二、报送情况", "三、需要关注的情况", "四、问题与协调", "五、下一步工作"},
	report.SituationReport: {"", "一、基本情况", "二、工作开展情况", "三、存在问题", "四、下一步工作"},
	report.WorkSummary:     {""},
}

// longest is how many characters the text of a document may have once everything
// that may be left out has been.
var longest = map[string]int{report.DailyBriefing: 600, report.SituationReport: 2900, report.WorkSummary: 1100}

// faults lists what is wrong with a document's make-up, whoever worded it.
func faults(f report.Facts, d report.Draft) []string {
	var wrong []string
	told, alone, length := map[string]int{}, map[string]bool{}, 0
	var have []string
	for _, p := range d.Parts {
		have = append(have, p.Head)
		if len(p.Sentences) == 0 || !p.Sentences[0].New {
			wrong = append(wrong, fmt.Sprintf("%q is empty, or begins in the middle of a paragraph", p.Head))
		}
		for i, s := range p.Sentences {
			length += characters(s.Text)
			for _, id := range s.Facts {
				alone[id] = s.New && (i+1 == len(p.Sentences) || p.Sentences[i+1].New || p.Sentences[i+1].Facts[0][0] == 'Z')
			}
			wrong = append(wrong, badMarks(s)...)
			for _, x := range s.Spans {
				told[x.Fact]++
			}
		}
	}
	if !slices.Equal(have, heads[d.Kind]) {
		wrong = append(wrong, fmt.Sprintf("headings %q", have))
	}
	for _, x := range f.All() {
		if n := told[x.ID]; n > 1 || x.Must && n == 0 {
			wrong = append(wrong, fmt.Sprintf("%s stands %d times: %s", x.ID, n, x.Text))
		}
		if length > longest[d.Kind] && !d.Model && !x.Must && told[x.ID] > 0 && !alone[x.ID] {
			wrong = append(wrong, fmt.Sprintf("%d characters, and %s stands: %s", length, x.ID, x.Text))
		}
	}
	for _, n := range d.Untraced() {
		wrong = append(wrong, fmt.Sprintf("%s has no source", n.Text))
	}
	return wrong
}

// badMarks looks at a sentence's marks outside the facts: what people wrote is theirs.
func badMarks(s report.Sentence) []string {
	var wrong []string
	if !strings.HasSuffix(s.Text, "。") && !strings.HasSuffix(s.Text, "；") {
		wrong = append(wrong, "no end: "+s.Text)
	}
	ours, at := "", 0
	for _, x := range s.Spans {
		if x.Fact == "" {
			continue
		}
		ours += s.Text[at:x.From] + "甲"
		at = x.To
	}
	ours += s.Text[at:]
	before := '甲'
	for _, r := range ours {
		if strings.ContainsRune("，。；：、", r) && strings.ContainsRune("，。；：、", before) || strings.ContainsRune("{}", r) {
			wrong = append(wrong, "marks: "+s.Text)
		}
		before = r
	}
	return wrong
}

func characters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

func TestADocumentHasItsSectionsItsLengthAndASourceForEveryNumber(t *testing.T) {
	drafter := summarizer.New(nil, nil)
	rapid.Check(t, func(rt *rapid.T) {
		f := randomFacts(t, rt)
		for kind := range heads {
			d, err := drafter.Draft(t.Context(), kind, f, rapid.IntRange(0, 400).Draw(rt, "issue"))
			if err != nil {
				rt.Fatal(err)
			}
			if wrong := faults(f, d); len(wrong) > 0 {
				rt.Fatalf("%s\n%s", strings.Join(wrong, "\n"), d.Text())
			}
		}
	})
}

// randomFacts are the facts of any day, beside the one before, or of any four.
func randomFacts(t testing.TB, rt *rapid.T) report.Facts {
	now, before := randomSheet(rt, "now"), randomSheet(rt, "before")
	if rapid.Bool().Draw(rt, "one day") {
		return facts(t, []sheet{now}, []sheet{before})
	}
	w := township(t)
	day, err := report.ParseDay(today)
	if err != nil {
		t.Fatal(err)
	}
	in := report.FactsInput{From: day, To: day + 3, At: (day + 3).At(at, w.Zone)}
	in.Before = []report.Completeness{w.Complete(before.period(t, w, day-1), in.At, nil)}
	for n := range report.Day(4) {
		p := randomSheet(rt, "day").period(t, w, day+n)
		in.Periods, in.Records = append(in.Periods, w.Complete(p, in.At, nil)), append(in.Records, p.Records...)
	}
	return w.Facts(in)
}

// randomSheet is what some villages send on a day.
func randomSheet(rt *rapid.T, label string) sheet {
	words := []string{"道路塌方3处", "缺口罩两百个", "一切{{A1}}正常", "<b>9</b>", "第3轮", "十几人", "建议增设卡点1个"}
	s := sheet{form: "epidemic"}
	for _, u := range villages {
		if rapid.IntRange(0, 3).Draw(rt, label) == 0 {
			continue
		}
		row := string(u) + " 16:30"
		for _, field := range []string{"screened", "home", "fever", "guards"} {
			switch rapid.IntRange(0, 4).Draw(rt, field) {
			case 0:
				row += " " + field + "=?"
			case 1:
				row += fmt.Sprintf(" %s=约%d.5", field, rapid.IntRange(0, 70000).Draw(rt, "n"))
			case 2:
				row += " " + field + "=0"
			default:
				row += fmt.Sprintf(" %s=%d", field, rapid.IntRange(0, 70000).Draw(rt, "n"))
			}
		}
		if rapid.Bool().Draw(rt, "noted") {
			row += " note=" + rapid.SampledFrom(words).Draw(rt, "note")
		}
		s.rows = append(s.rows, row)
	}
	return s
}
