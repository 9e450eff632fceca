package bot_test

import (
	"testing"
	"time"

	"qunbao/bot"
	"qunbao/bot/bottest"
	"qunbao/report"
)

func TestWhatIsMeantForWhoCannotBeReachedGoesAnotherWayOrIsToldOf(t *testing.T) {
	to := func(kind report.Kind, person, unit string) report.Row {
		r := row(kind, unit, start)
		r.To = report.Address{Person: report.PersonID(person)}
		return r
	}
	o := newOutbox(to(report.Reminder, "甲某", "甲"), to(report.Reminder, "乙某", "乙"), to(report.Reminder, "丙某", "丙"),
		to(report.DigestKind, "周书记", "丁"), to(report.DigestKind, "马丽", "戊"))
	ch := bottest.NewFake()
	ch.Caps.Reaches = func(p report.PersonID) bool { return p == "甲某" || p == "马丽" || p == "郑晓" }
	s := newSender(o, ch)
	s.Feed = o
	s.Instead = func(r report.Row) (report.Row, bool) {
		r.To = chat
		return r, r.Kind == report.Reminder
	}
	s.Undelivered = func(rows []report.Row, why report.Undelivery, now time.Time) []report.Row {
		told := to(report.Notice, "郑晓", string(why)+"："+string(rows[0].To.Person))
		return []report.Row{told}
	}
	next := step(t, s, start)
	for !next.IsZero() {
		next = step(t, s, next)
	}
	diff(t, "sent", []string{"reminder[甲]", "reminder[乙 丙]", "digest[戊]", "notice[unreached：周书记]"}, texts(ch))
	diff(t, "to the chat", chat, ch.Sent()[1].To)
	diff(t, "the digest", report.Failed, o.state("digest/丁"))
	ch.Fail(bot.ErrRejected)
	o.queue(to(report.DigestKind, "马丽", "己"), to(report.DigestKind, "马丽", "庚"))
	for next = start; !next.IsZero(); {
		next = step(t, s, next)
	}
	diff(t, "told", []string{"digest[庚]", "notice[refused：马丽]"}, texts(ch)[4:])
}
