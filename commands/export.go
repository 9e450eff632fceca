package commands

import (
	"context"
	"fmt"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// mostTable is how many units times days a workbook may have that is asked for in chat:
// it is made between two messages, and nobody should wait for it longer than seconds.
const mostTable = 6000

// export answers 导出 [FROM TO] with a workbook: of today where no day is named. It goes
// to the asker alone, wherever it was asked for, since it holds what everybody wrote; it
// is made when it leaves.
func export(_ context.Context, h *Handler, r request) (reply, error) {
	span, wrong := h.tableSpan(r)
	switch {
	case wrong != "":
		return reply{text: wrong}, nil
	case int(span.Until-span.From+1)*len(h.workspace.Units) > mostTable:
		return reply{text: h.workspace.TableByHand(span, report.TableLarge)}, nil
	case h.Aloud && !r.message.Private:
		return reply{text: h.workspace.TableByHand(span, report.NoFilesHere)}, nil
	}
	taken := []report.Act{{At: r.now, By: string(r.speaker.Person.ID), What: report.ActTaken, About: span.String()}}
	if r.message.Private {
		return reply{stage: report.StageTable, ref: span.String(), acts: taken}, nil
	}
	return reply{text: tableComes, acts: taken, rows: []report.Row{{
		Key: "table/" + string(r.message.ID), Kind: report.Reply, Stage: report.StageTable, Ref: span.String(), Message: r.message.ID,
		To: report.Address{Person: r.speaker.Person.ID}, NotBefore: r.now, Expires: r.now.Add(time.Hour),
	}}}, nil
}

// tableSpan is the days that a request names, or what is wrong with them.
func (h *Handler) tableSpan(r request) (span report.DaySpan, wrong string) {
	today := report.DayOf(r.now.In(h.workspace.Zone))
	if len(r.Args) == 0 {
		return report.DaySpan{From: today, Until: today}, ""
	}
	s, ok := h.parser.Scope(r.Args, r.now.In(h.workspace.Zone))
	switch {
	case s.Doubt == parse.NoSuchDay:
		return span, fmt.Sprintf(noSuchDate, report.Mask(s.Doubtful))
	case !ok || len(s.Spans) == 0 || len(s.Units) > 0 || len(s.Parts) > 0 || s.Doubt != parse.NoDoubt && s.Doubt != parse.Backwards:
		return span, tableUsage
	}
	span = report.DaySpan{From: s.Spans[0].From, Until: s.Spans[0].Until}
	for _, one := range s.Spans {
		span.From, span.Until = min(span.From, one.From), max(span.Until, one.Until)
	}
	switch {
	case s.Doubt == parse.Backwards, s.Spans[0].From > s.Spans[len(s.Spans)-1].Until:
		return span, tableUsage
	case span.From > today:
		return span, fmt.Sprintf(notYet, span.From.Chinese())
	}
	span.Until = min(span.Until, today)
	return span, ""
}
