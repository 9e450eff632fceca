package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunbao/report"
)

// between is how long a form is not chased again.
const between = 30 * time.Minute

// actChased is what somebody did who had a form's units reminded.
const actChased = "chase"

// chase answers 催报 [FORM]: one polite round now, for each form that is open or
// overdue, in its chat, that names only those who are missing. One whose day is
// still to come, the month's on its third, is asked for by its name alone.
func chase(ctx context.Context, h *Handler, r request) (reply, error) {
	if len(r.Args) > 0 && r.Form == "" {
		return reply{text: h.noSuchForm(r)}, nil
	}
	all, err := h.open(ctx, r)
	if err != nil {
		return reply{}, err
	}
	lately, err := h.ledger.Acts(ctx, r.now.Add(-between), r.now.Add(time.Second))
	if err != nil {
		return reply{}, err
	}
	var say reply
	var chased, later, done, again []string
	for _, c := range all {
		title, missing := h.workspace.Title(c.Key), c.Wanted()
		switch at, rested := rests(lately, c.Key.Form, r.now); {
		case c.Base+len(missing) == 0 || r.now.After(h.workspace.Closes(c.Key)):
		case r.Form == "" && c.Key.Day > report.DayOf(r.now.In(h.workspace.Zone)):
		case len(missing) == 0:
			done = append(done, title)
		case rested:
			again = append(again, fmt.Sprintf(chasedBefore, h.workspace.Form(c.Key.Form).Name, at.In(h.workspace.Zone).Format("15:04")))
		case h.workspace.ChatOf(c.Key.Form) == nil:
		default:
			say.rows = append(say.rows, h.asked(r, c.Key, missing))
			say.acts = appendAct(say.acts, report.Act{At: r.now, By: string(r.speaker.Person.ID), What: actChased, About: string(c.Key.Form)})
			say.units = appendUnits(say.units, missing)
			named := fmt.Sprintf("%s%d个", title, len(missing))
			if h.workspace.Leaves(say.rows[len(say.rows)-1], r.now).After(r.now) {
				later = append(later, named)
			} else {
				chased = append(chased, named)
			}
		}
	}
	say.text = h.chaseText(r, chased, later, done, again)
	return say, nil
}

// rests tells whether a form was chased lately, and when.
func rests(lately []report.Act, f report.FormID, now time.Time) (time.Time, bool) {
	for _, a := range lately {
		if a.What == actChased && a.About == string(f) && now.Sub(a.At) < between {
			return a.At, true
		}
	}
	return time.Time{}, false
}

// asked is the row of one period's round; who has reported when it leaves is no
// longer named.
func (h *Handler) asked(r request, k report.PeriodKey, missing []report.UnitID) report.Row {
	to := report.Address{Chat: h.workspace.ChatOf(k.Form).ID}
	return report.Row{
		Key: fmt.Sprintf("remind/%s/%s/%s/%s/%s", k.Form, k.Day, k.Slot, report.StageAsked, r.message.ID), Kind: report.Reminder, To: to,
		Form: k.Form, Period: k.Day, Slot: k.Slot, Stage: report.StageAsked, Units: missing, Mentions: h.workspace.Cards(missing),
		Message: r.message.ID, NotBefore: r.now, Expires: h.workspace.Closes(k),
	}
}

// chaseText says what was done, and what was not and why.
func (h *Handler) chaseText(r request, chased, later, done, again []string) string {
	var said []string
	if len(chased) > 0 {
		said = append(said, fmt.Sprintf(chaseNow, strings.Join(chased, "、")))
	}
	if len(later) > 0 {
		leaves := h.workspace.Leaves(report.Row{Kind: report.Reminder}, r.now).In(h.workspace.Zone)
		said = append(said, fmt.Sprintf(chaseLater, leaves.Format("15:04"), strings.Join(later, "、")))
	}
	said = append(said, slices.Compact(again)...)
	if len(done) > 0 {
		said = append(said, fmt.Sprintf(chaseNobody, strings.Join(done, "、")))
	}
	if len(said) == 0 {
		return nothingDue
	}
	return strings.Join(said, "\n")
}

func appendAct(acts []report.Act, a report.Act) []report.Act {
	if slices.Contains(acts, a) {
		return acts
	}
	return append(acts, a)
}

// appendUnits appends those that are not in the list yet.
func appendUnits(units, more []report.UnitID) []report.UnitID {
	known := make(map[report.UnitID]bool, len(units))
	for _, u := range units {
		known[u] = true
	}
	return append(units, slices.DeleteFunc(slices.Clone(more), func(u report.UnitID) bool { return known[u] })...)
}
