package documents_test

import (
	"strings"
	"testing"

	"qunbao/documents"
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
