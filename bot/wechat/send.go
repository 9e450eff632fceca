package wechat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/eatmoreapple/openwechat"

	"qunbao/bot"
	"qunbao/report"
)

// errNowhere says that a group is not known: nothing has left, and it may be known
// when somebody speaks there or has saved it to the address book.
var errNowhere = errors.New("the account is in no group of this name, or the service does not tell of it yet")

// errStrange says that the friends are not known yet.
var errStrange = errors.New("the service does not tell the contacts yet")

// Send makes one attempt to send a message: its words, then its files. An @ is mere
// text here, so people are turned to as they are called in the group.
func (c *Channel) Send(ctx context.Context, out report.Outgoing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.sending.Lock()
	defer c.sending.Unlock()
	s := c.live()
	if s == nil {
		return bot.ErrOffline
	}
	if len(out.Text) > maxText || strings.TrimSpace(out.Text) == "" && len(out.Files) == 0 {
		return fmt.Errorf("%w: it is empty or too long", bot.ErrRejected)
	}
	if err := errors.Join(bot.CheckFiles(out.Files), checkSizes(out.Files)); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.ctx, stop)()
	to, at, err := s.address(ctx, out)
	if err != nil {
		return err
	}
	return s.deliverTo(ctx, to, sending{Outgoing: out, text: at + plainText(out.Text)})
}

// sending is a message with its words as they are sent.
type sending struct {
	report.Outgoing
	text string
}

// address finds where a message goes, in the names of this session, and the names
// that stand before its words.
func (s *session) address(ctx context.Context, out report.Outgoing) (to, at string, err error) {
	if out.To.Person != "" {
		wire, ok := s.roster.where(out.To.Person)
		if !ok && !s.roster.knowsAll() {
			return "", "", errStrange
		}
		if !ok {
			return "", "", fmt.Errorf("%w: the person is no friend of the account", bot.ErrRejected)
		}
		return wire, "", nil
	}
	g, err := s.roster.chat(ctx, out.To.Chat)
	switch {
	case errors.Is(err, errShared):
		return "", "", err
	case err != nil:
		return "", "", sendError(err)
	case g == nil:
		return "", "", errNowhere
	}
	return g.wire, s.roster.mention(g, out), nil
}

// mostInLine is how many names may stand before words in their line.
const mostInLine = 3

// mention turns to people by the names that the group sees, to others by their card.
func (r *roster) mention(g *group, out report.Outgoing) string {
	var b strings.Builder
	n := 0
	for _, card := range out.Mentions {
		if card == report.Nameless {
			continue
		}
		name, person := strings.TrimSuffix(card, report.SharedMark), r.known(g.chat, card)
		for wire, who := range g.who {
			if shown := g.members[wire].shown(); person != "" && who.person == person && shown != "" {
				name = shown
			}
		}
		if name = bot.MentionName(name); name != "" && !strings.Contains(out.Text, "@"+name) {
			b.WriteString("@" + name + "\u2005")
			n++
		}
	}
	if n > mostInLine {
		b.WriteByte('\n')
	}
	return b.String()
}

// plainText is a text without what a phone cannot show.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// deliverTo sends the words, then the files. Once anything has left, nobody can say
// any more that nothing has.
func (s *session) deliverTo(ctx context.Context, to string, m sending) error {
	left, by := false, s.nick
	if account := s.roster.have(to).account; account != "" {
		by = account
	}
	fail := func(err error) error {
		known := sendError(err)
		if staleName(known) {
			s.roster.stale(to)
		}
		if left && !errors.Is(known, bot.ErrUncertain) {
			return fmt.Errorf("%w: a part has left, another has not: %w", bot.ErrUncertain, plain(err))
		}
		return known
	}
	if strings.TrimSpace(m.text) != "" {
		id, err := s.sendText(ctx, to, m.text)
		if err != nil {
			return fail(err)
		}
		left = true
		s.c.recent.add(spoken{id: report.MessageID(m.Key), wire: id, chat: m.To.Chat, by: by, text: m.text, ours: true})
	}
	for _, path := range m.Files {
		id, err := s.sendFile(ctx, to, path)
		if err != nil {
			return fail(err)
		}
		left = true
		s.c.recent.add(spoken{id: report.MessageID(m.Key), wire: id, chat: m.To.Chat, by: by, ours: true})
	}
	return nil
}

func (s *session) sendText(ctx context.Context, to, text string) (id string, err error) {
	sent, err := s.client.Caller.WebWxSendMsg(ctx, &openwechat.CallerWebWxSendMsgOptions{
		LoginInfo: s.keep.LoginInfo, BaseRequest: s.keep.BaseRequest,
		Message: openwechat.NewTextSendMessage(text, s.self, to),
	})
	if err != nil {
		return "", err
	}
	return sent.MsgId, nil
}

// sendError says of an error what it means for the message.
func sendError(err error) error {
	err = plain(err)
	var f *fault
	if !errors.As(err, &f) {
		if errors.Is(err, errDead) {
			return fmt.Errorf("%w: %w", bot.ErrOffline, err)
		}
		return err
	}
	switch {
	case f.ret == retTooOften:
		return fmt.Errorf("%w: %w", bot.ErrTooFast, f)
	case f.ret == retParameter:
		return fmt.Errorf("%w: %w", bot.ErrRejected, f)
	case errors.Is(f, errDead):
		return fmt.Errorf("%w: %w", bot.ErrOffline, f)
	case f.ret != 0:
		return f // the service has said no, and may say yes another time
	case f.begun && rules(f.call).act:
		return fmt.Errorf("%w: %w", bot.ErrUncertain, f)
	case f.begun: // what failed is a step before the message: a file may be too much for the line
		return f
	}
	return fmt.Errorf("%w: %w", bot.ErrOffline, f)
}

// staleName tells whether the service does not know the name that a message went to.
func staleName(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.ret == retStale
}

// untilNextSecond waits until two uploads have different numbers: the library makes
// them of the second.
func (c *Channel) untilNextSecond(ctx context.Context) error {
	if wait := time.Until(c.uploaded.Truncate(time.Second).Add(time.Second)); wait > 0 && !pause(ctx, wait) {
		return ctx.Err()
	}
	c.uploaded = time.Now()
	return nil
}
