package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// StageAsked is the stage of a reminder that an admin has asked for in chat, by
// no clock.
const StageAsked = "asked"

// Lack is what a reminder says of one period: who has not reported yet.
type Lack struct {
	Row     Row // of the newest stage
	Period  Period
	Missing []UnitID
}

// ReminderText asks for reports that are missing: what, by when, from whom, and
// the words that are enough where there is nothing to say. Whoever is reminded
// is never scolded, a unit that has reported is never named, and one whose
// message could not be settled is told so. What quiet hours have held leaves as
// one message, a line for each period. Read is how an answer will be read.
func (w *Workspace) ReminderText(lacks []Lack, now time.Time, read Reads) string {
	if len(lacks) == 0 {
		return ""
	}
	late := w.lateReminder(lacks, now)
	if len(lacks) == 1 {
		return late + w.remindOne(lacks[0], now, read)
	}
	lines := []string{late + "还有几项没收到，" + w.please(lacks, now) + "："}
	if lacks[0].Row.Kind == Escalation {
		lines[0] = late + "还有几项没收到，请帮忙问一下，有困难请告诉我们："
	}
	for _, l := range lacks {
		line := fmt.Sprintf("· %s（%s截止）%s。", w.Title(l.Period.Key), w.dueWords(l.Period.Key, now), w.who(&l, w.notCome("没收到：", l.Period.Key, now)))
		if l.Row.Kind != Escalation {
			line += w.hint(l, now, read)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// please asks for what is missing of several periods: by when, where none is due yet.
func (w *Workspace) please(lacks []Lack, now time.Time) string {
	by, ahead := "", 0
	for _, l := range lacks {
		if !now.Before(w.Due(l.Period.Key)) {
			continue
		}
		switch words := w.dueWords(l.Period.Key, now); {
		case ahead == 0:
			by = words + "前"
		case by != words+"前":
			by = "截止前"
		}
		ahead++
	}
	switch ahead {
	case 0:
		return "请方便时补报"
	case len(lacks):
		return "请在" + by + "报"
	}
	return "没到时间的请按时报，过了时间的请补报"
}

// remindOne is a reminder of one period. After the deadline it says so, however
// late it is said.
func (w *Workspace) remindOne(l Lack, now time.Time, read Reads) string {
	k := l.Period.Key
	due, by := w.Due(k), w.dueWords(k, now)
	if l.Row.Kind == Escalation {
		return fmt.Sprintf("%s（%s截止）%s。请帮忙问一下，有困难请告诉我们。", w.Title(k), by, w.who(&l, w.notCome("还没收到：", k, now)))
	}
	opening := "提醒："
	if l.Row.Stage == StageAsked {
		opening = "再提醒一下："
	}
	hint := w.hint(l, now, read)
	switch {
	case now.Before(due):
		return fmt.Sprintf("%s%s，%s。%s", opening, w.Title(k), w.before(&l, by), hint)
	case w.over(k, now):
		return fmt.Sprintf("%s（%s截止）%s。请补报。%s", w.Title(k), by, w.who(&l, w.notCome("没收到：", k, now)), hint)
	case l.Row.Stage == StageAsked:
		return fmt.Sprintf("%s%s（%s截止）%s。%s", opening, w.Title(k), by, w.who(&l, "还没收到："), hint)
	case now.Before(due.Add(time.Minute)):
		return fmt.Sprintf("%s已到%s，%s。请尽快补报。%s", w.Title(k), by, w.who(&l, "还没收到："), hint)
	}
	return fmt.Sprintf("%s已过%s，%s。请尽快补报。%s", w.Title(k), by, w.who(&l, "还没收到："), hint)
}

// hint says what is enough, as it will be read once the period has opened. Whoever
// has left a place empty is offered no words that would fill it with nothing.
func (w *Workspace) hint(l Lack, now time.Time, read Reads) string {
	k, then := l.Period.Key, ""
	if opens := w.Opens(k); now.Before(opens) {
		now, then = opens, "到时"
	}
	missing := w.wanting(&l).free()
	if len(missing) == 0 {
		return ""
	}
	o := w.Offer(k, missing, l.Row.To, now, read)
	switch said := then + "没有情况请回复：" + o.Phrase; {
	case o.Phrase == "":
		return then + "请发：" + o.Format
	case o.Each && len(o.Units) > 0:
		return said + "（其他单位换上单位名）"
	case o.Each:
		return said + "（报几个单位的，前面加上单位名）"
	default:
		return said
	}
}

// dueWords is the deadline as people say it, with the day where it is not
// today's, but for one that has passed on the period's own day, which is named
// beside it.
func (w *Workspace) dueWords(k PeriodKey, now time.Time) string {
	due := w.Due(k)
	day := DayOf(due.In(w.Zone))
	if day == DayOf(now.In(w.Zone)) || day == k.Day && now.After(due) {
		return due.Format("15:04")
	}
	return w.when(due)
}

// Stale tells whether a reminder of a period has nothing left to say at an
// instant: its row has expired, by a later stage of the period, or nobody is
// reminded of the period any more.
func (w *Workspace) Stale(row Row, now time.Time) bool {
	k := PeriodKey{row.Form, row.Period, row.Slot}
	ends := w.Closes(k)
	if s, ok := w.stageOf(row); ok {
		ends = w.lasts(k, s)
	}
	return !row.Expires.IsZero() && !now.Before(row.Expires) || !now.Before(ends)
}

// Newest orders the rows of one period's reminders: it tells whether row a is of
// a later stage than b. What somebody has asked for is the latest.
func (w *Workspace) Newest(a, b Row) bool { return w.stageAt(a) > w.stageAt(b) }

func (w *Workspace) stageAt(r Row) time.Duration {
	if r.Stage == StageAsked {
		return 1 << 62
	}
	if s, ok := w.stageOf(r); ok {
		return s.Offset
	}
	return -1 << 62
}

// StillMissing keeps of the named units those that a reminder may still name.
func StillMissing(named, missing []UnitID) []UnitID {
	still := make(map[UnitID]bool, len(missing))
	for _, u := range missing {
		still[u] = true
	}
	return slices.DeleteFunc(slices.Clone(named), func(u UnitID) bool { return !still[u] })
}

// Cards are the group cards of the people who report for units.
func (w *Workspace) Cards(units []UnitID) []string {
	if b := w.bound.Load(); b != nil && len(b.posts) > 0 {
		return cardsOf(units, func(u UnitID) []*Person { return append(slices.Clip(w.Reporters(u)), b.posts[u]...) })
	}
	return cardsOf(units, w.Reporters)
}

// MentionsOf are the group cards of the people whom a reminder, or else an
// escalation, about units is meant for.
func (w *Workspace) MentionsOf(kind Kind, units []UnitID) []string {
	if kind == Escalation {
		return cardsOf(units, w.ToAsk)
	}
	return w.Cards(units)
}

func cardsOf(units []UnitID, people func(UnitID) []*Person) []string {
	var cards []string
	seen := map[string]bool{"": true}
	for _, u := range units {
		for _, p := range people(u) {
			if !seen[p.Card] {
				seen[p.Card] = true
				cards = append(cards, p.Card)
			}
		}
	}
	return cards
}

func joinUnits(units []UnitID) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, "、")
}
