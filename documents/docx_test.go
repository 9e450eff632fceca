package documents_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode"

	"qunbao/documents"
	"qunbao/report"
)

// notice is a document with all that one can have.
func notice(t *testing.T) documents.Document {
	w := township(t)
	return documents.Document{
		Mark: "内部资料", Masthead: "青石镇疫情防控工作简报", Issue: "第12期", Issuer: "青石镇", Title: "关于做好卡点值守的\n通知",
		Addressee: "各村（社区）", Attachments: []string{"排班表", "联系表"}, Signer: "青石镇", Day: report.DayOf(at(t, w, "05 12:00")), Made: at(t, w, "05 20:10"),
		Text: "各村要做到：\n一、值守\n（一）白班\n1. 每班不少于2人<&>\"“”'😀👨\u200d👩\u200d👧✅\ufe0f𠮷★\x00\x0b\uffff\n（三）这一句开头像标题，其实很长很长很长很长很长很长很长很长很长很长很长很长很长，是一段正文。\n电话13800000001\n",
	}
}

// parts are the parts of a docx.
func parts(t *testing.T, d documents.Document) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := documents.Docx(&b, d); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

// said is the text of a document, a line a paragraph, each with its style.
func saidIn(t *testing.T, document string) string {
	t.Helper()
	var doc struct {
		Paragraphs []struct {
			Style struct {
				Val string `xml:"val,attr"`
			} `xml:"pPr>pStyle"`
			Text []string `xml:"r>t"`
		} `xml:"body>p"`
	}
	if err := xml.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range doc.Paragraphs {
		b.WriteString(p.Style.Val + ": " + strings.Join(p.Text, "|") + "\n")
	}
	return b.String()
}

func TestADocumentReadsBackAsItWasWritten(t *testing.T) {
	want := `mark: 内部资料
masthead: 青石镇疫情防控工作简报
issue: 第12期
issuer: 青石镇|2020年2月5日
: 
title: 关于做好卡点值守的
title: 通知
: 
addressee: 各村（社区）：
body: 各村要做到：
level1: 一、值守
level2: （一）白班
body: 1. 每班不少于2人<&>"“”'𠮷★
body: （三）这一句开头像标题，其实很长很长很长很长很长很长很长很长很长很长很长很长很长，是一段正文。
body: 电话138****01
: 
body: 附件：1. 排班表
body: 　　　2. 联系表
: 
: 
sign: 青石镇
sign: 2020年2月5日
`
	if got := saidIn(t, parts(t, notice(t))["word/document.xml"]); got != want {
		t.Errorf("got\n%s", got)
	}
}

// Word says that a file is damaged where a part is no XML, where it holds a character
// that none may hold, or where a part that is pointed to is not there.
func TestEveryPartOfADocumentIsSound(t *testing.T) {
	for _, d := range []documents.Document{notice(t), {}, {Title: "通知", Text: "正文"}} {
		all := parts(t, d)
		for name, part := range all {
			if strings.ContainsFunc(part, func(r rune) bool { return unicode.IsControl(r) && r != '\n' || r == '\uffff' || r == '\ufffe' }) {
				t.Errorf("%s holds a character that no XML may hold", name)
			}
			for dec := xml.NewDecoder(strings.NewReader(part)); ; {
				token, err := dec.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v\n%s", name, err, part)
				}
				if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Override" {
					for _, a := range e.Attr {
						if a.Name.Local == "PartName" && all[strings.TrimPrefix(a.Value, "/")] == "" {
							t.Errorf("%s is not there", a.Value)
						}
					}
				}
			}
		}
	}
}

// The schema puts the properties of paragraphs, runs, styles and sections in one order,
// and Word insists on it.
func TestPropertiesStandInTheOrderOfTheSchema(t *testing.T) {
	order := map[string]string{
		"pPr":      "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs snapToGrid spacing ind jc outlineLvl rPr",
		"rPr":      "rFonts b i color spacing w kern position sz szCs lang",
		"style":    "name basedOn next qFormat pPr rPr",
		"font":     "altName charset family pitch",
		"sectPr":   "footerReference pgSz pgMar cols docGrid",
		"settings": "zoom defaultTabStop evenAndOddHeaders drawingGridVerticalSpacing characterSpacingControl compat themeFontLang",
	}
	for name, part := range parts(t, notice(t)) {
		type open struct {
			name string
			last int
		}
		var stack []open
		for dec := xml.NewDecoder(strings.NewReader(part)); ; {
			token, err := dec.Token()
			if err != nil {
				break
			}
			switch token := token.(type) {
			case xml.StartElement:
				if n := len(stack); n > 0 && order[stack[n-1].name] != "" {
					parent := &stack[n-1]
					place := strings.Index(" "+order[parent.name]+" ", " "+token.Name.Local+" ")
					if place < parent.last {
						t.Errorf("%s: %s stands in %s where the schema does not want it", name, token.Name.Local, parent.name)
					}
					parent.last = place
				}
				stack = append(stack, open{token.Name.Local, 0})
			case xml.EndElement:
				stack = stack[:len(stack)-1]
			}
		}
	}
}

