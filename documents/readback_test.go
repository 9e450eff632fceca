package documents_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"qunbao/documents"
	"qunbao/report"
	"qunbao/storage/storagetest"
)

// notes are what people write that programs take for something else.
var notes = []string{
	"平安", "=1+1", "+86", "@SUM(A1)", "-3", "😀𠮷村口积水", "一行\n两行", "_x0041_", "a,b\"c'", "<&>", " 前后有空格 ", "12-3", "007", "1E5", "真\u200b的",
	strings.Repeat("长", 40000), strings.Repeat("𠮷", 20000),
}

// generated is a day of the township as dice have it.
func generated(t *testing.T, w *report.Workspace, seed uint64) report.Period {
	dice := rand.New(rand.NewPCG(seed, 7))
	p := report.Period{Key: report.PeriodKey{Form: form, Day: report.DayOf(at(t, w, "05 12:00"))}}
	p.Need = w.NewNeed(p.Key, p.Key.Day)
	for i, u := range w.Owing(form) {
		r := report.Record{RecordKey: report.RecordKey{PeriodKey: p.Key, Unit: u}}
		for n := range dice.IntN(4) {
			values := map[report.FieldID]report.Value{}
			for _, f := range w.Form(form).Fields {
				switch {
				case dice.IntN(3) == 0:
				case f.Kind == report.Prose:
					values[f.ID] = report.Value{Text: notes[dice.IntN(len(notes))]}
				default:
					v := report.Value{N: decimal.New(dice.Int64N(1_000_000), -dice.Int32N(4)), Unit: f.Unit(), Approx: dice.IntN(5) == 0, Carried: dice.IntN(6) == 0}
					values[f.ID] = v
				}
			}
			v := said(at(t, w, "05 14:00"), report.MessageID(fmt.Sprint(seed, "-", i, "-", n)), "李会芳", values)
			if n > 0 {
				v.Kind = report.VersionCorrection
			}
			if dice.IntN(4) == 0 {
				v.Unfilled = []report.FieldID{"left"}
			}
			r.Versions = append(r.Versions, v)
		}
		if dice.IntN(8) == 0 {
			p.Need.Units[u] = report.Duty{Excused: "停电"}
		}
		if len(r.Versions) > 0 {
			p.Records = append(p.Records, r)
		}
	}
	return p
}

// TestWhatWasFiledIsReadBackFromWorkbookAndCSV holds on generated days: every number,
// word and state, what is approximate, carried and unfilled, and nothing besides.
func TestWhatWasFiledIsReadBackFromWorkbookAndCSV(t *testing.T) {
	w := township(t)
	for seed := range storagetest.Times(8) {
		one := part(t, w, generated(t, w, uint64(seed)))
		book := workbook(t, w, func(e *documents.Export) error { return e.Day(one.Key.Day, []documents.Part{one}) })
		raw := cells(t, book, "明细")
		shown, err := book.GetRows("明细")
		if err != nil {
			t.Fatal(err)
		}
		table := commaSeparated(t, w, one)
		if len(shown) != len(one.Standings)+1 || len(table) != len(shown) {
			t.Fatalf("%d and %d rows for %d units", len(shown), len(table), len(one.Standings))
		}
		for i, s := range one.Standings {
			row := i + 2
			if raw[cell(2, row)] != string(s.Unit) || raw[cell(3, row)] != s.State.Words() || table[i+1][2] != s.State.Words() {
				t.Errorf("%s %s stands as %v", s.Unit, s.State, shown[i+1][:4])
			}
			remarks := table[i+1][5]
			for j, f := range w.Form(form).Fields {
				v, given := s.Current.Values[f.ID]
				checkValue(t, v, given, read{raw[cell(7+j, row)], shownAt(shown[i+1], 6+j), table[i+1][6+j]})
				if given && v.Approx && !strings.Contains(remarks, f.Name) {
					t.Errorf("%s: that %s is approximate is not said: %s", s.Unit, f.Name, remarks)
				}
			}
			if len(s.Current.Unfilled) > 0 != strings.Contains(remarks, "未填：已离开人员") || s.State == report.Excused && !strings.Contains(remarks, "停电") {
				t.Errorf("%s: %v, noted %s", s.Unit, s.Current.Unfilled, remarks)
			}
		}
		book.Close()
	}
}

