package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/parse"
)

// excuse answers 免报 UNIT DAY [至 DAY] [FORM] REASON: the units owe nothing on
// these days, which an admin decides for all and a lead for the own units. What
// comes anyway is kept. 取消 in the reason's place takes it back.
func excuse(_ context.Context, h *Handler, r request) (reply, error) {
	at := r.message.Time.In(h.workspace.Zone)
	e := h.parser.Exemption(r.Command, at)
	e.Reason = clip(report.Mask(e.Reason))
	if say := h.lacks(r, e); say != "" {
		return reply{text: say}, nil
	}
	for _, u := range e.Units {
		if !r.speaker.Has(report.Admin) && !r.speaker.Leads(u) {
			return h.refusalOf(r, u), nil
		}
	}
	if slices.Contains(takingBack, e.Reason) {
		if !h.anyExcused(e) {
			return reply{text: fmt.Sprintf(notExcused, h.exempted(e)), units: e.Units}, nil
		}
		e.Reason = ""
	}
	say := reply{units: e.Units}
	for _, u := range e.Units {
		for _, s := range e.Spans {
			say.rulings = append(say.rulings, report.Ruling{
				Kind: report.ExcuseRuling, At: r.message.Time, Message: r.message.ID, By: string(r.speaker.Person.ID),
				From: s.From, Until: s.Until, Reason: e.Reason, Unit: u, Form: e.Form,
			})
		}
	}
	say.text = h.excuseText(e)
	return say, nil
}

// takingBack are the words that take an excuse back.
var takingBack = []string{"取消", "撤销", "撤回", "作废", "恢复", "恢复上报"}

// longestReason is how many characters of a reason are kept.
const longestReason = 60

func clip(reason string) string {
	if r := []rune(reason); len(r) > longestReason {
		return string(r[:longestReason]) + "……"
	}
	return reason
}

// lacks asks for what a request leaves out, with an example that may be sent.
func (h *Handler) lacks(r request, e parse.Exemption) string {
	switch {
	case e.Unknown != "":
		return fmt.Sprintf(noSuchUnit, clip(report.Mask(e.Unknown))) + h.excuseExample(r, e)
	case len(e.Units) == 0:
		return excuseWhom + h.excuseExample(r, e)
	case h.idle(e) != "":
		return fmt.Sprintf(owesNothing, h.idle(e))
	case len(e.Spans) == 0:
		return excuseWhen + h.excuseExample(r, e)
	case slices.ContainsFunc(e.Spans, func(s parse.Span) bool { return s.Until-s.From > 366 }):
		return excuseLong
	case e.Reason == "":
		return excuseWhy + h.excuseExample(r, e)
	}
	return ""
}

// idle is a unit of a request that owes nothing anyway, and what it does not owe.
func (h *Handler) idle(e parse.Exemption) string {
	for _, u := range e.Units {
		owes := func(f report.Form) bool { return (e.Form == "" || f.ID == e.Form) && h.workspace.Owes(f.ID, u) }
		if slices.ContainsFunc(h.workspace.Forms, owes) {
			continue
		}
		if f := h.workspace.Form(e.Form); f != nil {
			return string(u) + "不用报" + f.Name
		}
		return string(u) + "没有要报的表"
	}
	return ""
}

// excuseExample is a request as it might be: with what was said, else a unit of
// the asker's, and today.
func (h *Handler) excuseExample(r request, e parse.Exemption) string {
	like := excuseLike
	if len(e.Units) > 0 {
		like = strings.Replace(like, "单位", string(e.Units[0]), 1)
	}
	if len(e.Spans) > 0 {
		like = strings.Replace(like, "日期", spanWords(e.Spans), 1)
	}
	return h.example(r, like)
}

// anyExcused tells whether there is anything to take back.
func (h *Handler) anyExcused(e parse.Exemption) bool {
	var forms []report.FormID
	if e.Form != "" {
		forms = append(forms, e.Form)
	}
	for _, u := range e.Units {
		if slices.ContainsFunc(e.Spans, func(s parse.Span) bool { return h.excused(u, s, forms...) }) {
			return true
		}
	}
	return false
}

// excused tells whether a unit is excused on any of some days, for any of the forms
// or for all.
func (h *Handler) excused(u report.UnitID, s parse.Span, forms ...report.FormID) bool {
	for _, f := range h.workspace.Forms {
		for d := s.From; d <= s.Until; d++ {
			k := report.PeriodKey{Form: f.ID, Day: d}
			if (len(forms) == 0 || slices.Contains(forms, f.ID)) && h.workspace.Excused(k, u) != "" {
				return true
			}
		}
	}
	return false
}

// excuseText says what holds from now on, and how it is taken back.
func (h *Handler) excuseText(e parse.Exemption) string {
	what := h.exempted(e)
	if e.Reason == "" {
		return fmt.Sprintf(excuseBack, what)
	}
	var units []string
	for _, u := range e.Units {
		units = append(units, string(u))
	}
	undo := strings.Join(units, "、") + " " + spanWords(e.Spans)
	if f := h.workspace.Form(e.Form); f != nil {
		undo += " " + f.Name
	}
	return fmt.Sprintf(excuseDone, what, e.Reason, undo)
}

// exempted is what a request is about: 柳湾村2月3日疫情日报.
func (h *Handler) exempted(e parse.Exemption) string {
	var units []string
	for _, u := range e.Units {
		units = append(units, string(u))
	}
	what := strings.Join(units, "、") + spanWords(e.Spans)
	if f := h.workspace.Form(e.Form); f != nil {
		what += f.Name
	}
	return what
}

// spanWords are days in words: 2月3日、2月5日至2月7日.
func spanWords(spans []parse.Span) string {
	var said []string
	for _, s := range spans {
		words := s.From.Chinese()
		if s.Until != s.From {
			words += "至" + s.Until.Chinese()
		}
		said = append(said, words)
	}
	return strings.Join(said, "、")
}
