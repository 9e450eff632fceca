package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
)

// Papers draws up briefings, and keeps them.
type Papers interface {
	// DraftIDs lists those that are kept.
	DraftIDs(context.Context) ([]string, error)
	// Draft is one as it stands.
	Draft(ctx context.Context, id string) (report.Draft, bool, error)
	// Draw drafts a briefing of a kind about some days as things stand, and keeps nothing.
	Draw(ctx context.Context, kind string, days report.DaySpan, now time.Time) (report.Draft, error)
	// Improve has a model word a draft that was just drawn, once it is kept, and says
	// how long that may take; 0: there is none.
	Improve(report.Draft) time.Duration
}

// Of all drafts the newest are looked at, and none whose days ended long ago.
const (
	newestDrafts = 20
	oldestDraft  = 45 // days
)

// actShown is what somebody did who had a draft shown.
const actShown = "draft-shown"

// reviewRoles are the roles that review briefings here; an admin may stand in.
func (h *Handler) reviewRoles() []report.Role {
	var roles []report.Role
	for _, kind := range []string{report.DailyBriefing, report.SituationReport, report.WorkSummary} {
		if role := h.workspace.ReviewRole(kind); !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	if !slices.Contains(roles, report.Admin) {
		roles = append(roles, report.Admin)
	}
	return roles
}

// rightOver is the right to decide about drafts of a kind.
func (h *Handler) rightOver(kind string) right {
	return decides(h.workspace.ReviewRole(kind), report.Admin)
}

// reviews tells whether somebody reviews briefings of a kind.
func (h *Handler) reviews(s report.Speaker, kind string) bool { return h.rightOver(kind).entitled(s) }

// rightTo is the right to a command.
func (h *Handler) rightTo(c command) right {
	if c.reviews {
		return decides(h.reviewRoles()...)
	}
	return c.needs
}

// recent are the drafts of the last weeks, the newest first.
func (h *Handler) recent(ctx context.Context, now time.Time) ([]report.Draft, error) {
	if h.Papers == nil {
		return nil, nil
	}
	ids, err := h.Papers.DraftIDs(ctx)
	if err != nil {
		return nil, err
	}
	today := report.DayOf(now.In(h.workspace.Zone))
	until := func(id string) report.Day {
		_, days, ok := report.ParseDraftID(id)
		if !ok {
			return 0
		}
		return days.Until
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return until(id) < today-oldestDraft })
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(until(b), until(a)) })
	var drafts []report.Draft
	for _, id := range ids[:min(len(ids), newestDrafts)] {
		d, _, err := h.Papers.Draft(ctx, id)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	return drafts, nil
}

// meantDraft finds the draft that a request is about: the one it quotes or names,
// else the only one of those that fit, or the one that was shown to the asker last.
// A decision is never made of one of several that nobody named. why is the one
// sentence where there is none.
func (h *Handler) meantDraft(ctx context.Context, r request, words []string, fits func(report.DraftState) bool) (d report.Draft, why string, err error) {
	if h.Papers == nil {
		return d, noPapers, nil
	}
	if id := report.DraftOf(r.message.RefersTo); id != "" {
		d, found, err := h.Papers.Draft(ctx, id)
		if err != nil || found {
			return d, "", err
		}
	}
	all, err := h.recent(ctx, r.now)
	if err != nil {
		return d, "", err
	}
	wanted, ok := h.paperNamed(words, r.now)
	if !ok {
		return d, fmt.Sprintf(noSuchPaper, report.Mask(strings.Join(words, " "))), nil
	}
	all = slices.DeleteFunc(all, func(d report.Draft) bool { return !wanted.means(d) })
	fitting := slices.Clone(all)
	if !wanted.dated {
		fitting = current(all)
	}
	fitting = h.decidable(r, slices.DeleteFunc(fitting, func(d report.Draft) bool { return !fits(d.State) }))
	switch {
	case len(fitting) == 1 || len(fitting) > 1 && wanted.named:
		return fitting[0], "", nil
	case len(fitting) == 0 && len(all) > 0:
		return all[0], "", nil
	case len(fitting) == 0:
		return d, noDraft, nil
	}
	if c, _ := find(r.Name); c.decidesOne {
		var names []string
		for i := range fitting {
			names = append(names, fitting[i].Name())
		}
		why = fmt.Sprintf(whichDraft, len(names), strings.Join(names, "、"))
		if len(words) == 0 && r.Name != "退回" {
			why += fmt.Sprintf(whichLike, r.Name, kindName(fitting[0].Kind), fitting[0].To.Chinese())
		}
		return d, why + "。", nil
	}
	return h.lastShown(ctx, r, fitting)
}

