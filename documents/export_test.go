package documents_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"qunbao/configs"
	"qunbao/documents"
	"qunbao/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

const form = report.FormID("epidemic-daily")

func township(t testing.TB) *report.Workspace {
	t.Helper()
	c, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return c.Workspace
}

// at is an instant of February 2020, written as 05 14:05.
func at(t testing.TB, w *report.Workspace, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", "2020-02-"+s, w.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func n(s, unit string) report.Value {
	return report.Value{N: decimal.RequireFromString(s), Unit: unit}
}

// said is a version that somebody made in the group.
func said(at time.Time, id report.MessageID, by string, values map[report.FieldID]report.Value) report.Version {
	return report.Version{Message: id, Time: at, Counts: at, Filed: at.Add(2 * time.Second), By: by, Kind: report.VersionNew,
		Chat: "青石镇疫情防控工作群", Words: "居家46人", Values: values}
}

// february is an export about the days with the form of the tests alone.
func february(t testing.TB, w *report.Workspace) documents.Contents {
	return documents.Contents{
		From: report.DayOf(at(t, w, "05 12:00")), To: report.DayOf(at(t, w, "05 12:00")), At: at(t, w, "06 08:00"),
		Forms: map[report.FormID][]report.SlotID{form: {""}},
	}
}

// part is a period as it stands on the next morning.
func part(t testing.TB, w *report.Workspace, p report.Period) documents.Part {
	return documents.Part{Completeness: w.Complete(p, at(t, w, "06 08:00"), nil), Records: p.Records}
}

// workbook saves an export and opens it again.
func workbook(t testing.TB, w *report.Workspace, fill func(*documents.Export) error) *excelize.File {
	t.Helper()
	e, err := documents.NewExport(w, february(t, w), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := fill(e); err != nil {
		t.Fatal(err)
	}
	return reopened(t, e)
}

// reopened is a workbook that was saved, opened again.
func reopened(t testing.TB, book interface{ Save(io.Writer) error }) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := book.Save(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// period is a day on which five villages did what villages do.
func period(t testing.TB, w *report.Workspace) report.Period {
	k := report.PeriodKey{Form: form, Day: report.DayOf(at(t, w, "05 12:00"))}
	record := func(u report.UnitID, versions ...report.Version) report.Record {
		return report.Record{RecordKey: report.RecordKey{PeriodKey: k, Unit: u}, Versions: versions}
	}
	first := said(at(t, w, "05 14:05"), "m1", "李会芳", map[report.FieldID]report.Value{
		"home": n("46", "人"), "home_households": n("14", "户"), "note": {Text: "=HYPERLINK(1)，联系人13800000001"}})
	second := said(at(t, w, "05 15:10"), "m2", "李会芳", map[report.FieldID]report.Value{"home": n("44", "人")})
	second.Kind, second.About = report.VersionCorrection, "m1"
	proxy := said(at(t, w, "05 15:20"), "m3", "孙莉", map[report.FieldID]report.Value{"home": n("50", "人"), "checkpoints": n("2", "个")})
	proxy.Proxy = true
	gone := said(at(t, w, "05 15:30"), "m4", "李会芳", nil)
	gone.Kind, gone.About, gone.Words = report.VersionWithdrawal, "m2", ""

	approx := n("70000.5", "人")
	approx.Approx = true
	carried := n("12", "人")
	carried.Carried = true
	zero := said(at(t, w, "05 18:00"), "m5", "陈水生", map[report.FieldID]report.Value{"fever": n("0", "人"), "home": carried})
	zero.Zero, zero.Chat = true, ""
	attempt := said(at(t, w, "05 14:30"), "m6", "路人甲138****01", map[report.FieldID]report.Value{"home": n("3", "人")})
	attempt.Kind, attempt.Problems = report.VersionAttempt, []report.Problem{{Code: report.UnknownSender}}
	p := report.Period{Key: k, Need: w.NewNeed(k, k.Day), Records: []report.Record{
		record("柳湾村", first, second, proxy, gone),
		record("东坡村", said(at(t, w, "05 16:00"), "m7", "王桂兰", map[report.FieldID]report.Value{"screened": approx, "home": n("123456789012345678", "人")})),
		record("河口村", zero), record("南山村", attempt),
	}}
	p.Need.Units["石桥村"] = report.Duty{Excused: "停电"}
	return p
}

// TestAWorkbookReadsBackAsItWasFiled keeps what people see in every sheet.
func TestAWorkbookReadsBackAsItWasFiled(t *testing.T) {
	w := township(t)
	f := workbook(t, w, func(e *documents.Export) error {
		p := period(t, w)
		if err := e.Day(p.Key.Day, []documents.Part{part(t, w, p)}); err != nil {
			return err
		}
		if err := e.Message(report.Message{ID: "m1", Chat: "青石镇疫情防控工作群", Text: "居家46人，=HYPERLINK(1)，联系人13800000001"}); err != nil {
			return err
		}
		if err := e.Message(report.Message{ID: "talk", Chat: "青石镇疫情防控工作群", Text: "大家辛苦了"}); err != nil {
			return err
		}
		return e.Act(report.Act{At: at(t, w, "06 09:00"), By: "郑晓", What: "restore", About: "qunbao-2020-02-05.zip", Reason: "换电脑"})
	})
	b := new(strings.Builder)
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(b, "── %s\n", name)
		for _, row := range rows {
			b.WriteString(strings.TrimRight(strings.Join(row, " | "), " |") + "\n")
		}
	}
	golden(t, "export.txt", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