// read is a value as it was read back: what the sheet keeps, what it shows, and CSV.
type read struct{ raw, shown, csv string }

func checkValue(t *testing.T, v report.Value, given bool, r read) {
	t.Helper()
	switch {
	case !given:
		if r.raw+r.shown+r.csv != "" {
			t.Errorf("what nobody said stands as %q", r)
		}
	case v.Text != "":
		in, out := strings.TrimPrefix(r.raw, "'"), strings.TrimPrefix(r.csv, "'")
		if strings.ContainsAny(v.Text[:1], "=+@-") && (r.raw == v.Text || r.csv == v.Text) {
			t.Errorf("%q is a formula", v.Text)
		}
		head, cut := strings.CutSuffix(in, "……（超过一格的长度，后文从略）")
		if out != v.Text || !strings.HasPrefix(v.Text, head) || !cut && in != v.Text || len(utf16.Encode([]rune(r.raw))) > excelize.TotalCellChars {
			t.Errorf("%.20q… stands as %.20q… and %.20q…", v.Text, in, out)
		}
	default:
		if !decimal.RequireFromString(r.raw).Equal(v.N) || !decimal.RequireFromString(r.csv).Equal(v.N) {
			t.Errorf("%s stands as %s and %s", v.N, r.raw, r.csv)
		}
		if v.Approx != strings.HasPrefix(r.shown, "约") || v.Carried != strings.HasSuffix(r.shown, "（结转）") {
			t.Errorf("%+v is shown as %s", v, r.shown)
		}
	}
}

func commaSeparated(t *testing.T, w *report.Workspace, one documents.Part) [][]string {
	t.Helper()
	var b bytes.Buffer
	table, err := documents.NewCSV(w, february(t, w), &b)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Day(one.Key.Day, []documents.Part{one}); err != nil {
		t.Fatal(err)
	}
	if err := table.Save(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func cell(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

func shownAt(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

func TestTheTotalsOfSomeDaysAreByTheKindOfTheField(t *testing.T) {
	w := township(t)
	f := workbook(t, w, func(e *documents.Export) error {
		for day := range 3 {
			p := report.Period{Key: report.PeriodKey{Form: form, Day: report.DayOf(at(t, w, "05 12:00")) + report.Day(day)}}
			p.Need = w.NewNeed(p.Key, p.Key.Day)
			for i, u := range []report.UnitID{"柳湾村", "东坡村"} {
				if day == 2 && i == 1 { // silent on the last day: its stock is as last known
					continue
				}
				v := said(p.Key.Day.At(14*60, w.Zone), report.MessageID(fmt.Sprint(day, i)), "李会芳", map[report.FieldID]report.Value{
					"new_today": n("2", "人"), "home": n(fmt.Sprint(10*(day+1)), "人")})
				p.Records = append(p.Records, report.Record{RecordKey: report.RecordKey{PeriodKey: p.Key, Unit: u}, Versions: []report.Version{v}})
			}
			if err := e.Day(p.Key.Day, []documents.Part{part(t, w, p)}); err != nil {
				return err
			}
		}
		return nil
	})
	raw := cells(t, f, "汇总")
	// columns: B 应报, C 已报, D 按时; H 今日新增, J 居家观察人数. Rows 5 柳湾村, 6 东坡村, 17 the totals, 18 how many gave each.
	for at, want := range map[string]string{"C5": "3", "H5": "6", "J5": "30", "C6": "2", "H6": "4", "J6": "20", "H17": "10", "J17": "50", "J18": "2", "G17": "", "C17": "5"} {
		if raw[at] != want {
			t.Errorf("%s is %q; want %s", at, raw[at], want)
		}
	}
	checkChart(t, f)
}

// checkChart wants a native chart that points to the rows of the days.
func checkChart(t *testing.T, f *excelize.File) {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/charts/chart") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"lineChart", "$A$41:$A$43", "$H$41:$H$43", `dispBlanksAs val="gap"`} {
			if !strings.Contains(string(xml), want) {
				t.Errorf("the chart lacks %s", want)
			}
		}
		return
	}
	t.Error("there is no chart")
}
