package parse

import "strings"

// levels ranks what units are called, from a village up to the country: the last
// character of 我镇, 全县, 青石镇.
var levels = map[rune]int{'组': 1, '村': 2, '居': 2, '镇': 3, '乡': 3, '道': 3, '办': 3, '场': 3, '县': 4, '区': 4, '旗': 4, '州': 5, '市': 5, '省': 6, '国': 7, '球': 8, '界': 8}

func levelOf(word string) int {
	level := 0
	for _, r := range word {
		level = levels[r]
	}
	return level
}

// isAway tells whether the word at token i makes its clause one about a unit that
// is not the speaker's: 全镇 to a village. Whoever has none above may speak for
// any, but where the own unit is named, too, a higher one is another: 全县3例，我镇1例.
func (s *scene) isAway(i int) bool {
	t := &s.toks[i]
	if !s.isTop() || !ownTown(t.word) {
		return !s.isSubject(i)
	}
	own := s.ownLevel()
	return own > 0 && levelOf(t.word) > own
}

// isOurs tells whether a word names the speaker's own unit, of one that has none
// above: 我镇.
func (s *scene) isOurs(t *token) bool {
	return t.class == elsewhere && s.isTop() && levelOf(t.word) == s.ownLevel() && s.ownLevel() > 0
}

// ownLevel is the level of the unit that the text names as the speaker's own, or
// 0: it names none.
func (s *scene) ownLevel() int {
	if s.level == nil {
		own := 0
		for i := range s.toks {
			t := &s.toks[i]
			switch {
			case t.class == elsewhere && (strings.HasPrefix(t.word, "我") || strings.HasPrefix(t.word, "本")), t.class == ourselves:
				own = max(own, levelOf(t.word))
			case t.namesUnit():
				if v, ok := s.unitSense(i, len(s.toks)); ok && s.isOwn(v.unit) {
					own = max(own, levelOf(t.word))
				}
			}
		}
		s.level = &own
	}
	return *s.level
}
