package parse

import (
	"slices"

	"qunbao/report/zh"
)

// unitPlace is a place left empty: a label with its measure word right behind
// and no number between, as in 清理垃圾吨，宣传单80份. Measure words that make a
// noun of a label are none: 返乡人, 居家户.
func (s *scene) unitPlace(t *token) (token, bool) {
	if !t.namesField() || t.end < len(s.runes) && punctuation(s.runes, t.end) != gap {
		return token{}, false
	}
	rest, length := s.runes[t.end:], 0
	for i := range t.senses {
		v := &t.senses[i]
		if !v.isField() || !s.knows(v.form) {
			continue
		}
		for _, u := range v.field.Units {
			if n := len([]rune(u)); n > length && !nounEnds[u] && hasPrefix(rest, u) && endsItem(rest[n:]) {
				length = n
			}
		}
	}
	if length == 0 {
		return token{}, false
	}
	end := t.end + length
	n := &zh.Number{Kind: zh.Blank, Start: t.end, End: t.end, From: t.end, To: end, Unit: string(rest[:length]), UnitStart: t.end, UnitEnd: end}
	return token{kind: number, start: t.end, end: end, num: n, meaning: meaningless}, true
}

var nounEnds = map[string]bool{"人": true, "名": true, "户": true, "家": true, "个": true, "次": true, "口": true, "头": true}

// endsItem tells whether an item of a list ends here, in a line of its own or
// at a mark; the head of a column with its numbers below does not.
func endsItem(rest []rune) bool {
	if len(rest) == 0 {
		return true
	}
	if rest[0] == '\n' {
		return len(rest) == 1 || !inSet(rest[1], "0123456789〇零一二三四五六七八九十百")
	}
	return inSet(rest[0], ",，。；;、)")
}

// dropLonelyPlace forgets the only empty place of a text without any number:
// it was part of a sentence.
func (s *scene) dropLonelyPlace(places []int) {
	if len(places) != 1 || slices.ContainsFunc(s.toks, func(t token) bool { return t.kind == number && t.num.Kind == zh.Exact }) {
		return
	}
	s.toks = slices.Delete(s.toks, places[0], places[0]+1)
}
