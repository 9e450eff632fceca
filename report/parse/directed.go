package parse

import (
	"regexp"
	"strings"

	"qunbao/report"
)

// Whoever speaks to the bot says what decides something in words of the own: 今天免报
// 柳湾村 停电, 升级到三级，依据县防指4号. In a group that is talk.

// longestDirection is how many characters such words about 免报 have at most.
const longestDirection = 80

var (
	// noDirection is asking or telling of 免报, or a report beside it.
	noDirection = regexp.MustCompile(`吗|[?？]|谁|哪|怎么|如何|是否|能不能|可不可以|为什么|(?:已经?|不能?|没有?|未|要求|申请)免报|免报[了的吧呢]|\d *[人户例份条个辆亩次处只间元头]`)
	// requested opens what is asked of the bot.
	requested = regexp.MustCompile(`^(?:请|麻烦|同意|批准|帮忙?|登记|记一?下|给|把|对|让|[:,，。 ])+`)
	takesAway = regexp.MustCompile(`^(?:取消|撤销|恢复|解除)`)

	// directions raise or prolong a level without the word 应急.
	directions = regexp.MustCompile(`(?i)^(?:启动|升级|提升|提高|调整|降级|降低|降|下调|上调)[到至为]? *(?:iv|v|i{1,3}|[一二三四五六]|\d)级(?:$|[ ,，。;；]|[至到]|依据|根据|响应|应急)|^(?:延长|延期)[到至] *(?:\d|明|后|本|下|周|星期)`)
)

// directed reads words to the bot as the command that they mean.
func (s *scene) directed(said string) (report.Command, bool) {
	switch {
	case orders.MatchString(said) && measure.MatchString(said), len(s.p.w.Emergencies) > 0 && directions.MatchString(said):
		return report.Command{Name: levelCommand, Args: strings.Fields(said)}, true
	case len([]rune(said)) > longestDirection || strings.Contains(said, "\n"):
	case strings.Contains(said, excuseCommand) && !noDirection.MatchString(said):
		words := requested.ReplaceAllString(strings.TrimSpace(strings.Replace(said, excuseCommand, " ", 1)), "")
		if away := takesAway.FindString(words); away != "" {
			words = away + " " + words[len(away):]
		}
		c := report.Command{Name: excuseCommand, Args: strings.Fields(words)}
		e := s.p.Exemption(c, s.m.Time)
		return c, len(e.Units) > 0 && (len(e.Spans) > 0 || e.Doubt != NoDoubt)
	}
	return report.Command{}, false
}

// Directed is the command that words in a group would be, were they said to the bot.
func (p *Parser) Directed(m report.Message) (report.Command, bool) {
	if m.Type != report.TextMessage && m.Type != "" || m.Private || m.MentionsBot {
		return report.Command{}, false
	}
	s := p.newScene(m)
	return s.directed(strings.TrimRight(string(trimSpace(s.runes)), " 。!！~"))
}
