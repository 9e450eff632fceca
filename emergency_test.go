package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qunbao/bot/bottest"
	"qunbao/configs"
	"qunbao/report"
	"qunbao/storage/sqlite"
)

const floodYAML = "testdata/flood/qunbao.yaml"

// season is what the flood season's program says of levels and of what they bring.
var season = []string{
	"07-01 15:00 notice 青石镇防汛工作群: 【青石镇防汛四级应急响应】7月1日15:00起，至7月2日，到期自动解除。依据：县防指〔2020〕3号。\n" +
		"防汛日报：每天夜报23:00前报，第一次7月1日23:00前。",
	"07-01 15:00 notice 周国平: 【青石镇防汛四级应急响应】7月1日15:00起，至7月2日，到期自动解除。依据：县防指〔2020〕3号。\n" +
		"防汛日报：每天夜报23:00前报，第一次7月1日23:00前。",
	"07-01 22:30 reminder 李会芳 night [柳湾村]", "07-01 22:30 reminder 王桂兰 night [东坡村]", "07-01 22:30 reminder 杨秀英 night [上坪村]",
	"07-01 22:40 receipt 青石镇防汛工作群 night [柳湾村]",
	"07-01 23:10 reminder 青石镇防汛工作群 night [东坡村 上坪村]",
	"07-02 09:00 notice 郑晓: 【青石镇防汛四级应急响应】今天到期，明天起自动解除。要延长请发：应急 防汛 延长至 7月9日 依据 文件名",
	"07-02 22:30 reminder 李会芳 night [柳湾村]", "07-02 22:30 reminder 王桂兰 night [东坡村]", "07-02 22:30 reminder 杨秀英 night [上坪村]",
	"07-02 23:10 reminder 青石镇防汛工作群 night [柳湾村 东坡村 上坪村]",
	"07-03 07:00 notice 青石镇防汛工作群: 【青石镇防汛四级应急响应到期】到7月2日为止，已自动解除。7月3日起不用再报：防汛日报夜报。",
	"07-03 07:00 notice 周国平: 【青石镇防汛四级应急响应到期】到7月2日为止，已自动解除。7月3日起不用再报：防汛日报夜报。",
	"07-04 10:00 notice 青石镇防汛工作群: 【青石镇防汛三级应急响应】7月4日10:00起，至7月8日，到期自动解除。依据：县防指〔2020〕4号。\n" +
		"防汛日报：每天夜报23:00前报，第一次7月4日23:00前。\n" +
		"雨情快报：每天午报14:00、晚报20:00前报，第一次7月4日14:00前。",
	"07-04 10:00 notice 周国平: 【青石镇防汛三级应急响应】7月4日10:00起，至7月8日，到期自动解除。依据：县防指〔2020〕4号。\n" +
		"防汛日报：每天夜报23:00前报，第一次7月4日23:00前。\n雨情快报：每天午报14:00、晚报20:00前报，第一次7月4日14:00前。",
	"07-04 13:00 receipt 青石镇防汛工作群 noon [上坪村]",
	"07-04 13:30 reminder 李会芳 noon [柳湾村]", "07-04 13:30 reminder 王桂兰 noon [东坡村]",
	"07-04 16:00 notice 青石镇防汛工作群: 【青石镇防汛三级应急响应解除】7月4日16:00解除。不用再报：防汛日报夜报；雨情快报。",
	"07-04 16:00 notice 周国平: 【青石镇防汛三级应急响应解除】7月4日16:00解除。不用再报：防汛日报夜报；雨情快报。",
}

var seasonBegins, seasonEnds = mustInstant("2020-07-01T07:00:00+08:00"), mustInstant("2020-07-10T12:00:00+08:00")

