package parse

import (
	"regexp"
	"slices"
	"strings"
)

// correcting are words that say that an earlier message was wrong.
var correcting = strings.Fields("更正 订正 改正 应为 应是 应该是 应该为 改为 改成 更改 更新为 修改 修正 有误 报错 写错 打错 说错 弄错 发错 填错 搞错 算错 错了 上条错 上一条错 前面错 刚才错 重报 重新报 以此为准 以这个为准 以这条为准 作废 多报 少报 漏报了 多写 少写 多打 少打 多算 少算 多填 少填 实为 实际应 核增 核减")

// mistaken are the words for what was wrong.
var mistaken = strings.Fields("上条 上一条 上面 上面那条 那条 这条 前面 前面那条 前一条 刚才 刚刚 刚才那条 刚发的 之前 信息 消息 数据 内容 不算 我 发 说 写 填")

// shortText is how long a text, in runes, may be for a correcting word to
// count wherever it stands; in a longer one it must open the text or stand
// with a number in its clause.
const shortText = 60

// corrects tells whether the message corrects an earlier one by its words: one
// of the words above, or 不是 or 改 before a number.
func (s *scene) corrects() bool {
	return s.says(amending) && s.amends() || (s.hasCue(denied) || s.hasCue(replacing)) && slices.ContainsFunc(s.clauses(0, len(s.toks)), s.replaces)
}

// counted is 有误 as what is counted: 信息有误47人 corrects nothing.
var counted = regexp.MustCompile(`有误(?:的|人员|信息)*(?:约|共)?[0-9一二三四五六七八九十]+`)

// amends tells whether a word of correction stands where it counts.
func (s *scene) amends() bool {
	for k, clause := range strings.FieldsFunc(s.text.String(), endsClause) {
		placed := k < 2 || len(s.runes) <= shortText || strings.ContainsAny(clause, "0123456789")
		if placed && containsAny(counted.ReplaceAllString(clause, ""), correcting) {
			return true
		}
	}
	return false
}

// replaces tells whether a clause puts one number for another: 是40人不是42人,
// 33改34.
func (s *scene) replaces(c clause) bool {
	numbers := 0
	for i := c.from; i < c.to; i++ {
		t := s.toks[i]
		if t.kind == number {
			numbers++
		}
		beside := i+1 < c.to && s.toks[i+1].kind == number && s.toks[i+1].start-t.end <= 1
		if t.kind == cue && beside && (t.class == denied || t.class == replacing && numbers > 0) {
			return true
		}
	}
	return false
}
