package parse_test

import (
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// Two typical messages of 150 characters that give all twelve numbers of a form.
const (
	template = "【柳湾村疫情日报】\n日期：2月3日\n排查返乡人员：59人\n其中武汉返乡：3人\n湖北其他返乡：2人\n今日新增返乡：0人\n居家观察：14户46人\n集中观察人数：2人\n" +
		"已解除观察：11人\n已离开人员：0人\n发热人员：0人\n卡点：2个\n值守人员：10人\n备注：物资充足，群众情绪稳定，人员均已入户登记"
	paragraph = "东坡村疫情防控日报：截止2月4日12时，我村累计排查返乡人员38人，其中武汉返乡2人、湖北其他返乡3人，今日新增返乡1人；目前居家观察10户27人，集中观察4人，" +
		"累计解除观察7人，已离开0人，未发现发热人员；全村共设卡点2个，值守人员10人，车辆人员均严格登记，生活物资由专人代买，群众情绪稳定，请领导放心。"
)

func BenchmarkParse(b *testing.B) {
	w := workspace(b, "testdata/sample/qunbao.yaml")
	p := parse.New(w)
	for _, c := range []struct{ name, sender, text string }{
		{"zero", "柳湾村 李会芳", "柳湾村今日平安，无新增"},
		{"oneline", "下坪杨志强", "下坪村 排查 36 居家观察人数 25 集中 3 解除 8 发热 0"},
		{"template", "柳湾村 李会芳", template},
		{"paragraph", "东坡村王桂兰", paragraph},
		{"jielong", "白鹤村文书唐文", "#接龙\n2月14日疫情日报\n例 村名 居家 集中 解除\n\n1. 柳湾村 居家40人 集中3人 解除18人\n2. 东坡村 居家24人 集中3人 解除12人\n3. 白鹤村 居家35人 集中4人 解除19人"},
		{"chatter", "冯刚", "明天上午8点在镇政府三楼会议室开会，各村支书参加，不得请假"},
	} {
		m := report.Message{ID: "m", Time: time.Date(2020, 2, 14, 16, 0, 0, 0, w.Zone), Chat: workChat, Sender: c.sender, Text: c.text}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Message(m)
			}
		})
	}
}

// BenchmarkCorpus reads the messages of the corpus in turn: an operation is one
// message.
func BenchmarkCorpus(b *testing.B) {
	p := sample(b)
	var messages []report.Message
	for _, c := range load(b, "testdata/messages.jsonl") {
		messages = append(messages, c.In.message())
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Message(messages[i%len(messages)])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
