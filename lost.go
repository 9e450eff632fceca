package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// missed notes a time in which nothing could be received. One that follows on another
// of which the chats were not told yet is told with it.
func (l *loop) missed(w report.Window) {
	if l.lost.From.IsZero() || w.From.Before(l.lost.From) {
		l.lost.From = w.From
	}
	l.lost.To = later(l.lost.To, w.To)
}

// tellLost tells the chats in which cadres report, once the channel is up again, of the
// time whose messages may have been lost. A channel without a session loses none:
// whatever gives it messages keeps them.
func (l *loop) tellLost(ctx context.Context, now time.Time) error {
	s := l.channel.Load()
	if l.lost.From.IsZero() || s == nil || s.Phase != bot.Up {
		return nil
	}
	w := l.lost
	if !s.Synced.IsZero() {
		w.To = later(w.To, s.Since)
		if err := l.program.store.Queue(ctx, lostRows(l.program.workspace, w, now)...); err != nil {
			return err
		}
	}
	l.lost = report.Window{}
	return nil
}

// askAgain is for how long it is worth asking for what may have been lost.
const askAgain = 12 * time.Hour

// lostRows ask each work chat for what may have been lost. Several programs that were
// deaf from the same minute on ask once. What waits together to ask a chat, as after a
// night, is one message.
func lostRows(w *report.Workspace, span report.Window, now time.Time) []report.Row {
	var rows []report.Row
	for _, c := range w.Chats {
		if c.Role != report.WorkChat {
			continue
		}
		to := report.Address{Chat: c.ID}
		rows = append(rows, report.Row{
			Key: "lost/" + span.From.In(w.Zone).Format("2006-01-02T15:04") + "/" + to.String(), Kind: report.Notice, To: to,
			Stage: report.StageLost, Ref: span.From.Format(time.RFC3339) + "/" + span.To.Format(time.RFC3339),
			NotBefore: now, Expires: now.Add(askAgain),
		})
	}
	return rows
}

// lostText asks for what may have been lost in the times of rows, the earliest first.
func lostText(rows []report.Row, zone *time.Location, now time.Time) (string, error) {
	var spans []report.Window
	for _, r := range rows {
		from, to, _ := strings.Cut(r.Ref, "/")
		var w report.Window
		var fromErr, toErr error
		w.From, fromErr = time.ParseInLocation(time.RFC3339, from, zone)
		w.To, toErr = time.ParseInLocation(time.RFC3339, to, zone)
		if err := errors.Join(fromErr, toErr); err != nil {
			return "", fmt.Errorf("the time of a loss: %w", err)
		}
		spans = append(spans, report.Window{From: w.From.In(zone), To: w.To.In(zone)})
	}
	slices.SortFunc(spans, func(a, b report.Window) int { return a.From.Compare(b.From) })
	return listed(spans, report.DayOf(now.In(zone))) + "机器人掉线，其间群里的消息可能没收到。在这段时间报过、又没有收到回执的，请再发一次。", nil
}

// listed is 10:02至10:03、11:20至11:31, each day said where it begins: not where all of
// them are today's.
func listed(spans []report.Window, today report.Day) string {
	var said report.Day
	if report.DayOf(spans[0].From) == today && report.DayOf(spans[len(spans)-1].To) == today {
		said = today
	}
	instant := func(at time.Time) string {
		day := ""
		if report.DayOf(at) != said {
			said = report.DayOf(at)
			day = said.Chinese()
		}
		return day + at.Format("15:04")
	}
	var all []string
	for _, w := range spans {
		from := instant(w.From)
		all = append(all, from+"至"+instant(w.To))
	}
	return strings.Join(all, "、")
}
