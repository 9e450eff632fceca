package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
)

// Previewer shows a digest before it goes.
type Previewer interface {
	// Preview is a plan's digest of a day as it would go at an instant.
	Preview(ctx context.Context, plan report.DigestPlan, day report.Day, now time.Time) (report.Digest, error)
}

// preview answers 预览 [晨报|晚报|07:30|表名] [日期]: the digest that goes next, or of a
// day, as it would go now.
func preview(ctx context.Context, h *Handler, r request) (reply, error) {
	if h.Previewer == nil || len(h.workspace.Digests) == 0 {
		return reply{text: noDigests}, nil
	}
	plans, words := h.plansNamed(r)
	if len(plans) == 0 {
		return reply{text: fmt.Sprintf(noSuchDigest, report.Mask(r.Args[0]), h.digestNames())}, nil
	}
	now := r.now.In(h.workspace.Zone)
	plan, day := h.nextDigest(plans, now)
	if len(words) > 0 {
		named, ok := pastDay(words, now)
		switch {
		case !ok:
			return reply{text: fmt.Sprintf(noSuchDigest, report.Mask(strings.Join(words, " ")), h.digestNames())}, nil
		case named > report.DayOf(now):
			return reply{text: fmt.Sprintf(dayToCome, named.Chinese())}, nil
		}
		plan, day = h.digestOf(plans, named), named
	}
	if !h.tells(plan, day) {
		return reply{text: fmt.Sprintf(digestRests, plan.At, plan.Title(), day.Chinese())}, nil
	}
	digest, err := h.Previewer.Preview(ctx, plan, day, r.now)
	if err != nil {
		return reply{}, err
	}
	return reply{text: fmt.Sprintf(previewHead, plan.At, plan.Title()) + digest.Text, units: digest.Units}, nil
}

// plansNamed are the digests that a request may mean, and its words that do not say which.
func (h *Handler) plansNamed(r request) (plans []report.DigestPlan, left []string) {
	plans = slices.Clone(h.workspace.Digests)
	keep := func(means func(report.DigestPlan) bool) {
		plans = slices.DeleteFunc(plans, func(p report.DigestPlan) bool { return !means(p) })
	}
	if r.Form != "" {
		keep(func(p report.DigestPlan) bool { return slices.Contains(p.Forms, r.Form) })
		return plans, nil
	}
	for _, word := range r.Args {
		switch f := h.formCalled(word); {
		case word == "晨报" || word == "晚报":
			keep(func(p report.DigestPlan) bool { return p.Title() == word })
		case strings.Contains(word, ":"):
			keep(func(p report.DigestPlan) bool { return p.At.String() == word || p.At.String() == "0"+word })
		case f != nil:
			keep(func(p report.DigestPlan) bool { return slices.Contains(p.Forms, f.ID) })
		default:
			left = append(left, word)
		}
	}
	return plans, left
}

// formCalled is the form of a name or alias, or nil.
func (h *Handler) formCalled(name string) *report.Form {
	for i := range h.workspace.Forms {
		if f := &h.workspace.Forms[i]; f.Name == name || slices.Contains(f.Aliases, name) {
			return f
		}
	}
	return nil
}

// nextDigest is the digest that goes next and the day that it will cover; one whose forms
// are not in force goes after all others.
func (h *Handler) nextDigest(plans []report.DigestPlan, now time.Time) (next report.DigestPlan, day report.Day) {
	var at time.Time
	idle := true
	for _, p := range plans {
		covered := report.DayOf(now)
		if p.Covers == report.Yesterday {
			covered--
		}
		goes := h.workspace.DigestAt(p, covered)
		if !goes.After(now) {
			covered++
			goes = h.workspace.DigestAt(p, covered)
		}
		if rests := !h.tells(p, covered); at.IsZero() || idle && !rests || idle == rests && goes.Before(at) {
			next, day, at, idle = p, covered, goes, rests
		}
	}
	return next, day
}

// digestOf is the first of some digests that tells something of a day.
func (h *Handler) digestOf(plans []report.DigestPlan, day report.Day) report.DigestPlan {
	i := slices.IndexFunc(plans, func(p report.DigestPlan) bool { return h.tells(p, day) })
	return plans[max(i, 0)]
}

// tells tells whether a form of a digest is in force on a day.
func (h *Handler) tells(p report.DigestPlan, day report.Day) bool {
	return slices.ContainsFunc(p.Forms, func(id report.FormID) bool { return h.workspace.Falls(h.workspace.Form(id), day) })
}

// digestNames are the digests that there are: 07:30晨报、20:00晚报.
func (h *Handler) digestNames() string {
	var names []string
	for _, p := range h.workspace.Digests {
		names = append(names, p.At.String()+p.Title())
	}
	return strings.Join(names, "、")
}

// pastDay is the day that some words name; without a year the last such day that was.
func pastDay(words []string, now time.Time) (report.Day, bool) {
	day, ok := dayIn(words, now)
	if before, past := dayIn(words, now.AddDate(-1, 0, 0)); ok && past && day > report.DayOf(now)+31 {
		day = before
	}
	return day, ok
}
