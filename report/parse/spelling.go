package parse

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"qunbao/report"
	"qunbao/report/zh"
)

// speller finds the label that a misspelt one may mean: one that sounds the
// same, or one with one other character, which in a short one rhymes.
type speller struct {
	byFold  map[string]bool
	bySound map[string][]spelled
	byShape map[string][]spelled // with one character left open
	byRhyme map[string][]spelled // shorter ones, with no more of that character than how it ends
}

type spelled struct {
	label string
	field *report.Field
}

// Lengths, in runes, of labels that are guessed.
const (
	shortestSound = 2
	shortestShape = 4
	longestLabel  = 12
)

func newSpeller(f *report.Form) *speller {
	sp := &speller{byFold: map[string]bool{}, bySound: map[string][]spelled{}, byShape: map[string][]spelled{}, byRhyme: map[string][]spelled{}}
	// Sounds leave tones out: an input method does too.
	for i := range f.Fields {
		field := &f.Fields[i]
		for _, l := range field.Labels() {
			runes := zh.Fold(l).Runes()
			sp.byFold[string(runes)] = true
			s := spelled{string(runes), field}
			if n := len(runes); n >= shortestSound && n <= longestLabel {
				sp.bySound[sound(runes)] = append(sp.bySound[sound(runes)], s)
			}
			for k := range runes {
				if n := len(runes); n >= shortestSound && n < shortestShape {
					sp.byRhyme[rhyme(runes, k)] = append(sp.byRhyme[rhyme(runes, k)], s)
				}
			}
			if n := len(runes); n >= shortestShape && n <= longestLabel {
				for k := range runes {
					sp.byShape[shape(runes, k)] = append(sp.byShape[shape(runes, k)], s)
				}
			}
		}
	}
	return sp
}

// sound is how a word is read, syllable by syllable.
func sound(runes []rune) string {
	return strings.Join(pinyin.LazyConvert(string(runes), nil), " ")
}

// shape is a word with its character k left open.
func shape(runes []rune, k int) string {
	return string(runes[:k]) + "?" + string(runes[k+1:])
}

// rhyme is a word of which character k is known by its vowels alone: what people
// mistype sounds alike, while words that share a character mostly do not.
func rhyme(runes []rune, k int) string {
	vowels := strings.TrimLeft(sound(runes[k:k+1]), "bpmfdtnlgkhjqxzcsryw")
	return shape(runes, k) + strings.TrimSuffix(vowels, "g")
}

// near lists the fields that a word misspells; nil where labels of different
// fields with different words are near.
func (sp *speller) near(runes []rune) (label string, fields []*report.Field) {
	if sp.byFold[string(runes)] {
		return "", nil
	}
	found := sp.bySound[sound(runes)]
	if len(found) == 0 && len(runes) >= shortestShape {
		for k := range runes {
			found = append(found, sp.byShape[shape(runes, k)]...)
		}
	}
	if len(found) == 0 && len(runes) < shortestShape {
		for k := range runes {
			found = append(found, sp.byRhyme[rhyme(runes, k)]...)
		}
	}
	for _, s := range found {
		if label != "" && s.label != label {
			return "", nil
		}
		label = s.label
		fields = append(fields, s.field)
	}
	return label, fields
}

// bindMisspelt binds the number at token i to the misspelt label right before
// it: 解出16人.
func (b *binder) bindMisspelt(c clause, labels []label, i int) {
	t := b.s.toks
	n := t[i].num
	if n.Kind != zh.Exact || n.N.IsNegative() {
		return
	}
	end := n.From
	for end > 0 && inSet(b.s.runes[end-1], ": =是为有的") {
		end--
	}
	if b.knownBefore(i, end) {
		return
	}
	start := end
	for start > 0 && end-start < longestLabel && isHan(b.s.runes[start-1]) {
		start--
	}
	// The longest stretch that is near a label wins; an exact label inside it would
	// have been a token.
	for ; end-start >= shortestSound; start++ {
		wrote := b.s.runes[start:end]
		label, fields := b.s.p.spelling[b.form].near(wrote)
		if label == "" {
			continue
		}
		l := labelFor(fields)
		f, ft := b.choose(c, l.at(i), i)
		if f == nil || ft != exact && !(ft == loose && start > 0 && end < n.From) || b.saysField(f) {
			return
		}
		b.add(bound{field: f, num: n, tok: i, label: -1, guess: &report.Guess{Wrote: b.s.text.Source(start, end), Read: f.Short()}})
		return
	}
}

// knownBefore tells whether a word of the workspace or of grammar ends at rune end, before
// token i: it is spelt as it should be.
func (b *binder) knownBefore(i, end int) bool {
	for j := i - 1; j >= b.from && j >= i-3; j-- {
		if t := b.s.toks[j]; t.end >= end && (t.kind == word || t.kind == cue && t.end-t.start >= shortestSound) {
			return true
		}
	}
	return false
}

// labelFor is a label without a token, for fields found by spelling.
func labelFor(fields []*report.Field) label { return label{fields: fields} }

// at places a label that has no token of its own at a number's.
func (l label) at(tok int) label {
	l.tok = tok
	return l
}

// saysField tells whether anything is known of a field yet.
func (b *binder) saysField(f *report.Field) bool {
	return slices.ContainsFunc(b.given, func(g given) bool { return g.field == f })
}
