package zh

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed opencc/TSCharacters.txt
var tsCharacters string

//go:embed opencc/TSPhrases.txt
var tsPhrases string

// A phrase is a Traditional word whose characters are not all simplified one
// by one, such as 乾坤. Both sides have the same length.
type phrase struct{ from, to []rune }

type simplifier struct {
	characters []uint16          // by code point, up to U+FFFF: what it becomes; 0: itself
	phrases    map[rune][]phrase // of a rune that becomes beginsPhrase; longest first, at last the rune alone
}

// beginsPhrase marks the characters that do not become the same everywhere.
const beginsPhrase = 0xffff

// traditional reads OpenCC's tables once. What lies outside the basic plane is
// left alone: no report writes it.
var traditional = sync.OnceValue(func() simplifier {
	s := simplifier{characters: make([]uint16, 1<<16), phrases: map[rune][]phrase{}}
	for from, to := range dictionary(tsCharacters) {
		if f, t := []rune(from)[0], []rune(to)[0]; f < 1<<16 && t < 1<<16 {
			s.characters[f] = uint16(t)
		}
	}
	for from, to := range dictionary(tsPhrases) {
		p := phrase{[]rune(from), []rune(to)}
		if len(p.from) == len(p.to) && p.from[0] < 1<<16 {
			s.phrases[p.from[0]] = append(s.phrases[p.from[0]], p)
		}
	}
	for head, ps := range s.phrases {
		if alone := s.characters[head]; alone != 0 {
			ps = append(ps, phrase{[]rune{head}, []rune{rune(alone)}})
		}
		slices.SortStableFunc(ps, func(a, b phrase) int { return len(b.from) - len(a.from) })
		s.phrases[head], s.characters[head] = ps, beginsPhrase
	}
	return s
})

// dictionary yields the pairs of an OpenCC table: key, tab, candidates with
// spaces between, of which the first counts.
func dictionary(table string) func(yield func(from, to string) bool) {
	return func(yield func(from, to string) bool) {
		for line := range strings.Lines(table) {
			from, to, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			to, _, _ = strings.Cut(to, " ")
			if !yield(from, to) {
				return
			}
		}
	}
}

// simplify turns Traditional characters into Simplified ones in place.
func simplify(runes []rune) {
	s := traditional()
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if r > 0xffff {
			continue
		}
		switch to := s.characters[r]; to {
		case 0:
		case beginsPhrase:
			if p, ok := s.phraseAt(runes[i:]); ok {
				copy(runes[i:], p.to)
				i += len(p.to) - 1
			}
		default:
			runes[i] = rune(to)
		}
	}
}

// phraseAt finds the longest phrase that runes begin with.
func (s simplifier) phraseAt(runes []rune) (phrase, bool) {
	for _, p := range s.phrases[runes[0]] {
		if len(p.from) <= len(runes) && slices.Equal(p.from, runes[:len(p.from)]) {
			return p, true
		}
	}
	return phrase{}, false
}
