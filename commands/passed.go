package commands

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
)

// howToPass is what somebody in charge says in private that may be meant for a place.
const howToPass = "回复几号"

// atHand is how long after the last of a matter words in private are meant for its
// place; for another while it is said how they are passed on.
const (
	atHand   = 30 * time.Minute
	remember = 2 * time.Hour
)

// idle are words that nobody needs to be told.
var idle = regexp.MustCompile(`^(好的?|嗯+|行|可以|谢谢|辛苦了?|知道了?|明白|ok|OK|在|哦|是|没事)[了啦的]*[，。！!,.~ ]*$|[?？]$|^.{0,2}$`)

// passedOn is what somebody in charge says in private without a number while one
// matter alone is open with them and at hand: the answer to its place. Of several, or
// later, it is told once how it is passed on.
func (h *Handler) passedOn(ctx context.Context, v *report.View, text string) (report.Command, error) {
	none := report.Command{}
	if !v.Message.Private || !v.Speaker.Known() || !v.Speaker.Bound || v.Reading.Kind != report.IsChatter || idle.MatchString(text) || v.Message.Type != "" && v.Message.Type != report.TextMessage {
		return none, nil
	}
	events, err := h.book.Events(ctx, v.Now.Add(-threadLife), v.Now.Add(time.Second))
	if err != nil {
		return none, err
	}
	var open []report.Event
	for _, e := range events {
		mine, err := h.openWith(ctx, v, e)
		if err != nil {
			return none, err
		}
		if mine {
			open = append(open, e)
		}
	}
	fresh := slices.ContainsFunc(open, func(e report.Event) bool { return v.Now.Sub(lastSaid(e)) <= remember })
	switch {
	case !fresh:
		return none, nil
	case len(open) == 1 && v.Now.Sub(lastSaid(open[0])) <= atHand && !h.workspace.NamesOther(text, open[0].Unit):
		return report.Command{Name: "回复", Args: []string{strconv.Itoa(open[0].N), text}}, nil
	}
	c := report.Command{Name: howToPass}
	for _, e := range open {
		c.Args = append(c.Args, strconv.Itoa(e.N))
	}
	return c, nil
}

// openWith tells whether a matter is not over and somebody has been called to it or
// has it, who has not raised it.
func (h *Handler) openWith(ctx context.Context, v *report.View, e report.Event) (bool, error) {
	if _, over := e.Closed(); over || h.workspace.Raised(v.Speaker, e) || !h.workspace.InCharge(v.Speaker, e, *v) {
		return false, nil
	}
	if slices.ContainsFunc(e.Progress, func(p report.Progress) bool { return p.By == v.Speaker.Name() }) {
		return true, nil
	}
	return h.told(ctx, e, v.Speaker.Person)
}

// lastSaid is when anything was last said of a matter.
func lastSaid(e report.Event) time.Time {
	last := e.Time
	for _, p := range e.Progress {
		if p.Time.After(last) {
			last = p.Time
		}
	}
	return last
}

// tellHow says once, for the same matters, how words are passed on to a place.
func tellHow(r request) reply {
	return reply{
		text: fmt.Sprintf(passHow, strings.Join(r.Args, "号、"), r.Args[len(r.Args)-1]),
		once: fmt.Sprintf("pass/%s/%s", r.speaker.Person.ID, strings.Join(r.Args, "-")),
	}
}
