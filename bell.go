package main

import (
	"fmt"
	"time"

	"qunbao/bot"
	"qunbao/notify"
	"qunbao/report"
)

// bell decides what the operator is told by a way that is no chat, and when: that the
// chat waits for a person, or cannot be used for long. It is told again, ever more
// seldom, as long as it lasts, and once when it is over.
type bell struct {
	workspace string
	zone      *time.Location
	chat      matter
	store     matter
	pace      matter
}

// matter is one thing that may be wrong for a while.
type matter struct {
	since time.Time // zero: nothing is wrong
	about string    // what was told last
	last  time.Time // when it was told; zero: not yet
	times int       // how often
}

const (
	firstRing = 10 * time.Minute // until it is told again, doubled each time
	mostRing  = 8 * time.Hour
)

// ring gives what is to be told at a pulse, and when to ask again at the latest; zero:
// whenever how the program stands changes.
func (b *bell) ring(p pulse) (told []notify.Notice, next time.Time) {
	if n, ok := b.channel(p.Channel, p.At); ok {
		told = append(told, n)
	}
	if n, ok := b.shelf(p.Away, p.At); ok {
		told = append(told, n)
	}
	if n, ok := b.held(p); ok {
		told = append(told, n)
	}
	return told, sooner(sooner(b.chat.next(), b.store.next()), b.pace.next())
}

// channel tells of the chat.
func (b *bell) channel(s bot.State, now time.Time) (notify.Notice, bool) {
	switch s.Phase {
	case bot.Up, "":
		return b.over(&b.chat, now, "聊天已恢复，照常收发消息。")
	case bot.Scan, bot.Confirm: // a person has to do something: at once
		if !b.chat.begins(string(s.Phase), s.Since, now, 0) {
			return notify.Notice{}, false
		}
	default:
		if !b.chat.begins(string(bot.Down), s.Since, now, gap) {
			return notify.Notice{}, false
		}
	}
	n := notify.Notice{Title: b.workspace + "群报：" + s.Say(), Text: b.lasting(&b.chat) + "，其间的群消息收不到，提醒和回执也发不出去。"}
	if s.Phase == bot.Scan {
		n.Text += "\n请用登录机器人账号的手机微信扫图中的二维码，再在手机上点确认。二维码几分钟后失效，失效了请看机器人电脑上新的。"
		n.Picture = notify.Code(s.QR)
	}
	return n, true
}

// shelf tells of the store.
func (b *bell) shelf(away, now time.Time) (notify.Notice, bool) {
	switch {
	case away.IsZero():
		return b.over(&b.store, now, "数据库已恢复，其间收到的消息都会补处理。")
	case !b.store.begins("away", away, now, gap):
		return notify.Notice{}, false
	}
	return notify.Notice{Title: b.workspace + "群报：数据库用不了", Text: b.lasting(&b.store) + "，收到的消息都存着，恢复后补处理；其间没有回执和提醒。请看运行日志。"}, true
}

// held tells that what is to leave is held up for long: by a service that asks for a
// pause, or by the day's bound.
func (b *bell) held(p pulse) (notify.Notice, bool) {
	say := map[bot.Why]string{
		bot.Paused: "微信嫌发得太快，要求停一停，急报也发不出去，急事请打电话",
		bot.Spent:  "今天发的条数到了上限，除急报外都等明天再发",
	}[p.Why]
	switch {
	case say == "":
		return b.over(&b.pace, p.At, "照常发消息了。")
	case !b.pace.begins(string(p.Why), p.At, p.At, gap):
		return notify.Notice{}, false
	}
	text := fmt.Sprintf("%s，%s；最迟到%s再试。收消息不受影响。", b.lasting(&b.pace), say, p.Held.In(b.zone).Format("15:04"))
	return notify.Notice{Title: b.workspace + "群报：消息发不出去", Text: text}, true
}

// lasting says since when something is wrong.
func (b *bell) lasting(m *matter) string {
	at := m.since.In(b.zone)
	return "从" + report.DayOf(at).Chinese() + at.Format("15:04") + "起"
}

// over tells once that a matter is over that was told.
func (b *bell) over(m *matter, now time.Time, say string) (notify.Notice, bool) {
	was := *m
	*m = matter{}
	if was.last.IsZero() {
		return notify.Notice{}, false
	}
	text := fmt.Sprintf("%s%s至%s不能正常使用。", say, b.lasting(&was), now.In(b.zone).Format("15:04"))
	return notify.Notice{Title: b.workspace + "群报：已恢复", Text: text}, true
}

// begins notes that something is wrong, since an instant, and tells whether it is to
// be told now: when it has lasted for so long, at once when a person has to do
// something about it since, and ever more seldom as long as it goes on.
func (m *matter) begins(about string, since, now time.Time, patience time.Duration) bool {
	if m.since.IsZero() {
		m.since = since
		if since.IsZero() || since.After(now) {
			m.since = now
		}
	}
	asks := patience == 0 && (m.about == string(bot.Down) || m.about == string(bot.Confirm) && about == string(bot.Scan))
	switch {
	case m.last.IsZero() && now.Sub(m.since) < patience:
		return false
	case !m.last.IsZero() && !asks && now.Before(m.next()):
		return false
	}
	m.about, m.last = about, now
	m.times++
	return true
}

// next is when it is told, or told again; zero: nothing is wrong.
func (m *matter) next() time.Time {
	switch {
	case m.since.IsZero():
		return time.Time{}
	case m.last.IsZero():
		return m.since.Add(gap)
	}
	wait := firstRing
	for i := 1; i < m.times && wait < mostRing; i++ {
		wait *= 2
	}
	return m.last.Add(min(wait, mostRing))
}
