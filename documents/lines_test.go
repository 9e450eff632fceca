package documents_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"qunbao/documents"
	"qunbao/report"
	"qunbao/report/parse"
)

// book is a workbook with one sheet of rows and some merged ranges (A1:D1).
func book(t testing.TB, rows [][]any, merged ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range merged {
		from, to, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, f)
}

func saved(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// letterHead and the end are what stands around the body of a document.
const letterHead = `<w:document xmlns:w="w" xmlns:mc="mc"><w:body></w:body></w:document>`

// letter is a document whose body is some XML.
func letter(t testing.TB, body string) []byte {
	t.Helper()
	return zipped(t, map[string]string{"word/document.xml": strings.Replace(letterHead, "></w:body>", ">"+body+"</w:body>", 1)})
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// p is a paragraph, tbl a table of rows of cells.
func p(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func tbl(rows ...[]string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString("<w:tr>")
		for _, c := range row {
			b.WriteString("<w:tc>" + p(c) + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return "<w:tbl>" + b.String() + "</w:tbl>"
}

var sent = []struct {
	what, name, sender string
	data               func(testing.TB) []byte
	text               string
	says               []string
}{
	{"a unit a row, two levels of heads, totals and a footer", "日报.xlsx", "党政办郑晓",
		func(t testing.TB) []byte {
			return book(t, [][]any{
				{"青石镇疫情防控日报表"}, {"填报时间：2020年2月14日", "", "", "", "", "单位：人、户"},
				{"序号", "村名", "居家观察", "", "集中观察（人）", "发热", "备注"}, {"", "", "户数", "人数", "", "", ""},
				{1, "柳湾村", 14, 46, 2, 0, "大喇叭坏了"}, {2, "东坡村", 7, 18, nil, "无", nil}, {"合计", nil, 21, 64, 2, 0},
				{"制表人：孙莉", nil, nil, "电话：13800000004"},
			}, "A1:G1", "C3:D3", "A3:A4", "B3:B4", "E3:E4", "F3:F4", "G3:G4", "A7:B7")
		},
		"青石镇疫情防控日报表\n填报时间：2020年2月14日\n柳湾村 居家观察户数：14，居家观察人数：46，集中观察：2人，发热：0，备注：大喇叭坏了\n东坡村 居家观察户数：7，居家观察人数：18，发热：无",
		[]string{"柳湾村 2020-02-14 central=2 fever=0 home=46 home_households=14 note=大喇叭坏了", "东坡村 2020-02-14 fever=0 home=18 home_households=7"}},
	{"a unit a column", "日报.xlsx", "胡军（包上坪下坪）",
		func(t testing.TB) []byte {
			return book(t, [][]any{{"项目", "上坪村", "下坪村"}, {"居家观察人数", 34, 40}, {"集中观察人数", 4, 3}, {"发热人员", 0, 0}})
		},
		"上坪村 居家观察人数：34，集中观察人数：4，发热人员：0\n下坪村 居家观察人数：40，集中观察人数：3，发热人员：0",
		[]string{"上坪村 2020-02-14 central=4 fever=0 home=34", "下坪村 2020-02-14 central=3 fever=0 home=40"}},
	{"a village's own, labels beside numbers", "柳湾村.xlsx", "柳湾村 李会芳",
		func(t testing.TB) []byte {
			return book(t, [][]any{{"疫情日报"}, {"序号", "项目", "单位", "数量"}, {1, "居家观察", "人", 44}, {2, "集中观察", "人", 3}, {3, "发热", "人", 0}}, "A1:D1")
		},
		"疫情日报\n居家观察：44人\n集中观察：3人\n发热：0人",
		[]string{"柳湾村 2020-02-14 central=3 fever=0 home=44"}},
	{"a village's own, heads above numbers", "柳湾村.xlsx", "柳湾村 李会芳",
		func(t testing.TB) []byte {
			return book(t, [][]any{{"居家观察户数", "居家观察人数", "集中观察人数", "发热人员"}, {14, 44, 3, 0}})
		},
		"居家观察户数：14，居家观察人数：44，集中观察人数：3，发热人员：0",
		[]string{"柳湾村 2020-02-14 central=3 fever=0 home=44 home_households=14"}},
	{"words and a table in a letter", "汇报.docx", "柳湾村 李会芳",
		func(t testing.TB) []byte {
			return letter(t, p("柳湾村疫情日报")+"<w:p><w:del><w:r><w:delText>居家99人</w:delText></w:r></w:del><w:r><w:t>截至今日18时，排查返乡人员59人。</w:t></w:r></w:p>"+
				tbl([]string{"居家观察人数", "46"}, []string{"集中观察人数", "2"})+p("发热0人"))
		},
		"柳湾村疫情日报\n截至今日18时，排查返乡人员59人。\n居家观察人数：46\n集中观察人数：2\n发热0人",
		[]string{"柳湾村 2020-02-14 central=2 fever=0 home=46 screened=59"}},
	{"a table of several units in a letter", "汇报.docx", "党政办郑晓",
		func(t testing.TB) []byte {
			return letter(t, p("宣传消杀统计（2月13日）")+tbl([]string{"村（社区）", "宣传单（份）", "横幅（条）"}, []string{"柳湾村", "120", "3"}, []string{"东坡村", "80", "2"}))
		},
		"宣传消杀统计（2月13日）\n柳湾村 宣传单：120份，横幅：3条\n东坡村 宣传单：80份，横幅：2条",
		[]string{"柳湾村 2020-02-13 banners=3 leaflets=120", "东坡村 2020-02-13 banners=2 leaflets=80"}},
}

func TestAReportThatIsSentAsAFileIsReadLikeItsText(t *testing.T) {
	w := township(t)
	read := parse.New(w)
	for _, c := range sent {
		got, err := documents.Text(c.name, c.data(t), w.IsCell)
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		if diff := cmp.Diff(c.text, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		r := read.Message(report.Message{ID: "m", Time: time.Date(2020, 2, 14, 15, 0, 0, 0, w.Zone), Chat: "青石镇疫情防控工作群", Sender: c.sender, Text: got})
		var says []string
		for _, f := range r.Filings {
			var values []string
			for id, v := range f.Values {
				said := v.Text
				if said == "" {
					said = v.N.String()
				}
				values = append(values, string(id)+"="+said)
			}
			slices.Sort(values)
			says = append(says, string(f.Unit)+" "+f.Period.String()+" "+strings.Join(values, " "))
		}
		if diff := cmp.Diff(c.says, says); diff != "" {
			t.Errorf("%s is read as %s %v (-want +got):\n%s", c.what, r.Kind, r.Problems, diff)
		}
	}
}
