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

// plainForm is a workbook with cells that are named or hold something.
func plainForm(t *testing.T, names, texts map[string]string) *documents.Template {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for cell, text := range texts {
		if err := f.SetCellValue("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	for name, cell := range names {
		if err := f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "Sheet1!" + cell}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "县表.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	template, err := documents.OpenTemplate(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { template.Close() })
	return template
}

// filled is a form with its figures, opened again, and what was told.
func filled(t *testing.T, template *documents.Template, f *documents.Figures) (*excelize.File, documents.Filled) {
	t.Helper()
	done, err := template.Fill(f)
	if err != nil {
		t.Fatal(err)
	}
	return reopened(t, template), done
}

func TestAFormNotAskedForLeavesItsCellsEmptyAndTheOthersFilled(t *testing.T) {
	template := plainForm(t, map[string]string{"检查车辆": "$B$3", "合计_居家": "$B$4", "合计_检查车辆_卡点值守": "$B$5"}, map[string]string{"B3": "99", "B5": "99"})
	book, done := filled(t, template, figures(t))
	got := cells(t, book, "Sheet1")
	if got["B3"] != "" || got["B5"] != "" || got["B4"] == "" || len(done.Unasked) != 2 || len(done.Left) > 0 {
		t.Errorf("%v, told %+v", got, done)
	}
}

func TestAReportNobodyAskedForIsToldToBeInNoTotal(t *testing.T) {
	w := township(t)
	f := documents.NewFigures(w, february(t, w))
	p := part(t, w, period(t, w))
	for i := range p.Standings {
		p.Standings[i].Expected = false
	}
	if err := f.Day(p.Key.Day, []documents.Part{p}); err != nil {
		t.Fatal(err)
	}
	_, done := filled(t, plainForm(t, map[string]string{"合计_居家": "$B$4"}, nil), f)
	if said := strings.Join(f.Beside(), " "); said != "疫情日报, 3 report(s)" || len(done.Unasked) != 1 || len(done.Empty) > 0 {
		t.Errorf("%q, told %+v", said, done)
	}
}

func TestATotalOfSomeUnitsIsToldWithWhoIsMissing(t *testing.T) {
	_, done := filled(t, plainForm(t, map[string]string{"合计_居家观察户数": "$B$3", "填报数_居家观察户数": "$B$4", "应报数": "$B$5"}, nil), figures(t))
	if strings.Join(done.Partial, " ") != "Sheet1!B3 1/11 units" {
		t.Errorf("told %q", done.Partial)
	}
	if len(done.Without) != 1 || !strings.HasPrefix(done.Without[0], "疫情日报: 东坡村、河口村、") {
		t.Errorf("missing: %q", done.Without)
	}
}

func TestAnApproximateTotalAndARateAreNumbersWithTheirFormat(t *testing.T) {
	book, _ := filled(t, plainForm(t, map[string]string{"合计_排查": "$B$3", "报送率": "$B$4"}, nil), figures(t))
	for cell, want := range map[string]string{"B3": "约70,000.5", "B4": "27.3%"} {
		if got, err := book.GetCellValue("Sheet1", cell); got != want || err != nil {
			t.Errorf("%s shows %q, %v; want %q", cell, got, err, want)
		}
	}
	if raw := cells(t, book, "Sheet1"); raw["B3"] != "70000.5" {
		t.Errorf("the number is %q", raw["B3"])
	}
}

func TestWhatStandsFromAnEarlierDayIsMarked(t *testing.T) {
	w := township(t)
	c := february(t, w)
	c.To++
	f := documents.NewFigures(w, c)
	next := report.Period{Key: report.PeriodKey{Form: form, Day: c.To}}
	next.Need = w.NewNeed(next.Key, c.To)
	for d, p := range map[report.Day]report.Period{c.From: period(t, w)} {
		if err := f.Day(d, []documents.Part{part(t, w, p)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Day(c.To, []documents.Part{{Completeness: w.Complete(next, at(t, w, "06 23:00"), nil)}}); err != nil {
		t.Fatal(err)
	}
	book, done := filled(t, plainForm(t, map[string]string{"柳湾村_居家": "$B$3", "柳湾村_今日新增": "$B$4"}, nil), f)
	if strings.Join(done.Older, " ") != "Sheet1!B3 1/1 units (2月5日)" {
		t.Errorf("told %q", done.Older)
	}
	notes, err := book.GetComments("Sheet1")
	if err != nil || len(notes) != 1 || notes[0].Cell != "B3" || !strings.Contains(notes[0].Text, "最早为2月5日") {
		t.Errorf("%+v, %v", notes, err)
	}
}

func TestNamesThatContradictOrNearlyMeanSomethingAreFaults(t *testing.T) {
	for says, one := range map[string]struct{ names, texts map[string]string }{
		"Sheet1!B3: both": {map[string]string{"合计_居家": "$B$3", "合计_排查": "$B$3"}, nil},
		"Sheet1!B4: it is named 合计_居家 and holds":                                       {map[string]string{"合计_居家": "$B$4"}, map[string]string{"B4": "{合计_排查}"}},
		"Sheet1!B5: 排查反乡人员: no unit, form or field is called 排查反乡人员; is 排查返乡人员 meant?": {map[string]string{"排查反乡人员": "$B$5"}, nil},
		"Sheet1!B6: {合计_居家: the brace is not closed":                                   {nil, map[string]string{"B6": "{合计_居家"}},
		"Sheet1!B7: ｛合计_居家: the brace is not closed":                                   {nil, map[string]string{"B7": "共｛合计_居家"}},
	} {
		if _, err := plainForm(t, one.names, one.texts).Fill(figures(t)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, not\n%v", says, err)
		}
	}
	template := plainForm(t, map[string]string{"税率": "$B$3", "合计_居家": "$C$3"}, map[string]string{"A1": "｛合计＿居家｝", "A2": "共｛ 合计＿居家 ｝人"})
	book, done := filled(t, template, figures(t))
	got := cells(t, book, "Sheet1")
	if strings.Join(done.Left, " ") != "税率" || got["A1"] == "" || got["A1"] != got["C3"] || got["A2"] != "共"+got["A1"]+"人" {
		t.Errorf("%v, told %+v", got, done)
	}
}

func TestAWorkbookWithMacrosIsNoTemplate(t *testing.T) {
	for _, name := range []string{"a.xlsm", "b.xltx"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte("PK"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := documents.OpenTemplate(path); err == nil || !strings.Contains(err.Error(), "请另存为 .xlsx") {
			t.Error(err)
		}
	}
}
