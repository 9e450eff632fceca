package parse_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// What stands behind 免报, in whatever order people write it, on 2 February 2020.
func TestAnExemptionIsReadInAnyOrder(t *testing.T) {
	p := sample(t)
	at := time.Date(2020, 2, 2, 15, 0, 0, 0, time.FixedZone("CST", 8*3600))
	for text, want := range map[string]string{
		"柳湾村 2月3日 停电":           "柳湾村|2-3|停电",
		"柳湾 今天 停电":              "柳湾村|2-2|停电",
		"柳湾村2月3日停电":             "柳湾村|2-3|停电",
		"柳湾村2月3日，停电":            "柳湾村|2-3|停电",
		"柳湾村 2.3 停电":            "柳湾村|2-3|停电",
		"柳湾村 2/3 停电":            "柳湾村|2-3|停电",
		"2月3日 柳湾村 停电":           "柳湾村|2-3|停电",
		"停电 柳湾村 2月3日":           "柳湾村|2-3|停电",
		"柳湾村 停电 2月3日":           "柳湾村|2-3|停电",
		"柳湾村、东坡 明天 停电":          "柳湾村、东坡村|2-3|停电",
		"柳湾村和东坡村 明天 线路检修":       "柳湾村、东坡村|2-3|线路检修",
		"柳湾村 东坡村 2月3日 停电":       "柳湾村、东坡村|2-3|停电",
		"柳湾村 2月3日至5日 停电":        "柳湾村|2-3..2-5|停电",
		"柳湾村 2月3日 至 2月5日 停电":    "柳湾村|2-3..2-5|停电",
		"柳湾村 2月3日到2月5日 停电":      "柳湾村|2-3..2-5|停电",
		"柳湾村 星期五 停电":            "柳湾村|2-7|停电",
		"柳湾村 周日 停电":             "柳湾村|2-2|停电",
		"柳湾村 周五到周日 停电":          "柳湾村|1-31..2-2|停电",
		"柳湾村 周三至周五 停电":          "柳湾村|2-5..2-7|停电",
		"柳湾村 周五至周六 停电":          "柳湾村|2-7..2-8|停电",
		"柳湾村 上周三至上周五 停电":        "柳湾村|1-22..1-24|停电",
		"柳湾村因停电今天":              "柳湾村|2-2|因停电",
		"柳湾村 上周五 停电":            "柳湾村|1-24|停电",
		"柳湾村 今天到周五 停电":          "柳湾村|2-2..2-7|停电",
		"柳湾村 2月3日、5日 停电":        "柳湾村|2-3 2-5|停电",
		"柳湾村 2月3日 疫情日报 停电":      "柳湾村|2-3|epidemic-daily|停电",
		"柳湾村 疫情日报 2月3日 停电":      "柳湾村|2-3|epidemic-daily|停电",
		"柳湾村 2月3日 电和网都断了，2月6日修": "柳湾村|2-3|电和网都断了，2月6日修",
		"柳湾村 2月3日 东坡村代报":        "柳湾村|2-3|东坡村代报",
		"柳湾村 2月3日 疫情日报由东坡村代报":   "柳湾村|2-3|疫情日报由东坡村代报",
		"柳湾村 2月3日 原因：停电":        "柳湾村|2-3|停电",
		"柳湾村 2月3日 取消":           "柳湾村|2-3|back|取消",
		"柳湾村 2月3日 取消免报":         "柳湾村|2-3|back|取消免报",
		"柳湾村 2月3日 取消，来电了":       "柳湾村|2-3|back|取消，来电了",
		"柳湾村 2月3日 已来电，恢复上报":     "柳湾村|2-3|back|已来电，恢复上报",
		"柳湾村 2月3日 不免了":          "柳湾村|2-3|back|不免了",
		"取消 柳湾村 2月3日":           "柳湾村|2-3|back|取消",
		"柳湾村 2月3日 停电，恢复时间不明":    "柳湾村|2-3|停电，恢复时间不明",
		"柳湾村 2月3日 网络不正常":        "柳湾村|2-3|网络不正常",
		"白鹤村 2月3日 夜班 停电":        "白鹤村|2-3|checkpoint/night|停电",
		"白鹤村 2月3日 停电 夜班":        "白鹤村|2-3|checkpoint/night|停电",
		"白鹤村 2月3日 夜班停电":         "白鹤村|2-3|checkpoint/night|停电",
		"白鹤村 2月3日 卡点夜班 停电":      "白鹤村|2-3|checkpoint/night|停电",
		"白鹤村 2月3日 卡点 白班 停电":     "白鹤村|2-3|checkpoint/day|停电",
		"白鹤村 2月3日 卡点夜班和白班 停电":   "白鹤村|2-3|checkpoint/night checkpoint/day|停电",
		"白鹤村 2月3日 疫情日报和宣传 停电":   "白鹤村|2-3|epidemic-daily publicity|停电",
		"柳湾村 2月3日 疫情、卡点夜班 停电":   "柳湾村|2-3|epidemic-daily checkpoint/night|停电",
		"柳湾村 今晚 停电":             "柳湾村|2-2|停电|part 今晚",
		"柳湾村 今晚 夜班 停电":          "柳湾村|2-2|checkpoint/night|停电",
		"柳湾村 2月3日起 停电":          "柳湾村|2-3|停电|endless 2月3日起",
		"柳湾村 2月3日起至5日 停电":       "柳湾村|2-3..2-5|停电",
		"柳湾村 停电":                "柳湾村||停电",
		"柳湾村 2月30日 停电":          "柳湾村||停电|none 2月30日",
		"柳湾村 2月3日":              "柳湾村|2-3|",
		"月亮村 2月3日 停电":           "?月亮村|2-3|月亮村 停电",
		"柳湾村、月亮村 2月3日 停电":       "?月亮村柳湾村|2-3|停电",
		"柳湾村 2月5日至2月3日 停电":      "柳湾村||停电|backwards 2月5日至2月3日",
		"":                      "||",
	} {
		e := p.Exemption(report.Command{Name: "免报", Args: strings.Fields(text)}, at)
		if got := exemptionWords(e); got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
}

func exemptionWords(e parse.Exemption) string {
	var units, spans []string
	for _, u := range e.Units {
		units = append(units, string(u))
	}
	day := func(d report.Day) string { _, m, n := d.Date(); return fmt.Sprintf("%d-%d", m, n) }
	for _, s := range e.Spans {
		words := day(s.From)
		if s.Until != s.From {
			words += ".." + day(s.Until)
		}
		spans = append(spans, words)
	}
	said := strings.Join(units, "、") + "|" + strings.Join(spans, " ") + "|"
	if e.Unknown != "" {
		said = "?" + e.Unknown + said
	}
	var parts []string
	for _, p := range e.Parts {
		parts = append(parts, strings.TrimSuffix(string(p.Form)+"/"+string(p.Slot), "/"))
	}
	if len(parts) > 0 {
		said += strings.Join(parts, " ") + "|"
	}
	if e.Back {
		said += "back|"
	}
	said += e.Reason
	if e.Doubt != parse.NoDoubt {
		said += "|" + []string{"", "none", "backwards", "part", "endless"}[e.Doubt] + " " + e.Doubtful
	}
	return said
}

func TestAnExemptionOfAnyWordsHoldsUnitsOfTheRosterAndDaysInOrder(t *testing.T) {
	p, w := sample(t), workspace(t, "testdata/sample/qunbao.yaml")
	at := time.Date(2020, 2, 2, 15, 0, 0, 0, time.FixedZone("CST", 8*3600))
	pieces := []string{"柳湾村", "东坡", "社区", "月亮村", "今天", "2月3日", "2.3", "2月30日", "至", "到", "5日", "周五", "疫情日报", "夜班", "起", "今晚", "停电", "取消", "、", "和", " ", "，", "：", "0", "\u200b", "@"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var text strings.Builder
		for range r.IntN(9) {
			text.WriteString(pieces[r.IntN(len(pieces))])
		}
		e := p.Exemption(report.Command{Name: "免报", Args: strings.Fields(text.String())}, at)
		for i, u := range e.Units {
			if w.Unit(u) == nil || slices.Contains(e.Units[:i], u) {
				t.Fatalf("%q: units %v", text.String(), e.Units)
			}
		}
		if slices.ContainsFunc(e.Spans, func(s parse.Span) bool { return s.From == 0 || s.Until < s.From }) {
			t.Fatalf("%q: spans %v", text.String(), e.Spans)
		}
	}
}
