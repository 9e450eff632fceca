package commands

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
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
	// receivedThese is 收到 with numbers, 收到 1 马上到 and 8号收到, as only who is called
	// says it: from others it is 12 boxes, or a day.
	receivedThese = regexp.MustCompile(`^(?:好的?|嗯|已)?[，, ]*(?:收到了?[ :：，,]*(?:急报)?(\d{1,6}号?(?:[ 、,，和及与]+\d{1,6}号?)*)|(\d{1,6}号?(?:[ 、,，和及与]+\d{1,6}号?)*)[ :：，,]*收到)[了啦]*(?:[ ，,。！!、.~]+(.*))?$`)
	number        = regexp.MustCompile(`\d+`)
	counted       = regexp.MustCompile(`^[箱个份盒件套只瓶包批人户张]`)
	// toMany are words of a leader to all, not to whom is waiting for an answer.
	toMany = regexp.MustCompile(`各[村单社位]|大家|报表|通知[各大全]`)
	// receivedAnd is 收到 with more behind it.
	receivedAnd = regexp.MustCompile(`^(好的?|已)?[，, ]*收到了?[，。！!,. ]+(.+)$`)
	// more is what opens a follow-up without a number.
	more = regexp.MustCompile(`^\S{0,8}?续报[:： ，,]*`)
	// numbered is the number of a matter with words close behind it, 1已转移3人; before
	// what is counted it is none.
	numbered = regexp.MustCompile(`^(\d{1,6})号?([^\d\s.:点时分秒月日年/号箱个份盒件套只瓶包批人户名例起处条间亩米次栋车辆张].*)$`)
)

// thread reads what is said of an urgent matter without its number, as the command
// that says it: a quote of the alert or of what raised it, a bare 收到 from whom an
// alert waits for, and 续报 or 排除 from the place. Commands are left as they are, and
// so are reports but for those of continues.
func (h *Handler) thread(ctx context.Context, v *report.View) error {
	says := h.unnumbered
	switch v.Reading.Kind {
	case report.IsReport, report.IsCorrection:
		says = h.continues
	case report.IsChatter, report.IsEvent, report.IsUnparsed:
		if v.Message.RefersTo != "" {
			says = h.quoted
		}
	default:
		return nil
	}
	typed := zh.Fold(v.Message.Text)
	text := unaddressed(typed.String())
	if text == "" {
		return nil
	}
	c, err := says(ctx, v, text)
	for i, a := range c.Args {
		if _, err := strconv.Atoi(a); err != nil { // words are passed on as they were typed
			c.Args[i] = original(typed, a)
		}
	}
	if err == nil && c.Name != "" {
		v.Reading = report.Reading{ID: v.Message.ID, Kind: report.IsCommand, Command: c}
	}
	return err
}

// unaddressed is a text without the mentions in front of it.
func unaddressed(text string) string {
	text = strings.TrimSpace(text)
	for strings.HasPrefix(text, "@") {
		_, text, _ = strings.Cut(text, " ")
		text = strings.TrimSpace(text)
	}
	return text
}

// quoted is what a quote says of the urgent matter that it quotes, if it does.
func (h *Handler) quoted(ctx context.Context, v *report.View, text string) (report.Command, error) {
	e, err := h.quotedEvent(ctx, v)
	if err != nil || e.N == 0 {
		return report.Command{}, err
	}
	inCharge := h.workspace.InCharge(v.Speaker, e, *v)
	n := strconv.Itoa(e.N)
	news := report.Command{Name: "续报", Args: []string{n, more.ReplaceAllString(text, "")}}
	switch behind := receivedAnd.FindStringSubmatch(text); {
	case !inCharge && !h.workspace.OfPlace(v.Speaker, e):
		if v.Speaker.Known() && more.MatchString(text) || h.workspace.Raised(v.Speaker, e) && !received.MatchString(text) {
			return news, nil
		}
		return report.Command{}, nil // talk about what a village said
	case received.MatchString(text) && inCharge:
		numbers, err := h.together(ctx, v, e)
		return report.Command{Name: "收到", Args: numbers}, err
	case received.MatchString(text): // the village has read the confirmation
		return report.Command{}, nil
	case behind != nil && inCharge:
		return report.Command{Name: "收到", Args: []string{n, behind[2]}}, nil
	case saysOver(text):
		return report.Command{Name: "办结", Args: []string{n, text}}, nil
	case inCharge && !h.workspace.Raised(v.Speaker, e):
		return report.Command{Name: "回复", Args: []string{n, text}}, nil
	}
	return news, nil
}

