package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// excuse answers 免报 UNIT DAY [至 DAY] [FORM or SLOT] REASON: the units owe nothing
// of these on these days, which an admin decides for all and a lead for the own
// units. What comes anyway is kept. 取消 in the reason's place takes it back.
func excuse(ctx context.Context, h *Handler, r request) (reply, error) {
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
	started, err := h.book.Started(ctx, r.now)
	if err != nil {
		return reply{}, err
	}
	first := report.DayOf(started.In(h.workspace.Zone))
	about := h.about(e, first)
	switch {
	case e.Back && !slices.ContainsFunc(h.all(e), func(k report.RecordKey) bool { return h.workspace.Excused(k.PeriodKey, k.Unit) != "" }):
		text := fmt.Sprintf(notExcused, h.exempted(r, e))
		if len([]rune(e.Reason)) > len([]rune("恢复上报")) {
			text += excuseAnew
		}
		return reply{text: text, units: e.Units}, nil
	case e.Back:
		e.Reason = ""
	case e.Spans[len(e.Spans)-1].Until < first:
		return reply{text: fmt.Sprintf(beforeStart, h.exempted(r, e), report.DayWords(first, at)), units: e.Units}, nil
	case len(about) == 0:
		return reply{text: fmt.Sprintf(notOwed, h.exempted(r, e)), units: e.Units}, nil
	}
	came, err := h.came(ctx, r, about)
	if err != nil {
		return reply{}, err
	}
	return reply{units: e.Units, rulings: excusing(r, e), text: h.excuseText(r, e, about) + came}, nil
}

// excusing are the rulings of a request, one for each unit, span and part.
func excusing(r request, e parse.Exemption) []report.Ruling {
	parts := e.Parts
	if len(parts) == 0 {
		parts = []parse.Part{{}}
	}
	var made []report.Ruling
	for _, u := range e.Units {
		for _, s := range e.Spans {
			for _, p := range parts {
				made = append(made, report.Ruling{
					Kind: report.ExcuseRuling, At: r.message.Time, Message: r.message.ID, By: string(r.speaker.Person.ID),
					From: s.From, Until: s.Until, Reason: e.Reason, Unit: u, Form: p.Form, Slot: p.Slot,
				})
			}
		}
	}
	return made
}

// all are the periods that a request names, owed or not.
func (h *Handler) all(e parse.Exemption) []report.RecordKey {
	var keys []report.RecordKey
	for _, s := range e.Spans {
		for d := s.From; d <= s.Until; d++ {
			for i := range h.workspace.Forms {
				f := &h.workspace.Forms[i]
				for _, slot := range f.Slots {
					k := report.PeriodKey{Form: f.ID, Day: d, Slot: slot.ID}
					if !named(e.Parts, k) {
						continue
					}
					for _, u := range e.Units {
						keys = append(keys, report.RecordKey{PeriodKey: k, Unit: u})
					}
				}
			}
		}
	}
	return keys
}

// named tells whether a period is one of some parts; none: all are.
func named(parts []parse.Part, k report.PeriodKey) bool {
	return len(parts) == 0 || slices.ContainsFunc(parts, func(p parse.Part) bool {
		return p.Form == k.Form && (p.Slot == "" || p.Slot == k.Slot)
	})
}

// about are the periods that a request is about: those that are owed from the day
// of the first start on, or would be under a response level.
func (h *Handler) about(e parse.Exemption, first report.Day) []report.RecordKey {
	return slices.DeleteFunc(h.all(e), func(k report.RecordKey) bool {
		f := h.workspace.Form(k.Form)
		waits := f.Level.Matter != "" || f.Slot(k.Slot).Level.Matter != ""
		return k.Day < first || !waits && !h.workspace.Owed(k.PeriodKey) || !h.workspace.Owes(k.Form, k.Unit) || !h.workspace.Unit(k.Unit).Stands(k.Day)
	})
}

// mostLooked is how many reports at most are looked up of those that an excuse is
// about.
const mostLooked = 500

// came says which of some periods have been reported already.
func (h *Handler) came(ctx context.Context, r request, about []report.RecordKey) (string, error) {
	about = slices.DeleteFunc(slices.Clone(about), func(k report.RecordKey) bool { return h.workspace.Opens(k.PeriodKey).After(r.now) })
	if len(about) > mostLooked {
		about = about[len(about)-mostLooked:]
	}
	records, err := h.store.Records(ctx, about)
	if err != nil {
		return "", err
	}
	var said []string
	for i, rec := range records {
		if rec.Revision() > 0 && rec.Fold().Valid {
			said = append(said, string(about[i].Unit)+h.workspace.Title(about[i].PeriodKey))
		}
	}
	if len(said) == 0 {
		return "", nil
	}
	return fmt.Sprintf(cameBefore, report.Listing(said)), nil
}

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
	at := r.message.Time.In(h.workspace.Zone)
	far := func(s parse.Span) bool { return s.Until > report.DayOf(at)+366 || s.From < report.DayOf(at)-366 }
	switch {
	case e.Unknown != "":
		return fmt.Sprintf(noSuchUnit, clip(report.Mask(e.Unknown))) + h.excuseExample(r, e)
	case len(e.Units) == 0:
		return excuseWhom + h.excuseExample(r, e)
	case h.idle(e) != "":
		return fmt.Sprintf(owesNothing, h.idle(e))
	case e.Doubt != parse.NoDoubt:
		return fmt.Sprintf(excuseDoubts[e.Doubt], report.Mask(e.Doubtful)) + h.excuseExample(r, e)
	case len(e.Spans) == 0:
		return excuseWhen + h.excuseExample(r, e)
	case slices.ContainsFunc(e.Spans, func(s parse.Span) bool { return s.Until-s.From > 366 }):
		return excuseLong
	case slices.ContainsFunc(e.Spans, far):
		return fmt.Sprintf(excuseFar, spanWords(e.Spans, at))
	case e.Reason == "":
		return excuseWhy + h.excuseExample(r, e)
	}
	return ""
}

