package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reported is what a township reports before its briefing is drafted at 20:10.
var reported = []utterance{
	{"05T09:00", "柳湾村 李会芳", "柳湾村居家46人，14户，发热0人"},
	{"05T09:01", "东坡村王桂兰", "东坡村居家20人，发热0人"},
	{"05T09:02", "河口陈水生", "河口村居家12人，发热0人，缺口罩200个"},
}

// quotes stands for the message that took the draft to 孙莉.
const quotes = "draft/daily/2020-02-05/2020-02-05/person:孙莉⇐"

// reviews are whole reviews of the briefing of the 5th, which 孙莉 and 白雪 review.
var reviews = []conversation{
	{"normal", "2020-02-06T07:10", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "出处 2"},
		{"05T20:12", "@宣传办孙莉", "出处3"},
		{"05T20:13", "@宣传办孙莉", "改 2：居家观察合计78人，请包村干部继续上门。"},
		{"05T20:14", "@宣传办孙莉", "发布"},
		{"05T20:15", "@宣传办孙莉", quotes + "通过"},
		{"05T20:16", "@宣传办孙莉", "发布"},
		{"05T20:17", "@周书记", "简报 日报 2月5日"},
		{"05T20:18", "@宣传办孙莉", "简报"},
	})},
	{"an-invented-number", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "改 2：居家观察七十八人，另有12人待排查"},
		{"05T20:12", "@宣传办孙莉", "出处 2"},
		{"05T20:13", "@宣传办白雪", "确认"},
		{"05T20:14", "@宣传办孙莉", "确认"},
		{"05T20:15", "@宣传办孙莉", "出处 2"},
		{"05T20:16", "@宣传办孙莉", "确认"},
		{"05T20:17", "@宣传办孙莉", "改 4：删除"},
		{"05T20:18", "@宣传办孙莉", "改 99：没有这句"},
		{"05T20:19", "@宣传办孙莉", "改 2"},
		{"05T20:20", "宣传办孙莉", "改 2：居家观察78人"},
	})},
	{"figures-corrected-since", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:12", "柳湾村 李会芳", "更正：居家应为47人"},
		{"05T20:13", "石桥村支书刘建国", "石桥村居家5人，发热0人"},
		{"05T20:14", "@宣传办孙莉", "通过"},
		{"05T20:15", "柳湾村 李会芳", "更正：居家应为48人"},
		{"05T20:16", "@宣传办孙莉", "确认"},
		{"05T20:17", "@宣传办孙莉", "确认"},
		{"05T20:18", "@宣传办孙莉", "发布"},
	})},
	{"matters-settled-since", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:05", "柳湾村 李会芳", "我们村有人发烧39度，刚送卫生院"},
		{"05T20:06", "东坡村王桂兰", "我们村王家湾山体滑坡，两户房屋被埋"},
		{"05T20:12", "@党政办郑晓", "办结 2"},
		{"05T20:13", "@党政办郑晓", "免报 石桥村 今天 停电"},
		{"05T20:14", "@宣传办孙莉", "通过"},
	})},
	{"two-are-asked", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "改 2：居家观察78人，另有79人"},
		{"05T20:12", "@宣传办白雪", "改 4：应报13个单位，已报3个，按时3个，报送率25%"},
		{"05T20:13", "@宣传办孙莉", "确认"},
		{"05T20:14", "@宣传办白雪", "确认"},
	})},
	{"asked-for-in-the-morning", "2020-02-05T20:40", slices.Concat([]utterance{
		{"05T08:10", "@宣传办孙莉", "简报 日报 2月5日"},
	}, reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "出处 2"},
	})},
	{"returned-in-the-morning", "2020-02-05T20:40", slices.Concat([]utterance{
		{"05T08:10", "@宣传办孙莉", "简报 日报 2月5日"},
		{"05T08:12", "@宣传办孙莉", "退回 太早"},
	}, reported)},
	{"edited-in-the-morning", "2020-02-05T20:40", slices.Concat([]utterance{
		{"05T08:10", "@宣传办孙莉", "简报 日报 2月5日"},
		{"05T08:11", "@宣传办孙莉", "改 5：今天的情况见下文"},
		{"05T08:12", "@宣传办孙莉", "确认"},
	}, reported)},
	{"returned-and-drafted-anew", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办白雪", "改 4：今天的情况见下文"},
		{"05T20:12", "柳湾村 李会芳", "更正：居家应为47人"},
		{"05T20:13", "@宣传办孙莉", "退回"},
		{"05T20:14", "@宣传办孙莉", "退回：柳湾的数不对\n请重写"},
		{"05T20:15", "@宣传办孙莉", "通过"},
		{"05T20:16", "@宣传办孙莉", "简报"},
		{"05T20:17", "@宣传办孙莉", "通过"},
	})},
	{"two-editors", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "通过"},
		{"05T20:11", "@宣传办白雪", "通过"},
		{"05T20:12", "@宣传办白雪", "退回 还要改"},
		{"05T20:13", "@宣传办孙莉", "发布"},
	})},
	{"published-twice", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "@宣传办孙莉", "通过"},
		{"05T20:12", "@宣传办孙莉", "发布"},
		{"05T20:13", "@宣传办白雪", "发布"},
		{"05T20:14", "@宣传办孙莉", "改 1：再改一下"},
		{"05T20:15", "@宣传办孙莉", "退回 不发了"},
	})},
	{"who-may-not", "2020-02-05T20:40", slices.Concat(reported, []utterance{
		{"05T20:11", "周书记", "通过"},
		{"05T20:12", "@周书记", "简报"},
		{"05T20:13", "柳湾村 李会芳", "发布"},
		{"05T20:14", "路过的老吴", "简报"},
		{"05T20:15", "宣传办孙莉", "简报"},
		{"05T20:16", "宣传办孙莉", "确认"},
		{"05T20:17", "宣传办孙莉", "这份简报我看可以通过"},
		{"05T20:18", "宣传办孙莉", "通过了"},
	})},
	{"several-at-once", "2020-02-06T20:40", slices.Concat(reported, []utterance{
		{"06T09:00", "柳湾村 李会芳", "柳湾村居家40人，发热0人"},
		{"06T20:11", "@宣传办孙莉", "通过"},
		{"06T20:12", "@宣传办孙莉", "通过 日报 2月5日"},
		{"06T20:13", "@宣传办孙莉", "退回 今天的不发"},
		{"06T20:14", "@宣传办孙莉", "简报 小结"},
		{"06T20:15", "@宣传办孙莉", "简报 日报 2月30日"},
		{"06T20:16", "@宣传办孙莉", "帮助"},
	})},
}

