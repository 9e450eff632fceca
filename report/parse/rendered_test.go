package parse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"qunbao/report"
	"qunbao/report/parse"
)

// A writing is a report written in one of the ways that people write, with what
// it says.
type writing struct {
	text     string
	values   map[report.FieldID]report.Value
	unfilled []report.FieldID
}

// An item is one field of a writing: 居家观察, 约四十六, 人.
type item struct{ label, numeral, unit string }

// write draws a report of a form: which fields it gives, in which order and
// layout, with which of their labels and measure words, numerals and marks.
func write(t *rapid.T, form *report.Form) writing {
	var fields []*report.Field
	for i := range form.Fields {
		if form.Fields[i].Kind != report.Prose {
			fields = append(fields, &form.Fields[i])
		}
	}
	fields = rapid.Permutation(fields).Draw(t, "fields")[:rapid.IntRange(1, len(fields)).Draw(t, "count")]
	w := writing{values: map[report.FieldID]report.Value{}}
	var items []item
	for i, f := range fields {
		x, v := writeField(t, f)
		if i > 0 && rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
			x.numeral = rapid.SampledFrom([]string{"__", "X", "XX", "____"}).Draw(t, "place")
			w.unfilled = append(w.unfilled, f.ID)
		} else {
			w.values[f.ID] = v
		}
		items = append(items, x)
	}
	head := rapid.SampledFrom([]string{"柳湾村%s：", "【柳湾村%s】\n", "柳湾村2月14日%s\n", "各位领导好，柳湾村%s：", "柳湾 %s "}).Draw(t, "head")
	layout := rapid.SampledFrom([]func(*rapid.T, []item) string{listed, listed, counted, tabled, w.echoed(form)}).Draw(t, "layout")
	w.text = fmt.Sprintf(head, form.Name) + headEnd + layout(t, items) + rapid.SampledFrom([]string{"", "。", "\n谢谢", "，请查收"}).Draw(t, "end")
	return w
}

// headEnd parts the head of a writing from the rest; nobody sees it.
const headEnd = "\u2060"

// writeField draws one field with its number.
func writeField(t *rapid.T, f *report.Field) (item, report.Value) {
	v := report.Value{N: decimal.NewFromInt(int64(rapid.SampledFrom([]int{0, 1, 2, 7, 10, 11, 20, 38, 100, 105, 120, 1200, 20000, 35000}).Draw(t, "n"))), Unit: f.Unit()}
	x := item{
		label:   rapid.SampledFrom(ownLabels(f)).Draw(t, "label"),
		numeral: rapid.SampledFrom([]func(int64) string{digits, wide, chinese, grouped, inWan}).Draw(t, "numeral")(v.N.IntPart()),
		unit:    rapid.SampledFrom(ownUnits(f)).Draw(t, "unit"),
	}
	if x.numeral == "一" && x.unit == "起" {
		x.numeral = "1" // 一起 is "together", too
	}
	if x.unit != v.Unit {
		v.As = x.unit
	}
	if v.Approx = v.N.IntPart() > 2 && rapid.IntRange(0, 5).Draw(t, "about") == 0; v.Approx {
		x.numeral = "约" + x.numeral
	}
	return x, v
}

// listed writes 居家观察：46人，集中观察：2人.
func listed(t *rapid.T, items []item) string {
	between := rapid.SampledFrom([]string{"，", "；", "\n", ", ", "。", "，\n", " "}).Draw(t, "between")
	colon := rapid.SampledFrom([]string{"", "：", ":", " ", "： "}).Draw(t, "colon")
	var out []string
	for _, x := range items {
		out = append(out, x.label+colon+x.numeral+x.unit)
	}
	return strings.Join(out, between)
}

// counted writes the number first: 46人居家观察，2人集中观察.
func counted(t *rapid.T, items []item) string {
	between := rapid.SampledFrom([]string{"，", "；", "\n", "，\n"}).Draw(t, "between")
	var out []string
	for _, x := range items {
		out = append(out, x.numeral+x.unit+x.label)
	}
	return strings.Join(out, between)
}

// tabled writes a field a line, as a table is pasted.
func tabled(t *rapid.T, items []item) string {
	between := rapid.SampledFrom([]string{"\t", "|", " | ", "    "}).Draw(t, "column")
	out := "\n"
	for _, x := range items {
		out += x.label + between + x.numeral + x.unit + "\n"
	}
	return out
}

