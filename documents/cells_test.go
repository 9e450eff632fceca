package documents_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qunbao/documents"
	"qunbao/report"
	"qunbao/storage/storagetest"
)

// cells lists every cell of a sheet, as it is stored.
func cells(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for i, row := range rows {
		for j, cell := range row {
			name, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = cell
		}
	}
	return all
}

func TestNoTextOfAUserIsAFormula(t *testing.T) {
	w := township(t)
	for _, mean := range []string{"=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", " =1", "\n=1", "\r=1", "＝1", "＋1", "\x00=1", "=cmd|' /C calc'!A0"} {
		f := workbook(t, w, func(e *documents.Export) error {
			return e.Act(report.Act{At: at(t, w, "06 09:00"), By: mean, What: mean, About: mean, Reason: mean})
		})
		for name, cell := range cells(t, f, "操作记录") {
			if name[1:] == "1" || name == "A2" {
				continue
			}
			if !strings.HasPrefix(cell, "'") {
				t.Errorf("%q stands as %q", mean, cell)
			}
			if formula, err := f.GetCellFormula("操作记录", name); formula != "" || err != nil {
				t.Errorf("%q is the formula %q, %v", mean, formula, err)
			}
		}
	}
}

func TestNoPersonalNumberLeavesInAWorkbook(t *testing.T) {
	w := township(t)
	p := period(t, w)
	for i := range p.Records {
		for j := range p.Records[i].Versions {
			v := &p.Records[i].Versions[j]
			v.By, v.Words, v.Line = "张三13800000001", "我的电话13800000001", "1. 证号110101199003071234"
			v.Values = map[report.FieldID]report.Value{"note": {Text: "证号110101199003071234"}}
		}
	}
	f := workbook(t, w, func(e *documents.Export) error { return e.Day(p.Key.Day, []documents.Part{part(t, w, p)}) })
	for _, sheet := range f.GetSheetList() {
		for name, cell := range cells(t, f, sheet) {
			if strings.Contains(cell, "13800000001") || strings.Contains(cell, "110101199003071234") {
				t.Errorf("%s %s: %s", sheet, name, cell)
			}
		}
	}
}

func TestDaysAndNumbersCanBeReckonedWith(t *testing.T) {
	w := township(t)
	f := workbook(t, w, func(e *documents.Export) error {
		p := period(t, w)
		return e.Day(p.Key.Day, []documents.Part{part(t, w, p)})
	})
	raw := cells(t, f, "明细")
	// 43866 is 5 February 2020; an instant is a fraction of a day later.
	for name, want := range map[string]string{"A2": "43866", "L2": "46", "G3": "70000.5", "L4": "12"} {
		kind, err := f.GetCellType("明细", name)
		if err != nil || raw[name] != want || kind != excelize.CellTypeUnset {
			t.Errorf("%s is %q of the type %d, %v; want the number %s", name, raw[name], kind, err, want)
		}
	}
	if !strings.HasPrefix(raw["D2"], "43866.58680555") {
		t.Errorf("14:05 is %s", raw["D2"])
	}
	if _, there := raw["L6"]; there && raw["L6"] != "" {
		t.Errorf("what is missing is %q", raw["L6"])
	}
}

func TestHeadsStayInSight(t *testing.T) {
	f := workbook(t, township(t), func(*documents.Export) error { return nil })
	for _, sheet := range f.GetSheetList() {
		panes, err := f.GetPanes(sheet)
		top := 1
		if sheet == "汇总" {
			top = 4 // the title, a note, the forms, the fields
		}
		if err != nil || !panes.Freeze || panes.YSplit != top || panes.XSplit == 0 {
			t.Errorf("%s: %+v, %v", sheet, panes, err)
		}
	}
}

