package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/parse"
)

// What 应急 answers.
const (
	noMatters   = "这里没有设应急响应的事项，请管理员在 qunbao.yaml 的 emergency 里写上。"
	noneRaised  = "现在没有启动应急响应。"
	notRaised   = "%s现在没有启动应急响应，不用解除。"
	whichMatter = "是哪一项的应急响应？这里有：%s。请整句发，比如：%s"
	noSuchWord  = "这里没有“%s”，%s。请整句发，比如：%s"
	stillLacks  = "%s？请整句发，比如：%s"
	dayIsOver   = "%s已经过了，到哪一天为止？请整句发，比如：%s"
	dayIsNone   = "没有%s这一天，请整句发，比如：%s"
	notAhead    = "只能从今天起启动；到%s再发。"
	oneAtATime  = "一次只能说一项，这里说了：%s。请分开整句发，比如：%s"
	raiseOrLift = "是要解除，还是要启动、延长？解除请发：应急 解除 %s；启动、延长请整句发，比如：%s"
	sameAgain   = "已经是%s，不用再发。"
	nowRaised   = "%s应急响应%s，到期自动解除，依据%s。%s"
	nowLifted   = "%s%s应急响应已解除。%s"
	allTold     = "已通知工作群和领导。"
	toldLater   = "%s通知工作群和领导。"
	bringsNone  = "这一级没有要增报的表。"
)

// emergency answers 应急: it raises, changes or lifts a response level, which admins
// may, and tells whoever asks what is raised.
func emergency(_ context.Context, h *Handler, r request) (reply, error) {
	o := h.orderIn(r.message.Text, r.now)
	needs := decides(report.Admin)
	switch {
	case len(h.workspace.Emergencies) == 0:
		return reply{text: noMatters}, nil
	case o.shows:
		return reply{text: h.responses(r.now)}, nil
	case !needs.held(r.speaker):
		return h.refusal(r, needs), nil
	case len(o.several) > 1:
		return reply{text: fmt.Sprintf(oneAtATime, strings.Join(o.several, "、"), h.wholeOrder(o, report.DayOf(r.now.In(h.workspace.Zone))))}, nil
	case o.noDay != "":
		return reply{text: fmt.Sprintf(dayIsNone, report.Mask(o.noDay), h.wholeOrder(o, report.DayOf(r.now.In(h.workspace.Zone))))}, nil
	case o.lifts:
		return h.lift(r, o), nil
	}
	return h.raise(r, o), nil
}

// responses tells what is raised, since when, until when, on what ground and by whom.
func (h *Handler) responses(now time.Time) string {
	var lines []string
	for _, r := range h.workspace.Responses(now) {
		line := h.workspace.ResponseText(r) + "，" + r.By + "发布。"
		lines = append(lines, line+h.workspace.LevelBrings(r.Ruling))
	}
	if len(lines) == 0 {
		return noneRaised
	}
	return strings.Join(lines, "\n")
}

// raise makes the ruling of an order, or asks for what it lacks.
func (h *Handler) raise(r request, o order) reply {
	w := h.workspace
	if o.matter == nil || o.level == "" && o.odd != "" {
		return reply{text: h.unclear(o, r.now)}
	}
	present, on := w.Response(o.matter.Matter, r.now)
	if !on {
		present = report.Response{}
	}
	if o.unsure {
		return h.raiseOrLift(r, o)
	}
	if on && o.level != "" && o.level != present.Level && o.until == 0 {
		o.until = present.Until // raised or lowered, it ends when it would have ended
	}
	if on && o.level == "" && o.until != 0 {
		o.level = present.Level // prolonged
	}
	today := report.DayOf(r.now.In(w.Zone))
	if o.from > today && !(on && o.level == present.Level && o.from <= present.Until+1) {
		return reply{text: fmt.Sprintf(notAhead, h.dayWords(o.from, today))}
	}
	switch lacks := o.lacks(); {
	case len(lacks) > 0:
		return reply{text: fmt.Sprintf(stillLacks, strings.Join(lacks, "，"), h.wholeOrder(o, today))}
	case o.until < today:
		day := o.until
		o.until = 0
		return reply{text: fmt.Sprintf(dayIsOver, h.dayWords(day, today), h.wholeOrder(o, today))}
	case on && present.Level == o.level && present.Until == o.until && present.Reason == o.basis:
		return reply{text: fmt.Sprintf(sameAgain, w.ResponseText(present))}
	}
	ruling := report.Ruling{
		Kind: report.LevelRuling, At: r.now, Message: r.message.ID, By: r.speaker.Name(),
		From: today, Until: o.until, Reason: o.basis, Matter: o.matter.Matter, Level: o.level,
	}
	rows, brings := w.LevelRows(ruling, r.now), w.LevelBrings(ruling)
	if brings == "" {
		brings = bringsNone
	}
	span := w.SpanText(present.Then(ruling, w.Zone), present)
	text := fmt.Sprintf(nowRaised, o.matter.Matter+o.level, span, report.Mask(o.basis), brings+h.levelTold(rows, r.now))
	return reply{text: text, rulings: []report.Ruling{ruling}, rows: rows}
}

