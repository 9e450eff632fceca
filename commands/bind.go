package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

// The sentences about people whom the roster does not know.
const (
	nobodyStrange = "现在没有认不出的人。"
	boundPeople   = "已绑定的：%s。要取消请发：取消绑定 姓名"
	bindUsage     = "请写上他是哪里的、群里显示什么名字，比如：绑定 单位 会芳"
	bindRostered  = "“%s”在花名册里，不用绑定；群名片认不出的，请他改成单位加姓名。"
	bindShared    = "“%s”不止一个人在用，认不准，没有绑定。请他们把群名片改成单位加姓名。"
	bindUnseen    = "还没有叫“%s”的人在群里报过数，请照群里显示的名字写。"
	bindDone      = "以后“%s”%s报的都算%s的，只能报数，别的指令办不了。要取消请发：取消绑定 %s"
	bindWaiting   = "\n之前没有计入的：%s。要计入请发：认可 %d"
	bindAlready   = "“%s”已经算%s的了。"
	unbindUsage   = "请这样写：取消绑定 群里显示的名字"
	unbindNobody  = "没有绑定过“%s”。"
	unbindDone    = "“%s”的绑定已取消，之前计入的不变。"
	stillBound    = "撤回消息不改变绑定。要取消请发：取消绑定 %s"
	stillAccepted = "撤回消息不改变认可，报的数仍计入。报错了请本单位发“更正：……”。"
)

// bind answers 绑定 UNIT NAME: who is shown in a chat under the name reports for the
// unit from now on. It has the rights of a card, and is no guess: the name must be
// that of one person who has reported. Without words it lists who is not known.
func bind(_ context.Context, h *Handler, r request) (reply, error) {
	if len(r.Args) == 0 {
		return reply{text: h.unrecognised(r)}, nil
	}
	unit, name := h.unitAndName(r.Args)
	switch {
	case unit == "" && len(r.Args) > 1:
		return reply{text: fmt.Sprintf(noSuchUnit, clip(report.Mask(r.Args[0])))}, nil
	case unit == "" || name == "":
		return reply{text: h.example(r, bindUsage)}, nil
	case h.workspace.Shared(name):
		return reply{text: fmt.Sprintf(bindShared, clip(report.Mask(name)))}, nil
	case h.workspace.Rostered(name) && !report.Unclear(name):
		return reply{text: fmt.Sprintf(bindRostered, clip(report.Mask(name)))}, nil
	}
	who, say := h.meantBy(r, name)
	if say != "" {
		return reply{text: say}, nil
	}
	if report.Unclear(who.Card) && who.SenderID == "" {
		return reply{text: fmt.Sprintf(bindShared, clip(report.Mask(who.Card)))}, nil
	}
	for _, b := range h.workspace.Bindings() {
		if b.Unit == unit && b.Chat == who.Chat && b.SenderID == who.SenderID && b.Card == who.Card {
			return reply{text: fmt.Sprintf(bindAlready, clip(report.Mask(name)), unit)}, nil
		}
	}
	made := report.Ruling{
		Kind: report.BindRuling, At: r.message.Time, Message: r.message.ID, By: string(r.speaker.Person.ID),
		Unit: unit, Card: who.Card, Chat: who.Chat, SenderID: who.SenderID,
	}
	shown := report.AsShown(who.Card)
	where := ""
	if who.SenderID == "" {
		where = "在“" + string(who.Chat) + "”里"
	}
	text := fmt.Sprintf(bindDone, shown, where, unit, shown)
	if waiting := h.waitingOf(who); len(waiting) > 0 {
		text += fmt.Sprintf(bindWaiting, numbers(waiting), waiting[0].N)
	}
	return reply{units: []report.UnitID{unit}, rulings: []report.Ruling{made}, text: text}, nil
}

