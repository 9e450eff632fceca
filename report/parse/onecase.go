package parse

import (
	"slices"

	"github.com/shopspring/decimal"

	"qunbao/report/zh"
)

// oneCaseUnit is the measure word of 一起, which is also "together".
const oneCaseUnit = "起"

// isOneCase tells whether 一起 at i is one of what the label right before it
// counts, 劝停酒席一起, and not together: the label takes 起, nothing is joined to
// it, and the phrase ends.
func (s *scene) isOneCase(i int) bool {
	if s.runes[i] != '一' || !hasPrefix(s.runes[i:], "一起") {
		return false
	}
	k, at := len(s.toks)-1, s.beforeCase(i)
	for ; k >= 0 && s.toks[k].end == at && (s.toks[k].kind == blank || s.toks[k].kind == colon); k-- {
		at = s.toks[k].start
	}
	if k < 0 || s.toks[k].end != at || !s.countsCases(s.toks[k].meaning) || s.toks[k].start > 0 && inSet(s.runes[s.toks[k].start-1], "和跟与同及连随把将") {
		return false
	}
	end := i + len([]rune("一起"))
	return end == len(s.runes) || !letter(s.runes[end])
}

// longestCase is how many runes may name what 一起 counts, between it and its
// label: 劝停婚宴一起.
const longestCase = 3

// beforeCase is where the noun begins that may stand right before 一起 at i, else i.
func (s *scene) beforeCase(i int) int {
	k := len(s.toks) - 1
	if k < 0 || i == 0 || !inSet(s.runes[i-1], "宴席酒事案件") || i-s.toks[k].end > longestCase {
		return i
	}
	return s.toks[k].end
}

// countsCases tells whether a word names a field here that takes 起.
func (s *scene) countsCases(m *meaning) bool {
	return slices.ContainsFunc(m.senses, func(v sense) bool {
		return v.isField() && s.knows(v.form) && slices.Contains(v.field.Units, oneCaseUnit)
	})
}

// oneCase is the number that 一起 at i says.
func oneCase(i int) *zh.Number {
	return &zh.Number{Start: i, End: i + 1, N: decimal.NewFromInt(1), Unit: oneCaseUnit, UnitStart: i + 1, UnitEnd: i + 2, From: i, To: i + 2}
}

// withCases adds what only this place takes for one case to the numbers of the
// text, in order.
func (s *scene) withCases(numbers []zh.Number) []zh.Number {
	for _, t := range s.toks {
		if t.kind == number && t.num.Unit == oneCaseUnit && !slices.ContainsFunc(numbers, func(n zh.Number) bool { return n.Start == t.start }) {
			numbers = append(numbers, *t.num)
		}
	}
	slices.SortFunc(numbers, func(a, b zh.Number) int { return a.Start - b.Start })
	return numbers
}
