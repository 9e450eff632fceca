package parse

import (
	"regexp"
	"strings"
	"unicode"

	"qunbao/report"
)

// What is said of an urgent matter by its number: 收到 12, 续报 12 已转移3人,
// 急报12号已处置. Where the number stands behind words that are a form's field, 排除 12,
// it needs 号 or 急报 to be a matter's and not a value.
var (
	ofMatter = regexp.MustCompile(`(?s)^(收到|续报|排除|解除|办结|已办结|已处置|处置完毕|回复|答复)([ :,]*急报)?[ :,]*(\d{1,6}(?:[ 、,和及与]+\d{1,6})*)(号?)了?(?:$|[ :,、。.!~]+(.*)$)`)
	ofNumber = regexp.MustCompile(`(?s)^急报[ ]*(\d{1,6})[ ]*号?[ :,]*(收到|续报|排除|解除|办结|已办结|已处置|处置完毕|回复|答复)[ :,。.!~]*(.*)$`)
	several  = regexp.MustCompile(`\d+`)
)

// matterVerbs are the words for what becomes of an urgent matter.
var matterVerbs = map[string]string{
	"收到": "收到", "续报": "续报", "回复": "回复", "答复": "回复",
	"排除": "办结", "解除": "办结", "办结": "办结", "已办结": "办结", "已处置": "办结", "处置完毕": "办结",
}

// matterCommand reads what is said of urgent matters by their numbers; words behind
// the number are given as they were typed.
func (s *scene) matterCommand(body []rune) (report.Command, bool) {
	text := string(body)
	if m := ofNumber.FindStringSubmatch(text); m != nil {
		return s.matter(m[2], []string{m[1]}, m[3]), true
	}
	m := ofMatter.FindStringSubmatch(text)
	if m == nil {
		return report.Command{}, false
	}
	verb, numbers, rest := m[1], several.FindAllString(m[3], -1), m[5]
	marked := m[2]+m[4] != ""
	switch {
	case !marked && s.p.labels(verb):
		return report.Command{}, false
	case verb == "收到" && rest != "" && !marked && !spokenBehind.MatchString(text):
		return report.Command{}, false // 收到 12 箱口罩
	case verb != "收到" && verb != "办结" && len(numbers) > 1:
		return report.Command{}, false
	}
	return s.matter(verb, numbers, rest), true
}

// spokenBehind is a number with a mark behind it, and words.
var spokenBehind = regexp.MustCompile(`\d[,:、。.!]`)

// matter is the command of a verb about numbers. Of what is over, the words say how.
func (s *scene) matter(verb string, numbers []string, rest string) report.Command {
	c := report.Command{Name: matterVerbs[verb], Args: numbers}
	if n := len([]rune(rest)); n > 0 {
		tail := len(s.runes)
		for tail > 0 && unicode.IsSpace(s.runes[tail-1]) {
			tail--
		}
		rest = strings.TrimSpace(s.text.Source(tail-n, tail))
	}
	if rest == "" && c.Name == "办结" && verb != "办结" {
		rest = verb
	}
	if rest != "" {
		c.Args = append(c.Args, rest)
	}
	return c
}

// labels tells whether a word is the label of a field.
func (p *Parser) labels(word string) bool {
	end, _ := p.words.longest([]rune(word), 0, (*meaning).namesField)
	return end == len([]rune(word))
}
