package documents_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"qunbao/documents"
	"qunbao/report"
	"qunbao/report/parse"
)

func TestEachTableOfASheetIsReadUnderItsOwnHeads(t *testing.T) {
	w := township(t)
	for _, c := range []struct {
		what string
		rows [][]any
		text string
	}{
		{"two tables, one below the other", [][]any{
			{"表一：返乡人员排查"}, {"单位", "排查返乡人员", "今日新增"}, {"柳湾村", 59, 1}, {},
			{"表二：居家观察"}, {"单位", "居家观察人数", "发热人员"}, {"柳湾村", 46, 0}, {"东坡村", 27, 1},
		}, "表一：返乡人员排查\n柳湾村 排查返乡人员：59，今日新增：1\n表二：居家观察\n柳湾村 居家观察人数：46，发热人员：0\n东坡村 居家观察人数：27，发热人员：1"},
		{"units side by side, twice", [][]any{
			{"项目", "上坪村", "下坪村"}, {"居家观察人数", 34, 40}, {"项目", "柳湾村", "东坡村"}, {"发热人员", 0, 1},
		}, "上坪村 居家观察人数：34\n下坪村 居家观察人数：40\n柳湾村 发热人员：0\n东坡村 发热人员：1"},
		{"a unit that has nothing is no row of heads", [][]any{
			{"单位", "居家观察人数", "发热人员"}, {"柳湾村", 46, 0}, {"东坡村", "无", "无"}, {"外地", "无", "无"},
		}, "柳湾村 居家观察人数：46，发热人员：0\n东坡村 居家观察人数：无，发热人员：无"},
	} {
		got, err := documents.Text("a.xlsx", book(t, c.rows), w.IsCell)
		if err != nil || got != c.text {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.what, err, got, c.text)
		}
	}
}

func TestATableAboutOneUnitSaysItsNameFirst(t *testing.T) {
	w := township(t)
	for _, c := range []struct {
		rows [][]string
		text string
	}{
		{[][]string{{"单位", "柳湾村"}, {"排查返乡人员", "59"}, {"居家观察人数", "46"}}, "柳湾村\n排查返乡人员：59\n居家观察人数：46"},
		{[][]string{{"项目", "柳湾村"}, {"排查返乡人员", "59"}, {"发热人员", "0"}}, "柳湾村\n排查返乡人员：59\n发热人员：0"},
		{[][]string{{"单位：柳湾村", "", "填报人：李会芳"}, {"居家观察人数", "46"}}, "柳湾村\n填报人：李会芳\n居家观察人数：46"},
		{[][]string{{"青石镇疫情日报", "", "", ""}, {"单位", "柳湾村", "日期", "2020年2月5日"}, {"排查返乡人员", "59", "今日新增", "1"}, {"发热人员", "0", "备注", "无"}, {"填报人", "李会芳", "联系电话", "13800000011"}},
			"青石镇疫情日报\n柳湾村\n日期：2020年2月5日\n排查返乡人员：59，今日新增：1\n发热人员：0，备注：无\n填报人：李会芳"},
	} {
		var cells [][]any
		for _, row := range c.rows {
			var values []any
			for _, v := range row {
				values = append(values, v)
			}
			cells = append(cells, values)
		}
		for name, data := range map[string][]byte{"a.xlsx": book(t, cells), "a.docx": letter(t, tbl(c.rows...))} {
			got, err := documents.Text(name, data, w.IsCell)
			if err != nil || strings.TrimSpace(got) != c.text {
				t.Errorf("%s %v: %v\n%s\nwant\n%s", name, c.rows, err, got, c.text)
			}
		}
	}
}

// What stands in a file is filed, or asked about: a number under a field's head is never
// left out without a word.
func TestNoNumberOfAFileIsLost(t *testing.T) {
	w := township(t)
	for _, c := range []struct {
		what string
		rows [][]any
		says string
	}{
		{"half a person", [][]any{{"单位", "排查返乡人员", "居家观察人数"}, {"柳湾村", 59, 2.5}}, "screened=59 ?home"},
		{"as long as a phone", [][]any{{"单位", "排查返乡人员", "居家观察人数"}, {"柳湾村", 1234567, 46}}, "home=46 ?screened"},
		{"a formula without a value", [][]any{{"单位", "居家观察人数", "发热人员"}, {"柳湾村", "=", 0}}, "fever=0 ?home"},
		{"a head over two columns, not merged", [][]any{{"单位", "居家观察", "", "发热"}, {"", "昨日", "今日", "今日"}, {"柳湾村", 45, 46, 0}, {"东坡村", 27, 28, 0}}, "fever=0 home=46 fever=0 home=28"},
		{"today and in all", [][]any{{"项目", "今日", "累计"}, {"排查返乡人员", 2, 31}, {"发热人员", 0, 0}}, "fever=0 screened=31"},
	} {
		f := excelize.NewFile()
		for i, row := range c.rows {
			for j, v := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				err := f.SetCellValue("Sheet1", at, v)
				if v == "=" {
					err = errors.Join(f.SetCellValue("Sheet1", at, nil), f.SetCellFormula("Sheet1", at, "1+45"))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		text, err := documents.Text("a.xlsx", saved(t, f), w.IsCell)
		if err = errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		r := parse.New(w).Message(report.Message{ID: "m", Time: time.Date(2020, 2, 14, 15, 0, 0, 0, w.Zone), Chat: "青石镇疫情防控工作群", Sender: "柳湾村 李会芳", Type: report.FileMessage, Files: []string{"a.xlsx"}, Text: text})
		var says []string
		for _, f := range r.Filings {
			for _, id := range []report.FieldID{"fever", "home", "screened"} {
				if v, told := f.Values[id]; told {
					says = append(says, string(id)+"="+v.N.String())
				}
			}
			for _, p := range f.Problems {
				says = append(says, "?"+string(p.Field))
			}
			for _, id := range f.Unfilled {
				says = append(says, "?"+string(id))
			}
		}
		if got := strings.Join(says, " "); got != c.says {
			t.Errorf("%s: %s, want %s\n%s", c.what, got, c.says, text)
		}
	}
}

func TestASheetIsOfTheDayThatItIsNamedAfter(t *testing.T) {
	w := township(t)
	for name, want := range map[string]string{"2月4日": "2月4日\n", "2.4": "2月4日\n", "Sheet2": "", "说明": ""} {
		for _, title := range []string{"", "疫情日报（2月5日）"} {
			f := excelize.NewFile()
			err := errors.Join(f.SetSheetName("Sheet1", name), f.SetCellValue(name, "A1", title),
				f.SetSheetRow(name, "A2", &[]any{"单位", "居家观察人数"}), f.SetSheetRow(name, "A3", &[]any{"柳湾村", 46}))
			if err != nil {
				t.Fatal(err)
			}
			begins := want
			if title != "" {
				begins = title + "\n"
			}
			text, err := documents.Text("a.xlsx", saved(t, f), w.IsCell)
			if err = errors.Join(err, f.Close()); err != nil || text != begins+"柳湾村 居家观察人数：46" {
				t.Errorf("%s %s: %q, %v", name, title, text, err)
			}
		}
	}
}
