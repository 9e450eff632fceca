package documents

import (
	"archive/zip"
	"bytes"
	"embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"text/template"
	"time"
	"unicode"
	"unicode/utf8"

	"qunbao/report"
)

// Document is an official document: a notice, or with a masthead a briefing. All but
// the title and the text may be empty.
type Document struct {
	Mark        string // stands above all: 草稿, 内部资料
	Masthead    string // the name of a briefing, in red above the red line
	Issue       string // 第12期
	Issuer      string // who gives it out
	Title       string
	Addressee   string // 主送, without its colon
	Text        string // paragraphs, one a line; those that begin 一、 or （一） are headings
	Attachments []string
	Signer      string // 落款; empty: not signed
	Day         report.Day
	Made        time.Time
}

//go:embed docx/*.xml
var docxParts embed.FS

// The parts of a docx, in the order in which they are written, and what each is made from.
var docxFiles = [][2]string{
	{"[Content_Types].xml", "content_types.xml"}, {"_rels/.rels", "rels.xml"}, {"docProps/core.xml", "core.xml"},
	{"word/document.xml", "document.xml"}, {"word/_rels/document.xml.rels", "document_rels.xml"}, {"word/styles.xml", "styles.xml"},
	{"word/settings.xml", "settings.xml"}, {"word/fontTable.xml", "fontTable.xml"}, {"word/footer1.xml", "footer.xml"}, {"word/footer2.xml", "footer.xml"},
}

// Docx writes a document for Word and WPS in the layout of GB/T 9704-2012: A4, 22
// lines of 28 characters, 小标宋 for titles, 仿宋 for the text, 黑体 and 楷体 for its
// headings, page numbers at the outer side. One document always gives the same bytes.
// Fonts are named, not embedded, as their licences want it; a computer without one
// takes the other that is named beside it.
func Docx(to io.Writer, d Document) error {
	parts, err := template.New("").Funcs(template.FuncMap{"x": escaped}).ParseFS(docxParts, "docx/*.xml")
	if err != nil {
		return err
	}
	out := zip.NewWriter(to)
	for _, f := range docxFiles {
		view := d.view()
		if f[0] == "word/footer2.xml" {
			view.Side = "left"
		}
		var b bytes.Buffer
		if err := parts.ExecuteTemplate(&b, f[1], view); err != nil {
			return err
		}
		into, err := out.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := into.Write(b.Bytes()); err != nil {
			return err
		}
	}
	return out.Close()
}

// typeface is the name of a font, and those to take where it is not there.
type typeface struct{ Name, Else string }

// docxFonts are what offices use; 小标宋, and the two of GB2312, are not on every
// Windows.
var docxFonts = struct{ Title, Body, Heading, Second, Page typeface }{
	typeface{"方正小标宋简体", "方正小标宋_GBK,华文中宋,宋体"}, typeface{"仿宋_GB2312", "仿宋"}, typeface{"黑体", "SimHei"},
	typeface{"楷体_GB2312", "楷体"}, typeface{"宋体", "SimSun"},
}

// docxView is what the parts are made from.
type docxView struct {
	Mark, Name, Masthead, Issue, Issuer, Date, Addressee, Signer, Made string

	MastheadSize, SignerRight          int
	Titles, Attachments                []string
	Paragraphs                         []paragraph
	Fonts                              []typeface
	Title, Body, Heading, Second, Page string // names of fonts
	Side                               string
}

// paragraph is a paragraph of the text with its style, and the heading that runs into it.
type paragraph struct{ Style, Head, Text string }

