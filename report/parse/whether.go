package parse

import (
	"regexp"
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// answer is what stands behind the noun of a question that a form asks: 有无发热人员：
// 有. Without a colon only the question itself makes it one.
var answer = regexp.MustCompile(`^ ?(?:人员|情况|现象|症状|病人|的)* ?[:=,(]? ?(有|是|否|无|没|未|暂|均|都|[0-9〇零一两二三四五六七八九十])`)

// someSaid and noneSaid are answers that say no more than 有 or 否.
var (
	someSaid = regexp.MustCompile(`^ ?(?:人员|情况|现象|症状|病人|的)* ?[:=,(] ?(?:有|是)的? ?(?:$|[\n,;。!)、])`)
	noneSaid = regexp.MustCompile(`^ ?(?:人员|情况|现象|症状|病人|的)* ?[:=,(] ?否 ?(?:$|[\n,;。!)、])`)
)

// longestAnswer is how many runes behind a label its answer is looked for.
const longestAnswer = 12

// behind is the text behind rune i, as far as an answer may reach.
func (s *scene) behind(i int) string {
	return string(s.runes[i:min(len(s.runes), i+longestAnswer)])
}

// bindAnswers binds the labels of which a clause says no more than 有, which leaves
// the number open, or that the answer is 否.
func (b *binder) bindAnswers(c clause, labels []label) {
	if b.away || !b.s.says(replying) {
		return
	}
	for _, l := range labels {
		if l.blocked || b.bounds(l.tok) > 0 || !b.s.answersBehind(b.s.toks[l.tok].end) {
			continue
		}
		text := b.s.behind(b.s.toks[l.tok].end)
		switch {

		case noneSaid.MatchString(text):
			b.none(c, l)
		case someSaid.MatchString(text) && !b.s.countsNext(l.tok):
			f := l.fields[0]
			if k := slices.IndexFunc(l.fields, func(f *report.Field) bool { return slices.Contains(f.Units, people) }); k > 0 {
				f = l.fields[k]
			}
			if f.Kind != report.Prose {
				b.add(bound{field: f, what: unfilled, num: &zh.Number{Kind: zh.Blank}, tok: -1, label: l.tok})
			}
		}
	}
}

// answersBehind tells whether one of the answers stands within reach behind rune i.
func (s *scene) answersBehind(i int) bool {
	return slices.ContainsFunc(s.findsIn(stretch{i, i + longestAnswer}), func(f find) bool { return f.topic&replying != 0 })
}

// answers are the words that both patterns end with.
var answers = []string{"有", "是", "否"}

// countsNext tells whether the first thing behind a label, over the comma behind
// 有, is a number: 有无新增：有，3人.
func (s *scene) countsNext(i int) bool {
	for i++; i < len(s.toks) && (s.toks[i].kind == colon || s.toks[i].kind == comma || s.toks[i].kind == blank || s.toks[i].kind == open); i++ {
	}
	return i < len(s.toks) && s.toks[i].kind == number && s.toks[i].num.Kind != zh.Ordinal
}

// leavesOpen tells whether the text asks 有没有 and does not answer it. 有无 and 是否
// stand in sentences that ask nobody: 排查有无发热人员.
func (s *scene) leavesOpen() bool {
	for i := range s.toks {
		if t := &s.toks[i]; t.class == whether && t.word == "有没有" && !s.answers(i) {
			return true
		}
	}
	return false
}

// asksWhetherDone tells whether the negation [i,end) closes a question about what is to
// be done: 柳湾村报了没有, 卡点报了没. It denies nothing, so the rest is no zero-report.
// Behind a word of the workspace that ends like a verb it denies: 海报没有.
func (s *scene) asksWhetherDone(i, end int) bool {
	if n := len(s.toks); n > 0 && s.toks[n-1].end == i && s.toks[n-1].kind == word {
		return false
	}
	return slices.Contains(denyingTails, string(s.runes[i:end])) && doneBefore.MatchString(string(s.runes[max(0, i-3):i])) &&
		(end == len(s.runes) || punctuation(s.runes, end) != gap || inSet(s.runes[end], "啊呀呢哦哇嘛"))
}

// doneBefore is what such a question asks about.
var doneBefore = regexp.MustCompile(`(?:[报交填发收传弄做搞完好到过齐]了?|[查排消扫][查杀]?了|落实了?)$`)

// answers tells whether an answer stands behind the noun that the question at
// token i asks for.
func (s *scene) answers(i int) bool {
	at := s.toks[i].end
	if i+1 < len(s.toks) && s.toks[i+1].start == at {
		at = s.toks[i+1].end
	}
	return answer.MatchString(s.behind(at))
}

// asksForAll tells whether the question in runes [i,end) asks for what a zero phrase
// denies, and the answer is that there is none: 有无异常情况：无.
func (s *scene) asksForAll(end int) bool {
	at, m := s.p.cues.longest(s.runes, end-1, func(m *meaning) bool { return m.class == zeroPhrase })
	return m != nil && at > end && noneAtAll.MatchString(s.behind(at))
}

// noneAtAll is the answer that there is none.
var noneAtAll = regexp.MustCompile(`^ ?[:=,(] ?(?:无|没有|否|暂无)`)
