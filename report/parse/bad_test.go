package parse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"qunbao/report"
	"qunbao/report/parse"
)

// What nobody types on purpose is read as far as it says something, and is
// nothing else.
func TestBadInputGivesAClearResult(t *testing.T) {
	p := sample(t)
	for name, c := range map[string]struct {
		text string
		kind report.ReadingKind
		home string // what is read of 居家观察人数; "" for nothing
	}{
		"invalid UTF-8 around a report":       {"\xff\xfe柳湾村居家46人\xc3", report.IsReport, "46"},
		"invalid UTF-8 inside a word":         {"柳湾村居\xff家46人", report.IsChatter, ""},
		"a number torn by invalid UTF-8":      {"柳湾村居家4\xff6人", report.IsReport, ""},
		"only invalid bytes":                  {strings.Repeat("\xff", 1000), report.IsChatter, ""},
		"a megabyte of digits":                {strings.Repeat("7", 1<<20), report.IsChatter, ""},
		"a label with a megabyte of digits":   {"柳湾村居家" + strings.Repeat("7", 1<<20) + "人", report.IsChatter, ""},
		"a report, then a megabyte":           {"柳湾村居家46人。" + strings.Repeat("啊", 1<<19), report.IsReport, "46"},
		"nested brackets":                     {strings.Repeat("（", 20000) + "柳湾村居家46人" + strings.Repeat("）", 20000), report.IsReport, "46"},
		"brackets that never close":           {"柳湾村居家46人" + strings.Repeat("【[(（", 9000), report.IsReport, "46"},
		"bidi controls":                       {"\u202e柳湾村\u202c居家\u20664\u20696人\u200f", report.IsReport, "46"},
		"zero-width characters in words":      {"柳\u200b湾\u200d村\ufeff居\u2060家46人", report.IsReport, "46"},
		"marks above the digits":              {"柳湾村居家4\u03016\u0301人", report.IsReport, "46"},
		"nothing but controls":                {strings.Repeat("\x00\x01\x02", 500), report.IsChatter, ""},
		"a NUL in the text":                   {"柳湾村\x00居家46人", report.IsReport, "46"},
		"only spaces and line ends":           {strings.Repeat(" \r\n\u3000", 5000), report.IsChatter, ""},
		"empty":                               {"", report.IsChatter, ""},
		"a report in a thousand empty lines":  {strings.Repeat("\n", 1000) + "柳湾村居家46人", report.IsReport, "46"},
		"a list of ten thousand empty items":  {"#接龙\n" + numbered(10000), report.IsChatter, ""},
		"the same label ten thousand times":   {"柳湾村" + strings.Repeat("居家46人，", 10000), report.IsReport, "46"},
		"emoji of many code points":           {"柳湾村👨‍👩‍👧‍👦居家46人🇨🇳", report.IsReport, "46"},
		"a number with a hundred digits":      {"柳湾村居家" + strings.Repeat("1", 100) + "人", report.IsChatter, ""},
		"a numeral of a thousand Han figures": {"柳湾村居家" + strings.Repeat("三", 1000) + "人", report.IsChatter, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.Message(said(liuwan, c.text))
			if r.Kind != c.kind {
				t.Errorf("%s with %d filings (%v), want %s", r.Kind, len(r.Filings), r.Problems, c.kind)
			}
			home := ""
			for _, f := range r.Filings {
				if v, ok := f.Values["home"]; ok {
					home = v.N.String()
				}
			}
			if home != c.home {
				t.Errorf("居家 %q, want %q", home, c.home)
			}
		})
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d. \n", i+1)
	}
	return b.String()
}

func TestALongTextIsReadUpToTheLimitAndNoFurther(t *testing.T) {
	p := sample(t)
	before := "柳湾村居家46人。" + strings.Repeat("好", (64<<10)/3-20)
	if !utf8.ValidString(before) || len(before) > 64<<10 {
		t.Fatalf("%d bytes before the limit", len(before))
	}
	f := only(t, p.Message(said(liuwan, before+strings.Repeat("好", 40)+"集中3人")))
	if _, read := f.Values["central"]; read || f.Values["home"].N.String() != "46" {
		t.Errorf("values %v", f.Values)
	}
}

// A form may be as wide as anybody likes.
func TestAFormWithFiveHundredFieldsIsRead(t *testing.T) {
	form := report.Form{ID: "wide", Name: "大表", Calendar: report.EveryDay, Slots: []report.Slot{{Due: 17 * 60}}}
	var text strings.Builder
	text.WriteString("柳湾村大表：")
	for i := range 500 {
		name := "项目" + wideName(i)
		form.Fields = append(form.Fields, report.Field{ID: report.FieldID(fmt.Sprintf("f%d", i)), Name: name, Units: []string{"个"}, Kind: report.Daily})
		fmt.Fprintf(&text, "%s%d个，", name, i)
	}
	w := workspace(t, "testdata/sample/qunbao.yaml")
	settings := w.Settings
	settings.Forms = append(slices.Clone(settings.Forms), form)
	settings.Chats = slices.Clone(settings.Chats)
	for i := range settings.Chats {
		settings.Chats[i].Forms = append(slices.Clone(settings.Chats[i].Forms), form.ID)
	}
	f := only(t, parse.New(report.NewWorkspace(settings)).Message(said(liuwan, text.String())))
	if f.Form != "wide" || len(f.Values) != 500 {
		t.Fatalf("%s with %d values (%d problems)", f.Form, len(f.Values), len(f.Problems))
	}
	for i := range 500 {
		if v := f.Values[report.FieldID(fmt.Sprintf("f%d", i))]; v.N.IntPart() != int64(i) {
			t.Errorf("f%d is %s", i, v.N)
		}
	}
}

// wideName spells a number with the stems and branches: 甲子, 甲丑 ….
func wideName(i int) string {
	stems, branches := []rune("甲乙丙丁戊己庚辛壬癸"), []rune("子丑寅卯辰巳午未申酉戌亥")
	return string([]rune{stems[i/120%10], stems[i/12%10], branches[i%12]})
}