// quotedEvent finds the urgent matter that a message quotes: by a row of ours about
// it, or by the message that raised it.
func (h *Handler) quotedEvent(ctx context.Context, v *report.View) (e report.Event, err error) {
	if n := report.AlertOf(v.Message.RefersTo); n > 0 {
		e, _, err = h.ledger.Event(ctx, n)
		return e, err
	}
	events, err := h.book.Events(ctx, v.Now.Add(-quotedLife), v.Now.Add(time.Second))
	if i := slices.IndexFunc(events, func(e report.Event) bool { return e.Message == v.Message.RefersTo }); i >= 0 {
		e = events[i]
	}
	return e, err
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
	these := receivedThese.FindStringSubmatch(text)
	behind := receivedAnd.FindStringSubmatch(text)
	said := received.MatchString(text) && !strings.Contains(text, "知道") || these != nil ||
		behind != nil && (v.Message.Private || !toMany.MatchString(text))
	if !said && !more.MatchString(text) && !speaksOfEnd(text) && !ends(overBare, text) {
		return h.passedOn(ctx, v, text)
	}
	events, err := h.book.Events(ctx, v.Now.Add(-threadLife), v.Now.Add(time.Second))
	switch {
	case err != nil:
		return report.Command{}, err
	case !said:
		return h.continued(v, events, text), nil
	case !v.Speaker.Known():
		return report.Command{}, nil
	case these != nil:
		return h.takes(ctx, v, number.FindAllString(these[1]+these[2], -1), these[3])
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
	switch {
	case len(c.Args) == 0:
		return report.Command{}, nil
	case len(c.Args) > 1 && !v.Message.Private && !h.atOnce(v, events, c.Args):
		return report.Command{Name: whichOfThem, Args: c.Args}, nil
	}
	if behind != nil {
		c.Args = append(c.Args, behind[2])
	}
	return c, nil
}

// busy is how long after an alert a bare 收到 in a group is about all that it told.
const busy = 5 * time.Minute

// atOnce tells whether urgent matters, by their numbers, reached people in one message
// that a 收到 in a group follows closely: else talk and other alerts lie between, and
// nobody can tell which is meant.
func (h *Handler) atOnce(v *report.View, events []report.Event, numbers []string) bool {
	first := slices.IndexFunc(events, func(e report.Event) bool { return strconv.Itoa(e.N) == numbers[0] })
	together := report.Together(events, events[first].N)
	for _, n := range numbers {
		if !slices.ContainsFunc(together, func(e report.Event) bool { return strconv.Itoa(e.N) == n }) {
			return false
		}
	}
	return v.Now.Sub(together[len(together)-1].Time) <= busy+gathered
}

// gathered is how long matters of one form may wait for each other.
const gathered = 5 * time.Minute

// takes is 收到 of some numbers, where each is that of an open matter to which the
// speaker is called.
func (h *Handler) takes(ctx context.Context, v *report.View, numbers []string, words string) (report.Command, error) {
	if counted.MatchString(words) {
		return report.Command{}, nil
	}
	for _, n := range numbers {
		at, _ := strconv.Atoi(n)
		e, found, err := h.ledger.Event(ctx, at)
		if _, closed := e.Closed(); err != nil || !found || closed {
			return report.Command{}, err
		}
		if told, err := h.told(ctx, e, v.Speaker.Person); err != nil || !told {
			return report.Command{}, err
		}
	}
	if words != "" {
		numbers = append(numbers, words)
	}
	return report.Command{Name: "收到", Args: numbers}, nil
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
// speaker raised, else the last of the speaker's units, that is not over. Where the
// words name a unit, it is one of that unit; what is over elsewhere ends nothing here.
func (h *Handler) continued(v *report.View, events []report.Event, text string) report.Command {
	open := slices.DeleteFunc(slices.Clone(events), func(e report.Event) bool {
		_, over := e.Closed()
		return over
	})
	var own, ofUnit, named []report.Event
	for _, e := range open {
		here := h.workspace.Names(text, e.Unit)
		switch {
		case h.workspace.Raised(v.Speaker, e) && !h.workspace.NamesOther(text, e.Unit):
			own = append(own, e)
		case e.Unit != "" && v.Speaker.AnswersFor(e.Unit) && !h.workspace.NamesOther(text, e.Unit):
			ofUnit = append(ofUnit, e)
		case here:
			named = append(named, e)
		}
	}
	mine := own
	if len(mine) == 0 {
		mine = ofUnit
	}
	news := more.MatchString(text)
	if len(mine) == 0 && news && v.Speaker.Known() {
		mine = named
	}
	switch {
	case len(mine) == 0 && news:
		return h.ended(v, events)
	case len(mine) == 0:
		return report.Command{}
	}
	n, said := strconv.Itoa(mine[len(mine)-1].N), more.ReplaceAllString(text, "")
	if m := numbered.FindStringSubmatch(said); m != nil && slices.ContainsFunc(mine, func(e report.Event) bool { return strconv.Itoa(e.N) == m[1] }) {
		n, said = m[1], m[2]
	}
	switch {
	case news:
		return report.Command{Name: "续报", Args: []string{n, said}}
	case !v.Speaker.Known() || !ends(overAlone, text) && !ends(overBare, text):
		return report.Command{Name: "续报", Args: []string{n, text}}
	case !ends(overAlone, text) && len(own) != 1: // which one is over, nobody can tell
		return report.Command{}
	}
	return report.Command{Name: "办结", Args: []string{n, text}}
}
