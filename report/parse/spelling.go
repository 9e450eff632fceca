package parse

import (
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// speller finds the labels that a misspelt one may mean: those that sound the
// same, or have one other character, which in a short one rhymes. Of two words that
// differ in one character one half is the same.
type speller struct {
	bySound, byHalf, byRhyme map[string][]spelled
	longest                  int // label, in runes
}

type spelled struct {
	form  *report.Form
	label string
	field *report.Field
}

// Lengths, in runes, of labels that are guessed.
const (
	shortestSound = 2
	shortestShape = 4
	longestLabel  = 12
)

func newSpeller(forms []report.Form) *speller {
	sp := &speller{bySound: map[string][]spelled{}, byHalf: map[string][]spelled{}, byRhyme: map[string][]spelled{}}
	for i := range forms {
		for k := range forms[i].Fields {
			field := &forms[i].Fields[k]
			for _, l := range field.Labels() {
				sp.add(zh.Fold(l).Runes(), &forms[i], field)
			}
		}
	}
	return sp
}

func (sp *speller) add(runes []rune, form *report.Form, field *report.Field) {
	if len(runes) < shortestSound || len(runes) > longestLabel {
		return
	}
	s := spelled{form, string(runes), field}
	sp.longest = max(sp.longest, len(runes))
	key := string(sound(nil, runes))
	sp.bySound[key] = append(sp.bySound[key], s)
	if half := len(runes) / 2; len(runes) >= shortestShape {
		for _, key := range []string{string(shape(nil, runes, 0, half)), string(shape(nil, runes, half, len(runes)))} {
			sp.byHalf[key] = append(sp.byHalf[key], s)
		}
		return
	}
	for k := range runes {
		key = string(rhyme(nil, runes, k))
		sp.byRhyme[key] = append(sp.byRhyme[key], s)
	}
}

// misspelling is a stretch of text with the labels that it may misspell.
type misspelling struct {
	stretch
	sounds []spelled // that sound the same, the very word among them
	shapes []spelled // that look or rhyme so
}

// shapes lists the labels that look like a word, or rhyme with a short one.
func (sp *speller) shapes(wrote []rune) []spelled {
	var found []spelled
	var room [64]byte
	if half := len(wrote) / 2; len(wrote) >= shortestShape {
		found = appendAlike(found, sp.byHalf[string(shape(room[:0], wrote, 0, half))], wrote)
		return appendAlike(found, sp.byHalf[string(shape(room[:0], wrote, half, len(wrote)))], wrote)
	}
	for k := range wrote {
		found = append(found, sp.byRhyme[string(rhyme(room[:0], wrote, k))]...)
	}
	return found
}

// appendAlike appends those of some labels as long as a word that have one other
// character at most.
func appendAlike(out, labels []spelled, wrote []rune) []spelled {
	for _, s := range labels {
		k, others := 0, 0
		for _, r := range s.label {
			if r != wrote[k] {
				others++
			}
			k++
		}
		if others <= 1 {
			out = append(out, s)
		}
	}
	return out
}

// of lists the fields of a form that a word misspells; nil where labels of
// different fields with different words are near, or the word is a label.
func (m *misspelling) of(form *report.Form, wrote string) []*report.Field {
	for _, near := range [][]spelled{m.sounds, m.shapes} {
		label := ""
		var fields []*report.Field
		for _, s := range near {
			if s.form != form {
				continue
			}
			if s.label == wrote || label != "" && s.label != label {
				return nil
			}
			label, fields = s.label, append(fields, s.field)
		}
		if fields != nil {
			return fields
		}
	}
	return nil
}

// isOf tells whether a stretch is near a label of a form.
func (m *misspelling) isOf(form *report.Form) bool {
	of := func(s spelled) bool { return s.form == form }
	return slices.ContainsFunc(m.sounds, of) || slices.ContainsFunc(m.shapes, of)
}

// rhymes tells whether a stretch is near a short label of a form only by how one
// character ends: too little to make a report of talk (住家3人来帮忙).
func (m *misspelling) rhymes(form *report.Form) bool {
	return m.to-m.from < shortestShape && !slices.ContainsFunc(m.sounds, func(s spelled) bool { return s.form == form })
}

// wordBegins tells whether no other word ends at a rune but one that is known.
func (s *scene) wordBegins(at int) bool {
	i := s.tokenAt(at)
	return at == 0 || !isHan(s.runes[at-1]) || i > 0 && s.toks[i-1].end == at
}

// misspellings are the stretches of Han characters that end at a rune and are
// near a label of some form, the longest first.
func (s *scene) misspellings(end int) []misspelling {
	found, known := s.misspelt[end]
	if known {
		return found
	}
	sp, start := s.p.spelling, end
	for start > 0 && end-start < sp.longest && isHan(s.runes[start-1]) {
		start--
	}
	if end-start < shortestSound {
		return nil
	}
	var room [96]byte
	var begins [longestLabel]int // where the sound of each rune does
	key := room[:0]
	for k, r := range s.runes[start:end] {
		begins[k] = len(key)
		key = appendSound(key, r)
	}
	for k := 0; end-start-k >= shortestSound; k++ {
		m := misspelling{stretch{start + k, end}, sp.bySound[string(key[begins[k]:])], sp.shapes(s.runes[start+k : end])}
		if len(m.sounds)+len(m.shapes) > 0 {
			found = append(found, m)
		}
	}
	if s.misspelt == nil {
		s.misspelt = map[int][]misspelling{}
	}
	s.misspelt[end] = found
	return found
}

// bindMisspelt binds the number at token i to the misspelt label right before
// it: 解出16人.
func (b *binder) bindMisspelt(c clause, i int) {
	n := b.s.toks[i].num
	if b.bindSecond(c, i) {
		return
	}
	// The longest stretch that is near a label wins; an exact label inside it would
	// have been a token.
	for _, m := range b.s.misspeltBefore(i, b.from) {
		fields := m.of(b.form, b.s.slice(m.stretch))
		if len(fields) == 0 || m.rhymes(b.form) && !b.s.wordBegins(m.from) {
			continue
		}
		f, ft := b.choose(c, label{tok: i, fields: fields}, i)
		if f == nil || ft != exact && !(ft == loose && m.from > 0 && m.to < n.From) || b.saysField(f) {
			return
		}
		b.add(bound{field: f, num: n, tok: i, label: -1, doubtful: m.rhymes(b.form),
			guess: &report.Guess{Wrote: b.s.text.Source(m.from, m.to), Read: f.Short()}})
		b.misspelt = label{tok: i, fields: fields}
		return
	}
}

// misspeltBefore are the misspellings right before the number at token i of a part
// that begins at token from.
func (s *scene) misspeltBefore(i, from int) []misspelling {
	n := s.toks[i].num
	if n.Kind != zh.Exact || n.N.IsNegative() {
		return nil
	}
	end := n.From
	for end > 0 && inSet(s.runes[end-1], ": =是为有的") {
		end--
	}
	// A word of the workspace or of grammar that ends there is spelt as it should be.
	for j := i - 1; j >= from && j >= i-3; j-- {
		if t := &s.toks[j]; t.end >= end && (t.kind == word || t.kind == cue && t.end-t.start >= shortestSound) {
			return nil
		}
	}
	return s.misspellings(end)
}

// bindSecond binds the second number of a pair to the misspelt label of the first:
// 居家隔里26户71人.
func (b *binder) bindSecond(c clause, i int) bool {
	t := b.s.toks
	if t[i].num.Kind != zh.Exact || len(b.misspelt.fields) == 0 || b.misspelt.tok != i-1 || t[i-1].end != t[i].start {
		return false
	}
	f, ft := b.choose(c, label{tok: i, fields: b.misspelt.fields}, i)
	if f == nil || ft != exact || b.saysField(f) {
		return false
	}
	b.add(bound{field: f, num: t[i].num, tok: i, label: -1})
	return true
}

// saysField tells whether anything is known of a field yet.
func (b *binder) saysField(f *report.Field) bool {
	return slices.ContainsFunc(b.given, func(g given) bool { return g.field == f })
}
