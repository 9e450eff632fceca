package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qunbao/report"
	"qunbao/storage/sqlite"
	"qunbao/storage/storagetest"
)

// sheets are the rows of a workbook by sheet, as people see them.
func sheets(t *testing.T, path string) map[string][][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		if all[name], err = f.GetRows(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// replayedDay is a store in which a recorded day has passed.
func replayedDay(t *testing.T, store string) string {
	t.Helper()
	in, err := os.ReadFile("testdata/replays/one-day/in.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	expect := readExpectation(t, "testdata/replays/one-day/expect.json")
	mustRun(t, in, append([]string{"replay", "-c", "testdata/township/qunbao.yaml", "--store", store}, expect.Args...)...)
	return store
}

func export(t *testing.T, store, out string, args ...string) map[string][][]string {
	t.Helper()
	mustRun(t, nil, append([]string{"export", "-c", "testdata/township/qunbao.yaml", "--store", store, "-o", out}, args...)...)
	return sheets(t, out)
}

func TestAnExportSaysWhatTheStatusSays(t *testing.T) {
	dir := t.TempDir()
	stores := []string{replayedDay(t, "embedded:"+t.TempDir()), replayedDay(t, storagetest.StartRedis(t))}
	var books []map[string][][]string
	for i, store := range stores {
		books = append(books, export(t, store, filepath.Join(dir, fmt.Sprint(i, ".xlsx")), "--from", "2020-02-05"))
	}
	if fmt.Sprint(books[0]) != fmt.Sprint(books[1]) {
		t.Error("the two stores did not give the same workbook")
	}
	status := decodeLines[statusLine](t, mustRun(t, nil, "status", "-c", "testdata/township/qunbao.yaml", "--store", stores[0], "--json", "--date", "2020-02-05"))
	for _, s := range status {
		if len(s.Units) == 0 {
			continue
		}
		want := []string{fmt.Sprint(s.Base), fmt.Sprint(s.Received), fmt.Sprint(s.OnTime)}
		found := slices.ContainsFunc(books[0]["完成情况"], func(row []string) bool {
			return len(row) > 6 && row[0] == s.Date && slices.Equal(row[4:7], want)
		})
		if !found {
			t.Errorf("%s %s: no row says %v", s.Form, s.Slot, want)
		}
	}
	if history := books[0]["更正记录"]; len(history) < 5 {
		t.Errorf("the history has %d rows", len(history))
	}
}

func TestAnExportIsWholeOrNotThere(t *testing.T) {
	dir, store := t.TempDir(), replayedDay(t, "embedded:"+t.TempDir())
	out := filepath.Join(dir, "二月.xlsx")
	export(t, store, out, "--from", "2020-02-04", "--to", "2020-02-05")
	before, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(out)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	for _, c := range []struct {
		code int
		args []string
		says string
	}{
		{exitUsage, []string{"-o", filepath.Join(dir, "x.pdf")}, ".xlsx"},
		{exitUsage, []string{"-o", filepath.Join(dir, "x.xlsx"), "--form", "春耕"}, "春耕"},
		{exitUsage, []string{"-o", out, "--from", "2020-02-05", "--to", "2020-02-04"}, "before"},
		{exitUsage, []string{"-o", out, "--from", "Tuesday"}, "--from"},
		{exitFailed, []string{"-o", filepath.Join(dir, "nowhere", "x.xlsx")}, "nowhere"},
		{exitFailed, []string{"-o", out, "--store", "embedded:" + t.TempDir()}, "no store"},
	} {
		var talk bytes.Buffer
		args := append([]string{"export", "-c", "testdata/township/qunbao.yaml", "--store", store}, c.args...)
		code := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &talk, &talk)
		if code != c.code || !strings.Contains(talk.String(), c.says) {
			t.Errorf("%v: exit %d: %s", c.args, code, talk.String())
		}
	}
	after, err := os.ReadFile(out)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("a refused export changed the workbook, %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestATemplateIsFilledWholeOrNothingIsWritten(t *testing.T) {
	dir, store := t.TempDir(), replayedDay(t, "embedded:"+t.TempDir())
	fill := func(name, text string) (out string, talk string, code int) {
		form := excelize.NewFile()
		defer form.Close()
		if err := errors.Join(form.SetCellValue("Sheet1", "B2", text), form.SaveAs(filepath.Join(dir, name))); err != nil {
			t.Fatal(err)
		}
		out = filepath.Join(dir, "out-"+name)
		var said bytes.Buffer
		code = run(t.Context(), []string{"export", "-c", "testdata/township/qunbao.yaml", "--store", store, "--from", "2020-02-05",
			"--template", filepath.Join(dir, name), "-o", out}, func(string) string { return "" }, strings.NewReader(""), &said, &said)
		return out, said.String(), code
	}
	out, talk, code := fill("a.xlsx", "{已报_疫情日报}")
	if code != exitDone || !strings.Contains(talk, "filled 1 cell(s)") {
		t.Fatalf("exit %d: %s", code, talk)
	}
	status := decodeLines[statusLine](t, mustRun(t, nil, "status", "-c", "testdata/township/qunbao.yaml", "--store", store, "--json", "--date", "2020-02-05"))
	if got := sheets(t, out)["Sheet1"][1][1]; got != fmt.Sprint(status[0].Received) {
		t.Errorf("已报 is %s, the status says %d", got, status[0].Received)
	}
	out, talk, code = fill("b.xlsx", "{合计_月亮}")
	if code != exitUsage || !strings.Contains(talk, "Sheet1!B2: 合计_月亮") {
		t.Errorf("exit %d: %s", code, talk)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
}

func TestACommaSeparatedExportHasARowAUnitAndDay(t *testing.T) {
	dir, store := t.TempDir(), replayedDay(t, "embedded:"+t.TempDir())
	out := filepath.Join(dir, "a.csv")
	mustRun(t, nil, "export", "-c", "testdata/township/qunbao.yaml", "--store", store, "--from", "2020-02-05", "--form", "疫情日报", "-o", out)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(string(b), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || len(rows) != 13 || rows[0][1] != "单位" || rows[0][6] != "排查返乡人员（人）" {
		t.Errorf("%v, %d rows, %v", err, len(rows), rows[0])
	}
}

func TestAnExportTellsWhatPeopleDidToTheData(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	store := replayedDay(t, "embedded:"+folder)
	kept, err := sqlite.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"2020-01-31T12:00:00+08:00", "2020-02-09T12:00:00+08:00", "2020-02-11T12:00:00+08:00"} {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if err := kept.Audit(t.Context(), report.Act{At: when, By: "郑晓", What: "restore", About: "qunbao.zip"}); err != nil {
			t.Fatal(err)
		}
	}
	noon, err := time.Parse(time.RFC3339, "2020-02-01T12:00:00+08:00")
	if err != nil {
		t.Fatal(err)
	}
	made := report.Ruling{Kind: report.ExcuseRuling, At: noon, Message: "m", By: "钱海", From: report.DayOf(noon), Until: report.DayOf(noon) + 5, Unit: "柳湾村", Reason: "停电"}
	over := made
	over.Until, over.Unit = made.From, "东坡村"
	back := made
	back.Reason, back.At = "", noon.AddDate(0, 0, 4)
	if err := kept.Commit(t.Context(), report.Change{Outcome: report.Outcome{Message: "m", Kind: report.IsCommand}, Time: noon, At: noon, Rulings: []report.Ruling{made, over, back}}); err != nil {
		t.Fatal(err)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	acts := export(t, store, filepath.Join(dir, "a.xlsx"), "--from", "2020-02-05", "--at", "2020-02-10T00:00:00+08:00")["操作记录"]
	want := [][]string{
		{"2020-02-01 12:00:00", "钱海", "免报", "柳湾村 2020-02-01至2020-02-06", "停电"},
		{"2020-02-05 12:00:00", "钱海", "免报", "柳湾村 2020-02-01至2020-02-06（取消）"},
		{"2020-02-09 12:00:00", "郑晓", "恢复", "qunbao.zip"},
	}
	if len(acts) != 4 || !slices.EqualFunc(acts[1:], want, slices.Equal) {
		t.Errorf("%v; want the heads and %v", acts, want)
	}
}

func TestAnExportShowsWhatStoodAtAnInstant(t *testing.T) {
	store := replayedDay(t, "embedded:"+t.TempDir())
	dir := t.TempDir()
	early := export(t, store, filepath.Join(dir, "a.xlsx"), "--from", "2020-02-05", "--at", "2020-02-05T14:30:00+08:00")
	late := export(t, store, filepath.Join(dir, "b.xlsx"), "--from", "2020-02-05", "--at", "2020-02-06T08:00:00+08:00")
	if a, b := len(early["更正记录"]), len(late["更正记录"]); a >= b || a < 2 {
		t.Errorf("%d rows at 14:30, %d a day later", a, b)
	}
}

func TestAnExportRefusesWhatWouldMislead(t *testing.T) {
	dir, store := t.TempDir(), replayedDay(t, "embedded:"+t.TempDir())
	form := excelize.NewFile()
	defer form.Close()
	county := filepath.Join(dir, "县表.xlsx")
	if err := errors.Join(form.SetCellValue("Sheet1", "B2", "{已报_疫情日报}"), form.SaveAs(county), os.Symlink(county, filepath.Join(dir, "again.xlsx"))); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(county)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says string
		args []string
	}{
		{"is the template itself", []string{"export", "--template", county, "-o", county}},
		{"is the template itself", []string{"export", "--template", county, "-o", filepath.Join(dir, "again.xlsx")}},
		{"has not come yet", []string{"export", "--from", "2020-02-20", "-o", filepath.Join(dir, "a.xlsx")}},
		{"has not come yet", []string{"brief", "--from", "2020-02-20"}},
		{"not as \".doc\"", []string{"brief", "-o", filepath.Join(dir, "a.doc")}},
		{"not as \".pdf\"", []string{"brief", "-o", filepath.Join(dir, "a.pdf")}},
	} {
		var talk bytes.Buffer
		args := append([]string{c.args[0], "-c", "testdata/township/qunbao.yaml", "--store", store}, c.args[1:]...)
		if code := run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &talk, &talk); code != exitUsage || !strings.Contains(talk.String(), c.says) {
			t.Errorf("%v: exit %d: %s", c.args, code, talk.String())
		}
	}
	if after, err := os.ReadFile(county); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the form was replaced, %v", err)
	}
	mustRun(t, nil, "brief", "-c", "testdata/township/qunbao.yaml", "--store", store, "--from", "2020-02-05", "-o", filepath.Join(dir, "简报.txt"))
	if text, err := os.ReadFile(filepath.Join(dir, "简报.txt")); err != nil || !strings.Contains(string(text), "二、报送情况") {
		t.Errorf("%s, %v", text, err)
	}
}
