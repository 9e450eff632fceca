package bot_test

import (
	"errors"
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/report"
)

// calls is a row that calls somebody to an urgent matter of a form.
func calls(unit string, form report.FormID) report.Row {
	r := row(report.Alert, unit, start)
	r.Stage, r.Form = report.StageCall, form
	return r
}

func TestAnAlertThatMayHaveLeftIsSentAgainUntilItIsAcknowledged(t *testing.T) {
	o := newOutbox(calls("甲", "f"))
	ch := bottest.NewFake()
	ch.Fail(bot.ErrUncertain, bot.ErrUncertain, bot.ErrUncertain, bot.ErrUncertain)
	s := newSender(o, ch)
	next := step(t, s, start)
	for range 2 {
		next = step(t, s, next)
	}
	diff(t, "before anybody answers", 3, len(ch.Sent()))
	s.Renderer = words{settled: map[string]bool{"alert/甲": true}}
	step(t, s, next)
	diff(t, "once somebody has it", 3, len(ch.Sent()))
	diff(t, "state", report.Settled, o.state("alert/甲"))
}

func TestAnAlertThatNeverIsSureIsToldOfAndNotRepeatedAllDay(t *testing.T) {
	o := newOutbox(calls("甲", "f"))
	ch := bottest.NewFake()
	s := newSender(o, ch)
	s.Feed = o
	s.Undelivered = func(rows []report.Row, why report.Undelivery, now time.Time) []report.Row {
		return []report.Row{row(report.Notice, string(why), now)}
	}
	for next := start; !next.IsZero(); next = step(t, s, next) {
		if o.state("alert/甲") == report.Queued {
			ch.Fail(bot.ErrUncertain)
		}
	}
	diff(t, "sent", []string{"alert[甲]", "alert[甲]", "alert[甲]", "alert[甲]", "notice[unsure]"}, texts(ch))
	diff(t, "state", report.Uncertain, o.state("alert/甲"))
}

func TestAnAlertOutlivesAnyOutageAndTheHiccupsAfterIt(t *testing.T) {
	o := newOutbox(calls("甲", "f"))
	ch := bottest.NewFake()
	for range 20 {
		ch.Fail(bot.ErrOffline)
	}
	ch.Fail(errors.New("no idea"), errors.New("no idea"))
	s := newSender(o, ch)
	for next := start; !next.IsZero(); {
		next = step(t, s, next)
	}
	diff(t, "sent", []string{"alert[甲]"}, texts(ch))
	diff(t, "state", report.Sent, o.state("alert/甲"))
}

func TestGatheredAlertsOfOneFormAreOneMessageAndDangersInWordsNever(t *testing.T) {
	o := newOutbox(calls("甲", "f"), calls("乙", ""), calls("丙", "f"), calls("丁", ""), row(report.Alert, "戊", start))
	ch := bottest.NewFake()
	step(t, newSender(o, ch), start)
	diff(t, "sent", []string{"alert[甲 丙]", "alert[乙]", "alert[丁]", "alert[戊]"}, texts(ch))
}
