package commands

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"qunbao/report"
)

// acknowledge answers 收到 N: somebody has urgent matters in hand.
func acknowledge(ctx context.Context, h *Handler, r request) (reply, error) {
	return h.follow(ctx, r, report.Acknowledged)
}

// followUp answers 续报 N TEXT: more from the place, or that it is over.
func followUp(ctx context.Context, h *Handler, r request) (reply, error) {
	if _, text := matterArgs(report.FollowedUp, r.Args); saysOver(text) {
		return h.follow(ctx, r, report.Closed)
	}
	return h.follow(ctx, r, report.FollowedUp)
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
		return reply{text: fmt.Sprintf(matterText, r.Name, strings.Join(r.Args, " "))}, nil
	}
	v := report.View{Now: r.now, Message: r.message, Speaker: r.speaker, Aloud: h.Aloud}
	var say reply
	var lines []string
	for _, n := range numbers {
		e, found, err := h.ledger.Event(ctx, n)
		switch {
		case err != nil:
			return reply{}, err
		case !found:
			lines = append(lines, fmt.Sprintf(noSuchMatter, n))
			continue
		case !h.mayFollow(r.speaker, e, v, kind):
			return reply{text: fmt.Sprintf(notInCharge, n), refused: true}, nil
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
// the place is welcome from everybody.
func (h *Handler) mayFollow(s report.Speaker, e report.Event, v report.View, kind report.ProgressKind) bool {
	switch kind {
	case report.FollowedUp:
		return true
	case report.Closed:
		return h.workspace.Near(s, e, v)
	}
	return h.workspace.InCharge(s, e, v)
}

// matterArgs parts the numbers of urgent matters from the words behind them; only
// 收到 is said of several.
func matterArgs(kind report.ProgressKind, args []string) (numbers []int, text string) {
	for i, a := range args {
		n, err := strconv.Atoi(a)
		if err != nil || i > 0 && kind != report.Acknowledged {
			return numbers, strings.Join(args[i:], " ")
		}
		numbers = append(numbers, n)
	}
	return numbers, ""
}

// over are words that say that a matter is over, where it is known which one is
// meant; overAlone those that say so where nothing else tells.
var (
	over      = regexp.MustCompile(`^(续报|警报|险情|情况|疑似|已经?|全部|都|[ :：，,])*(排除|解除|办结|处置完|处置好|处理完|处理好|误报|虚惊一场)(了|完毕|毕|结束)*([，。,.！!、 ].*)?$`)
	overAlone = regexp.MustCompile(`^(\S{0,8}?(警报|险情|疑似)[已经全部都]*(排除|解除|处置完|处置好|处理完|处理好)|已经?排除|虚惊一场|是?误报)(了|完毕|毕|结束)*([，。,.！!、 ].*)?$`)
)

// saysOver tells whether words say that a matter is over.
func saysOver(text string) bool { return over.MatchString(strings.TrimSpace(text)) }
