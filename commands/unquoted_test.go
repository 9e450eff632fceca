package commands_test

import "testing"

// A correction that quotes nothing and names no field is settled where one value
// of the unit can be meant, and asked about where none or several can.
func TestACorrectionWithoutAQuoteIsSettledByWhatWasReported(t *testing.T) {
	d := newDesk(t)
	const shiqiao, baihe, lead = "石桥村支书刘建国", "白鹤村文书唐文", "胡军（包上坪下坪）"
	for _, c := range []struct{ when, card, text, want string }{
		{"05 10:00", shiqiao, "石桥村居家19人，集中2人，发热0人", "receipt 石桥村 filed"},
		{"05 10:05", shiqiao, "石桥村应为30人", "question"},
		{"05 10:10", shiqiao, "不是19，是29", "receipt 石桥村 corrected"},
		{"05 10:20", shiqiao, "29改31", "receipt 石桥村 corrected"},
		{"05 10:25", shiqiao, "19改32", "question"},
		{"05 10:30", shiqiao, "刚才的改成30", "question"},
		{"05 10:35", shiqiao, "居家30人", "receipt 石桥村 corrected"},
		{"05 11:00", baihe, "宣传单80份，横幅4条", "receipt 白鹤村 filed"},
		{"05 11:05", baihe, "打错了，90份", "receipt 白鹤村 corrected"},
		{"05 11:10", baihe, "更正：6条", "receipt 白鹤村 corrected"},
		{"05 11:15", "党政办郑晓", "白鹤村应为95份", "receipt 白鹤村 corrected"},
		{"05 11:20", "柳湾村 李会芳", "更正：30人", "question"},
		{"05 12:00", lead, "上坪村居家34人\n下坪村居家25人", "receipt 上坪村 filed, receipt 下坪村 filed"},
		{"05 12:05", lead, "下坪村应为26人", "receipt 下坪村 corrected"},
		{"05 12:10", lead, "更正：35人", "question"},
		{"05 12:15", lead, "上坪村", "receipt 上坪村 corrected"},
	} {
		rows := d.says(c.when, c.card, c.text)
		got := news(rows)
		if got == "" && len(rows) == 1 {
			got = string(rows[0].Kind)
		}
		if got != c.want {
			t.Errorf("%s %s\n got %s\nwant %s", c.when, c.text, got, c.want)
		}
	}
}

// The question names the number and offers what it may be.
func TestAnUnplacedNumberIsAskedAboutInWords(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct{ when, text, want string }{
		{"05 10:00", "更正：30人", "没找到之前报的数，30人是哪一项的？请连同项目名发来，如“排查返乡人员30人”或“武汉返乡30人”。"},
		{"05 10:05", "石桥村居家19人，集中2人", ""},
		{"05 10:10", "石桥村应为30人", "30人是哪一项的？请连同项目名发来，如“居家观察30人”或“集中观察30人”。"},
		{"05 10:15", "46改48", "之前报的数里没找到46，48是哪一项的？请连同项目名发来，如“居家观察48”或“集中观察48”。"},
	} {
		rows := d.says(c.when, "石桥村支书刘建国", c.text)
		if len(rows) != 1 || rows[0].Text != c.want {
			t.Errorf("%s: %+v", c.text, rows)
		}
	}
}
