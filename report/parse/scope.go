package parse

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"qunbao/report"
	"qunbao/report/zh"
)

var (
	// plainDay is a day of digits and marks alone, whether or not there is such a day.
	plainDay = regexp.MustCompile(`^(?:(\d{4})[-./])?(\d{1,2})[-./](\d{1,2})[日号]?$`)
	// hanDay is one written out.
	hanDay = regexp.MustCompile(`^([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿卅]{1,3})[日号]$`)
)

// span is a word for days in a row that are counted from today: 上周, 本月, 最近三天.
const span = `(?:上上?个?|本|这个?|下个?)(?:周|星期|礼拜|月|季度|旬)|[今去]年|[上下]半年|(?:最?近|这)(?:[一二两三四五六七八九十几\d]+)个?(?:天|日|周|星期|月)`

var (
	spanAlone = regexp.MustCompile(`^(?:` + span + `)$`)
	spanIn    = regexp.MustCompile(`(` + span + `)(?:$|[^一二三四五六日天末\d])`)
)

// NamesSpan tells whether a word names a week, a month or other days in a row: 上周,
// 本月, 最近三天.
func NamesSpan(word string) bool { return spanAlone.MatchString(word) }

// namesDays tells whether a word names a day, or the week that runs or comes next.
func namesDays(word string) bool {
	return isDay.MatchString(word) || hanDay.MatchString(word) || thisOrNext.MatchString(word)
}

// thisOrNext is the week that runs, or the next.
var thisOrNext = regexp.MustCompile(`^[本这下]个?(?:周|星期|礼拜)$`)

// Scope reads what stands beside 谁没报, 统计 and 催报, in whatever order: days, forms,
// slots, units. A weekday is the last one. It is false where anything else does.
func (p *Parser) Scope(words []string, ref time.Time) (Exemption, bool) {
	words = slices.Clone(words)
	for i, word := range words {
		if m := plainDay.FindStringSubmatch(word); m != nil {
			year := m[1]
			if year != "" {
				year += "年"
			}
			words[i] = year + m[2] + "月" + m[3] + "日"
		}
	}
	e := p.exemption(report.Command{Args: words}, ref, 0)
	if e.Reason != "" && len(words) == 1 && hanDay.MatchString(words[0]) { // of the days that there are none is left
		e.Doubt, e.Doubtful, e.Reason = NoSuchDay, words[0], ""
	}
	return e, e.Reason == "" && len(words) > 0
}

// asksOf are the commands that may be asked of a day, a slot or a form in front of
// their word: 昨天谁没报. In front of 统计 such words head a report.
var asksOf = []string{"谁没报", "未报名单"}

// scopeCommand reads a scope before a command: 昨天谁没报, 夜班 谁没报.
func (s *scene) scopeCommand(text []rune) (report.Command, bool) {
	said := string(text)
	for _, word := range asksOf {
		before, ok := strings.CutSuffix(said, word)
		words := strings.Fields(before)
		if !ok || len(words) == 0 {
			continue
		}
		if e, ok := s.p.Scope(words, s.m.Time); ok && len(e.Units) == 0 {
			return report.Command{Name: "谁没报", Args: words}, true
		}
	}
	return report.Command{}, false
}

// scopeWords are the days other than today and the slots that a question names.
func (s *scene) scopeWords(text []rune) []string {
	var words []string
	left, end := []rune(nil), 0
	for _, d := range zh.Dates(zh.Fold(string(text)), s.m.Time) {
		if d.Day.IsZero() {
			continue
		}
		left = append(left, text[end:d.Start]...)
		if end = d.End; report.DayOf(d.Day) != report.DayOf(s.m.Time) {
			words = append(words, string(text[d.Start:d.End]))
		}
	}
	left = append(left, text[end:]...)
	if m := spanIn.FindStringSubmatch(string(left)); m != nil {
		words = append(words, m[1])
	}
	for i := range left {
		if none := dayLike.FindString(string(left[i:])); none != "" && (i == 0 || left[i-1] < '0' || left[i-1] > '9') {
			words = append(words, none)
		}
		if to, slot := s.p.words.longest(left, i, (*meaning).namesSlot); slot != nil {
			words = append(words, string(left[i:to]))
			break
		}
	}
	return words
}