// levelTold says who is told by the notices of a ruling, and when where quiet hours hold
// them.
func (h *Handler) levelTold(rows []report.Row, now time.Time) string {
	if len(rows) == 0 {
		return ""
	}
	if leaves := h.workspace.Leaves(rows[0], now); leaves.After(now) {
		return fmt.Sprintf(toldLater, leaves.In(h.workspace.Zone).Format("15:04"))
	}
	return allTold
}

// raiseOrLift asks which of the two is meant.
func (h *Handler) raiseOrLift(r request, o order) reply {
	today := report.DayOf(r.now.In(h.workspace.Zone))
	return reply{text: fmt.Sprintf(raiseOrLift, o.matter.Matter, h.wholeOrder(o, today))}
}

// lift makes the ruling that ends a level. It counts from when it was said: nobody
// is blamed for what an outage made late.
func (h *Handler) lift(r request, o order) reply {
	w := h.workspace
	if all := w.Responses(r.now); o.matter == nil && len(all) == 1 && o.odd == "" {
		o.matter = w.Emergency(all[0].Matter)
	}
	if o.matter == nil {
		return reply{text: h.unclear(o, r.now)}
	}
	present, on := w.Response(o.matter.Matter, r.now)
	if !on {
		return reply{text: fmt.Sprintf(notRaised, o.matter.Matter)}
	}
	if o.level != "" && o.level != present.Level || o.ended != "" && o.ended != present.Level {
		return h.raiseOrLift(r, order{matter: o.matter})
	}
	said := r.message.Time
	if said.After(r.now) {
		said = r.now
	}
	today := report.DayOf(said.In(w.Zone))
	ruling := report.Ruling{
		Kind: report.LevelRuling, At: said, Message: r.message.ID, By: r.speaker.Name(),
		From: today, Until: today, Reason: o.basis, Matter: o.matter.Matter,
	}
	rows := w.LevelRows(ruling, r.now)
	return reply{text: fmt.Sprintf(nowLifted, present.Matter, present.Level, h.levelTold(rows, r.now)), rulings: []report.Ruling{ruling}, rows: rows}
}

// unclear asks which matter or level is meant.
func (h *Handler) unclear(o order, now time.Time) string {
	today := report.DayOf(now.In(h.workspace.Zone))
	var matters []string
	for _, e := range h.workspace.Emergencies {
		matters = append(matters, e.Matter)
	}
	all := strings.Join(matters, "、")
	switch {
	case o.matter != nil:
		return fmt.Sprintf(noSuchWord, report.Mask(o.odd), o.matter.Matter+"有："+strings.Join(o.matter.Levels, "、"), h.wholeOrder(o, today))
	case o.odd != "":
		return fmt.Sprintf(noSuchWord, report.Mask(o.odd), "这里有："+all, h.wholeOrder(o, today))
	}
	return fmt.Sprintf(whichMatter, all, h.wholeOrder(o, today))
}

// lacks are the questions about what an order does not say.
func (o *order) lacks() []string {
	var asked []string
	if o.level == "" {
		asked = append(asked, "启动几级（"+strings.Join(o.matter.Levels, "、")+"）")
	}
	if o.until == 0 {
		asked = append(asked, "到哪一天为止")
	}
	if o.basis == "" {
		asked = append(asked, "依据哪个文件或通知")
	}
	return asked
}

// wholeOrder is a whole order to copy: what was said, and for what was not, an example.
func (h *Handler) wholeOrder(o order, today report.Day) string {
	e := o.matter
	if e == nil {
		e = &h.workspace.Emergencies[0]
	}
	if o.lifts {
		return "应急 解除 " + e.Matter
	}
	level, until, basis := o.level, o.until, report.Mask(o.basis)
	if level == "" {
		level = e.Levels[0]
	}
	if until == 0 {
		until = today + 7
	}
	if basis == "" {
		year, _, _ := today.Date()
		basis = fmt.Sprintf("县指挥部〔%d〕3号", year)
	}
	return fmt.Sprintf("应急 %s %s 至 %s 依据 %s", level, e.Matter, h.dayWords(until, today), basis)
}

// dayWords is a day as it must be said on another to be read as that.
func (h *Handler) dayWords(d, today report.Day) string {
	return spanWords([]parse.Span{{From: d, Until: d}}, today.At(0, h.workspace.Zone))
}