// A level that is raised brings its slots and forms, with reminders at night too;
// it ends by itself on its last day, or when it is lifted, and then all is silent.
// A program that is started again every few hours says the same, as does one that
// handles no message and only follows what another has kept.
func TestALevelBringsItsReportsUntilItsLastDayOrUntilItIsLifted(t *testing.T) {
	for name, play := range map[string]func(*testing.T, *sqlite.Store, *bottest.Fake){
		"one program": func(t *testing.T, kept *sqlite.Store, chat *bottest.Fake) {
			startSeason(t, kept, chat).plays(t, whatWasSaid(t), seasonBegins, seasonEnds)
		},
		"started again": func(t *testing.T, kept *sqlite.Store, chat *bottest.Fake) {
			for at := seasonBegins; at.Before(seasonEnds); at = at.Add(5 * time.Hour) {
				until := at.Add(5*time.Hour - time.Nanosecond)
				startSeason(t, kept, chat).plays(t, slices.DeleteFunc(whatWasSaid(t), func(m report.Message) bool {
					return m.Time.Before(at) || m.Time.After(until)
				}), at, until)
			}
		},
		"another handles the messages": func(t *testing.T, kept *sqlite.Store, chat *bottest.Fake) {
			other, silent, at := startSeason(t, kept, bottest.NewFake()), startSeason(t, kept, chat), seasonBegins
			for _, m := range whatWasSaid(t) {
				silent.plays(t, nil, at, m.Time.Add(-time.Nanosecond))
				if err := other.receiver.Handle(t.Context(), m, m.Time); err != nil {
					t.Fatal(err)
				}
				at = m.Time
			}
			silent.plays(t, nil, at, seasonEnds)
		},
	} {
		t.Run(name, func(t *testing.T) {
			kept, err := sqlite.Open(t.Context(), sqlite.Memory)
			if err != nil {
				t.Fatal(err)
			}
			defer kept.Close()
			chat := bottest.NewFake()
			play(t, kept, chat)
			if diff := cmp.Diff(season, told(chat.Sent())); diff != "" {
				t.Errorf("want (-), said (+):\n%s", diff)
			}
		})
	}
}

// startSeason starts a program of the flood season that remembers nothing but its store.
func startSeason(t *testing.T, kept *sqlite.Store, chat *bottest.Fake) *program {
	t.Helper()
	config, err := configs.Load(floodYAML, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	p, err := join(rooms{config: config, store: kept, channel: chat, owner: "test", log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// plays lets a program live for a while.
func (p *program) plays(t *testing.T, said []report.Message, from, until time.Time) {
	t.Helper()
	r := &replay{program: p, lines: &list{said}, now: from, until: until}
	if err := r.run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func whatWasSaid(t *testing.T) []report.Message {
	t.Helper()
	in, err := os.ReadFile("testdata/flood/in.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	said, err := messages(bytes.TrimSpace(in), seasonBegins.Location())
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// told are the notices with their words, and of what levels bring who was told when.
func told(sent []report.Outgoing) []string {
	var all []string
	for _, o := range sent {
		line := fmt.Sprintf("%s %s %s%s", o.Time.In(seasonBegins.Location()).Format("01-02 15:04"), o.Kind, o.To.Chat, o.To.Person)
		switch {
		case o.Kind == report.Notice:
			all = append(all, line+": "+o.Text)
		case o.Slot != "" && o.Slot != "morning":
			all = append(all, fmt.Sprintf("%s %s %s", line, o.Slot, o.Units))
		}
	}
	return all
}

// Days that are over are judged by the levels that held then.
func TestADayThatIsOverIsJudgedByTheLevelsOfThen(t *testing.T) {
	in, err := os.ReadFile("testdata/flood/in.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	store := "embedded:" + t.TempDir()
	mustRun(t, in, "replay", "-c", floodYAML, "--store", store, "--from", seasonBegins.Format(time.RFC3339), "--until", seasonEnds.Format(time.RFC3339))
	for day, want := range map[string]string{
		"2020-07-01": "flood/morning 3 flood/night 3 rain/noon 0 rain/evening 0",
		"2020-07-03": "flood/morning 3 flood/night 0 rain/noon 0 rain/evening 0",
		"2020-07-04": "flood/morning 3 flood/night 0 rain/noon 3 rain/evening 0",
	} {
		var bases []string
		for _, s := range decodeLines[statusLine](t, mustRun(t, nil, "status", "-c", floodYAML, "--store", store, "--json", "--date", day)) {
			bases = append(bases, fmt.Sprintf("%s/%s %d", s.Form, s.Slot, s.Base))
		}
		if got := strings.Join(bases, " "); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}
