package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"qunbao/report"
)

// commandName is a command's canonical name and what may stand behind it.
type commandName struct {
	name string
	args arity
}

// arity says what may stand behind a command's word. Anything else makes the
// message talk: 统计表我下午发 is no command.
type arity int

const (
	bare     arity = iota // nothing, or a form's name
	optional              // at most three words after a space
	scoped                // nothing, or days, forms, slots and units after a space
	required              // words, glued or after a space
	anyWords              // nothing, or words, after a space or, from a unit on, glued
	dated                 // nothing, or a day after a space
	numbered              // a number first: 认可 3
	reasoned              // words after a space, a mark or a line end; said to the bot, nothing
)

// newCommands lists the words of the contract, section 4, rule 10.
func newCommands() *trie[commandName] {
	t := newTrie[commandName]()
	for word, c := range map[string]commandName{
		"帮助": {"帮助", bare}, "格式": {"格式", optional}, "谁没报": {"谁没报", scoped}, "未报": {"谁没报", scoped}, "未报名单": {"谁没报", scoped},
		"统计": {"统计", scoped}, "今日情况": {"统计", scoped}, "查": {"查", required}, "催报": {"催报", optional}, "免报": {"免报", anyWords},
		"应急": {"应急", anyWords}, "应急响应": {"应急", anyWords}, "值班": {"值班", dated}, "换班": {"换班", anyWords}, "认可": {"认可", numbered}, "绑定": {"绑定", anyWords}, "未认出": {"绑定", bare}, "取消绑定": {"取消绑定", required}, "绑定取消": {"取消绑定", required}, "预览": {"预览", optional},
		"导出": {"导出", optional}, "上报": {"上报", optional}, "简报": {"简报", optional}, "出处": {"出处", numbered}, "改": {"改", numbered},
		"通过": {"通过", optional}, "退回": {"退回", reasoned}, "发布": {"发布", optional},
	} {
		*t.at(word) = c
	}
	for _, word := range []string{"取消免报", "免报取消", "撤销免报", "免报撤销"} {
		*t.at(word) = commandName{excuseCommand, anyWords}
	}
	return t
}

// dutyCommand tells who has the watch.
const dutyCommand = "值班"

// excuseCommand excuses a unit, and 取消免报 takes it back.
const excuseCommand = "免报"

// asked are the shorter natural forms that count when the bot is mentioned.
var asked = []struct {
	pattern *regexp.Regexp
	name    string
	scoped  bool // of a day or slot that it names
}{
	{regexp.MustCompile(`(谁|哪些?(村|单位|人|家)|哪几个村|还有谁|有谁|都谁|还有哪些?)(还)?(没|没有|未)(有)?(上)?(报|交|填|接龙)|^(还)?(有)?(没|未)报(的)?(有)?(谁|哪些|名单)?$|未报(名单|情况)|漏报(名单)?$`), "谁没报", true},
	{regexp.MustCompile(`(谁|哪位|哪个)(在|来|是)?(今天|今晚|明天)?(值班|带班)|(值班|带班)(的|人员)?(是|有)?(谁|哪位|哪些人)`), dutyCommand, true},
	{regexp.MustCompile(`统计|汇总|今[日天](的)?情况|报了多少|多少(村|家|个)?(单位)?报了|总数`), "统计", true},
	{regexp.MustCompile(`帮助|怎么用|使用说明|会(做|干)什么`), "帮助", false},
	{regexp.MustCompile(`格式|怎么报|模板`), "格式", false},
}

// command reads a command: exactly its words in a group or in private; with the
// bot mentioned, a short question of that meaning too.
func (s *scene) command() (report.Command, bool) {
	if s.m.Type == report.JielongMessage {
		return report.Command{}, false
	}
	// Mentions in front are dropped, whether or not the channel told of them.
	body := trimSpace(s.runes)
	for len(body) > 0 && body[0] == '@' {
		space := slices.Index(body, ' ')
		if space < 0 {
			space = len(body)
		}
		body = trimSpace(body[space:])
	}
	stripped := body
	for n := len(stripped); n > 0 && inSet(stripped[n-1], " 。!！?？~"); n-- {
		stripped = stripped[:n-1]
	}
	if c, ok := s.matterCommand(body); ok {
		return c, true
	}
	if c, ok := s.exactCommand(stripped, body); ok {
		return c, true
	}
	if c, ok := s.scopeCommand(stripped); ok {
		return c, true
	}
	if s.m.MentionsBot || s.m.Private {
		if c, ok := s.directed(string(stripped)); ok {
			return c, true
		}
	}
	// Natural forms count only where the bot is spoken to, and only short ones: a
	// long message to it is rather a report with a mention.
	// In private only who is missing is asked for so: 统计 and 格式 are words of reports.
	if !s.m.MentionsBot && !s.m.Private || len(stripped) > 16 {
		return report.Command{}, false
	}
	for _, a := range asked {
		if (s.m.MentionsBot || a.name == asksOf[0] || a.name == dutyCommand) && a.pattern.MatchString(string(stripped)) {
			c := report.Command{Name: a.name, Form: s.p.formNamed(stripped)}
			if a.scoped {
				c.Args = s.scopeWords(stripped)
			}
			if c.Name == dutyCommand {
				c.Args = slices.DeleteFunc(c.Args, func(word string) bool { return !namesDays(word) })
			}
			return c, true
		}
	}
	return report.Command{}, false
}

