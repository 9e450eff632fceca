package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is answered to 预览 and 上报, and to those who may not ask.
func TestDigestsAreShownBeforeTheyGo(t *testing.T) {
	all := scenes()
	day := all[slices.IndexFunc(all, func(s scene) bool { return s.name == "a-day-with-everything" })]
	asked := []utterance{
		{"04T19:30", "周书记", "上报 2月4日 疫情日报"},
		{"05T16:00", "党政办郑晓", "预览"},
		{"05T16:01", "周书记", "预览 晚报"},
		{"05T16:02", "宣传办孙莉", "预览 晨报 2月4日"},
		{"05T16:03", "周书记", "预览 7:30 昨天"},
		{"05T16:04", "周书记", "预览 防汛"},
		{"05T16:05", "周书记", "预览 周报"},
		{"05T16:06", "周书记", "预览 2月9日"},
		{"05T16:07", "柳湾村 李会芳", "预览"},
		{"05T18:00", "党政办郑晓", "上报 疫情日报"},
		{"05T18:01", "党政办郑晓", "上报 宣传 2月5日"},
		{"05T18:02", "党政办郑晓", "上报 2月4日 卡点"},
		{"05T18:03", "党政办郑晓", "上报 2月1日"},
		{"05T18:04", "党政办郑晓", "上报 月报"},
		{"05T18:05", "东坡村王桂兰", "上报"},
	}
	says := spoken(day.says, asked)
	slices.SortStableFunc(says, func(a, b utterance) int { return strings.Compare(a.at, b.at) })
	out := mustRun(t, inbound(t, says), "replay", "-c", "testdata/township/qunbao.yaml", "--from", "2020-02-03T00:00:00+08:00", "--until", "2020-02-05T19:00:00+08:00")
	var got strings.Builder
	for _, o := range decodeLines[outline](t, out) {
		i := slices.IndexFunc(asked, func(u utterance) bool { return o.Kind == "answer" && o.Time.Format("02T15:04") == u.at })
		if i >= 0 {
			fmt.Fprintf(&got, "%s %s：%s\n    %s\n", asked[i].at, asked[i].card, asked[i].text, strings.ReplaceAll(o.Text, "\n", "\n    "))
		}
	}
	read := strings.ReplaceAll(got.String(), "\n    \n", "\n\n")
	golden(t, filepath.Join("testdata", "digests", "asked.golden"), read)
}
