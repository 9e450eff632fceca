package console

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"qunbao/bot"
	"qunbao/report"
)

// Style is how a room looks. The zero Style is plain text of 80 cells.
type Style struct {
	Width int  // cells; 0: 80
	Color bool // the terminal shows colours and nobody asked for none
	Echo  bool // typed lines stand on the screen already and are not printed again
}

// The columns of a room: the clock, the name, the text.
const (
	clockCells = 7
	nameCells  = 18
	textColumn = clockCells + nameCells + 2
	tallText   = 4    // lines; a longer text stands below its name, where there is more room
	longText   = 2000 // characters shown of what somebody typed
)

// labels say what kind of message the bot sends.
var labels = map[report.Kind]string{
	report.Receipt: "回执", report.Ask: "询问", report.Reminder: "提醒", report.Escalation: "转包村", report.Alert: "急报",
	report.DigestKind: "汇总", report.Briefing: "简报", report.Reply: "答复", report.Notice: "通知",
}

// Room prints what is said in a workspace's chats. It may be used by several
// goroutines.
type Room struct {
	mu        sync.Mutex
	w         io.Writer
	workspace *report.Workspace
	style     Style
	place     string // the chat and day of the last line
	begun     bool   // something stands on the screen
}

// NewRoom prints to w.
func NewRoom(w io.Writer, workspace *report.Workspace, style Style) *Room {
	if style.Width == 0 {
		style.Width = 80
	}
	style.Width = max(style.Width, textColumn+10)
	return &Room{w: w, workspace: workspace, style: style}
}

// Say prints an inbound message. Its error, as that of Tell and Note, wraps one
// of package bot: it says whether anything stands on the screen.
func (r *Room) Say(m report.Message) error {
	place := string(m.Chat)
	if m.Private {
		place = "私聊 " + r.workspace.Speaker(m).Name()
	}
	return r.print(place, line{at: m.Time, name: m.Sender, color: cyan, text: typed(m)})
}

// Tell prints an outbound message.
func (r *Room) Tell(out report.Outgoing) error {
	place := string(out.To.Chat)
	if out.To.Person != "" {
		place = "私聊 " + string(out.To.Person)
	}
	l := line{at: out.Time, name: "群报 " + labels[out.Kind], color: kindColor(out.Kind), text: strings.Trim(plain(out.Text), "\n")}
	if at := mentions(out); at != "" {
		l.text = at + " " + l.text
	}
	for _, f := range out.Files {
		l.text += "\n[文件] " + plain(bot.FileName(f))
	}
	return r.print(place, l)
}

// Note prints what nobody says: the words of a narrator.
func (r *Room) Note(text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b strings.Builder
	for _, l := range wrap(plain(text), r.style.Width-2) {
		b.WriteString(strings.TrimRight("  "+r.paint(dim, l), " ") + "\n")
	}
	return r.write(b.String())
}

// line is one message in the room.
type line struct {
	at    time.Time
	name  string
	color color
	text  string
}

// print writes a message, under a heading where the chat or the day is another.
func (r *Room) print(place string, l line) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	l.at = l.at.In(r.workspace.Zone)
	var b strings.Builder
	heading := fmt.Sprintf("%s  %s 星期%s", plain(place), report.DayOf(l.at).Chinese(), weekdays[l.at.Weekday()])
	if heading != r.place {
		if r.begun {
			b.WriteByte('\n')
		}
		r.place = heading
		for _, h := range wrap("---- "+heading+" ", r.style.Width) {
			b.WriteString(r.paint(bold, h+" "+strings.Repeat("-", max(0, r.style.Width-cells(h)-1))) + "\n")
		}
	}
	r.body(&b, l)
	return r.write(b.String())
}

// body writes the clock, the name and the text: beside the name, or below it
// where the text is tall or the name long.
func (r *Room) body(b *strings.Builder, l line) {
	name := strings.ReplaceAll(plain(l.name), "\n", " ")
	b.WriteString(r.paint(dim, pad(l.at.Format("15:04"), clockCells)))
	column, text := textColumn, wrap(l.text, r.style.Width-textColumn)
	if len(text) > tallText {
		column, text = clockCells, wrap(l.text, r.style.Width-clockCells)
	}
	if column == textColumn && cells(name) <= nameCells {
		b.WriteString(r.paint(l.color, pad(name, nameCells)) + "  ")
	} else {
		for i, n := range wrap(name, r.style.Width-clockCells) {
			b.WriteString(strings.Repeat(" ", clockCells*min(i, 1)) + r.paint(l.color, n) + "\n")
		}
		b.WriteString(strings.Repeat(" ", column))
	}
	for i, t := range text {
		if i > 0 && t != "" {
			b.WriteString(strings.Repeat(" ", column))
		}
		b.WriteString(r.paint(textColor(l.color), t) + "\n")
	}
}

func (r *Room) write(s string) error {
	r.begun = true
	n, err := io.WriteString(r.w, s)
	switch {
	case err == nil:
		return nil
	case n == 0:
		return fmt.Errorf("%w: %w", bot.ErrOffline, err)
	default:
		return fmt.Errorf("%w: %w", bot.ErrUncertain, err)
	}
}

// typed is what somebody wrote, as it is shown.
func typed(m report.Message) string {
	text := plain(m.Text)
	if n := utf8.RuneCountInString(text); n > longText {
		text = string([]rune(text)[:longText]) + fmt.Sprintf("…（共%d字，以下从略）", n)
	}
	switch m.Type {
	case report.ImageMessage:
		text = "[图片] " + text
	case report.VoiceMessage:
		text = "[语音] " + text
	case report.FileMessage:
		text = "[文件] " + text
	case report.RecallMessage:
		text = "（撤回了一条消息）" + text
	}
	if text == "" {
		return "（空消息）"
	}
	return strings.Trim(text, "\n")
}

// mentions are the cards a message turns to, but for those its text names.
func mentions(out report.Outgoing) string {
	var at []string
	for _, card := range out.Mentions {
		card = "@" + bot.MentionName(card)
		if !strings.Contains(out.Text, card) {
			at = append(at, card)
		}
	}
	return strings.Join(at, " ")
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}
