package documents_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qunbao/documents"
	"qunbao/report"
)

// twoDays is an export about a day on which villages reported and one on which only
// 柳湾村 did.
func twoDays(t *testing.T) *excelize.File {
	t.Helper()
	w := township(t)
	c := february(t, w)
	c.To++
	e, err := documents.NewExport(w, c, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	first := period(t, w)
	next := report.Period{Key: report.PeriodKey{Form: form, Day: c.To}}
	next.Need = w.NewNeed(next.Key, c.To)
	next.Records = []report.Record{{RecordKey: report.RecordKey{PeriodKey: next.Key, Unit: "柳湾村"}, Versions: []report.Version{
		said(at(t, w, "06 14:05"), "n1", "李会芳", map[report.FieldID]report.Value{"home": n("47", "人"), "note": {Text: strings.Repeat("帐篷需要更换", 200)}})}}}
	for _, p := range []report.Period{first, next} {
		done := w.Complete(p, at(t, w, "06 15:00"), nil)
		if err := e.Day(p.Key.Day, []documents.Part{{Completeness: done, Records: p.Records}}); err != nil {
			t.Fatal(err)
		}
	}
	return reopened(t, e)
}

// row finds the row of a sheet that begins with a word, and the column of a head.
func rowOf(t *testing.T, f *excelize.File, sheet, word, head string) (cell string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	row, column := 0, 0
	for i, cells := range rows {
		for j, c := range cells {
			if column == 0 && strings.HasPrefix(c, head) {
				column = j + 1
			}
			if row == 0 && j < 2 && c == word {
				row = i + 1
			}
		}
	}
	cell, err = excelize.CoordinatesToCellName(column, row)
	if err != nil {
		t.Fatalf("%s: no %s or no %s", sheet, word, head)
	}
	return cell
}

func TestASummaryMarksWhatIsOfAnEarlierDay(t *testing.T) {
	f := twoDays(t)
	colour := func(cell string) string {
		style, err := f.GetCellStyle("汇总", cell)
		if err != nil {
			t.Fatal(err)
		}
		look, err := f.GetStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(look.Fill.Color, " ")
	}
	for place, want := range map[[2]string]string{{"柳湾村", "居家观察人数"}: "", {"河口村", "居家观察人数"}: "FFEB9C", {"合计", "排查返乡人员"}: "FFEB9C"} {
		if got := colour(rowOf(t, f, "汇总", place[0], place[1])); !strings.HasSuffix(got, want) || want == "" && got != "" {
			t.Errorf("%s is %q; want %q", place, got, want)
		}
	}
	if got, err := f.GetCellValue("汇总", rowOf(t, f, "汇总", "早前所报数", "居家观察人数")); got != "2" || err != nil {
		t.Errorf("of earlier days: %q, %v", got, err)
	}
	note, err := f.GetCellValue("汇总", "B2")
	if err != nil || !strings.Contains(note, "黄底为早前所报") {
		t.Errorf("%q, %v", note, err)
	}
}

func TestALongNoteStaysWholeAndSaysThatPaperDoesNotShowIt(t *testing.T) {
	f := twoDays(t)
	rows, err := f.GetRows("明细")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if all := strings.Join(row, "|"); strings.Contains(all, "帐篷") {
			height, err := f.GetRowHeight("明细", i+1)
			if !strings.Contains(all, strings.Repeat("帐篷需要更换", 200)) || !strings.Contains(all, "备注打印不全……（全文见原始消息）") || height > excelize.MaxRowHeight || height != 225 || err != nil {
				t.Errorf("%g high, %v: %.200s", height, err, all)
			}
			return
		}
	}
	t.Error("the note is not there")
}

func TestNoPageIsPrintedTooSmallToRead(t *testing.T) {
	f := twoDays(t)
	for _, name := range f.GetSheetList() {
		props, err := f.GetSheetProps(name)
		if err != nil {
			t.Fatal(err)
		}
		page, err := f.GetPageLayout(name)
		if err != nil {
			t.Fatal(err)
		}
		width := 0.0
		columns, err := f.GetCols(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := range columns {
			letter, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				t.Fatal(err)
			}
			w, err := f.GetColWidth(name, letter)
			if err != nil {
				t.Fatal(err)
			}
			width += w
		}
		fitted := props.FitToPage != nil && *props.FitToPage
		if fitted && width > 174 || !fitted && (page.AdjustTo == nil || *page.AdjustTo < 60) {
			t.Errorf("%s: fitted %t, %g wide, %+v", name, fitted, width, page)
		}
	}
}
