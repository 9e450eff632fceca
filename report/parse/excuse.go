package parse

import (
	"regexp"
	"strings"

	"qunbao/report"
)

// excuse is a clause that tells how a mistake came about: 多打了一个0, 昨天的写多了.
// It is no part of the answer beside it.
var excuse = regexp.MustCompile(`^(?:(?:昨天|昨日|前天|之前|上次|前面|刚才|刚刚)(?:的|那个|那条|报的)?)?我?(?:手误|眼花了?|(?:多|少|漏)[打写填报输敲]了?(?:[一1]?个[0０零〇]|[一1]位)|(?:写|打|填|报|输|算|看|数|统计)(?:多|少|漏|重)了?)[了的]?$`)

// withoutExcuses is a text without such clauses, unless it is nothing else.
func withoutExcuses(text string) string {
	var kept []string
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return inSet(r, "，,。；;！!\n") }) {
		if !excuse.MatchString(strings.TrimSpace(clause)) {
			kept = append(kept, clause)
		}
	}
	if len(kept) == 0 {
		return text
	}
	return strings.Join(kept, "，")
}

// upheld are the words that say of one thing that it is right.
var upheld = []string{"没错", "没有错", "没问题", "是对的", "不会错"}

// uphold reads that one number of a failed check is right: another must be wrong,
// and which one is still to be told.
func (s *scene) uphold(q report.Question) bool {
	if q.Code != report.CheckFailed || !containsAny(s.text.String(), upheld) {
		return false
	}
	start, rest, told := 0, "", 0
	for i := range s.toks {
		t := &s.toks[i]
		if t.kind == number || t.kind == word && t.isLabelOnly() {
			rest += string(s.runes[start:max(start, t.start)])
			start = max(start, t.end)
			told++
		}
	}
	return told > 0 && isFrame(rest+string(s.runes[start:]))
}