// unrecognised lists who is not known, and who is bound.
func (h *Handler) unrecognised(r request) string {
	text := h.workspace.StrangersText(func(string) bool { return true }, r.now)
	if text == "" {
		text = nobodyStrange
	}
	var bound []string
	for _, b := range h.workspace.Bindings() {
		bound = append(bound, fmt.Sprintf("%s（%s）", report.AsShown(b.Card), b.Unit))
	}
	if len(bound) > 0 {
		text += "\n" + fmt.Sprintf(boundPeople, report.Listing(bound))
	}
	return text
}

// unitAndName parts 柳湾村 会芳.
func (h *Handler) unitAndName(args []string) (report.UnitID, string) {
	unit := h.workspace.UnitIn(report.FoldCard(args[0]))
	if unit != "" && h.workspace.NamesOther(args[0], unit) {
		unit = ""
	}
	return unit, strings.Trim(strings.Join(args[1:], " "), "“”\"'「」 ")
}

// meantBy finds the one person unknown who is shown under a name, or says why nobody
// can tell. In the group where it is asked, who has spoken there is meant.
func (h *Handler) meantBy(r request, name string) (report.Stranger, string) {
	type person struct {
		chat    report.ChatID
		account string
		card    string // where the channel knows no account
	}
	var people []person
	last := map[person]report.Stranger{}
	for _, s := range h.workspace.Strangers() {
		if !report.SameName(name, s.Card) {
			continue
		}
		p := person{s.Chat, s.SenderID, ""}
		if p.account == "" {
			p.card = report.FoldCard(s.Card)
		}
		if _, known := last[p]; !known {
			people = append(people, p)
		}
		last[p] = s
	}
	if here := slices.DeleteFunc(slices.Clone(people), func(p person) bool { return p.chat != r.message.Chat }); len(here) > 0 {
		people = here
	}
	switch len(people) {
	case 0:
		return report.Stranger{}, fmt.Sprintf(bindUnseen, clip(report.Mask(name)))
	case 1:
		return last[people[0]], ""
	}
	if same := slices.CompactFunc(slices.Clone(people), func(a, b person) bool { return a.account != "" && a.account == b.account }); len(same) == 1 {
		return last[people[0]], ""
	}
	return report.Stranger{}, fmt.Sprintf(bindShared, clip(report.Mask(name)))
}

// waitingOf are the reports of somebody that do not count.
func (h *Handler) waitingOf(who report.Stranger) []report.Stranger {
	return slices.DeleteFunc(h.workspace.Strangers(), func(s report.Stranger) bool {
		return s.Accepted || s.Unit == "" || s.Chat != who.Chat || s.SenderID != who.SenderID || !report.SameName(s.Card, who.Card)
	})
}

// numbers are 1号、3号.
func numbers(all []report.Stranger) string {
	var said []string
	for _, s := range all {
		said = append(said, fmt.Sprintf("%d号", s.N))
	}
	return report.Listing(said)
}

// unbind answers 取消绑定 [UNIT] NAME.
func unbind(_ context.Context, h *Handler, r request) (reply, error) {
	name := strings.Join(r.Args, " ")
	if len(r.Args) > 1 {
		if unit, rest := h.unitAndName(r.Args); unit != "" {
			name = rest
		}
	}
	if name == "" {
		return reply{text: unbindUsage}, nil
	}
	var say reply
	for _, b := range h.workspace.Bindings() {
		if !report.SameName(name, b.Card) {
			continue
		}
		say.units = append(say.units, b.Unit)
		say.rulings = append(say.rulings, report.Ruling{
			Kind: report.BindRuling, At: r.message.Time, Message: r.message.ID, By: string(r.speaker.Person.ID),
			Card: b.Card, Chat: b.Chat, SenderID: b.SenderID,
		})
	}
	say.text = fmt.Sprintf(unbindDone, clip(report.Mask(name)))
	if len(say.rulings) == 0 {
		say.text = fmt.Sprintf(unbindNobody, clip(report.Mask(name)))
	}
	return say, nil
}