func (d *Document) view() docxView {
	year, month, day := d.Day.Date()
	f := docxFonts
	v := docxView{
		Mark: d.Mark, Name: d.Title, Masthead: d.Masthead, Issue: d.Issue, Issuer: d.Issuer, Signer: d.Signer,
		Date: fmt.Sprintf("%d年%d月%d日", year, month, day), Made: d.Made.UTC().Format("2006-01-02T15:04:05Z"),
		Titles: lines(d.Title), Paragraphs: paragraphs(d.Text), MastheadSize: mastheadSize(d.Masthead),
		Fonts: []typeface{f.Title, f.Body, f.Heading, f.Second, f.Page}, Title: f.Title.Name, Body: f.Body.Name, Heading: f.Heading.Name,
		Second: f.Second.Name, Page: f.Page.Name, Side: "right",
	}
	if v.Name == "" {
		v.Name = d.Masthead
	}
	if d.Addressee != "" {
		v.Addressee = strings.TrimRight(d.Addressee, "：:") + "："
	}
	for i, a := range d.Attachments {
		switch {
		case len(d.Attachments) == 1:
			v.Attachments = append(v.Attachments, "附件："+a)
		case i == 0:
			v.Attachments = append(v.Attachments, "附件：1. "+a)
		default:
			v.Attachments = append(v.Attachments, fmt.Sprintf("　　　%d. %s", i+1, a))
		}
	}
	// The date stands four characters from the right, whoever signs in the middle above it.
	v.SignerRight = max(2*em, 4*em+(width(v.Date)-width(v.Signer))/2)
	return v
}

// em is the width of a character of the text, in twentieths of a point.
const em = 320

// width is how wide a line of the text is.
func width(s string) int {
	n := 0
	for _, r := range s {
		if r < 0x80 {
			n += em / 2
		} else {
			n += em
		}
	}
	return n
}

// mastheadSize makes a name as large as a line of 442 pt takes it, in half points.
func mastheadSize(name string) int {
	return 2 * max(22, min(52, 430/max(1, utf8.RuneCountInString(name))))
}

// paragraphs gives each line of a text its style; empty lines are left out.
func paragraphs(text string) []paragraph {
	var all []paragraph
	for _, line := range lines(text) {
		if head, text := runIn(line); head != "" {
			all = append(all, paragraph{"body", head, text})
			continue
		}
		all = append(all, paragraph{Style: styleOf(line), Text: line})
	}
	return all
}

// runIn parts a paragraph that begins with a heading of the second level, as
// （一）信息报送。…, from it.
func runIn(line string) (head, text string) {
	at := strings.Index(line, "。")
	if at < 0 {
		return "", line
	}
	at += len("。")
	if at < len(line) && styleOf(line[:at]) == "level2" {
		return line[:at], line[at:]
	}
	return "", line
}

// longestHeading is the longest line that can be one: a longer one is a paragraph that
// begins like it.
const longestHeading = 40

func styleOf(line string) string {
	digits := "一二三四五六七八九十"
	rest := strings.TrimLeft(line, digits)
	switch {
	case utf8.RuneCountInString(line) > longestHeading:
	case rest != line && strings.HasPrefix(rest, "、"):
		return "level1"
	case strings.HasPrefix(line, "（"):
		inner := strings.TrimPrefix(line, "（")
		if rest := strings.TrimLeft(inner, digits); rest != inner && strings.HasPrefix(rest, "）") {
			return "level2"
		}
	}
	return "body"
}

// lines are those of a text that hold something, without the space around them.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// isPicture tells whether a character is a picture, or joins or colours one, or steers
// how others are drawn: an official document has none of them.
func isPicture(r rune) bool {
	switch {
	case r == '★' || r == '☆':
		return false
	case 0x2300 <= r && r <= 0x23ff, 0x2600 <= r && r <= 0x27bf, 0x2b00 <= r && r <= 0x2bff, 0x2400 <= r && r <= 0x243f, r >= 0x1f000 && r <= 0x1faff:
		return unicode.In(r, unicode.So, unicode.Sk, unicode.Sm)
	}
	return unicode.In(r, unicode.Cf, unicode.Co, unicode.Variation_Selector) || r == 0x20e3
}

// escaped is a text inside an element: numbers of people masked, without the
// characters that no XML and no document holds.
func escaped(s string) (string, error) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\ufffe' || r == '\uffff' || isPicture(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(report.Mask(s), "\ufffd"))
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(s))
	return b.String(), err
}
