package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qunbao/bot"
)

// rings plays a day of a chat's states to a bell and gives what it told, each as
// minutes since the beginning and the title.
func rings(t *testing.T, minutes int, at func(minute int) (bot.State, time.Duration)) []string {
	t.Helper()
	start := time.Date(2020, 2, 5, 1, 0, 0, 0, time.UTC)
	b := bell{workspace: "青石镇", zone: time.FixedZone("CST", 8*3600)}
	var all []string
	var due time.Time
	for m := range minutes {
		now := start.Add(time.Duration(m) * time.Minute)
		s, away := at(m)
		var since time.Time
		if away > 0 {
			since = now.Add(-away)
		}
		notices, next := b.ring(pulse{At: now, Channel: s, Away: since})
		for _, n := range notices {
			all = append(all, now.Sub(start).String()+" "+strings.TrimPrefix(n.Title, "青石镇群报："))
			if (n.Picture != nil) != (s.Phase == bot.Scan) {
				t.Errorf("minute %d: picture %t", m, n.Picture != nil)
			}
		}
		if !next.IsZero() && len(notices) == 0 && !due.IsZero() && !now.Before(due) && next.Before(now) {
			t.Errorf("minute %d: it was due at %v and told nothing", m, due)
		}
		due = next
	}
	return all
}

func phases(of ...any) func(int) (bot.State, time.Duration) {
	return func(m int) (bot.State, time.Duration) {
		var s bot.State
		for i := 0; i < len(of); i += 2 {
			if of[i].(int) <= m {
				s = bot.State{Phase: of[i+1].(bot.Phase), QR: "https://login.example/l/x"}
			}
		}
		return s, 0
	}
}

func TestTheOperatorIsToldWhatAPersonHasToDoAtOnceAndWhatPassesNotAtAll(t *testing.T) {
	for name, c := range map[string]struct {
		at   func(int) (bot.State, time.Duration)
		want string
	}{
		"a start":                 {phases(0, bot.Connecting, 1, bot.Up), ""},
		"a blip":                  {phases(0, bot.Up, 10, bot.Down, 12, bot.Connecting, 13, bot.Up), ""},
		"lost and found":          {phases(0, bot.Up, 10, bot.Down, 30, bot.Up), "15m0s 已断开|25m0s 已断开|30m0s 已恢复"},
		"a scan":                  {phases(0, bot.Up, 10, bot.Scan, 12, bot.Confirm, 13, bot.Up), "10m0s 请扫码登录|13m0s 已恢复"},
		"only to confirm":         {phases(0, bot.Up, 10, bot.Confirm, 13, bot.Up), "10m0s 手机上点确认|13m0s 已恢复"},
		"a button nobody presses": {phases(0, bot.Up, 10, bot.Confirm, 12, bot.Scan, 17, bot.Down, 22, bot.Scan, 23, bot.Up), "10m0s 手机上点确认|12m0s 请扫码登录|23m0s 已恢复"},
		"lost, then a scan":       {phases(0, bot.Up, 10, bot.Down, 17, bot.Scan, 18, bot.Up), "15m0s 已断开|17m0s 请扫码登录|18m0s 已恢复"},
		"nobody scans all day":    {phases(0, bot.Up, 10, bot.Scan), "10m0s|20m0s|40m0s|1h20m0s|2h40m0s|5h20m0s|10h40m0s|18h40m0s"},
		"codes that run out":      {phases(0, bot.Scan, 5, bot.Down, 6, bot.Scan, 11, bot.Down, 14, bot.Scan, 21, bot.Up), "0s 请扫码登录|10m0s 请扫码登录|21m0s 已恢复"},
		"the first scan of all":   {phases(0, bot.Scan, 3, bot.Up), "0s 请扫码登录|3m0s 已恢复"},
		"a console says nothing":  {phases(0, bot.Up), ""},
	} {
		got := rings(t, 24*60, c.at)
		if c.want == "" && len(got) > 0 {
			t.Errorf("%s: told %q", name, got)
			continue
		}
		for i, want := range strings.Split(c.want, "|") {
			if want != "" && (i >= len(got) || !strings.HasPrefix(got[i], want)) || want != "" && len(got) != strings.Count(c.want, "|")+1 {
				t.Errorf("%s: told %q, want %q", name, got, c.want)
				break
			}
		}
	}
}

func TestTheOperatorIsToldOfAStoreThatStaysAway(t *testing.T) {
	got := rings(t, 60, func(m int) (bot.State, time.Duration) {
		if m < 10 || m >= 40 {
			return bot.State{Phase: bot.Up}, 0
		}
		return bot.State{Phase: bot.Up}, time.Duration(m-10)*time.Minute + 1
	})
	if want := "15m0s 数据库用不了|25m0s 数据库用不了|40m0s 已恢复"; strings.Join(got, "|") != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// What the operator is told says since when, in the workspace's time, and no name.
func TestANoticeSaysSinceWhenAndWhatToDo(t *testing.T) {
	b := bell{workspace: "青石镇", zone: time.FixedZone("CST", 8*3600)}
	since := time.Date(2020, 2, 5, 10, 2, 0, 0, time.UTC)
	told, _ := b.ring(pulse{At: since.Add(time.Minute), Channel: bot.State{Phase: bot.Scan, QR: "https://login.example/l/x", Since: since}})
	if len(told) != 1 || !strings.HasPrefix(told[0].Text, "从2月5日18:02起，其间的群消息收不到") || !strings.Contains(told[0].Text, "扫图中的二维码") {
		t.Errorf("told %+v", told)
	}
	told, _ = b.ring(pulse{At: since.Add(98 * time.Minute), Channel: bot.State{Phase: bot.Up}})
	if len(told) != 1 || told[0].Text != "聊天已恢复，照常收发消息。从2月5日18:02起至19:40不能正常使用。" {
		t.Errorf("told %+v", told)
	}
}

func TestTheOperatorIsToldWhereTheServiceAsksForAPause(t *testing.T) {
	start := time.Date(2020, 2, 5, 1, 0, 0, 0, time.UTC)
	b := bell{workspace: "青石镇", zone: time.FixedZone("CST", 8*3600)}
	var all []string
	for m := range 30 {
		p := pulse{At: start.Add(time.Duration(m) * time.Minute), Channel: bot.State{Phase: bot.Up}}
		if m >= 5 && m < 25 {
			p.Held, p.Why = start.Add(25*time.Minute), bot.Paused
		}
		notices, _ := b.ring(p)
		for _, n := range notices {
			all = append(all, fmt.Sprint(m, " ", strings.TrimPrefix(n.Title, "青石镇群报："), "：", n.Text))
		}
	}
	want := []string{
		"10 消息发不出去：从2月5日09:05起，微信嫌发得太快，要求停一停，急报也发不出去，急事请打电话；最迟到09:25再试。收消息不受影响。",
		"20 消息发不出去：从2月5日09:05起，微信嫌发得太快，要求停一停，急报也发不出去，急事请打电话；最迟到09:25再试。收消息不受影响。",
		"25 已恢复：照常发消息了。从2月5日09:05起至09:25不能正常使用。",
	}
	if !slices.Equal(all, want) {
		t.Errorf("told %q", all)
	}
}
