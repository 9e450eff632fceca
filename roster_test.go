package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// officeList is an office's workbook: sheets of rows, with merged ranges.
type officeList struct {
	rows    [][]any
	merged  []string
	formula string // in D5
}

func (l officeList) save(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "村干部"))
	for i, row := range l.rows {
		check(f.SetSheetRow("村干部", fmt.Sprintf("A%d", i+1), &row))
	}
	for _, m := range l.merged {
		from, to, _ := strings.Cut(m, ":")
		check(f.MergeCell("村干部", from, to))
	}
	if l.formula != "" {
		check(f.SetCellFormula("村干部", "D5", l.formula))
	}
	_, err := f.NewSheet("旧名单")
	check(err)
	check(f.SetSheetRow("旧名单", "A1", &[]any{"单位", "姓名", "角色"}))
	check(f.SetSheetRow("旧名单", "A2", &[]any{"不在的村", "某人", "报送员"}))
	check(f.SetSheetVisible("旧名单", false))
	name := filepath.Join(t.TempDir(), "村干部.xlsx")
	check(f.SaveAs(name))
	return name
}

// villagers is a list as offices have it: a title, notes, heads in two rows, a village
// over two rows, several persons in a cell, spaces for looks, a footer.
func villagers() officeList {
	return officeList{
		rows: [][]any{
			{"青石镇村（社区）干部通讯录"}, {"注意：请各村核对", nil, nil, nil, nil, "2020年2月"}, {},
			{"序号", "村（社区）", "报送人员", "", "包村干部", "", "备注"}, {"", "", "姓　名", "联系电话", "姓名", "手机号码", ""},
			{1, "柳湾村", "李会芳", 13800000011, "钱　海", 13800000013, nil},
			{nil, nil, "赵大勇", "138 0000 0099", nil, nil, nil},
			{2, "东坡村", "王桂兰、刘 芳", "13800000021、13800000029", "钱海", nil, "新调整"},
			{}, {3, "新河村", "孙二（文书）", 13800000201, "马丽", nil, nil},
			{"制表人：孙莉", nil, nil, "审核：周国平"},
		},
		merged: []string{"A1:G1", "A2:E2", "A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5", "A6:A7", "B6:B7", "E6:E7", "F6:F7", "A11:C11"},
	}
}

// importing runs roster import in a copy of the sample.
func importing(t *testing.T, dir string, args ...string) (code int, out, talk string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"roster", "import", "-c", filepath.Join(dir, "qunbao.yaml")}, args...), func(string) string { return "" }, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestAnOfficesListIsTakenOverAfterItsChangesAreShown(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	roster := filepath.Join(dir, "roster.csv")
	before, err := os.ReadFile(roster)
	if err != nil {
		t.Fatal(err)
	}
	name := villagers().save(t)
	code, out, talk := importing(t, dir, name)
	if now, _ := os.ReadFile(roster); code != 0 || !bytes.Equal(now, before) || !strings.Contains(talk, "没有写入") {
		t.Fatalf("exit %d\n%s\n%s", code, out, talk)
	}
	golden(t, "testdata/roster/import.txt", out+talk)
	if code, _, talk = importing(t, dir, name, "--write"); code != 0 || !strings.Contains(talk, "已写入") {
		t.Fatalf("exit %d\n%s", code, talk)
	}
	now, err := os.ReadFile(roster)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/roster/roster.csv", strings.TrimPrefix(string(now), "\uFEFF"))
	if kept, err := filepath.Glob(filepath.Join(dir, "roster-*.csv.bak")); err != nil || len(kept) != 1 {
		t.Errorf("kept: %v, %v", kept, err)
	} else if old, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(old, before) {
		t.Errorf("the old roster was not kept: %v", err)
	}
	if code, out, talk = importing(t, dir, name, "--write"); code != 0 || out != "花名册没有变化。\n" {
		t.Errorf("again: exit %d\n%s\n%s", code, out, talk)
	}
}

