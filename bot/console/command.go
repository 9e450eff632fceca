package console

import (
	"fmt"
	"slices"
	"strings"

	"qunbao/report"
)

const help = `直接输入内容，就以当前的人在当前的群里发言；写成「柳湾村 李会芳: 平安」就换那个人发言。
/who        花名册里有谁
/as 姓名    换一个人
/chat 群名  换一个群；/chat 私聊 是单独和群报说话
/quit       结束`

// private is what /chat takes for no chat at all.
const private = "私聊"

// command does what a line with a slash asks for.
func (c *Channel) command(text string) error {
	name, arg, _ := strings.Cut(text, " ")
	arg = strings.TrimSpace(arg)
	switch name {
	case "/quit", "/exit":
		return errQuit
	case "/who":
		return c.room.Note(c.who())
	case "/as":
		return c.room.Note(c.become(arg))
	case "/chat":
		return c.room.Note(c.enter(arg))
	case "/help":
		return c.room.Note(help)
	}
	return c.room.Note("没有 " + name + " 这个命令。\n" + help)
}

// standing says who speaks where.
func (c *Channel) standing() string {
	place := "「" + string(c.chat) + "」"
	if c.chat == "" {
		place = private
	}
	return fmt.Sprintf("现在以「%s」的身份在%s发言。", c.speaker.card, place)
}

// become changes the speaker.
func (c *Channel) become(name string) string {
	if name == "" {
		return c.standing()
	}
	if p := find(c.room.workspace, name); p != nil {
		c.speaker = speaker{p.Card, p}
		return c.standing()
	}
	c.speaker = speaker{card: name}
	return c.standing() + "花名册里没有（或不止一个）这个人，按陌生人说话。"
}

// enter changes the chat: by its name, or by a part that only one has.
func (c *Channel) enter(name string) string {
	if name == private {
		c.chat = ""
		return c.standing()
	}
	var found, all []string
	for _, chat := range c.room.workspace.Chats {
		all = append(all, string(chat.ID))
		if string(chat.ID) == name {
			found = []string{name}
			break
		}
		if name != "" && strings.Contains(string(chat.ID), name) {
			found = append(found, string(chat.ID))
		}
	}
	if len(found) != 1 {
		return "有这些群：" + strings.Join(append(all, private), "、") + "。" + c.standing()
	}
	c.chat = report.ChatID(found[0])
	return c.standing()
}

// who lists the people by unit, with their roles.
func (c *Channel) who() string {
	var b strings.Builder
	w := c.room.workspace
	for _, u := range w.Units {
		var names []string
		for _, p := range w.Posts(u.ID) {
			names = append(names, p.Name+"（"+roleNames(p.Roles(u.ID))+"）")
		}
		if len(names) > 0 {
			fmt.Fprintf(&b, "%s：%s\n", u.ID, strings.Join(names, "、"))
		}
	}
	return b.String() + c.standing()
}

var roles = map[report.Role]string{
	report.Reporter: "报送员", report.Deputy: "副报送员", report.Lead: "包村干部",
	report.Leader: "领导", report.Editor: "审核", report.Admin: "管理员",
}

func roleNames(rs []report.Role) string {
	var names []string
	for _, r := range rs {
		names = append(names, roles[r])
	}
	return strings.Join(names, "、")
}

// people are all those of the roster, in its order.
func people(w *report.Workspace) []*report.Person {
	all := make([]*report.Person, len(w.People))
	for i := range w.People {
		all[i] = &w.People[i]
	}
	return all
}

// find is the one person of a card, a name, or a unit and a name; nil where
// there is none or more than one.
func find(w *report.Workspace, name string) *report.Person {
	key := report.FoldCard(name)
	var found []*report.Person
	for _, p := range people(w) {
		if key != "" && slices.Contains(callings(w, p), key) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// callings are all the folded ways to call a person.
func callings(w *report.Workspace, p *report.Person) []string {
	ways := []string{report.FoldCard(p.Card), report.FoldCard(p.Name), report.FoldCard(string(p.ID))}
	for _, post := range p.Posts {
		names := []string{string(post.Unit)}
		if u := w.Unit(post.Unit); u != nil {
			names = append(names, u.Aliases...)
		}
		for _, unit := range names {
			ways = append(ways, report.FoldCard(unit+p.Name))
		}
	}
	return ways
}
