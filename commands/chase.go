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

// between is how long a form is not chased again.
const between = 30 * time.Minute

// actChased is what somebody did who had a form's units reminded.
const actChased = "chase"

// chase answers 催报 [FORM or SLOT]: one polite round now, for each form that is open
// or overdue, in its chat, that names only those who are missing. One whose day is
// still to come is asked for by its name alone, and not long before it is due: the
// month's on its third is told when it is due. What quiet
// hours would hold until it is out of date is not promised.
func chase(ctx context.Context, h *Handler, r request) (reply, error) {
	s, scope := h.parser.Scope(r.Args, r.now.In(h.workspace.Zone))
	switch {
	case s.Doubt == parse.NoSuchDay:
		return reply{text: fmt.Sprintf(noSuchDate, report.Mask(s.Doubtful))}, nil
	case scope && (len(s.Units) > 0 || len(s.Spans) > 0 || s.Doubt != parse.NoDoubt):
		return reply{text: fmt.Sprintf(chaseWhat, h.someForm(r))}, nil
	case len(r.Args) > 0 && !scope:
		return reply{text: h.noSuchForm(r)}, nil
	}
	all, err := h.openOf(ctx, h.formsOf(r, s.Parts), r.now)
	if err != nil {
		return reply{}, err
	}
	lately, err := h.ledger.Acts(ctx, r.now.Add(-between), r.now.Add(time.Second))
	if err != nil {
		return reply{}, err
	}
	c := round{Handler: h, request: r, lately: lately}
	for _, period := range all {
		if named(s.Parts, period.Key) {
			c.chase(period)
		}
	}
	if len(all) == 0 || c.nothing() {
		c.begins(s.Parts)
	}
	c.say.text = c.text()
	return c.say, nil
}

// formsOf are the forms of some parts, else those that a request is about.
func (h *Handler) formsOf(r request, parts []parse.Part) []*report.Form {
	var forms []*report.Form
	for _, p := range parts {
		if f := h.workspace.Form(p.Form); !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
	}
	if len(forms) == 0 {
		return h.forms(r)
	}
	return forms
}

// someForm is the name of the first form that a request is about.
func (h *Handler) someForm(r request) string { return h.forms(r)[0].Name }

// round is one 催报 in the making: the rows it queues, and what is said of each period.
type round struct {
	*Handler
	request
	lately []report.Act
	say    reply

	now, later, never, done, again, early, closed []string
	name                                          string   // of the first form that is early
	yet                                           []string // far from due, or not begun
}

// longAhead is how long before its due time a period is not chased, by its name either.
const longAhead = 72 * time.Hour

// nothing tells whether nothing is to be said of any period yet.
func (c *round) nothing() bool {
	return len(c.now)+len(c.later)+len(c.never)+len(c.done)+len(c.again)+len(c.early)+len(c.closed)+len(c.yet) == 0
}

// begins notes when the slots begin that were named and of which nothing is wanted now.
func (c *round) begins(parts []parse.Part) {
	w, today := c.workspace, report.DayOf(c.request.now.In(c.workspace.Zone))
	for _, p := range parts {
		k := report.PeriodKey{Form: p.Form, Day: today, Slot: p.Slot}
		if p.Slot != "" && w.Owed(k) && w.Opens(k).After(c.request.now) {
			c.yet = append(c.yet, fmt.Sprintf("%s（%s开始）", w.Title(k), w.Opens(k).In(w.Zone).Format("15:04")))
		}
	}
}

// chase queues the row of a period, or notes why there is none.
func (c *round) chase(p report.Completeness) {
	w, k := c.workspace, p.Key
	title, missing, closes := w.Title(k), p.Wanted(), w.Closes(k)
	at, rested := rests(c.lately, k.Form, c.request.now)
	row := c.asks(k, missing)
	leaves := w.Leaves(row, c.request.now)
	switch {
	case p.Base+len(missing) == 0 || w.ChatOf(k.Form) == nil:
	case len(missing) == 0:
		c.done = append(c.done, title)
	case c.request.now.After(closes):
		c.closed = append(c.closed, title)
	case p.Due.Sub(c.request.now) > longAhead:
		c.yet = append(c.yet, fmt.Sprintf("%s（%s%s截止）", title, k.Day.Chinese(), p.Due.In(w.Zone).Format("15:04")))
	case c.Form == "" && k.Day > report.DayOf(c.request.now.In(w.Zone)):
		if c.name == "" {
			c.name = w.Form(k.Form).Name
		}
		c.early = append(c.early, fmt.Sprintf("%s（%s%s截止）", title, k.Day.Chinese(), w.Due(k).In(w.Zone).Format("15:04")))
	case rested:
		c.again = append(c.again, fmt.Sprintf(chasedBefore, w.Form(k.Form).Name, at.In(w.Zone).Format("15:04")))
	case w.Stale(row, leaves):
		c.never = append(c.never, title)
	default:
		c.say.rows = append(c.say.rows, row)
		c.say.acts = appendAct(c.say.acts, report.Act{At: c.request.now, By: string(c.speaker.Person.ID), What: actChased, About: string(k.Form)})
		c.say.units = appendUnits(c.say.units, missing)
		named := fmt.Sprintf("%s%d个", title, len(missing))
		if leaves.After(c.request.now) {
			c.later = append(c.later, named)
		} else {
			c.now = append(c.now, named)
		}
	}
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

// asks is the row of one period's round; who has reported when it leaves is no
// longer named.
func (c *round) asks(k report.PeriodKey, missing []report.UnitID) report.Row {
	row := report.Row{
		Key: fmt.Sprintf("remind/%s/%s/%s/%s/%s", k.Form, k.Day, k.Slot, report.StageAsked, c.message.ID), Kind: report.Reminder,
		Form: k.Form, Period: k.Day, Slot: k.Slot, Stage: report.StageAsked, Units: missing, Mentions: c.workspace.Cards(missing),
		Message: c.message.ID, NotBefore: c.request.now, Expires: c.workspace.Closes(k),
	}
	if chat := c.workspace.ChatOf(k.Form); chat != nil {
		row.To.Chat = chat.ID
	}
	return row
}

// text says what was done, and what was not and why.
func (c *round) text() string {
	var said []string
	ends := c.workspace.Leaves(report.Row{Kind: report.Reminder}, c.request.now).In(c.workspace.Zone).Format("15:04")
	say := func(titles []string, format string, before ...any) {
		if len(titles) > 0 {
			said = append(said, fmt.Sprintf(format, append(before, strings.Join(titles, "、"))...))
		}
	}
	say(c.now, chaseNow)
	say(c.later, chaseLater, ends)
	say(c.never, chaseNever, ends)
	said = append(said, slices.Compact(c.again)...)
	say(c.done, chaseNobody)
	say(c.closed, chaseClosed)
	switch {
	case len(said)+len(c.early) == 0 && len(c.yet) > 0:
		return fmt.Sprintf(chaseYet, strings.Join(c.yet, "、"))
	case len(said) == 0 && len(c.early) > 0:
		return fmt.Sprintf(chaseEarly, strings.Join(c.early, "、"), c.name)
	case len(said) == 0:
		return c.noneDue(c.request)
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
