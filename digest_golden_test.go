package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunbao/bot/jsonl"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
)

// scene is what was said until a digest leaves. Times are of February 2020.
type scene struct {
	name, from, at string
	plan           int
	outages        [][2]string
	says           []utterance
}

// everybody lets each unit's reporter say something at a time, 单位 standing for the
// unit, but for some.
func everybody(at, text string, but ...string) []utterance {
	var all []utterance
	for _, r := range [][2]string{
		{"柳湾村", "柳湾村 李会芳"}, {"东坡村", "东坡村王桂兰"}, {"河口村", "河口陈水生"}, {"石桥村", "石桥村支书刘建国"},
		{"上坪村", "上坪村-杨秀英"}, {"下坪村", "下坪杨志强"}, {"南山村", "南山村妇联何春燕"}, {"北岭村", "北岭村罗明🌿"},
		{"新民村", "新民黄"}, {"双井村", "双井村宋玉"}, {"白鹤村", "白鹤村文书唐文"}, {"青石社区", "社区董洁"},
	} {
		if !strings.Contains(strings.Join(but, " "), r[0]) {
			all = append(all, utterance{at, r[1], strings.ReplaceAll(text, "单位", r[0])})
		}
	}
	return all
}

// wholeDay is a day on which all report everything: figures, then nothing else.
func wholeDay(day, night, epidemic string, but ...string) []utterance {
	var all []utterance
	for _, x := range [][2]string{
		{day + "T09:00", "单位" + epidemic}, {day + "T10:00", "单位宣传消杀统计零报告"}, {day + "T19:00", "单位卡点白班无异常"}, {night + "T07:00", "单位卡点夜班无异常"},
	} {
		all = append(all, everybody(x[0], x[1], but...)...)
	}
	return all
}

func spoken(parts ...[]utterance) (all []utterance) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// scenes are the days of the sample township that a digest has to tell.
func scenes() []scene {
	figures := wholeDay("04", "05", "居家观察2户5人，集中观察1人，卡点1个，发热0人")
	return []scene{
		{name: "a-quiet-day", from: "03T00:00", at: "06T07:30", says: spoken(figures, wholeDay("05", "06", "平安"))},
		{name: "a-day-with-everything", from: "03T00:00", at: "06T07:30", says: spoken(
			wholeDay("04", "05", "居家观察2户5人，集中观察1人，卡点1个，发热0人", "河口村"),
			[]utterance{{"05T20:30", "社区董洁", "2月4日疫情日报更正：居家观察6人"}},
			everybody("05T09:00", "单位居家观察2户5人，集中观察1人，卡点1个，发热0人", "柳湾村", "东坡村", "河口村", "石桥村", "上坪村", "下坪村", "白鹤村", "新民村"),
			[]utterance{
				{"05T08:00", "党政办郑晓", "免报 新民村 2月5日 停电"},
				{"05T09:05", "柳湾村 李会芳", "柳湾村居家观察1户2人，集中观察1人，发热1人"},
				{"05T09:06", "周书记", "收到 1"},
				{"05T09:30", "柳湾村 李会芳", "续报 1 已送县医院"},
				{"05T10:00", "东坡村王桂兰", "东坡村居家观察约8人，集中观察__人，卡点1个\n备注：大喇叭坏了，请派人修"},
				{"05T10:10", "石桥村支书刘建国", "石桥村居家观察5人"},
				{"05T10:30", "石桥村支书刘建国", "更正：居家应为4人"},
				{"05T11:00", "上坪村-杨秀英", "上坪村平安"},
				{"05T12:00", "下坪杨志强", "下坪村排查9人，居家观察5人，集中观察1人，解除0人，离开0人"},
				{"05T17:20", "白鹤村文书唐文", "白鹤村居家观察5人"},
			},
			everybody("05T15:00", "单位宣传消杀统计：宣传单80份，消杀2次", "河口村", "石桥村", "双井村"),
			everybody("05T19:00", "单位卡点白班：检查车辆85辆，值守人员4人，异常0人", "河口村"),
		)},
		{name: "a-day-with-an-outage", from: "03T00:00", at: "06T07:30", outages: [][2]string{{"05T09:30", "05T17:40"}}, says: spoken(figures,
			everybody("05T09:00", "单位平安", "柳湾村", "东坡村"),
			[]utterance{{"05T18:00", "柳湾村 李会芳", "柳湾村平安"}},
			everybody("05T19:00", "单位卡点白班无异常"),
		)},
		{name: "the-first-day", from: "05T10:00", at: "05T20:00", plan: 2, says: spoken(
			everybody("05T11:00", "单位居家观察2户5人，发热0人", "河口村"),
		)},
		{name: "after-the-first-day", from: "05T18:10", at: "06T07:30", says: spoken(everybody("05T18:30", "单位居家观察2户5人，发热0人", "河口村"))},
		{name: "nobody-reports", from: "03T00:00", at: "06T07:30", says: figures},
	}
}

