package commands_test

import (
	"strings"
	"testing"
	"time"

	"qunbao/report"
)

// Who speaks to the bot decides in words of the own, and in any order.
func TestWhatDecidesIsUnderstoodInAnyWordsWhereTheBotIsSpokenTo(t *testing.T) {
	done := "柳湾村2月%免报（停电）"
	for text, want := range map[string]string{
		"@小群 今天免报 柳湾村 停电":     strings.Replace(done, "%", "5日", 1),
		"@小群 2月7日柳湾村免报，停电":    strings.Replace(done, "%", "7日", 1),
		"@小群 给柳湾村免报2月8日，停电":   strings.Replace(done, "%", "8日", 1),
		"（私）柳湾村今天停电免报":        strings.Replace(done, "%", "5日", 1),
		"（私）柳湾村因停电今天免报":       "柳湾村2月5日免报（因停电）",
		"（私）免报，柳湾村，2月7日，停电":   strings.Replace(done, "%", "7日", 1),
		"@小群 柳湾村2月7日免报":       "为什么免报？",
		"@小群 柳湾村2月30日免报，停电":   "没有2月30日这一天，哪天免报？",
		"柳湾村2月7日免报，停电":        "群里这样说还没有登记。要登记请@我说，或整句发：免报 柳湾村 2月7日 停电",
		"柳湾村今天能免报吗":           "",
		"（私）柳湾村居家46人，东坡村今天免报": "",
		"大家注意，柳湾村已经免报":        "",
	} {
		if got := spokenTo(newDesk(t), "2020-02-05 10:00", "党政办郑晓", text); !strings.HasPrefix(got, want) || want == "" && got != "" && strings.Contains(got, "免报") {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
	if got := spokenTo(newDesk(t), "2020-02-05 10:00", "柳湾村 李会芳", "（私）柳湾村今天停电免报"); !strings.HasPrefix(got, "“免报”要管理员或包村干部才能办") {
		t.Errorf("who may not is told %s", got)
	}
	if got := spokenTo(newDesk(t), "2020-02-05 10:00", "柳湾村 李会芳", "柳湾村今天免报，停电"); got != "" {
		t.Errorf("talk is answered: %s", got)
	}
}

func TestALevelIsChangedInAnyWordsWhereTheBotIsSpokenTo(t *testing.T) {
	const raise = "应急 四级 防汛 至 7月3日 依据 县防指3号"
	for text, want := range map[string]string{
		"@小群 升级到三级，依据县防指4号":              "防汛三级应急响应7月1日起，7月2日升为三级，至7月3日",
		"@小群 延长至7月15日，依据县防指4号":           "防汛四级应急响应7月1日起，延长至7月15日",
		"（私）升级到二级":                       "依据哪个文件或通知？",
		"启动防汛一级应急响应，至7月12日，依据县防指5号":      "群里这样说还没有登记。要登记请@我说，或整句发：应急 一级 防汛 至 7月12日 依据 县防指5号",
		"解除防汛应急响应":                       "群里这样说还没有登记。要登记请@我说，或整句发：应急 解除 防汛",
		"启动防汛四级应急响应，至7月3日，依据县防指〔2020〕3号": "",
		"县防指启动防汛一级应急响应，至7月12日，依据县防指5号":   "",
		"（私）升级到三级了吗":                     "",
	} {
		d := newAlarm(t, oneMatter)
		d.orders("2020-07-01 14:10", "党政办郑晓", raise)
		if got := spokenTo(d, "2020-07-02 09:00", "党政办郑晓", text); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

// spokenTo gives the answer to what is said in the group, to the bot there (@), or in
// private （私）.
func spokenTo(d *desk, when, card, text string) string {
	d.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", when, d.w.Zone)
	if err != nil {
		d.t.Fatal(err)
	}
	d.n++
	m := report.Message{ID: report.MessageID(rune('a' + d.n)), Time: at, Chat: chat, Sender: card, Text: text, MentionsBot: strings.HasPrefix(text, "@")}
	if said, ok := strings.CutPrefix(text, "（私）"); ok {
		m.Text, m.Chat, m.Private = said, "", true
	}
	for _, r := range d.sends(m) {
		if r.Kind == report.Reply {
			return r.Text
		}
	}
	return ""
}
