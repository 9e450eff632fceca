package commands

import (
	"fmt"
	"slices"

	"qunbao/report"
	"qunbao/report/parse"
)

// onlyMeant is what would decide something, were it said to the bot.
const onlyMeant = "没有登记"

// meant finds that an admin says in a work group, in other words than the command's,
// what would decide something that is not decided yet: a whole 免报 or order about a
// response level. It decides nothing, since such words are announcements too, and is
// told how it is typed. Half of one is talk, and so is what others say.
func (h *Handler) meant(v *report.View) {
	if v.Reading.Kind != report.IsChatter || !v.Speaker.Has(report.Admin) || h.workspace.Chat(v.Message.Chat) == nil {
		return
	}
	c, ok := h.parser.Directed(v.Message)
	if !ok {
		return
	}
	r := request{c, v.Message, v.Speaker, v.Now}
	if like := h.wholeLike(r); like != "" {
		v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsCommand, Command: report.Command{Name: onlyMeant, Args: []string{like}}}
	}
}

// wholeLike is the command that says what a request says; "" where that is not whole,
// or holds already.
func (h *Handler) wholeLike(r request) string {
	if r.Name == "应急" {
		return h.orderLike(r)
	}
	e := h.parser.Exemption(r.Command, r.message.Time.In(h.workspace.Zone))
	owed := func(k report.RecordKey) bool { return h.workspace.Excused(k.PeriodKey, k.Unit) == "" }
	if e.Back || e.Unknown != "" || e.Doubt != parse.NoDoubt || e.Reason == "" || len(e.Spans) == 0 || !slices.ContainsFunc(h.about(e, 0), owed) {
		return ""
	}
	return "免报 " + h.undo(r, e) + " " + clip(report.Mask(e.Reason))
}

// orderLike is the same of an order about a response level.
func (h *Handler) orderLike(r request) string {
	o := h.orderIn(r.message.Text, r.now)
	if o.matter == nil || len(o.several) > 1 || o.noDay != "" || o.unsure {
		return ""
	}
	present, on := h.workspace.Response(o.matter.Matter, r.now)
	today := report.DayOf(r.now.In(h.workspace.Zone))
	switch {
	case o.lifts && on, !o.lifts && len(o.lacks()) == 0 && o.until >= today && !(on && present.Level == o.level && present.Until == o.until):
		return h.wholeOrder(o, today)
	}
	return ""
}

// tellMeant says that nothing was decided, and how it is typed.
func tellMeant(r request) reply {
	return reply{text: fmt.Sprintf(notOrdered, r.Args[0])}
}