// script is a list of messages as a replay reads them.
type script struct{ left []report.Message }

func (s *script) next() (report.Message, time.Time, error) {
	if len(s.left) == 0 {
		return report.Message{}, time.Time{}, io.EOF
	}
	m := s.left[0]
	s.left = s.left[1:]
	return m, m.Time, nil
}

// sealedTo is a journal whose last seal is of a day.
type sealedTo report.Day

func (s sealedTo) Sealed() (report.Day, string, error) {
	return report.Day(s), "3f2a91bc77d0e4150b2c9f", nil
}

// play runs what a scene says through the whole program and gives what its digest speaks of.
func (s scene) play(t *testing.T) (*renderer, report.DigestInput) {
	t.Helper()
	config, err := configs.LoadFS(configs.Sample(), "qunbao.yaml", func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	zone := config.Workspace.Zone
	at := func(clock string) time.Time {
		when, err := time.ParseInLocation("2006-01-02T15:04", "2020-02-"+clock, zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	kept, err := sqlite.OpenReplay(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	for _, o := range s.outages {
		if err := kept.Outage(t.Context(), at(o[0]), at(o[1])); err != nil {
			t.Fatal(err)
		}
	}
	lines := &script{}
	for i, u := range s.says {
		lines.left = append(lines.left, report.Message{
			ID: report.MessageID(fmt.Sprint("w", i)), Time: at(u.at), Chat: "青石镇疫情防控工作群", Sender: u.card, Text: u.text,
		})
	}
	p, err := join(rooms{config: config, store: kept, channel: jsonl.New(nil, io.Discard, zone, nil), owner: "golden", log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	now := at(s.at)
	r := &replay{program: p, lines: lines, now: at(s.from), until: now}
	if err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	words := p.sender.Renderer.(*renderer)
	plan := config.Workspace.Digests[s.plan]
	day := report.DayOf(now)
	if plan.Covers == report.Yesterday {
		day--
	}
	words.seals = sealedTo(day - 1)
	in, err := words.digestInput(t.Context(), plan, day, now)
	if err != nil {
		t.Fatal(err)
	}
	return words, in
}

// What leaders read, in both layouts, with how many characters it has.
func TestDigestsReadAsLeadersReadThem(t *testing.T) {
	for _, s := range scenes() {
		t.Run(s.name, func(t *testing.T) {
			words, in := s.play(t)
			var got strings.Builder
			for _, layout := range []report.Layout{report.ByTopic, report.ByUnit} {
				in.Plan.Layout = layout
				text := words.write(in).Text
				n := utf8.RuneCountInString(text)
				if n > 600 {
					t.Errorf("by %s it has %d characters, at most 600", layout, n)
				}
				fmt.Fprintf(&got, "—— %s，%d字 ——\n%s\n", layout, n, text)
			}
			golden(t, filepath.Join("testdata", "digests", s.name+".golden"), got.String())
		})
	}
}

// The template that docs/config.md shows says what the default says.
func TestTheTemplateOfTheHandbookReadsAsTheDefault(t *testing.T) {
	book, err := os.ReadFile("docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(book), "## Templates")
	_, section, _ = strings.Cut(section, "\n\n    ")
	text, _, _ := strings.Cut(section, "\n\n")
	wording, err := report.ParseDigestWording("晨报.tmpl", strings.ReplaceAll(text, "\n    ", "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenes() {
		if s.name != "the-first-day" {
			continue
		}
		words, in := s.play(t)
		want := words.write(in).Text
		in.Plan.Template = wording
		if got := words.write(in).Text; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// A template that fails when it is too late leaves the default words, and is told of.
func TestATemplateThatFailsLeavesTheDefault(t *testing.T) {
	for _, s := range scenes() {
		if s.name != "the-first-day" {
			continue
		}
		words, in := s.play(t)
		want := words.write(in).Text
		wording, err := report.ParseDigestWording("晨报.tmpl", "{{.Day}}{{if eq .AsOf \"2月5日20:00\"}}{{index .Forms 9}}{{end}}")
		if err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		words.log = slog.New(slog.NewTextHandler(&log, nil))
		in.Plan.Template = wording
		if got := words.write(in).Text; got != want || !strings.Contains(log.String(), "the template of a digest failed") || strings.Contains(log.String(), "河口村") {
			t.Errorf("got\n%s\nlogged %s", got, log.String())
		}
	}
}
