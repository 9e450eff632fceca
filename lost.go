package main

import (
	"context"
	"fmt"
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
// deaf from the same minute on ask once.
func lostRows(w *report.Workspace, span report.Window, now time.Time) []report.Row {
	from, to := span.From.In(w.Zone), span.To.In(w.Zone)
	text := fmt.Sprintf("%s机器人掉线，其间群里的消息可能没收到。在这段时间报过、又没有收到回执的，请再发一次。", during(from, to))
	var rows []report.Row
	for _, c := range w.Chats {
		if c.Role != report.WorkChat {
			continue
		}
		to := report.Address{Chat: c.ID}
		rows = append(rows, report.Row{
			Key: "lost/" + from.Format("2006-01-02T15:04") + "/" + to.String(), Kind: report.Notice, To: to,
			Text: text, NotBefore: now, Expires: now.Add(askAgain),
		})
	}
	return rows
}
