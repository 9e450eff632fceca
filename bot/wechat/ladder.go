package wechat

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// step is a way to log in, the less trouble the lower.
type step string

const (
	hot  step = "hot"  // with the session that is kept
	push step = "push" // a button on the phone
	scan step = "scan" // a code, with the phone
)

const (
	pushFor = 2 * time.Minute // how long the button waits
	scanFor = 5 * time.Minute // how long the code waits
	steady  = time.Minute     // a session that lasts so long was a good one
)

// ladder says how and when to log in next. Each failure leads to the step above, or
// to a longer wait; the account is never asked for more often than somebody may be
// expected to look.
type ladder struct {
	step    step
	missed  int // codes in a row that came to nothing
	short   int // sessions in a row that ended at once
	trouble int // times in a row that the service could not be reached
}

// The waits, each doubled up to the last.
var (
	afterScan    = []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}
	afterRefusal = []time.Duration{time.Hour, 2 * time.Hour, 6 * time.Hour}
	afterShort   = []time.Duration{2 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute}
	afterTrouble = []time.Duration{2 * time.Second, 5 * time.Second, 15 * time.Second, time.Minute}
)

// nth is the wait after n failures in a row, at least one.
func nth(waits []time.Duration, n int) time.Duration { return waits[min(max(n, 1), len(waits))-1] }

// after is what to do when a session has ended, or has not begun: how long to wait,
// and what a person should know.
func (l *ladder) after(s *session, err error) (wait time.Duration, words string) {
	if !s.up.IsZero() {
		return l.lost(time.Since(s.up), err)
	}
	switch {
	case errors.Is(err, errAccount):
		l.step = scan
		l.missed++
		wait = nth(afterScan, l.missed)
		words = fmt.Sprintf("登录的不是配置的微信号，已退出，什么也没有读。%s后再出二维码，请用%s扫码", say(wait), s.c.called())
		if s.other {
			words += "。换了号的，先删掉" + filepath.ToSlash(s.c.Session) + "再启动"
		}
		return wait, words
	case errors.Is(err, errRefused):
		l.step = scan
		l.missed++
		wait = nth(afterRefusal, l.missed)
		return wait, fmt.Sprintf("微信不让这个号登录%s。%s后再试", s.denied(), say(wait))
	case s.step == hot && errors.Is(err, errDead):
		l.step = push
		return 0, ""
	case s.step == push && (errors.Is(err, errDead) || errors.Is(err, errUnattended)):
		l.step = scan
		return 0, ""
	case errors.Is(err, errUnattended):
		l.missed++
		wait = nth(afterScan, l.missed)
		return wait, fmt.Sprintf("没有人扫码。%s后再出二维码，急用可重新启动群报", say(wait))
	case s.step == scan && errors.Is(err, errDead): // somebody has scanned, and was shown out
		return l.lost(0, err)
	case s.coded:
		l.missed++
		wait = nth(afterScan, l.missed)
		return wait, fmt.Sprintf("连不上微信，没有登录成。%s后再出二维码，急用可重新启动群报", say(wait))
	}
	l.trouble++
	if l.step == hot && l.trouble >= mostRefusals && refuses(err) {
		l.step = push
	}
	wait = nth(afterTrouble, l.trouble)
	return wait, "连不上微信，过一会儿再试"
}

// mostRefusals is how often a kept session is tried that the service answers with a
// code of which nobody knows whether it is the last word.
const mostRefusals = 5

// refuses tells whether the service has said no, and not that it is busy.
func refuses(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.ret != 0 && f.ret != retTooOften && f.ret != retBusy
}

// lost is what to do when a session that was up has ended. One that ends at once,
// as the service does to accounts that it distrusts, is not begun again at once.
func (l *ladder) lost(lasted time.Duration, err error) (wait time.Duration, words string) {
	words = "微信掉线了，正在重新登录"
	if errors.Is(err, errDead) {
		words = "微信已退出登录，正在重新登录"
	}
	from := l.step
	*l = ladder{step: hot, short: l.short + 1}
	if lasted >= steady {
		l.short = 0
		return nth(afterTrouble, 1), words
	}
	if from == hot {
		l.step = push
	} else if l.short > 1 {
		l.step = scan
	}
	wait = nth(afterShort, l.short)
	return wait, fmt.Sprintf("微信刚登录就退出了，%s后再试", say(wait))
}

// say is a wait as people say it.
func say(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d秒", int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d分钟", int(d/time.Minute))
	}
	return fmt.Sprintf("%d小时", int(d/time.Hour))
}
