package commands_test

import (
	"strings"
	"testing"

	"qunbao/report"
)

// answer is the reply to what a card says.
func (d *desk) answer(when, card, text string) string {
	d.t.Helper()
	for _, r := range d.says(when, card, text) {
		if r.Kind == report.Reply {
			return r.Text
		}
	}
	return ""
}

// scoped is a desk that has run since the 4th, when 柳湾村 alone reported.
func scopedDesk(t *testing.T) *desk {
	d := newDesk(t)
	if _, err := d.store.Started(t.Context(), d.at("04 06:00")); err != nil {
		t.Fatal(err)
	}
	d.open("04")
	d.open("05")
	d.says("04 16:00", "柳湾村 李会芳", "柳湾村居家46人，发热0人")
	d.says("05 16:00", "柳湾村 李会芳", "柳湾村居家47人，发热0人")
	return d
}

// Who asks of a day or a slot is told of that one, or in one sentence why not: never
// of today in its place.
func TestWhoAsksOfADayOrSlotIsToldOfThat(t *testing.T) {
	d := scopedDesk(t)
	for text, want := range map[string]string{
		"谁没报 昨天":          "疫情日报2月4日（17:00截止）应报12 已报1，没报：东坡村、",
		"昨天谁没报":           "疫情日报2月4日（17:00截止）应报12 已报1，没报：东坡村、",
		"未报名单 2月4日":       "疫情日报2月4日（17:00截止）应报12 已报1，没报：东坡村、",
		"谁没报 疫情日报 2.4":    "疫情日报2月4日（17:00截止）应报12 已报1，没报：东坡村、",
		"谁没报 今天":          "疫情日报2月5日（17:00截止）应报12 已报1，没报：东坡村、",
		"谁没报 夜班":          "卡点值守2月4日夜班（08:00截止）应报12 已报0，都还没报。",
		"夜班谁没报？":          "卡点值守2月4日夜班（08:00截止）应报12 已报0，都还没报。",
		"谁没报 白班":          "卡点值守2月5日白班（20:00截止）应报12 已报0，都还没报。",
		"统计 2月4日":         "疫情日报2月4日：应报12 已报1（8.3%）",
		"统计 卡点 夜班":        "卡点值守2月4日夜班：应报12 已报0（0%）",
		"今日情况 2020-02-04": "疫情日报2月4日：应报12 已报1",
		"谁没报 2月1日":        "2月1日还没有开始统计，从2月4日起算。",
		"谁没报 明天":          "2月6日还没到。",
		"统计 2月5日 夜班":      "2月5日还没到。",
		"谁没报 2月30日":       "没有2月30日这一天，请写成 2月3日。",
		"统计 2.30":         "没有2月30日这一天，请写成 2月3日。",
		"统计 2020-2-30":    "没有2020年2月30日这一天，请写成 2月3日。",
		"谁没报 二月三十日":       "没有二月三十日这一天，请写成 2月3日。",
		"2月30日谁没报":        "没有2月30日这一天，请写成 2月3日。",
		"统计 2月4日至2月5日":    "一次看一天，比如：统计 2月3日",
		"谁没报 上周":          "一次看一天，比如：谁没报 2月3日",
		"统计 上周":           "一次看一天，比如：统计 2月3日",
		"统计 本月":           "一次看一天，比如：统计 2月3日",
		"统计 本周隐患排查情况":     "",
		"上报 2月4日 疫情日报":    "2月4日，我镇12个村（社区）疫情日报应报12个，已报1个。",
		"上报 2月4日疫情日报":     "2月4日，我镇12个村（社区）疫情日报应报12个，已报1个。",
		"上报 2月4日 卡点夜班":    "2月4日，我镇12个村（社区）卡点值守夜班应报12个，已报0个。",
		"上报 2月4日 夜班":      "2月4日，我镇12个村（社区）卡点值守夜班应报12个，已报0个。",
		"上报 2月4日 卡点 夜班":   "2月4日，我镇12个村（社区）卡点值守夜班应报12个，已报0个。",
		"上报 2月4日 月报":      "没看懂“月报”，请写日期和表名，比如：上报 2月3日 疫情日报、",
		"上报 昨天 汇总数":       "没看懂“汇总数”，请写日期和表名，比如：上报 2月3日 疫情日报、",
		"上报 2月30日":        "没有2月30日这一天，请写成 2月3日。",
		"上报 12月30日 疫情日报":  "12月30日没有要报的。",
		"上报 上周":           "一次看一天，比如：上报 2月3日",
		"值班 今晚":           "值班表（每天08:00交接）：\n2月5日（星期三）带班",
		"值班 本周":           "值班表（每天08:00交接）：\n2月5日（星期三）带班：未排；值班：未排\n2月6日（星期四）",
		"值班 下周":           "值班表（每天08:00交接）：\n2月10日（星期一）",
		"谁没报 柳湾村":         "看一个单位请发：查 柳湾村 2月3日",
		"查 柳湾村2月30日":      "没看懂日期“柳湾村2月30日”",
		"查 柳湾村 2月30日":     "没看懂日期“2月30日”",
		"值班 二月三十日":        "没看懂日期“二月三十日”",
		"值班 2月30日":        "没看懂日期“2月30日”",
		"换班 2月30日 带班 吴敏":  "没看懂日期“2月30日”",
		"免报 柳湾村 2月30日 停电": "没有2月30日这一天，哪天免报？",
		"催报 2月30日":        "没有2月30日这一天，请写成 2月3日。",
		"谁没报疫情日报":         "疫情日报2月5日（17:00截止）应报12 已报1",
		"催报防汛日报":          "防汛日报现在不用报。",
		"谁没报 防汛":          "防汛日报现在不用报。",
		"统计宣传":            "",
		"统计 表格明天交":        "",
		"未报 柳湾村 东坡村":      "",
		"昨天统计":            "",
		"昨天未报的今天补上":       "",
	} {
		if got := d.answer("05 16:30", "党政办郑晓", text); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

// A shift that is asked for stands alone.
func TestWhatGoesUpwardIsOfTheShiftNamed(t *testing.T) {
	d := scopedDesk(t)
	for _, text := range []string{"上报 2月4日 卡点夜班", "上报 2月4日 夜班", "上报 2月4日 卡点 夜班"} {
		if got := d.answer("05 16:30", "党政办郑晓", text); strings.Contains(got, "白班") || strings.Contains(got, "疫情日报") || strings.Contains(got, "\n\n") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestAMentionedBotHearsOfWhichDay(t *testing.T) {
	d := scopedDesk(t)
	for text, want := range map[string]string{
		"@小群 昨天还有谁没报？":  "疫情日报2月4日（17:00截止）应报12 已报1",
		"@小群 今天还有谁没报？":  "疫情日报2月5日（17:00截止）应报12 已报1",
		"@小群 昨晚夜班谁没报":   "卡点值守2月4日夜班（08:00截止）应报12",
		"@小群 疫情日报昨天谁没报": "疫情日报2月4日（17:00截止）应报12 已报1",
		"@小群 统计上周":      "一次看一天，比如：统计 2月3日",
		"@小群 上周谁没报":     "一次看一天，比如：谁没报 2月3日",
		"@小群 今晚谁值班":     "值班表（每天08:00交接）：\n2月5日（星期三）带班",
		"@小群 今天谁值班？":    "值班表（每天08:00交接）：\n2月5日（星期三）带班",
		"@小群 明天谁带班":     "值班表（每天08:00交接）：\n2月6日（星期四）带班",
		"@小群 2月30日汇总一下": "没有2月30日这一天",
	} {
		d.n++
		rows := d.sends(report.Message{ID: report.MessageID(rune('a' + d.n)), Time: d.at("05 09:30"), Chat: chat, Sender: "党政办郑晓", Text: text, MentionsBot: true})
		if len(rows) != 1 || !strings.HasPrefix(rows[0].Text, want) || strings.Count(rows[0].Text, "疫情日报") > 1 {
			t.Errorf("%s\n got  %+v\n want %s", text, rows, want)
		}
	}
}

// 催报 promises nothing that quiet hours would hold until it is out of date, and such
// a round uses up no half hour.
func TestARoundIsPromisedOnlyWhereItLeaves(t *testing.T) {
	d := scopedDesk(t)
	for _, tt := range []struct{ when, text, want string }{
		{"05 16:30", "催报 柳湾村", "催报是在群里提醒一张表还没报的单位，只催现在该报的，请发：催报 疫情日报"},
		{"05 16:30", "催报 昨天", "催报是在群里提醒一张表还没报的单位，只催现在该报的，请发：催报 疫情日报"},
		{"05 16:30", "催报 白班", "已在群里提醒还没报的：卡点值守2月5日白班12个。"},
		{"05 16:40", "催报 白班", "卡点值守16:30刚催过，半小时内不再催。"},
		{"05 23:00", "催报 疫情日报", "现在是免打扰时间，07:00才能在群里提醒，那时疫情日报2月5日已过上报时间，没有排上；急的请打电话。"},
		{"05 23:01", "催报 疫情日报", "现在是免打扰时间，07:00才能在群里提醒，那时疫情日报2月5日已过上报时间，没有排上；急的请打电话。"},
		{"05 23:01", "催报疫情日报", "现在是免打扰时间，07:00才能在群里提醒，那时疫情日报2月5日已过上报时间，没有排上；急的请打电话。"},
		{"05 23:02", "催报 夜班", "现在是免打扰时间，07:00会在群里提醒还没报的：卡点值守2月5日夜班12个。"},
	} {
		if got := d.answer(tt.when, "党政办郑晓", tt.text); got != tt.want {
			t.Errorf("%s %s\n got  %s\n want %s", tt.when, tt.text, got, tt.want)
		}
	}
}

// A slot that has not begun is not chased, and when it begins is said.
func TestARoundOfASlotThatHasNotBegunSaysWhenItDoes(t *testing.T) {
	d := newDesk(t)
	if _, err := d.store.Started(t.Context(), d.at("05 06:00")); err != nil {
		t.Fatal(err)
	}
	d.open("05")
	want := "还没到催的时候：卡点值守2月5日夜班（20:00开始）。临近了再发一次催报。"
	if got := d.answer("05 09:26", "党政办郑晓", "催报 夜班"); got != want {
		t.Errorf("got %s", got)
	}
}