// GB/T 9704-2012: A4, 37 mm above, 28 mm at the left, 156 × 225 mm of text, 22 lines of
// 28 pt, 28 characters of 16 pt in each.
func TestADocumentHasTheMeasuresOfTheStandard(t *testing.T) {
	all := parts(t, notice(t))
	var doc struct {
		Section struct {
			Page struct {
				W float64 `xml:"w,attr"`
				H float64 `xml:"h,attr"`
			} `xml:"pgSz"`
			Margins struct {
				Top    float64 `xml:"top,attr"`
				Left   float64 `xml:"left,attr"`
				Right  float64 `xml:"right,attr"`
				Bottom float64 `xml:"bottom,attr"`
			} `xml:"pgMar"`
		} `xml:"body>sectPr"`
	}
	if err := xml.Unmarshal([]byte(all["word/document.xml"]), &doc); err != nil {
		t.Fatal(err)
	}
	const mm, pt = 1440 / 25.4, 20
	p, m := doc.Section.Page, doc.Section.Margins
	for what, length := range map[string][2]float64{
		"width": {p.W, 210}, "height": {p.H, 297}, "above": {m.Top, 37}, "left": {m.Left, 28},
		"text width": {p.W - m.Left - m.Right, 156}, "text height": {p.H - m.Top - m.Bottom, 225},
	} {
		if got := length[0] / mm; got < length[1]-.1 || got > length[1]+.1 {
			t.Errorf("%s is %.2f mm; want %v", what, got, length[1])
		}
	}
	if wide := 28 * (16*pt - 5.0); wide > p.W-m.Left-m.Right || wide+16*pt-5 < p.W-m.Left-m.Right {
		t.Errorf("a line holds not 28 characters")
	}
	if high := p.H - m.Top - m.Bottom; 22*28*pt > high || 23*28*pt < high {
		t.Errorf("a page holds not 22 lines")
	}
	for part, wants := range map[string][]string{
		"word/styles.xml":   {`w:line="560" w:lineRule="exact"`, `<w:spacing w:val="-5"/><w:kern w:val="0"/><w:sz w:val="32"/>`, `w:eastAsia="方正小标宋简体"`, `w:eastAsia="黑体"`, `w:eastAsia="楷体_GB2312"`, `<w:sz w:val="44"/>`},
		"word/settings.xml": {"<w:evenAndOddHeaders/>"}, "word/footer1.xml": {`<w:jc w:val="right"/>`, "— ", " PAGE "}, "word/footer2.xml": {`<w:jc w:val="left"/>`},
		"word/fontTable.xml": {`w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>`},
	} {
		for _, want := range wants {
			if !strings.Contains(all[part], want) {
				t.Errorf("%s lacks %s", part, want)
			}
		}
	}
}

func TestOneDocumentAlwaysGivesTheSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	if err := documents.Docx(&a, notice(t)); err != nil {
		t.Fatal(err)
	}
	if err := documents.Docx(&b, notice(t)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("twice written, not the same", err)
	}
}

func TestAHeadingThatRunsInHasItsOwnTypeface(t *testing.T) {
	got := saidIn(t, parts(t, documents.Document{Title: "汇报", Text: "（一）信息报送。应报12个单位。"})["word/document.xml"])
	if !strings.Contains(got, "body: （一）信息报送。|应报12个单位。\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestAReportOfAPeriodHasNoMasthead(t *testing.T) {
	w := township(t)
	d := report.Draft{Kind: report.SituationReport, Title: "青石镇疫情防控工作情况汇报", To: report.DayOf(at(t, w, "03 12:00")), Made: at(t, w, "04 08:00"), Issue: 3}
	if got := documents.Briefing(w, d); got.Masthead != "" || got.Issue != "" || got.Title != d.Title || got.Signer != "青石镇" {
		t.Errorf("%+v", got)
	}
}

func TestABriefingSaysWhetherItIsADraft(t *testing.T) {
	w := township(t)
	d := report.Draft{Title: "青石镇疫情防控工作简报", To: report.DayOf(at(t, w, "03 12:00")), Made: at(t, w, "04 08:00"), State: report.Drafted,
		Issue: 12, Parts: []report.Part{{Head: "一、报送情况", Sentences: []report.Sentence{{Text: "截至20时10分，疫情日报应报12个单位。"}}}}}
	got := documents.Briefing(w, d)
	if got.Mark != "草稿" || got.Issue != "第12期" || got.Title != "2020年2月3日疫情防控工作情况" || got.Text != "一、报送情况\n截至20时10分，疫情日报应报12个单位。" {
		t.Errorf("%+v", got)
	}
	d.Number()
	if got := documents.ReviewCopy(w, d); got.Text != "一、报送情况\n截至20时10分，疫情日报应报12个单位。[1]" {
		t.Errorf("to be reviewed: %s", got.Text)
	}
	if got.Signer != "青石镇" || got.Issuer != "青石镇" {
		t.Errorf("signed %s, %s", got.Signer, got.Issuer)
	}
	signed := report.NewWorkspace(report.Settings{Name: "青石镇", Issuer: "青石镇人民政府", Zone: w.Zone})
	if got := documents.Briefing(signed, d); got.Signer != "青石镇人民政府" || got.Issuer != got.Signer || got.Masthead != d.Title {
		t.Errorf("%+v", got)
	}
	if got.Day != d.To+1 {
		t.Errorf("it is dated %s, not the day on which it was made", got.Day)
	}
	hash := d.Hash()
	d.State, d.Model = report.Approved, true
	if d.Hash() == hash {
		t.Error("what the document says of the model is not in what is approved")
	}
	if got := documents.ReviewCopy(w, d); strings.Contains(got.Text, "[1]") {
		t.Errorf("approved: %s", got.Text)
	}
	if got := documents.Briefing(w, d); !strings.HasSuffix(got.Text, "\n（AI辅助起草，已人工审核）") {
		t.Errorf("a model worded it, and it says %q", got.Text)
	}
	d.Model = false
	d.State, d.Issue, d.Parts = report.Approved, 0, []report.Part{{Head: "一、报送情况"}}
	if got := documents.Briefing(w, d); got.Mark != "" || got.Issue != "" || got.Text != "一、报送情况" {
		t.Errorf("%+v", got)
	}
}