// Excel repairs, and other programs cut off, what these parts have wrong.
func TestAWorkbookIsInTheOrderThatProgramsExpect(t *testing.T) {
	w := township(t)
	e, err := documents.NewExport(w, february(t, w), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var b bytes.Buffer
	if err := e.Save(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	sheets := 0
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var part struct {
			Dimension *struct{} `xml:"dimension"`
			Columns   []struct {
				Min int `xml:"min,attr"`
			} `xml:"cols>col"`
		}
		if err := xml.NewDecoder(r).Decode(&part); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		sheets++
		for i, c := range part.Columns {
			if c.Min != i+1 {
				t.Errorf("%s: column %d stands in place %d", f.Name, c.Min, i+1)
			}
		}
		if len(part.Columns) == 0 || part.Dimension != nil {
			t.Errorf("%s: %d columns, a dimension: %v", f.Name, len(part.Columns), part.Dimension != nil)
		}
	}
	if sheets != 6 {
		t.Errorf("%d sheets", sheets)
	}
}

// fillDays adds periods of a township of many units until there are some rows,
// each with a note.
func fillDays(t testing.TB, w *report.Workspace, e *documents.Export, rows int, note string) {
	t.Helper()
	units := make([]report.Unit, 1000)
	for i := range units {
		units[i] = report.Unit{ID: report.UnitID(fmt.Sprintf("第%04d村", i)), Kind: "行政村"}
	}
	settings := w.Settings
	settings.Units, settings.People = units, nil
	large := report.NewWorkspace(settings)
	for day := 0; day*len(units) < rows; day++ {
		k := report.PeriodKey{Form: form, Day: report.DayOf(at(t, w, "01 12:00")) + report.Day(day)}
		p := report.Period{Key: k, Need: &report.Need{Key: k, Units: map[report.UnitID]report.Duty{}}}
		for i, u := range units {
			p.Need.Units[u.ID] = report.Duty{}
			values := map[report.FieldID]report.Value{}
			if note != "" {
				values["note"] = report.Value{Text: note}
			}
			for j := range w.Form(form).Fields[:12] {
				values[w.Form(form).Fields[j].ID] = n(fmt.Sprint(i+j), "人")
			}
			p.Records = append(p.Records, report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: u.ID},
				Versions: []report.Version{said(k.Day.At(14*60, w.Zone), report.MessageID(fmt.Sprint(day, "/", i)), "李会芳", values)}})
		}
		if err := e.Day(k.Day, []documents.Part{{Completeness: large.Complete(p, k.Day.At(20*60, w.Zone), nil), Records: p.Records}}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALongSpanIsWrittenWhole(t *testing.T) {
	rows, w := storagetest.Times(1000), township(t)
	f := workbook(t, w, func(e *documents.Export) error { fillDays(t, w, e, rows, ""); return nil })
	for _, sheet := range []string{"明细", "更正记录"} {
		it, err := f.Rows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for it.Next() {
			n++
		}
		if err := it.Close(); err != nil || n != rows+1 {
			t.Errorf("%s has %d rows, %v; want %d and the heads", sheet, n, err, rows)
		}
	}
}

func TestNothingIsLeftBehindInTheFolder(t *testing.T) {
	folder, w := t.TempDir(), township(t)
	e, err := documents.NewExport(w, february(t, w), folder)
	if err != nil {
		t.Fatal(err)
	}
	fillDays(t, w, e, 3000, strings.Repeat("长", 2000)) // beyond what the library keeps in memory
	if left, err := os.ReadDir(folder); err != nil || len(left) == 0 {
		t.Fatalf("nothing lies in the folder meanwhile: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%v, %v is left", left, err)
	}
}

// BenchmarkExport writes 10,000 and 50,000 rows: peak-MB must not grow with them.
func BenchmarkExport(b *testing.B) {
	for _, rows := range []int{10_000, 50_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			w, peak := township(b), uint64(0)
			for b.Loop() {
				e, err := documents.NewExport(w, february(b, w), b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				stop, done := make(chan bool), make(chan bool)
				go func() { defer close(done); peak = max(peak, watch(stop)) }()
				fillDays(b, w, e, rows, "")
				f, err := os.Create(b.TempDir() + "/out.xlsx")
				if err != nil {
					b.Fatal(err)
				}
				if err := e.Save(f); err != nil {
					b.Fatal(err)
				}
				close(stop)
				<-done
				f.Close()
				e.Close()
			}
			b.ReportMetric(float64(peak)/1e6, "peak-MB")
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// watch is the largest heap until it is stopped.
func watch(stop chan bool) (peak uint64) {
	for {
		select {
		case <-stop:
			return peak
		case <-time.After(20 * time.Millisecond):
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
	}
}