// echoed writes what a receipt says of the report, as somebody may copy it:
// in the form's own words and measure words.
func (w *writing) echoed(form *report.Form) func(*rapid.T, []item) string {
	return func(*rapid.T, []item) string {
		for id, v := range w.values {
			v.As = ""
			w.values[id] = v
		}
		w.unfilled = nil
		return form.Words(report.Current{Values: w.values})
	}
}

// ownUnits are the measure words of a field that no scale hides: 32000元 of a
// field that takes 万元 too is written in its first unit.
func ownUnits(f *report.Field) []string {
	var own []string
	for i, u := range f.Units {
		if r := []rune(u); i == 0 || len(r) < 2 || !strings.ContainsRune("万亿", r[0]) {
			own = append(own, u)
		}
	}
	return own
}

// ownLabels are the labels of a field of two characters or more, without those
// that go on like the name of a village before them: 东坡村村响.
func ownLabels(f *report.Field) []string {
	return slices.DeleteFunc(slices.Clone(f.Labels()), func(l string) bool { return len([]rune(l)) < 2 || strings.HasPrefix(l, "村") })
}

func digits(n int64) string { return fmt.Sprint(n) }

func wide(n int64) string {
	return strings.Map(func(r rune) rune { return r - '0' + '０' }, digits(n))
}

func grouped(n int64) string {
	if n < 1000 {
		return digits(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

func inWan(n int64) string {
	if n < 10000 {
		return digits(n)
	}
	return decimal.New(n, -4).String() + "万"
}

// chinese writes 0 … 99999 as it is spoken.
func chinese(n int64) string {
	if n == 0 {
		return "零"
	}
	out, gap := "", false
	for _, p := range []struct {
		n    int64
		name string
	}{{10000, "万"}, {1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / p.n % 10
		if d == 0 {
			gap = out != ""
			continue
		}
		if gap {
			out += "零"
		}
		gap = false
		if d == 1 && p.n == 10 && out == "" {
			out += p.name
			continue
		}
		out += string([]rune("零一二三四五六七八九")[d]) + p.name
	}
	return out
}

// rendered holds that what was written is what is read, to the last value.
func rendered(w *report.Workspace, p *parse.Parser) func(t *rapid.T) {
	return func(t *rapid.T) {
		form := &w.Forms[rapid.IntRange(0, len(w.Forms)-1).Draw(t, "form")]
		writing := write(t, form)
		m := report.Message{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, w.Zone), Private: true, Sender: "柳湾村 李会芳", Text: writing.text}
		r := p.Message(m)
		if len(r.Filings) != 1 {
			t.Fatalf("%q: %s with %d filings", writing.text, r.Kind, len(r.Filings))
		}
		f := r.Filings[0]
		if f.Form != form.ID || f.Unit != "柳湾村" || f.Period.String() != "2020-02-14" || f.Zero {
			t.Errorf("%q is of %s %s %s zero %v", writing.text, f.Form, f.Unit, f.Period, f.Zero)
		}
		checkWriting(t, writing.text, f, writing)
	}
}

// checkWriting compares what was read of a text with what was written.
func checkWriting(t *rapid.T, text string, f report.Filing, w writing) {
	if zero := w.values == nil; zero {
		if !f.Zero {
			t.Errorf("%q: %s is no zero-report: %v", text, f.Unit, f.Values)
		}
		return
	}
	for id, want := range w.values {
		if got, ok := f.Values[id]; !ok || !got.Equal(want) {
			t.Errorf("%q: %s %s is %+v, want %+v (problems %v)", text, f.Unit, id, got, want, f.Problems)
		}
	}
	if got, want := slices.Sorted(slices.Values(f.Unfilled)), slices.Sorted(slices.Values(w.unfilled)); len(f.Values) != len(w.values) || !slices.Equal(got, want) {
		t.Errorf("%q: %s has %v and unfilled %v, want %v and %v", text, f.Unit, f.Values, got, w.values, want)
	}
}

func TestWhatIsWrittenIsWhatIsRead(t *testing.T) {
	w := workspace(t, "testdata/sample/qunbao.yaml")
	rapid.Check(t, rendered(w, parse.New(w)))
}

func FuzzRendered(f *testing.F) {
	w := workspace(f, "testdata/sample/qunbao.yaml")
	f.Fuzz(rapid.MakeFuzz(rendered(w, parse.New(w))))
}