// idle is a unit of a request that owes nothing anyway, and what it does not owe.
func (h *Handler) idle(e parse.Exemption) string {
	for _, u := range e.Units {
		owes := func(f report.Form) bool {
			return h.workspace.Owes(f.ID, u) && (len(e.Parts) == 0 || slices.ContainsFunc(e.Parts, func(p parse.Part) bool { return p.Form == f.ID }))
		}
		if slices.ContainsFunc(h.workspace.Forms, owes) {
			continue
		}
		if len(e.Parts) > 0 {
			return string(u) + "不用报" + h.partWords(e.Parts, "、")
		}
		return string(u) + "没有要报的表"
	}
	return ""
}

// excuseExample is a request as it might be: with what was said, else a unit of
// the asker's, and today.
func (h *Handler) excuseExample(r request, e parse.Exemption) string {
	like := excuseLike
	switch e.Doubt {
	case parse.PartOfDay:
		like = strings.Replace(like, "日期", "日期 "+h.someSlot(), 1)
	case parse.NoEnd:
		s := e.Spans[0]
		like = strings.Replace(like, "日期", spanWords([]parse.Span{{From: s.From, Until: s.From + 2}}, r.message.Time.In(h.workspace.Zone)), 1)
	}
	if len(e.Units) > 0 {
		like = strings.Replace(like, "单位", string(e.Units[0]), 1)
	}
	if len(e.Spans) > 0 {
		like = strings.Replace(like, "日期", spanWords(e.Spans, r.message.Time.In(h.workspace.Zone)), 1)
	}
	return h.example(r, like)
}

// someSlot is the last slot of the first form that has several, else the first form.
func (h *Handler) someSlot() string {
	for _, f := range h.workspace.Forms {
		if len(f.Slots) > 1 {
			return f.Slots[len(f.Slots)-1].Name
		}
	}
	return h.workspace.Forms[0].Name
}

// excuseText says what holds from now on, of which forms, and how it is taken back.
func (h *Handler) excuseText(r request, e parse.Exemption, about []report.RecordKey) string {
	what := h.exempted(r, e)
	if e.Back {
		return fmt.Sprintf(excuseBack, what)
	}
	covered := ""
	if len(e.Parts) == 0 {
		var forms []parse.Part
		for _, k := range about {
			if p := (parse.Part{Form: k.Form}); !slices.Contains(forms, p) && h.workspace.Owed(k.PeriodKey) {
				forms = append(forms, p)
			}
		}
		if len(forms) > 0 {
			covered = "，包括" + h.partWords(forms, "、")
		}
	}
	return fmt.Sprintf(excuseDone, what, e.Reason, covered, h.undo(r, e))
}

// undo is what stands between 免报 and 取消 in the command that takes a request back.
func (h *Handler) undo(r request, e parse.Exemption) string {
	undo := unitWords(e.Units) + " " + spanWords(e.Spans, r.message.Time.In(h.workspace.Zone))
	if len(e.Parts) > 0 {
		undo += " " + h.partWords(e.Parts, "、")
	}
	return undo
}

// exempted is what a request is about: 柳湾村2月3日疫情日报.
func (h *Handler) exempted(r request, e parse.Exemption) string {
	return unitWords(e.Units) + spanWords(e.Spans, r.message.Time.In(h.workspace.Zone)) + h.partWords(e.Parts, "、")
}

// partWords names forms and slots: 疫情日报、卡点值守夜班.
func (h *Handler) partWords(parts []parse.Part, between string) string {
	var said []string
	for _, p := range parts {
		f := h.workspace.Form(p.Form)
		words := f.Name
		if s := f.Slot(p.Slot); p.Slot != "" && s != nil {
			words += s.Name
		}
		said = append(said, words)
	}
	return strings.Join(said, between)
}

func unitWords(units []report.UnitID) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = string(u)
	}
	return strings.Join(names, "、")
}

// halfYear is how far a day may lie to be meant without its year.
const halfYear = 180

// spanWords are days in words: 2月3日、2月5日至2月7日, with their years where one is not
// the present year, or would be taken for another.
func spanWords(spans []parse.Span, now time.Time) string {
	clear := func(d report.Day) bool {
		away := d - report.DayOf(now)
		return report.DayWords(d, now) == d.Chinese() && away > -halfYear && away < halfYear
	}
	var said []string
	for _, s := range spans {
		as := now
		if !clear(s.From) || !clear(s.Until) {
			as = time.Time{}
		}
		words := report.DayWords(s.From, as)
		if s.Until != s.From {
			words += "至" + report.DayWords(s.Until, as)
		}
		said = append(said, words)
	}
	return strings.Join(said, "、")
}

// excused tells whether a unit is excused from anything of a day.
func (h *Handler) excused(u report.UnitID, d report.Day) bool {
	all := h.all(parse.Exemption{Units: []report.UnitID{u}, Spans: []parse.Span{{From: d, Until: d}}})
	return slices.ContainsFunc(all, func(k report.RecordKey) bool { return h.workspace.Excused(k.PeriodKey, u) != "" })
}
