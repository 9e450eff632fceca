package documents_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qunbao/documents"
)

const content = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`

// raw is a workbook of one sheet whose XML is given.
func raw(t testing.TB, sheet string) []byte {
	t.Helper()
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	return zipped(t, map[string]string{
		"[Content_Types].xml": content,
		"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook ` + ns + `><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + ns + `>` + sheet + `</worksheet>`,
	})
}

func none(string) bool { return false }

func TestAFileThatIsTooLargeIsRefusedBeforeItIsUnpacked(t *testing.T) {
	zeros := strings.Repeat("0", 9<<20) // 9 KB in a zip
	merged := "<mergeCells>" + strings.Repeat(`<mergeCell ref="A1:B2"/>`, 3000) + "</mergeCells>"
	wide := "<sheetData>" + strings.Repeat(`<row><c r="XFC1"><v>1</v></c></row>`, 1000) + "</sheetData>"
	rows := "<sheetData>" + strings.Repeat(`<row><c><v>1</v></c></row>`, 6000) + "</sheetData>"
	for name, data := range map[string][]byte{
		"sheet.xlsx":   raw(t, zeros),
		"text.docx":    letter(t, zeros),
		"parts.xlsx":   zipped(t, map[string]string{"media/1": zeros, "media/2": zeros, "media/3": zeros, "media/4": zeros}),
		"large.docx":   make([]byte, documents.MaxFile+1),
		"merged.xlsx":  raw(t, "<sheetData/>"+merged),
		"rows.xlsx":    raw(t, rows),
		"wide.xlsx":    raw(t, wide),
		"columns.docx": letter(t, "<w:tbl>"+strings.Repeat("<w:tr/>", 6000)+"</w:tbl>"),
	} {
		if text, err := documents.Text(name, data, none); !errors.Is(err, documents.ErrTooLarge) {
			t.Errorf("%s: %d bytes of text, %v", name, len(text), err)
		}
	}
}

// A part may be larger than the directory of its zip says.
func TestAZipThatLiesAboutItsSizesIsRefused(t *testing.T) {
	data := letter(t, p(strings.Repeat("0", 1<<20)))
	size := []byte{0, 0, 0, 0}
	whole := len(p(strings.Repeat("0", 1<<20))) + len(letterHead)
	for i := range size {
		size[i] = byte(whole >> (8 * i))
	}
	if bytes.Count(data, size) == 0 {
		t.Fatal("the size does not stand where it is looked for")
	}
	data = bytes.ReplaceAll(data, size, []byte{100, 0, 0, 0})
	if text, err := documents.Text("a.docx", data, none); err == nil {
		t.Errorf("%d bytes were read", len(text))
	}
}

func TestFilesOfOtherKindsAreNotRead(t *testing.T) {
	for _, name := range []string{"a.xls", "a.doc", "a.et", "a", "a.xlsx.exe"} {
		if _, err := documents.Text(name, raw(t, "<sheetData/>"), none); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	for _, name := range []string{"a.xlsx", "a.docx"} {
		for _, data := range [][]byte{nil, []byte("PK"), []byte("\xd0\xcf\x11\xe0"), zipped(t, nil)} {
			if text, err := documents.Text(name, data, none); err == nil && text != "" {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
}

// Whatever stands in a table, some lines come of it and nothing breaks.
func TestAnyTableIsToldInLines(t *testing.T) {
	cell := rapid.SampledFrom([]string{"", "", "柳湾村", "东坡村", "居家观察", "居家观察（人）", "人", "1", "46", "合计", "序号", "单位：人", "其中", "备注", "无"})
	rapid.Check(t, func(rt *rapid.T) {
		rows := make([][]any, rapid.IntRange(0, 6).Draw(rt, "rows"))
		for i := range rows {
			for range rapid.IntRange(0, 6).Draw(rt, "cells") {
				rows[i] = append(rows[i], cell.Draw(rt, "cell"))
			}
		}
		unit := func(s string) bool { return s == "柳湾村" || s == "东坡村" }
		text, err := documents.Text("a.xlsx", book(t, rows), unit)
		if err != nil {
			rt.Fatal(err)
		}
		for _, line := range strings.Split(text, "\n") {
			if strings.TrimSpace(line) == "" && text != "" {
				rt.Fatalf("%v is told as %q", rows, text)
			}
		}
	})
}

func FuzzFilesThatAreSent(f *testing.F) {
	f.Add("a.docx", letter(f, p("居家46人")+tbl([]string{"村", "居家"}, []string{"柳湾村", "46"})))
	f.Add("a.xlsx", book(f, [][]any{{"村", "居家"}, {"柳湾村", 46}}, "A1:A2"))
	f.Add("a.xlsx", raw(f, `<sheetData><row r="1048576"><c r="XFD1048576" t="s"><v>9</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`))
	f.Add("a.docx", letter(f, "<w:tbl><w:tc><w:gridSpan w:val='999999'/></w:tc></w:tbl></w:tbl></w:tc></w:del>"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		text, err := documents.Text(name, data, func(s string) bool { return len(s)%2 == 0 })
		if err != nil && text != "" {
			t.Fatal("text beside an error")
		}
	})
}
