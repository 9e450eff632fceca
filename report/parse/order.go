package parse

import "qunbao/report"

// order is how labels and numbers follow each other in a clause.
type order int

const (
	mixed       order = iota // a label ends the clause, or there is none: 44人居家3人集中
	labelsFirst              // the last label has its number behind it: 居家44人集中3人
)

// order finds the order of the clause in hand. In one that runs on without marks
// it is what tells whose a number between two labels is.
func (b *binder) order(c clause) order {
	if n := len(b.room); n > 0 && b.answered(c, b.room[n-1].tok) {
		return labelsFirst
	}
	return mixed
}

// answered tells whether a number, or that there is none, follows a label in
// its clause, before the next label.
func (b *binder) answered(c clause, l int) bool {
	for j := l + 1; j < c.to; j++ {
		t := &b.s.toks[j]
		switch {
		case t.kind == number:
			return b.textBetween(l, j) <= nearGap
		case t.class == negation, t.class == allZero:
			return b.textBetween2(l, j) <= 1
		case len(t.fieldsOf(b.form)) > 0:
			return false
		}
	}
	return false
}

// hasOwn tells whether the first number behind a label is one that the field
// takes as well: the one before the label is then of something else, as in
// 2处垃圾池消毒4次.
func (b *binder) hasOwn(c clause, l label, f *report.Field) bool {
	for j := l.tok + 1; j < c.to; j++ {
		t := &b.s.toks[j]
		if t.kind == number {
			g, ft := b.choose(c, l, j)
			return g == f && ft != unfit && b.textBetween(l.tok, j) <= nearGap && !b.leadsOn(c, j)
		}
		if len(t.fieldsOf(b.form)) > 0 {
			return false
		}
	}
	return false
}

// leadsOn tells whether the number at token i is that of the label it touches from
// before, which has none behind it: 2处 of 6处柴草堆2处占道物垃圾3吨.
func (b *binder) leadsOn(c clause, i int) bool {
	_, behind := around(b.room, i)
	if behind == nil || behind.blocked || b.s.toks[i].end != b.s.toks[behind.tok].start {
		return false
	}
	f, ft := b.choose(c, *behind, i)
	return f != nil && ft == exact && !b.hasOwn(c, *behind, f) && !b.isNoneBehind(c, behind.tok)
}

// isNoneBehind tells whether a label is said to be none right behind it: 异常没有.
func (b *binder) isNoneBehind(c clause, l int) bool {
	if l+1 >= c.to || b.textBetween2(l, l+1) > 1 {
		return false
	}
	t := &b.s.toks[l+1]
	return t.class == negation || t.class == allZero
}
