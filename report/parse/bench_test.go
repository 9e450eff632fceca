package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

func BenchmarkParse(b *testing.B) {
	w := workspace(b, "testdata/sample/qunbao.yaml")
	p := parse.New(w)
	for _, c := range []struct{ name, sender, text string }{
		{"zero", "柳湾村 李会芳", "柳湾村今日平安，无新增"},
		{"oneline", "下坪杨志强", "下坪村 排查 36 居家观察人数 25 集中 3 解除 8 发热 0"},
		{"template", "柳湾村 李会芳", "【柳湾村疫情日报】\n日期：2月3日\n排查返乡人员：59人\n其中武汉返乡：3人\n居家观察：14户46人\n集中观察：2人\n已解除：11人\n已离开：0人\n发热：0人\n卡点：2个\n值守人员：10人"},
		{"paragraph", "东坡村王桂兰", "东坡村日报：截止2月4日12时，累计排查返乡人员38人，其中武汉返乡2人，居家观察10户27人，集中观察4人，已解除7人，无发热。"},
		{"jielong", "白鹤村文书唐文", "#接龙\n2月14日疫情日报\n例 村名 居家 集中 解除\n\n1. 柳湾村 居家40人 集中3人 解除18人\n2. 东坡村 居家24人 集中3人 解除12人\n3. 白鹤村 居家35人 集中4人 解除19人"},
		{"chatter", "冯刚", "明天上午8点在镇政府三楼会议室开会，各村支书参加，不得请假"},
	} {
		m := report.Message{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, w.Zone), Chat: "青石镇疫情防控工作群", Sender: c.sender, Text: c.text}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Message(m)
			}
		})
	}
}
