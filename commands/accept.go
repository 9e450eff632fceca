package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
)

// The sentences about reports of people whom the roster does not know.
const (
	noSuchReport    = "没有%d号等认可的。"
	reportsWait     = "现在等认可的：%s。"
	acceptedBefore  = "%d号已经认可过了。"
	acceptNoUnit    = "%d号没说是哪个单位，认可不了。问清楚了请他再报一次。"
	acceptNothing   = "%d号没有可以计入的：已经撤回，或者还有别的没写清。请他再报一次。"
	acceptDone      = "已认可%d号：“%s”报的%s已计入，按%s收到算。"
	acceptBind      = "以后都算的，请发：绑定 %s %s"
	acceptUsage     = "请这样写：认可 1203"
	acceptNobody    = "现在没有等认可的。"
	mostNumbersSaid = 8
)

// accept answers 认可 N: a report of somebody whom the roster does not know counts,
// from its own arrival on.
func accept(ctx context.Context, h *Handler, r request) (reply, error) {
	all := h.workspace.Strangers()
	n, err := strconv.Atoi(strings.TrimRight(strings.Join(r.Args, ""), "号"))
	if err != nil {
		return reply{text: acceptUsage}, nil
	}
	s := report.Numbered(all, n)
	if s == nil {
		return reply{text: fmt.Sprintf(noSuchReport, n) + waitingReports(all)}, nil
	}
	switch {
	case s.Accepted:
		return reply{text: fmt.Sprintf(acceptedBefore, n)}, nil
	case s.Unit == "":
		return reply{text: fmt.Sprintf(acceptNoUnit, n)}, nil
	}
	change, ok, err := h.acceptance(ctx, r, *s)
	if err != nil || !ok {
		return reply{text: fmt.Sprintf(acceptNothing, n)}, err
	}
	at := s.At.In(h.workspace.Zone)
	name := report.AsShown(s.Card)
	text := fmt.Sprintf(acceptDone, n, name, acceptedWhat(h.workspace, change), report.DayWords(report.DayOf(at), r.now.In(h.workspace.Zone))+at.Format("15:04"))
	if !s.Bound && h.workspace.Bindable(*s) {
		text += fmt.Sprintf(acceptBind, s.Unit, name)
	}
	made := report.Ruling{
		Kind: report.AcceptRuling, At: r.message.Time, Message: r.message.ID, By: string(r.speaker.Person.ID),
		Unit: s.Unit, Form: s.Form, Slot: s.Slot, From: s.From, Until: s.Until, About: s.Message,
	}
	return reply{text: text, units: change.Units(), rulings: []report.Ruling{made}, change: change}, nil
}

// acceptance reads what a stranger's message made, and what becomes of it.
func (h *Handler) acceptance(ctx context.Context, r request, s report.Stranger) (report.Change, bool, error) {
	was, known, err := h.store.Outcome(ctx, s.Message)
	if err != nil || !known {
		return report.Change{}, false, err
	}
	records, err := h.store.Records(ctx, was.Records)
	if err != nil {
		return report.Change{}, false, err
	}
	v := report.View{Now: r.now, Message: r.message, Speaker: r.speaker, Records: map[report.RecordKey]report.Record{}}
	for i, k := range was.Records {
		v.Records[k] = records[i]
	}
	if since := h.workspace.RaisedSince(v); !since.IsZero() {
		if v.Raised, err = h.book.Events(ctx, since, r.now.Add(time.Second)); err != nil {
			return report.Change{}, false, err
		}
	}
	change, ok := h.workspace.Accept(v, s)
	if ok && len(change.Events) > 0 {
		if err := h.urgent(ctx, &v); err != nil {
			return change, false, err
		}
		change, ok = h.workspace.Accept(v, s)
	}
	return change, ok, nil
}

// acceptedWhat names the reports of a change: 东坡村2月5日疫情日报.
func acceptedWhat(w *report.Workspace, c report.Change) string {
	var said []string
	for _, wr := range c.Writes {
		said = append(said, string(wr.Key.Unit)+w.Title(wr.Key.PeriodKey))
	}
	return report.Listing(said)
}

// waitingReports lists the numbers that can be accepted.
func waitingReports(all []report.Stranger) string {
	waiting := slices.DeleteFunc(slices.Clone(all), func(s report.Stranger) bool { return !s.Waits() || s.Unit == "" })
	if len(waiting) == 0 {
		return acceptNobody
	}
	return fmt.Sprintf(reportsWait, numbers(waiting[max(0, len(waiting)-mostNumbersSaid):]))
}
