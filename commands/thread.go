package commands

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
)

// threadLife is how long words without a number may belong to an urgent matter,
// quotedLife how long its first words may be quoted.
const (
	threadLife = 48 * time.Hour
	quotedLife = 7 * 24 * time.Hour
)

var (
	// received is 收到 and nothing else, as it is typed to a chat.
	received = regexp.MustCompile(`^(好的?|嗯|已)?[，, ]*(收到|知道了?)[了啦的]*[，。！!,.~ ]*$`)
	// receivedAnd is 收到 with more behind it, as it is typed to the bot alone or to a quote.
	receivedAnd = regexp.MustCompile(`^(好的?|已)?[，, ]*收到了?[，。！!,. ]+(.+)$`)
	// more is what opens a follow-up without a number.
	more = regexp.MustCompile(`^\S{0,8}?续报[:： ，,]*`)
)

// thread reads what is said of an urgent matter without its number, as the command
// that says it: a quote of the alert or of what raised it, a bare 收到 from whom an
// alert waits for, and 续报 or 排除 from the place. Reports and commands are left as
// they are.
func (h *Handler) thread(ctx context.Context, v *report.View) error {
	switch v.Reading.Kind {
	case report.IsChatter, report.IsEvent, report.IsUnparsed:
	default:
		return nil
	}
	text := strings.TrimSpace(v.Message.Text)
	if !v.Speaker.Known() || text == "" {
		return nil
	}
	var c report.Command
	var err error
	if v.Message.RefersTo != "" {
		c, err = h.quoted(ctx, v, text)
	} else {
		c, err = h.unnumbered(ctx, v, text)
	}
	if err == nil && c.Name != "" {
		v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsCommand, Command: c}
	}
	return err
}

// quoted is what a quote says of the urgent matter that it quotes, if it does.
func (h *Handler) quoted(ctx context.Context, v *report.View, text string) (report.Command, error) {
	e, ours, err := h.quotedEvent(ctx, v)
	if err != nil || e.N == 0 {
		return report.Command{}, err
	}
	inCharge := h.workspace.InCharge(v.Speaker, e, *v)
	n := strconv.Itoa(e.N)
	switch behind := receivedAnd.FindStringSubmatch(text); {
	case !ours && !h.workspace.Near(v.Speaker, e, *v): // talk about what a village said
		return report.Command{}, nil
	case received.MatchString(text) && inCharge:
		numbers, err := h.together(ctx, v, e)
		return report.Command{Name: "收到", Args: numbers}, err
	case received.MatchString(text): // the village has read the confirmation
		return report.Command{}, nil
	case behind != nil && inCharge:
		return report.Command{Name: "收到", Args: []string{n, behind[2]}}, nil
	case saysOver(text):
		return report.Command{Name: "办结", Args: []string{n, text}}, nil
	case inCharge && v.Speaker.Name() != e.By:
		return report.Command{Name: "回复", Args: []string{n, text}}, nil
	}
	return report.Command{Name: "续报", Args: []string{n, more.ReplaceAllString(text, "")}}, nil
}

// quotedEvent finds the urgent matter that a message quotes: by a row of ours about
// it, or by the message that raised it.
func (h *Handler) quotedEvent(ctx context.Context, v *report.View) (e report.Event, ours bool, err error) {
	if n := report.AlertOf(v.Message.RefersTo); n > 0 {
		e, _, err = h.ledger.Event(ctx, n)
		return e, true, err
	}
	events, err := h.book.Events(ctx, v.Now.Add(-quotedLife), v.Now.Add(time.Second))
	if i := slices.IndexFunc(events, func(e report.Event) bool { return e.Message == v.Message.RefersTo }); i >= 0 {
		e = events[i]
	}
	return e, false, err
}

// together are the numbers of the matters that reached the speaker in one message
// with one of them.
func (h *Handler) together(ctx context.Context, v *report.View, e report.Event) ([]string, error) {
	numbers := []string{strconv.Itoa(e.N)}
	if report.AlertOf(v.Message.RefersTo) == 0 {
		return numbers, nil
	}
	events, err := h.book.Events(ctx, e.Time.Add(-sameMatter), e.Time.Add(sameMatter))
	if err != nil {
		return nil, err
	}
	for _, o := range report.Together(events, e.N) {
		told, err := h.told(ctx, o, v.Speaker.Person)
		if err != nil {
			return nil, err
		}
		if told && o.N != e.N && o.Waits() {
			numbers = append(numbers, strconv.Itoa(o.N))
		}
	}
	return numbers, nil
}

// unnumbered is what words that quote nothing say of an urgent matter.
func (h *Handler) unnumbered(ctx context.Context, v *report.View, text string) (report.Command, error) {
	behind := receivedAnd.FindStringSubmatch(text)
	bare := received.MatchString(text) && !strings.Contains(text, "知道")
	said := bare || behind != nil && v.Message.Private
	continues := more.MatchString(text)
	if !said && !continues && !overAlone.MatchString(text) {
		return report.Command{}, nil
	}
	events, err := h.book.Events(ctx, v.Now.Add(-threadLife), v.Now.Add(time.Second))
	if err != nil {
		return report.Command{}, err
	}
	if !said {
		return h.continued(v, events, text), nil
	}
	c := report.Command{Name: "收到"}
	for _, e := range events {
		told := e.Waits()
		if told {
			if told, err = h.told(ctx, e, v.Speaker.Person); err != nil {
				return c, err
			}
		}
		if told {
			c.Args = append(c.Args, strconv.Itoa(e.N))
		}
	}
	if len(c.Args) == 0 {
		return report.Command{}, nil
	}
	if !bare {
		c.Args = append(c.Args, behind[2])
	}
	return c, nil
}

// told tells whether an alert about an urgent matter has left to a person.
func (h *Handler) told(ctx context.Context, e report.Event, p *report.Person) (bool, error) {
	for _, key := range h.workspace.CallKeys(e, p) {
		state, _, err := h.ledger.RowState(ctx, key)
		if err != nil {
			return false, err
		}
		if state == report.Sent || state == report.Sending || state == report.Uncertain {
			return true, nil
		}
	}
	return false, nil
}

// continued is what 续报 or 排除 says from the place: of the last matter that the
// speaker raised, else the last of the speaker's units, that is not over.
func (h *Handler) continued(v *report.View, events []report.Event, text string) report.Command {
	var own, ofUnit int
	for _, e := range events {
		_, over := e.Closed()
		switch {
		case over:
		case e.By == v.Speaker.Name():
			own = e.N
		case e.Unit != "" && v.Speaker.AnswersFor(e.Unit):
			ofUnit = e.N
		}
	}
	if own == 0 {
		own = ofUnit
	}
	switch n := strconv.Itoa(own); {
	case own == 0:
		return report.Command{}
	case more.MatchString(text):
		return report.Command{Name: "续报", Args: []string{n, more.ReplaceAllString(text, "")}}
	default:
		return report.Command{Name: "办结", Args: []string{n, text}}
	}
}
