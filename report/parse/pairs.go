package parse

import (
	"slices"
	"strings"
)

// pairMark is what stands between a list of labels and a list of numbers.
type pairMark int

const (
	pairWord  pairMark = iota // 分别为: more numbers may follow, of later clauses
	pairColon                 // must match one to one, else the list is something else
)

// bindPairs binds lists to lists: 居家、集中、解除分别为44人、3人、14人.
func (b *binder) bindPairs() {
	for i := b.from; i < b.to; i++ {
		t := b.s.toks[i]
		switch {
		case t.kind == cue && t.class == pairing:
			if b.units < 2 || !b.bindEach(i) {
				b.bindPair(i, pairWord)
			}
		case b.units > 1 && len(t.fieldsOf(b.form)) > 0:
			b.bindEachAgain(i)
		case t.kind == colon:
			b.bindPair(i, pairColon)
		}
	}
}

// bindPair pairs the labels before token i with the numbers behind it. Behind
// a colon there must be two of each, nothing but a list on either side.
func (b *binder) bindPair(i int, mark pairMark) {
	names := b.labelsUpTo(i, mark)
	if len(names) == 0 || len(names) == 1 && mark == pairColon {
		return
	}
	numbers := b.numbersFrom(i, mark)
	if len(names) == 1 && len(numbers) > 1 && mark == pairWord {
		b.bindSiblings(names[0], numbers)
		return
	}
	if len(names) < 2 || len(numbers) < len(names) || mark == pairColon && len(numbers) > len(names) {
		return
	}
	for k, group := range numbers[:len(names)] {
		for _, tok := range group {
			c := clause{names[k].tok, names[k].tok + 1, list}
			if f, ft := b.choose(c, names[k], tok); f != nil && ft != unfit {
				b.add(bound{field: f, num: b.s.toks[tok].num, tok: tok, label: names[k].tok})
			}
			b.mark(tok).taken = true
		}
	}
}

// bindSiblings binds the numbers behind one label to the fields that share a
// word with it: 居家观察户数、人数分别为7户、18人.
func (b *binder) bindSiblings(l label, numbers [][]int) {
	wide := b.siblings(l)
	for _, group := range numbers {
		for _, tok := range group {
			c := clause{l.tok, l.tok + 1, list}
			if f, ft := b.choose(c, wide, tok); f != nil && ft == exact && !b.saysField(f) {
				b.add(bound{field: f, num: b.s.toks[tok].num, tok: tok, label: l.tok})
			}
		}
	}
}

// siblings widens a label to all fields that share a word with it.
func (b *binder) siblings(l label) label {
	all := slices.Clone(l.fields)
	for i := range b.form.Fields {
		f := &b.form.Fields[i]
		if !slices.Contains(all, f) && slices.ContainsFunc(f.Aliases, func(a string) bool { return slices.Contains(l.fields[0].Labels(), a) }) {
			all = append(all, f)
		}
	}
	return label{tok: l.tok, fields: all}
}

// labelsUpTo are the listed labels that end before token i, in order.
func (b *binder) labelsUpTo(i int, mark pairMark) []label {
	j, n := i, 0
	for j > max(b.from, i-longestClause) {
		t := &b.s.toks[j-1]
		if t.kind == shut && j-2 >= b.from && b.s.toks[j-2].kind == open && b.s.isMeasure(b.s.toks[j-2].end, t.start) {
			j -= 2
			continue
		}
		if t.kind == hard || t.kind == comma || t.kind == colon || t.kind == number || t.kind == open || t.kind == shut {
			break
		}
		j--
		if t.namesField() {
			n++
		}
	}
	if mark == pairColon && n < 2 {
		return nil
	}
	names := b.labels(clause{j, i, list})
	if mark == pairColon && len(names) > 0 {
		for k := 1; k < len(names); k++ {
			if b.textBetween2(names[k-1].tok, names[k].tok) > 1 {
				return nil
			}
		}
	}
	return names
}

// numbersFrom are the numbers behind token i, those of one list item together.
func (b *binder) numbersFrom(i int, mark pairMark) [][]int {
	var groups [][]int
	// Numbers without a mark between them are one item: 14户46人.
	fresh, end := true, b.s.toks[i].end
	for j := i + 1; j < b.to; j++ {
		t := b.s.toks[j]
		if mark == pairColon && t.start-end > 0 && t.kind != number {
			return nil
		}
		end = t.end
		switch t.kind {
		case number:
			if fresh || strings.ContainsAny(string(b.s.runes[b.s.toks[j-1].end:t.start]), "和与及") {
				groups = append(groups, nil)
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], j)
			fresh = false
		case list, comma, blank:
			fresh = true
		case word:
			if len(t.fieldsOf(b.form)) > 0 {
				if mark == pairColon {
					return nil
				}
				return groups
			}
		case hard, open, shut, date, colon:
			return groups
		}
	}
	return groups
}
