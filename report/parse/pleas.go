package parse

import (
	"regexp"
	"strconv"
	"strings"
)

// plea is a question that asks for help in what has just been told; any other
// question asks whether something is.
var plea = regexp.MustCompile(`(?:怎么|咋|如何|该怎么|怎样)(?:办|整|弄|处理|处置|救|搞)|(?:能不能|可不可以|能否|能|可以|谁能|是不是|要不要|用不用|需不需要|需要|要)(?:马上|赶紧|快点|尽快|先)?(?:来|过来|派|叫|送|去|上报|报|隔离|撤离|转移|疏散|报警|帮)|(?:找|联系|打给|通知)谁|打(?:哪个|什么|几号)|(?:什么时候|啥时候|几时|多久|多长时间)(?:能)?到`)

// present are words for what is so now or has happened to somebody in particular.
// A question without any of them is a general one: 村民发烧怎么办.
var present = regexp.MustCompile(`刚|正在|已经|现在|一直|突然|今天|今早|今晨|今晚|昨|早上|上午|下午|晚上|半夜|凌晨|有人|有个|有[一两几]|一[名个位户]|某|了`)

// asksOnly tells whether a text asks something and calls for no help: what it
// names need not have happened.
func (s *scene) asksOnly() bool {
	if !s.asks() {
		return false
	}
	text := s.text.String()
	return !containsAny(text, calls) && !(plea.MatchString(text) && (present.MatchString(text) || s.hasFever(stretch{0, len(s.runes)})))
}

// Words for what was long ago, and for what is so today after all: a comparison
// with then, what was built then, what has happened again.
var (
	remembered = regexp.MustCompile(`记得(?:那|当|有|小|以前|我|[0-9一二三四五六七八九十])|想起(?:那|当|以前|去年|前年|小时|[0-9])|回想|回忆|当年|那年|那[一]?次|那会儿|那时|从前|[0-9一二三四五六七八九十几多两]年前|小时候|年轻时|[讲说]过去|过去(?:也|曾|有|发)|以前(?:也|这|那|有|发|出|曾|闹|下|村|的时候)|上次|上回|去年|前年|曾经`)
	recently   = regexp.MustCompile(`刚|正在|已经|今天|今早|今晨|今晚|昨|目前|此刻|又|现在(?:[^想说看还回提]|$)|[比跟和](?:去年|前年|以前|上次|上回|当年|那年|那次)`)
	yearNamed  = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)?[0-9]{2})年`)
	described  = regexp.MustCompile(`(?:以前|上次|上回|[0-9去前]年)[^,，。;；!！的]{1,4}的`)
)

// remembers tells whether a text tells of something long ago.
func (s *scene) remembers(text string) bool {
	if !remembered.MatchString(text) && !s.namesOldYear(text) {
		return false
	}
	return !recently.MatchString(text) && !containsAny(text, calls) && !described.MatchString(text)
}

// namesOldYear tells whether a year stands in the text that is not this nor the
// last one.
func (s *scene) namesOldYear(text string) bool {
	if !strings.Contains(text, "年") {
		return false
	}
	m := yearNamed.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	year, _ := strconv.Atoi(m[1])
	if year < 100 {
		year += s.ref.Year() / 100 * 100
		if year > s.ref.Year() {
			year -= 100
		}
	}
	return year < s.ref.Year()-1
}
