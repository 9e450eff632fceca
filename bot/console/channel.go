package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"qunbao/bot"
	"qunbao/report"
)

// maxLine is the longest line that is taken, in bytes.
const maxLine = 16 << 20

// Channel is a room in which somebody types as the people of the roster.
type Channel struct {
	room *Room
	in   io.Reader
	now  func() time.Time

	// What follows belongs to Run.
	chat    report.ChatID // where a line is said; empty: in private
	speaker speaker
	count   int
}

// speaker is who a bare line comes from.
type speaker struct {
	card   string
	person *report.Person // nil: a stranger
}

// New is a channel that reads lines from in and prints to a room. now dates
// what is typed. It starts in the first chat, as its first reporter.
func New(room *Room, in io.Reader, now func() time.Time) *Channel {
	c := &Channel{room: room, in: in, now: now, speaker: speaker{card: "来宾"}}
	if w := room.workspace; len(w.Chats) > 0 {
		c.chat = w.Chats[0].ID
	}
	if first := append(room.workspace.AllWith(report.Reporter), people(room.workspace)...); len(first) > 0 {
		c.speaker = speaker{first[0].Card, first[0]}
	}
	return c
}

// Name is console.
func (c *Channel) Name() string { return "console" }

// Capabilities: a terminal shows what is private and who is mentioned; of a
// file it can show the name alone.
func (c *Channel) Capabilities() bot.Capabilities {
	return bot.Capabilities{Private: true, Mention: true, Files: true}
}

// Members are all the people of the roster: whoever types may be any of them.
func (c *Channel) Members(_ context.Context, chat report.ChatID) ([]string, error) {
	if c.room.workspace.Chat(chat) == nil {
		return nil, nil
	}
	var cards []string
	for _, p := range people(c.room.workspace) {
		cards = append(cards, p.Card)
	}
	return cards, nil
}

// Send prints a message.
func (c *Channel) Send(ctx context.Context, out report.Outgoing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := bot.CheckFiles(out.Files); err != nil {
		return err
	}
	return c.room.Tell(out)
}

// errQuit ends Run as the input does.
var errQuit = errors.New("quit")

// Run reads what is typed until the input, ctx or /quit ends it.
func (c *Channel) Run(ctx context.Context, l bot.Listener) error {
	lines := bot.NewLines(c.in, maxLine)
	next := func() (string, error) {
		text, err := lines.Next()
		if errors.Is(err, bot.ErrLongLine) {
			return "", c.room.Note(fmt.Sprintf("这一行超过%dMB，没有收下。", maxLine>>20))
		}
		return string(text), err
	}
	if err := c.room.Note(c.standing() + "输入 /help 看用法，/quit 结束。"); err != nil {
		return err
	}
	l.Turn(bot.State{Phase: bot.Up})
	err := bot.Pump(ctx, next, func(text string) error { return c.typed(ctx, text, l) })
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

// typed does what a line asks for: a command, or something said.
func (c *Channel) typed(ctx context.Context, text string, l bot.Listener) error {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return nil
	case strings.HasPrefix(text, "/"):
		return c.command(text)
	}
	m := c.message(c.spoken(text))
	if c.room.style.Echo {
		return l.Hear(ctx, m) // what was typed stands on the screen already
	}
	if err := c.room.Say(m); err != nil {
		return err
	}
	return l.Hear(ctx, m)
}

// spoken finds who speaks in 柳湾村 李会芳: 平安, and gives what is said. Where
// no one person stands before the colon, the whole line is said by the last
// speaker: 疫情日报：发热0人.
func (c *Channel) spoken(text string) string {
	i := strings.IndexAny(text, ":：")
	if i < 0 {
		return text
	}
	p := find(c.room.workspace, text[:i])
	rest := strings.TrimSpace(strings.TrimLeft(text[i:], ":："))
	if p == nil || rest == "" {
		return text
	}
	c.speaker = speaker{p.Card, p}
	return rest
}

// message is a typed line as a message. Who types holds the program itself, so
// the people have an account that counts as bound.
func (c *Channel) message(text string) report.Message {
	c.count++
	now := c.now()
	m := report.Message{
		ID:   report.MessageID("console-" + strconv.FormatInt(now.UnixNano(), 36) + "-" + strconv.Itoa(c.count)),
		Time: now, Chat: c.chat, Private: c.chat == "", Sender: c.speaker.card, Text: text, Type: report.TextMessage,
		MentionsBot: strings.Contains(text, "@群报"),
	}
	if c.speaker.person != nil {
		m.SenderID = "console/" + string(c.speaker.person.ID)
	}
	return m
}
