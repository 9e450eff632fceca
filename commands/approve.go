package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

// approve answers 通过 [日报|汇报|小结] [日期].
func approve(ctx context.Context, h *Handler, r request) (reply, error) {
	d, why, err := h.meantDraft(ctx, r, r.Args, openDraft)
	if why != "" || err != nil {
		return reply{text: why}, err
	}
	return h.review(ctx, r, d, h.workspace.Approve)
}

// publish answers 发布 [日报|汇报|小结] [日期].
func publish(ctx context.Context, h *Handler, r request) (reply, error) {
	d, why, err := h.meantDraft(ctx, r, r.Args, approved)
	if why != "" || err != nil {
		return reply{text: why}, err
	}
	return h.review(ctx, r, d, h.workspace.Publish)
}

// sendBack answers 退回 原因.
func sendBack(ctx context.Context, h *Handler, r request) (reply, error) {
	_, reason, _ := strings.Cut(r.message.Text, "退回")
	reason = strings.TrimLeft(reason, ":：,，、 　\n")
	if reason == "" {
		return reply{text: returnWhy}, nil
	}
	d, why, err := h.meantDraft(ctx, r, nil, returnable)
	if why != "" || err != nil {
		return reply{text: why}, err
	}
	if n := h.rightOver(d.Kind); !n.held(r.speaker) {
		return h.refusal(r, n), nil
	}
	v := report.Review{Now: r.now, Message: r.message, Speaker: r.speaker, Draft: d}
	return h.reviewed(r, h.workspace.Return(v, reason)), nil
}

// confirmed is 确认 of who was asked to confirm something of a draft. It is no command
// of its own: from anybody else it is talk, or the answer to another question.
const confirmed = "确认"

// confirmable are the drafts of which somebody was asked to confirm something, the
// one asked about last first.
func (h *Handler) confirmable(ctx context.Context, s report.Speaker, now time.Time) ([]report.Draft, error) {
	all, err := h.recent(ctx, now)
	asked := func(d report.Draft) report.DraftStep {
		step, _ := d.Asked(s.Name(), now)
		return step
	}
	all = slices.DeleteFunc(all, func(d report.Draft) bool {
		_, is := d.Asked(s.Name(), now)
		return !is
	})
	slices.SortStableFunc(all, func(a, b report.Draft) int { return asked(b).At.Compare(asked(a).At) })
	return all, err
}

// confirms reads 确认 as an answer to what was asked about a draft, unless a later
// question is open, or any that was asked of a card: who speaks with one alone is
// refused, but not what somebody else in the chat was asked.
func (h *Handler) confirms(ctx context.Context, v *report.View) (bool, error) {
	text := strings.Trim(zh.Fold(v.Message.Text).String(), " \n。.!！")
	if unaddressed(text) != confirmed || !decides(h.reviewRoles()...).entitled(v.Speaker) {
		return false, nil
	}
	drafts, err := h.confirmable(ctx, v.Speaker, v.Now)
	if err != nil {
		return false, err
	}
	if len(drafts) == 0 {
		all, err := h.recent(ctx, v.Now)
		overtaken := slices.ContainsFunc(all, func(d report.Draft) bool { return d.Overtaken(v.Speaker.Name(), v.Now) })
		if err != nil || v.Question != nil || !overtaken {
			return false, err
		}
		v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsCommand, Command: report.Command{Name: confirmed}}
		return true, nil
	}
	step, _ := drafts[0].Asked(v.Speaker.Name(), v.Now)
	if v.Question != nil && (v.Question.Asked.After(step.At) || !v.Speaker.Bound) {
		return false, nil
	}
	v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsCommand, Command: report.Command{Name: confirmed}}
	return true, nil
}

// confirm does what was asked about.
func (h *Handler) confirm(ctx context.Context, r request) (reply, error) {
	drafts, err := h.confirmable(ctx, r.speaker, r.now)
	if err != nil || len(drafts) == 0 {
		return reply{text: nothingToConfirm}, err
	}
	return h.review(ctx, r, drafts[0], h.workspace.Confirm)
}
