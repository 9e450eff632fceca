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

// What is said of a command whose message is recalled: what it did stands.
const (
	stillExcused  = "撤回消息取消不了免报，%s仍免报。要恢复请发：免报 %s 取消"
	stillOwed     = "撤回消息不改变已恢复的上报：%s照常报。要再免报请重发一遍。"
	stillRaised   = "撤回消息解除不了应急响应，%s仍有效。要解除请发：应急 解除 %s"
	stillLifted   = "撤回消息不能再启动应急响应，%s仍是已解除。要启动请重新整句发。"
	stillSwapped  = "撤回消息不改变换班，现在是%s。要改回请发：换班 %s 恢复"
	stillTaken    = "撤回消息不改变急报%[1]d号，仍记为您已收到。处理不了请回“续报 %[1]d …”说明，办公室会收到。"
	stillClosed   = "撤回消息不改变急报%[1]d号，仍是已办结。没有处置完请回“续报 %[1]d …”，会重新通知。"
	stillPassedOn = "急报%[1]d号的话已经转出，撤不回。要更正请再回“续报 %[1]d …”。"
)

// recalled answers who recalls a command that decided something: nothing is undone
// by that, and the answer says what stands and how to take it back. It is false where
// there is nothing to say.
func (h *Handler) recalled(ctx context.Context, v report.View) (bool, error) {
	if v.Referred == nil || v.Referred.Kind != report.IsCommand || !v.Speaker.Known() {
		return false, nil
	}
	r := request{report.Command{Name: "撤回"}, v.Message, v.Speaker, v.Now}
	made := slices.DeleteFunc(slices.Clone(h.workspace.Rulings()), func(m report.Ruling) bool {
		return m.Message != v.Message.RefersTo || m.By != v.Speaker.Name() && !v.Speaker.Has(report.Admin)
	})
	say := reply{text: h.rulingStands(r, made), once: "recall/" + string(v.Message.RefersTo)}
	if len(made) == 0 {
		events, err := h.book.Events(ctx, v.Now.Add(-quotedLife), v.Now.Add(time.Second))
		if err != nil {
			return false, err
		}
		say.text = progressStands(events, v)
	}
	if say.text == "" {
		return false, nil
	}
	return true, h.say(ctx, v, r, say)
}

// rulingStands says what stands of the rulings of one message; "" where they count no
// more.
func (h *Handler) rulingStands(r request, made []report.Ruling) string {
	if len(made) == 0 {
		return ""
	}
	switch first := made[0]; first.Kind {
	case report.ExcuseRuling:
		e := excusedBy(made)
		switch owed := !slices.ContainsFunc(h.all(e), func(k report.RecordKey) bool { return h.workspace.Excused(k.PeriodKey, k.Unit) != "" }); {
		case owed && first.Reason == "":
			return fmt.Sprintf(stillOwed, h.exempted(r, e))
		case owed:
			return ""
		}
		return fmt.Sprintf(stillExcused, h.exempted(r, e), h.undo(r, e))
	case report.LevelRuling:
		if now, on := h.workspace.Response(first.Matter, r.now); on {
			return fmt.Sprintf(stillRaised, h.workspace.ResponseText(now), first.Matter)
		}
		return fmt.Sprintf(stillLifted, first.Matter)
	case report.BindRuling:
		if bound := slices.ContainsFunc(h.workspace.Bindings(), func(b report.Ruling) bool { return b.Message == first.Message }); bound {
			return fmt.Sprintf(stillBound, report.Mask(first.Card))
		}
		return ""
	case report.AcceptRuling:
		return stillAccepted
	case report.DutyRuling:
		return fmt.Sprintf(stillSwapped, h.workspace.WatchText(first.From), first.From.Chinese())
	}
	return ""
}

// excusedBy is the request that some rulings were made of.
func excusedBy(made []report.Ruling) parse.Exemption {
	var e parse.Exemption
	for _, m := range made {
		if !slices.Contains(e.Units, m.Unit) {
			e.Units = append(e.Units, m.Unit)
		}
		if s := (parse.Span{From: m.From, Until: m.Until}); !slices.Contains(e.Spans, s) {
			e.Spans = append(e.Spans, s)
		}
		if p := (parse.Part{Form: m.Form, Slot: m.Slot}); m.Form != "" && !slices.Contains(e.Parts, p) {
			e.Parts = append(e.Parts, p)
		}
	}
	return e
}

// progressStands says what stands of what a message said of urgent matters, a line
// each.
func progressStands(events []report.Event, v report.View) string {
	var said []string
	for _, e := range events {
		for _, p := range e.Progress {
			if p.Message != v.Message.RefersTo || p.By != v.Speaker.Name() {
				continue
			}
			_, over := e.Closed()
			switch {
			case p.Kind == report.Closed && over:
				said = append(said, fmt.Sprintf(stillClosed, e.N))
			case p.Kind == report.Acknowledged && !over:
				said = append(said, fmt.Sprintf(stillTaken, e.N))
			case p.Kind == report.FollowedUp || p.Kind == report.Instructed:
				said = append(said, fmt.Sprintf(stillPassedOn, e.N))
			}
		}
	}
	return strings.Join(said, "\n")
}