func TestAListWithAFaultChangesNothingAndSaysWhere(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	before, err := os.ReadFile(filepath.Join(dir, "roster.csv"))
	if err != nil {
		t.Fatal(err)
	}
	heads := []any{"单位", "姓名", "角色", "电话", "上级", "群名片"}
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct{ what, file, want string }{
		{"an unknown parent", officeList{rows: [][]any{heads, {"新河村", "孙二", "报送员", nil, "白云镇"}}}.save(t), `村干部.xlsx[村干部]:2:5: 上级 of "新河村" is unknown: "白云镇"`},
		{"two people with one card", officeList{rows: [][]any{heads, {"柳湾村", "张三", "报送员", 1, nil, "柳湾张"}, {"东坡村", "张四", "报送员", 2, nil, "柳湾-张"}}}.save(t), `村干部.xlsx[村干部]:3:2: 张四 and 张三`},
		{"a formula", officeList{rows: [][]any{heads, {"柳湾村", "张三", "报送员"}, {"东坡村", "张四", "报送员"}, {"河口村", "张五", "报送员"}, {"石桥村", "张六", "报送员", 1}}, formula: "1+1"}.save(t), `村干部.xlsx[村干部]:5:4: the cell holds a formula`},
		{"a formula in a CSV file", file("名单.csv", "单位,姓名,角色,电话\n柳湾村,张三,报送员,\"=HYPERLINK(\"\"a\"\")\"\n"), `名单.csv:2:4: the cell holds a formula`},
		{"a phone that was rounded", file("名单.csv", "单位,姓名,角色,电话\n柳湾村,张三,报送员,1.38E+10\n"), `名单.csv:2:4: the phone "1.38E+10" has lost its last digits (把这一列设为“文本”`},
		{"an old workbook", file("名单.xls", "\xd0\xcf\x11\xe0"), `请另存为 .xlsx`},
		{"something else of that name", file("名单.xlsx", "abc"), `另存为 .xlsx 再试`},
		{"no heads", file("名单.csv", "张三,13800000001\n"), `no sheet has the heads of a roster (表头里要有“单位”`},
		{"no file", filepath.Join(t.TempDir(), "没有.xlsx"), `the file cannot be read`},
	} {
		code, out, talk := importing(t, dir, c.file, "--write")
		if code != exitUsage || out != "" || !strings.Contains(talk, c.want) {
			t.Errorf("%s: exit %d\n%s\n%s", c.what, code, out, talk)
		}
	}
	now, err := os.ReadFile(filepath.Join(dir, "roster.csv"))
	if err != nil || !bytes.Equal(now, before) {
		t.Errorf("the roster has changed: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "roster*")); err != nil || len(left) != 1 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestARosterAndADutyTableMayBeWorkbooks(t *testing.T) {
	dir := livingTownship(t, "embedded:data")
	text, err := os.ReadFile(filepath.Join(dir, "roster.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]any{{"青石镇花名册"}}
	for _, line := range strings.Split(strings.TrimSpace(strings.TrimPrefix(string(text), "\uFEFF")), "\n") {
		var row []any
		for _, cell := range strings.Split(line, ",") {
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	check := func() string {
		t.Helper()
		var out, talk bytes.Buffer
		if code := run(t.Context(), []string{"check", "-c", filepath.Join(dir, "qunbao.yaml")}, func(string) string { return "" }, nil, &out, &talk); code != 0 {
			t.Fatal(talk.String())
		}
		return out.String()
	}
	want := check()
	for from, to := range map[string]string{officeList{rows: rows}.save(t): "roster.xlsx", officeList{rows: [][]any{{"值班表"}, {"日期", "带班", "值班"}, {"每周一", "周国平", "郑晓、孙莉"}}}.save(t): "duty.xlsx"} {
		if err := os.Rename(from, filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(dir, "qunbao.yaml")
	yaml, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte(strings.Replace(string(yaml), "roster: roster.csv", "roster: roster.xlsx\nduty: duty.xlsx", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, check()); diff != "" {
		t.Error(diff)
	}
}
