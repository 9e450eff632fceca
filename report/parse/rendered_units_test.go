package parse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/report/parse"
)

// villages are units with what people call them.
var villages = map[report.UnitID][]string{
	"柳湾村": {"柳湾村", "柳湾"}, "东坡村": {"东坡村", "东坡"}, "上坪村": {"上坪村", "上坪"}, "下坪村": {"下坪村", "下坪"},
	"白鹤村": {"白鹤村", "白鹤"}, "双井村": {"双井村", "双井"},
}

// ofSeveral draws a message about several villages, a line each: a list, a 接龙 or
// plain lines. Some report, some only say that there is nothing.
func ofSeveral(t *rapid.T, form *report.Form) (text string, want map[report.UnitID]writing) {
	all := slices.Sorted(func(yield func(report.UnitID) bool) {
		for u := range villages {
			if !yield(u) {
				return
			}
		}
	})
	units := rapid.Permutation(all).Draw(t, "units")[:rapid.IntRange(2, 4).Draw(t, "villages")]
	head := rapid.SampledFrom([]string{"#接龙\n2月14日%s\n\n", "%s\n", "各村%s如下：\n", "【%s】\n"}).Draw(t, "top")
	lead := rapid.SampledFrom([]string{"%[2]s：", "%[2]s ", "%[1]d. %[2]s ", "%[1]d、%[2]s：", "%[2]s"}).Draw(t, "lead")
	if strings.HasPrefix(head, "#接龙") {
		lead = rapid.SampledFrom([]string{"%d. %s ", "%d.%s：", "%d. %s"}).Draw(t, "line")
	}
	text, want = fmt.Sprintf(head, form.Name), map[report.UnitID]writing{}
	for i, u := range units {
		name := rapid.SampledFrom(villages[u]).Draw(t, "name")
		w := writing{}
		if rapid.IntRange(0, 4).Draw(t, "nothing") == 0 {
			w.text = rapid.SampledFrom([]string{"平安", "无异常", "今日平安", "零报告", "一切正常"}).Draw(t, "zero")
		} else {
			w = write(t, form)
			w.text = inLine(w.text)
		}
		want[u] = w
		text += fmt.Sprintf(lead, i+1, name) + w.text + "\n"
	}
	return text, want
}

// inLine is a writing without its head, in one line.
func inLine(text string) string {
	_, body, found := strings.Cut(text, headEnd)
	if !found {
		panic("no head: " + text)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(body, "\n", "，")), " ")
}

func TestAMessageAboutSeveralUnitsIsAReportOfEach(t *testing.T) {
	w := workspace(t, "testdata/sample/qunbao.yaml")
	p := parse.New(w)
	rapid.Check(t, func(t *rapid.T) {
		form := w.Form(rapid.SampledFrom(w.Chat(workChat).Forms).Draw(t, "form"))
		text, want := ofSeveral(t, form)
		r := p.Message(report.Message{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, w.Zone), Chat: workChat, Sender: "党政办郑晓", Text: text})
		if len(r.Filings) != len(want) {
			t.Fatalf("%q: %s with %d filings, want %d", text, r.Kind, len(r.Filings), len(want))
		}
		for _, f := range r.Filings {
			checkWriting(t, text, f, want[f.Unit])
		}
	})
}
