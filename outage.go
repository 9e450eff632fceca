package main

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"qunbao/report"
)

// outage is a time in which messages were kept and could not be handled, since
// the store was away, full, or too slow. Cadres never notice: their messages are
// handled when it is over, each at its own time. The operator is told at the
// beginning and at the end, the admins once, after it.
type outage struct {
	from, to time.Time // from is zero: there is none; to is zero: it lasts
	messages int       // received in between and handled
	log      *slog.Logger
}

const (
	tooSlow = 2 * time.Second  // over one message, and
	tooLate = 15 * time.Second // in front of the next: the store is slow, and not only much to do
	blip    = 5 * time.Second  // an outage too short to bother admins with
)

// begin notes that the outage lasts, or that one has begun.
func (o *outage) begin(at time.Time, why error) {
	o.to = time.Time{}
	if o.from.IsZero() {
		o.from, o.messages = at, 0
		o.log.Error("the store is not available; messages are kept in the journal and handled when it is back", "error", why)
	}
}

func (o *outage) on() bool { return !o.from.IsZero() }

// back notes that the store does its work at an instant.
func (o *outage) back(now time.Time) {
	if o.on() && o.to.IsZero() {
		o.to = now
	}
}

// handled counts a message of the outage, which is then over.
func (o *outage) handled(received, now time.Time) {
	o.back(now)
	if o.on() && !received.Before(o.from) && !received.After(o.to) {
		o.messages++
	}
}

// end ends an outage of which nothing waits any more.
func (o *outage) end() {
	if o.on() {
		o.log.Info("the store is available again, and what the journal kept is handled", "from", o.from, "to", o.to, "messages", o.messages)
	}
	*o = outage{log: o.log}
}

var errSlow = errors.New("the store is too slow: messages wait longer each")

// notices tell the admins, once it is over, of a time in which messages could not
// be handled, of one in which they could not be kept, or of both; none of a blip.
// Of several in an hour they are told of the first: the keys hold the hour.
func notices(w *report.Workspace, o outage, unkept *report.Window, now time.Time) []report.Row {
	text, from := "", now
	if o.on() && o.to.Sub(o.from) >= blip {
		text, from = unhandledText(during(o.from.In(w.Zone), o.to.In(w.Zone)), o.messages), o.from
	}
	if unkept != nil && unkept.To.Sub(unkept.From) >= blip {
		text, from = text+unkeptText(during(unkept.From.In(w.Zone), unkept.To.In(w.Zone))), unkept.From
	}
	if text == "" {
		return nil
	}
	var rows []report.Row
	for _, p := range w.AllWith(report.Admin) {
		to := report.Address{Person: p.ID}
		rows = append(rows, report.Row{
			Key: "outage/" + from.In(w.Zone).Format("2006-01-02T15") + "/" + to.String(), Kind: report.Notice, To: to,
			Text: text, NotBefore: now, Expires: now.Add(24 * time.Hour),
		})
	}
	return rows
}

// unhandledText and unkeptText are what admins read.
func unhandledText(span string, messages int) string {
	if messages == 0 {
		return "数据库" + span + "不能正常使用，现已恢复。其间没有收到消息。"
	}
	return fmt.Sprintf("数据库%s不能正常使用，现已恢复。其间收到的%d条消息都已处理，不用重发。", span, messages)
}

func unkeptText(span string) string {
	return "消息" + span + "存不下（多半是磁盘满了），现已恢复。其间的消息已补收，不用重发。"
}

// during is 10:02至10:03, with the days where they differ.
func during(from, to time.Time) string {
	layout := "15:04"
	if report.DayOf(from) != report.DayOf(to) {
		layout = "1月2日15:04"
	}
	return from.Format(layout) + "至" + to.Format(layout)
}
