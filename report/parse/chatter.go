package parse

import (
	"regexp"
	"strings"
	"unicode"

	"qunbao/report/zh"
)

// quoted is a reply as clients paste it: 「name：text」, a rule, the reply. Without
// the rule the name must stand there.
var (
	quoted = regexp.MustCompile(`(?s)^[\s\p{Cf}\p{So}]*「.*?」[\s\p{Cf}]*(?:[-—－_][\s\p{Cf}]*){3,}(.*)$`)
	named  = regexp.MustCompile(`(?s)^[\s\p{Cf}\p{So}]*「[^「」：:\n]{1,24}[：:][^「」]*」[ \t]*\r?\n(.*)$`)
)

// spoken is what a message says itself, without what it quotes.
func spoken(text string) string {
	if !strings.Contains(text, "「") {
		return text
	}
	for _, form := range []*regexp.Regexp{quoted, named} {
		if m := form.FindStringSubmatch(text); m != nil {
			return m[1]
		}
	}
	return text
}

// isOrnament tells the spaces and emoji that close a message and say nothing.
func isOrnament(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x1f000 || 0x2600 <= r && r <= 0x27bf || r == 0xfe0f || r == 0x200d
}

// noticing says how surely a message tells others what to do or how to report.
type noticing int

const (
	noNotice noticing = iota
	perhaps           // it demands something
	sent              // it is addressed to all, or shows a form to fill in
)

func (s *scene) notice() noticing {
	switch {
	case s.says(instructing), s.says(addressing) && !s.isTop() && containsAny(subject.ReplaceAllString(s.text.String(), ""), addressWords):
		return sent
	case s.says(demanding):
		return perhaps
	}
	return noNotice
}

// asks tells whether a message asks something: its last sentence ends with a
// question mark or word.
func (s *scene) asks() bool {
	if s.question == nil {
		asks := s.isQuestion()
		s.question = &asks
	}
	return *s.question
}

func (s *scene) isQuestion() bool {
	if s.says(wondering) || s.leavesOpen() {
		return true
	}
	end := len(s.runes)
	for end > 0 && inSet(s.runes[end-1], " \n。!！~…") {
		end--
	}
	text := string(s.runes[max(0, end-longestAsking):end])
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？") {
		last := len(s.toks) - 1
		return last < 0 || !s.toks[last].isBlankNumber() // 居家：？ leaves a place empty
	}
	for _, w := range askingTails {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	for _, w := range denyingTails {
		if before, ok := strings.CutSuffix(text, w); ok && askedOf.MatchString(before) {
			return true
		}
	}
	return false
}

// longestAsking is how much of a text's end, in runes, can make it a question.
const longestAsking = 8

// askedOf is what 没有 asks about: 报了没有, 到位没有. Behind a noun it denies:
// 发热没有, 其他没有.
var askedOf = regexp.MustCompile(`(?:[了过到完好报交发填收看知来去吃有]|到位|收到|落实)$`)

// bareNumbers is how many numbers without labels make a report that cannot be
// settled.
const bareNumbers = 3

// isBareNumbers tells whether a roster reporter sent little but numbers.
func (s *scene) isBareNumbers() bool {
	if len(s.forms) == 0 || len(s.speaker.Units()) == 0 || s.asks() {
		return false
	}
	// Ages, phones and amounts have measure words or are codes; what is left is a
	// row of figures copied from somewhere.
	n := 0
	for _, t := range s.toks {
		if t.kind == number && t.num.Kind == zh.Exact && t.num.Unit == "" {
			n++
		}
	}
	if n < bareNumbers {
		return false
	}
	rest := 0
	start := 0
	for _, t := range s.toks {
		rest += s.rude(start, t.start)
		start = t.end
		if t.kind == cue {
			rest += s.rude(t.start, t.end)
		}
	}
	return rest+s.rude(start, len(s.runes)) == 0
}
