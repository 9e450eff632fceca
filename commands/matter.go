package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"qunbao/report"
)

// acknowledge answers 收到 N: somebody has urgent matters in hand.
func acknowledge(ctx context.Context, h *Handler, r request) (reply, error) {
	return h.follow(ctx, r, report.Acknowledged)
}

// whichOfThem is 收到 of whom several alerts wait for, said in a group so that nobody
// can tell which it means.
const whichOfThem = "收到几号"

// which asks for the number, once for the same alerts. It names their places alone:
// the words may have been said to others.
func (h *Handler) which(ctx context.Context, r request) (reply, error) {
	say := reply{once: fmt.Sprintf("which/%s/%s", r.speaker.Person.ID, strings.Join(r.Args, "-"))}
	var open []string
	numbers, _ := matterArgs(report.Acknowledged, r.Args)
	for _, n := range numbers {
		e, _, err := h.ledger.Event(ctx, n)
		if err != nil {
			return reply{}, err
		}
		place := string(e.Unit)
		if place == "" {
			place = "未说明单位"
		}
		open = append(open, fmt.Sprintf("%d号（%s）", n, place))
	}
	say.text = fmt.Sprintf(whichMatters, strings.Join(open, "、"), r.Args[0], strings.Join(r.Args, " "))
	return say, nil
}

// followUp answers 续报 N TEXT: more from the place, or that it is over. What it says
// of a form's figures leaves the form as it is, and is told to do so.
func followUp(ctx context.Context, h *Handler, r request) (reply, error) {
	_, text := matterArgs(report.FollowedUp, r.Args)
	if r.speaker.Known() && saysOver(text) {
		return h.follow(ctx, r, report.Closed)
	}
	say, err := h.follow(ctx, r, report.FollowedUp)
	if err != nil || len(say.progress) == 0 {
		return say, err
	}
	hint, err := h.unchanged(ctx, r, text)
	say.text += hint
	return say, err
}

// instruct answers 回复 N TEXT: what a leader answers to the place.
func instruct(ctx context.Context, h *Handler, r request) (reply, error) {
	return h.follow(ctx, r, report.Instructed)
}

// closeMatter answers 办结 N, 排除 N: it is over.
func closeMatter(ctx context.Context, h *Handler, r request) (reply, error) {
	return h.follow(ctx, r, report.Closed)
}

// follow lets the asker say something of urgent matters, each by its number.
func (h *Handler) follow(ctx context.Context, r request, kind report.ProgressKind) (reply, error) {
	numbers, text := matterArgs(kind, r.Args)
	if text == "" && (kind == report.FollowedUp || kind == report.Instructed) {
		like := "已转移3人"
		if kind == report.Instructed {
			like = "马上到"
		}
		return reply{text: fmt.Sprintf(matterText, r.Name, strings.TrimSpace(strings.Join(r.Args, " ")), like)}, nil
	}
	v := report.View{Now: r.now, Message: r.message, Speaker: r.speaker, Aloud: h.Aloud}
	var say reply
	var lines []string
	for _, n := range numbers {
		e, found, err := h.ledger.Event(ctx, n)
		switch {
		case err != nil:
			return reply{}, err
		case !r.speaker.Known() && !(found && h.workspace.Raised(r.speaker, e)):
			return h.refusal(r, right{}), nil
		case !found:
			lines = append(lines, fmt.Sprintf(noSuchMatter, n))
			continue
		case !h.mayFollow(r.speaker, e, v, kind):
			return h.refusalToFollow(r, e, v), nil
		}
		done := h.workspace.Follow(v, e, kind, text)
		lines = append(lines, done.Say)
		say.progress, say.rows = append(say.progress, done.Progress...), append(say.rows, done.Rows...)
		if e.Unit != "" {
			say.units = append(say.units, e.Unit)
		}
	}
	say.text = strings.Join(lines, "\n")
	return say, nil
}

// mayFollow tells whether somebody may say a thing of an urgent matter: more from
// the place is welcome from everybody. Who is above the place must be known by more
// than a card.
func (h *Handler) mayFollow(s report.Speaker, e report.Event, v report.View, kind report.ProgressKind) bool {
	above := s.Bound && h.workspace.InCharge(s, e, v)
	switch kind {
	case report.FollowedUp:
		return true
	case report.Closed:
		return above || h.workspace.OfPlace(s, e)
	}
	return above
}

// refusalToFollow is the sentence for somebody who may not say a thing of an urgent
// matter.
func (h *Handler) refusalToFollow(r request, e report.Event, v report.View) reply {
	if h.workspace.InCharge(r.speaker, e, v) {
		return reply{text: fmt.Sprintf(needsPerson, r.Name), refused: true}
	}
	return reply{text: fmt.Sprintf(notInCharge, e.N), refused: true}
}

// matterArgs parts the numbers of urgent matters from the words behind them; 收到
// and 办结 are said of several.
func matterArgs(kind report.ProgressKind, args []string) (numbers []int, text string) {
	for i, a := range args {
		n, err := strconv.Atoi(a)
		if err != nil || i > 0 && kind != report.Acknowledged && kind != report.Closed {
			return numbers, strings.Join(args[i:], " ")
		}
		numbers = append(numbers, n)
	}
	return numbers, ""
}