// reviewTownship is the sample with a second editor, awake until midnight.
func reviewTownship(t *testing.T) string {
	t.Helper()
	config := urgentTownship(t)
	roster := filepath.Join(filepath.Dir(config), "roster.csv")
	people, err := os.ReadFile(roster)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	awake := strings.Replace(string(text), `quiet: "21:00-07:00"`, `quiet: "23:30-07:00"`, 1)
	awake = strings.Replace(awake, "review: 审核}", "review: 审核, issue_from: 12}", 1)
	for name, data := range map[string]string{roster: string(people) + "青石镇,,,乡镇,白雪,宣传办白雪,审核,13800000005\n", config: awake} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config
}

// shortened is a text without the parts of the document in it, whose words others
// look at.
func shortened(text string) string {
	parts := strings.Split(text, "\n\n")
	head, tail := parts[0], parts[len(parts)-1]
	switch {
	case len(parts) < 3:
		return text
	case strings.HasPrefix(tail, "看来源") || strings.HasPrefix(tail, "发给领导"):
		return head + "\n…\n" + tail
	}
	return head + "\n…"
}

// asReviewed is what is said of a briefing from its drafting on.
func asReviewed(says []utterance, heard []outline) string {
	type said struct{ at, text string }
	var all []said
	for _, s := range says {
		all = append(all, said{s.at, fmt.Sprintf("%s ── %s：%s", s.at, s.card, strings.ReplaceAll(s.text, "\n", "⏎"))})
	}
	for _, o := range heard {
		if !slices.Contains([]string{"briefing", "answer", "notice"}, o.Kind) {
			continue
		}
		to := "群"
		if p := o.To["person"]; p != "" {
			to = "私" + p
		}
		at := o.Time.Format("02T15:04")
		all = append(all, said{at, fmt.Sprintf("%s %s（%s）\n    %s", at, o.Kind, to, strings.ReplaceAll(shortened(o.Text), "\n", "\n    "))})
	}
	slices.SortStableFunc(all, func(a, b said) int { return strings.Compare(a.at, b.at) })
	var lines []string
	for _, s := range all {
		if s.at >= "05T20" {
			lines = append(lines, s.text)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestBriefingsAreReviewedAsPeopleSeeIt(t *testing.T) {
	config := reviewTownship(t)
	for _, c := range reviews {
		t.Run(c.name, func(t *testing.T) { holdsReview(t, config, c) })
	}
}

// holdsReview holds a review to its golden file.
func holdsReview(t *testing.T, config string, c conversation) {
	t.Helper()
	out := mustRun(t, inbound(t, c.says), "replay", "-c", config, "--from", "2020-02-04T12:00:00+08:00", "--until", c.until+":00+08:00")
	got := asReviewed(c.says, decodeLines[outline](t, out))
	golden(t, filepath.Join("testdata", "reviews", c.name+".txt"), got)
}