// decidable are those of some drafts about which the asker may decide, where a decision
// is asked for; all, where there are none.
func (h *Handler) decidable(r request, all []report.Draft) []report.Draft {
	own := slices.DeleteFunc(slices.Clone(all), func(d report.Draft) bool { return !h.rightOver(d.Kind).held(r.speaker) })
	if c, _ := find(r.Name); len(own) == 0 || !c.reviews {
		return all
	}
	return own
}

// current are some drafts, the newest first, without those that nobody has worked on
// and that a newer one of their kind has followed: nobody means them any more.
func current(all []report.Draft) []report.Draft {
	followed := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(d report.Draft) bool {
		old := followed[d.Kind] && d.Untouched()
		followed[d.Kind] = true
		return old
	})
}

// lastShown is the draft that somebody saw last: by asking for it, by working on it,
// or because it was made.
func (h *Handler) lastShown(ctx context.Context, r request, of []report.Draft) (report.Draft, string, error) {
	acts, err := h.ledger.Acts(ctx, r.now.AddDate(0, 0, -7), r.now.Add(time.Second))
	if err != nil {
		return report.Draft{}, "", err
	}
	seen := func(d report.Draft) time.Time {
		at := d.Made
		for _, s := range d.Steps {
			if s.By == r.speaker.Name() && s.At.After(at) {
				at = s.At
			}
		}
		for _, a := range acts {
			if a.What == actShown && a.By == r.speaker.Name() && a.About == d.ID && a.At.After(at) {
				at = a.At
			}
		}
		return at
	}
	return slices.MaxFunc(of, func(a, b report.Draft) int { return seen(a).Compare(seen(b)) }), "", nil
}

// review reads what a decision about a draft rests on, and makes it, for who may
// decide about its kind.
func (h *Handler) review(ctx context.Context, r request, d report.Draft, decide func(report.Review) report.Reviewed) (reply, error) {
	if n := h.rightOver(d.Kind); !n.held(r.speaker) {
		return h.refusal(r, n), nil
	}
	v := report.Review{Now: r.now, Message: r.message, Speaker: r.speaker, Draft: d}
	fresh, err := h.Papers.Draw(ctx, d.Kind, report.DaySpan{From: d.From, Until: d.To}, r.now)
	if err != nil {
		return reply{}, err
	}
	v.Fresh = fresh.Facts
	if keys := report.Differing(d.Facts, v.Fresh); len(keys) > 0 {
		if v.Records, err = h.store.Records(ctx, keys); err != nil {
			return reply{}, err
		}
	}
	year := h.workspace.IssueYear(d)
	if v.Count, _, err = h.Papers.Draft(ctx, report.IssueCount(d.Kind, year)); err != nil {
		return reply{}, err
	}
	if _, v.Earlier, err = h.Papers.Draft(ctx, report.IssueCount(d.Kind, year-1)); err != nil {
		return reply{}, err
	}
	return h.reviewed(r, decide(v)), nil
}

// reviewed is the reply of a decision about a draft.
func (h *Handler) reviewed(r request, done report.Reviewed) reply {
	return h.privately(r, reply{text: done.Say, drafts: done.Drafts, rows: done.Rows})
}

// privately answers a request that was made in a chat to the asker alone, since what
// nobody has approved is nobody else's yet.
func (h *Handler) privately(r request, say reply) reply {
	if r.message.Private || h.Aloud {
		return say
	}
	say.rows = append(say.rows, report.Row{
		Key: "private/" + string(r.message.ID), Kind: report.Reply, To: report.Address{Person: r.speaker.Person.ID}, Text: say.text,
		Stage: say.stage, Ref: say.ref, Message: r.message.ID, NotBefore: r.now, Expires: r.now.Add(time.Hour),
	})
	say.text, say.stage, say.ref = toldAlone, "", ""
	return say
}

func openDraft(s report.DraftState) bool { return s == report.Drafted || s == report.Edited }

func returnable(s report.DraftState) bool { return openDraft(s) || s == report.Approved }

func approved(s report.DraftState) bool { return s == report.Approved }

func published(s report.DraftState) bool { return s == report.Published }

func anyDraft(s report.DraftState) bool { return s != report.Returned }
