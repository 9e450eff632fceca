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

// ring gives what is to be told at an instant of how the channel stands and since when
// the store is away, and when to ask again at the latest; zero: whenever that changes.
func (b *bell) ring(s bot.State, away, now time.Time) (told []notify.Notice, next time.Time) {
	if n, ok := b.channel(s, now); ok {
		told = append(told, n)
	}
	if n, ok := b.shelf(away, now); ok {
		told = append(told, n)
	}
	return told, sooner(b.chat.next(), b.store.next())
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
