package documents_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qunbao/documents"
	"qunbao/report"
)

// county is the form of a superior: a title over merged cells, a figure with a style,
// a formula, names on cells and in braces.
func county(t *testing.T, change func(*excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetSheetName("Sheet1", "县 表"))
	must(f.MergeCell("县 表", "A1", "D1"))
	red, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FF0000"}})
	must(err)
	must(f.SetCellStyle("县 表", "B3", "B3", red))
	must(f.SetCellFormula("县 表", "B9", "SUM(B3:B4)"))
	must(f.SetCellValue("县 表", "A2", "填报单位：{单位}，{日期}"))
	must(f.SetCellValue("县 表", "B4", "{合计_居家观察户数}"))
	must(f.SetCellValue("县 表", "B5", "排查{合计_排查}人，其中武汉{武汉}人"))
	must(f.SetCellValue("县 表", "B6", "{河口村.居家}"))
	for name, cell := range map[string]string{
		"日期": "$A$1:$D$1", "合计_居家": "$B$3", "柳湾村_居家": "$C$3", "home_households_柳湾村": "$C$4", "应报": "$D$3", "已报_疫情日报": "$D$4",
		"报送率": "$D$5", "未报": "$D$6", "东坡村_武汉返乡": "$C$5", "税率": "$D$8",
	} {
		must(f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "'县 表'!" + cell}))
	}
	if change != nil {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "县表.xlsx")
	must(f.SaveAs(path))
	return path
}

// figures are those of the day that the tests of the workbook tell.
func figures(t *testing.T) *documents.Figures {
	t.Helper()
	w := township(t)
	f := documents.NewFigures(w, february(t, w))
	if err := f.Day(february(t, w).From, []documents.Part{part(t, w, period(t, w))}); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestASuperiorsFormIsFilledByTheNamesOfItsCells(t *testing.T) {
	template, err := documents.OpenTemplate(county(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer template.Close()
	f, done := filled(t, template, figures(t))
	got := cells(t, f, "县 表")
	for cell, want := range map[string]string{
		"A1": "2020年2月5日", "A2": "填报单位：青石镇，2020年2月5日", "C3": "46", "C4": "14", "B4": "14", "B6": "12", "D3": "11", "D4": "3",
		"D5": "0.2727272727272727", "D6": "上坪村、下坪村、南山村、北岭村、新民村、双井村、白鹤村、青石社区", "C5": "", "B5": "排查约70000.5人，其中武汉—人",
	} {
		if got[cell] != want {
			t.Errorf("%s is %q; want %q", cell, got[cell], want)
		}
	}
	if strings.Join(done.Empty, " ") != "县 表!C5 县 表!B5" || strings.Join(done.About, " ") != "县 表!B5" || strings.Join(done.Left, " ") != "税率" {
		t.Errorf("told %+v", done)
	}
	style, err := f.GetCellStyle("县 表", "B3")
	if err != nil {
		t.Fatal(err)
	}
	look, err := f.GetStyle(style)
	if err != nil || !look.Font.Bold || look.Font.Color != "FF0000" {
		t.Errorf("the style has gone: %+v, %v", look, err)
	}
	if formula, err := f.GetCellFormula("县 表", "B9"); formula != "SUM(B3:B4)" || err != nil {
		t.Errorf("the formula is %q, %v", formula, err)
	}
	if merged, err := f.GetMergeCells("县 表"); len(merged) != 1 || err != nil {
		t.Errorf("merged: %v, %v", merged, err)
	}
}

func TestEveryFaultOfATemplateIsToldWithItsPlace(t *testing.T) {
	name := func(name, cell string) func(*excelize.File) {
		return func(f *excelize.File) {
			if err := f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "'县 表'!" + cell}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for says, change := range map[string]func(*excelize.File){
		"县 表!E1: 合计_居佳: no unit, form or field is called 居佳":     name("合计_居佳", "$E$1"),
		"县 表!E2: 月亮村_居家: no unit, form or field is called 月亮村":   name("月亮村_居家", "$E$2"),
		"县 表!E3: 合计_备注: 备注 holds words":                          name("合计_备注", "$E$3"),
		"the name 合计_发热: it refers to several cells (县 表!E1:E2)": name("合计_发热", "$E$1:$E$2"),
		"the name 合计_解除: it refers to no cell": func(f *excelize.File) {
			f.SetDefinedName(&excelize.DefinedName{Name: "合计_解除", RefersTo: "#REF!"})
		},
		"县 表!B9: 合计_集中: the cell holds a formula":           name("合计_集中", "$B$9"),
		"县 表!F1: 居住: no unit, form or field is called 居住":   func(f *excelize.File) { f.SetCellValue("县 表", "F1", "{居住}") },
		"县 表!F2: 柳湾村: it does not say which field is meant": func(f *excelize.File) { f.SetCellValue("县 表", "F2", "{柳湾村}") },
		"县 表!F3: 青石镇_居家: 青石镇 owes no 疫情日报 in these days":    func(f *excelize.File) { f.SetCellValue("县 表", "F3", "{青石镇_居家}") },
	} {
		template, err := documents.OpenTemplate(county(t, change))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = template.Fill(figures(t)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, not\n%v", says, err)
		}
		template.Close()
	}
}

func TestAFieldThatTwoFormsHaveNeedsItsForm(t *testing.T) {
	w := township(t)
	c := february(t, w)
	c.Forms["checkpoint"] = []report.SlotID{"day", "night"}
	figures := documents.NewFigures(w, c)
	template, err := documents.OpenTemplate(county(t, func(f *excelize.File) { f.SetCellValue("县 表", "F1", "{值守人员}") }))
	if err != nil {
		t.Fatal(err)
	}
	defer template.Close()
	if _, err = template.Fill(figures); err == nil || !strings.Contains(err.Error(), "值守人员 may be 值守人员_疫情日报 or 值守人员_卡点值守: write which") {
		t.Error(err)
	}
}

func TestWhatIsNoWorkbookIsRefused(t *testing.T) {
	for name, content := range map[string]string{"a.xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1…", "b.xlsx": "PK\x03\x04…", "c.xlsx": "合计", "d.xlsx": ""} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := documents.OpenTemplate(path); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "另存为 .xlsx") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := documents.OpenTemplate("nowhere.xlsx"); err == nil || !strings.Contains(err.Error(), "nowhere.xlsx") {
		t.Error(err)
	}
}