// trimSpace takes the white space off both ends.
func trimSpace(runes []rune) []rune {
	for len(runes) > 0 && unicode.IsSpace(runes[0]) {
		runes = runes[1:]
	}
	for len(runes) > 0 && unicode.IsSpace(runes[len(runes)-1]) {
		runes = runes[:len(runes)-1]
	}
	return runes
}

// exactCommand reads a text that begins with a command's word and holds nothing
// but what may stand behind it.
func (s *scene) exactCommand(stripped, body []rune) (report.Command, bool) {
	p := s.p
	end, found := p.commands.longest(stripped, 0, func(*commandName) bool { return true })
	if end == 0 {
		return p.formCommand(stripped)
	}
	c := report.Command{Name: found.name}
	rest := string(stripped[end:])
	spaced := strings.HasPrefix(rest, " ")
	args := strings.Fields(rest)
	switch found.args {
	case bare:
		if len(args) == 0 {
			return c, true
		}
		c.Form = p.formExactly(trimSpace(stripped[end:]))
		c.Args = args
		return c, spaced && c.Form != ""
	case scoped:
		c.Form, c.Args = p.formExactly(trimSpace(stripped[end:])), args
		e, ok := p.Scope(args, s.m.Time)
		lists := len(e.Units) > 0 && stripped[0] == '未' // 未报 东坡村 柳湾村 tells who is missing
		glued := c.Form != "" && c.Name == "谁没报"
		return c, len(args) == 0 || (spaced || glued) && ok && !lists || spaced && len(args) == 1 && NamesSpan(args[0])
	case optional:
		c.Form = p.formExactly(trimSpace(stripped[end:]))
		if len(args) > 0 && !spaced && !(c.Name == "催报" && c.Form != "") || len(args) > 3 {
			return c, false
		}
	case dated:
		if len(args) > 1 || len(args) == 1 && (!spaced || !namesDays(args[0])) {
			return c, false
		}
	case anyWords:
		if c.Name == excuseCommand && end > len([]rune(excuseCommand)) {
			args = append([]string{"取消"}, args...)
		}
		if c.Name == levelCommand && len(args) > 0 && (!spaced || end > len([]rune(levelCommand))) {
			c.Args = args
			orders := p.ordersLevel(rest) || strangeMatter.MatchString(strings.TrimSpace(rest))
			return c, orders && (spaced || complete.MatchString(rest))
		}
		if rest != "" && !spaced && !p.beginsWithUnit(stripped[end:]) {
			return c, false
		}
	case required:
		if len(args) == 0 || !spaced && !p.beginsWithUnit(stripped[end:]) {
			return c, false
		}
	case reasoned:
		if len(args) == 0 {
			return c, s.m.Private || s.m.MentionsBot
		}
		if !strings.ContainsAny(rest[:1], " \n:,") {
			return c, false
		}
	case numbered:
		if !numberedArgs.MatchString(strings.TrimSpace(rest)) || c.Name == "改" && !changing.MatchString(strings.TrimSpace(rest)) {
			return c, false
		}
		// The text of 改 is passed on as it was typed, with its own colons.
		if c.Name == "改" {
			_, full, _ := strings.Cut(string(body), "改")
			n, text, _ := strings.Cut(strings.TrimSpace(full), ":")
			args = []string{strings.TrimSpace(n), strings.TrimSpace(text)}
		} else if len(args) > 1 {
			return c, false
		}
	}
	c.Args = args
	return c, true
}

var (
	numberedArgs = regexp.MustCompile(`^\d{1,6}(号|句|$|[:\s])`)
	isDay        = regexp.MustCompile(`^(今|明|后|昨|前)[天日]$|^[今明][晚夜]$|^(本周|下周|这周|周|星期|礼拜)[一二三四五六日天]$|^(\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?$`)
	changing     = regexp.MustCompile(`^\d{1,6}[号句]?\s*:`)
)

// formCommand reads a form's name before a command: 宣传 谁没报, 防汛统计.
func (p *Parser) formCommand(text []rune) (report.Command, bool) {
	end, name := p.words.longest(text, 0, (*meaning).namesForm)
	if end == 0 {
		return report.Command{}, false
	}
	rest := trimSpace(text[end:])
	cmd, found := p.commands.longest(rest, 0, func(c *commandName) bool { return c.args == bare || c.args == scoped })
	if cmd == 0 || cmd != len(rest) || found.name == "帮助" {
		return report.Command{}, false
	}
	return report.Command{Name: found.name, Form: name.firstForm().ID}, true
}

// formExactly is the form that a text names and nothing else, or "".
func (p *Parser) formExactly(text []rune) report.FormID {
	end, name := p.words.longest(text, 0, (*meaning).namesForm)
	if end == 0 || end != len(text) {
		return ""
	}
	return name.firstForm().ID
}

// formNamed is the first form that a text names, or "".
func (p *Parser) formNamed(text []rune) report.FormID {
	for i := range text {
		if _, name := p.words.longest(text, i, (*meaning).namesForm); name != nil {
			return name.firstForm().ID
		}
	}
	return ""
}

// beginsWithUnit tells whether a unit stands at the head: 查柳湾村 needs no space.
func (p *Parser) beginsWithUnit(text []rune) bool {
	end, _ := p.words.longest(text, 0, (*meaning).namesUnit)
	return end > 0
}
