package parse

import (
	"slices"

	"qunbao/report"
)

// bindEach gives each of the units that a part is about its own of the numbers
// said of one label: 上坪、下坪居家分别为30人、21人. The label stands before 分别为
// at token i, behind it, or before the units.
func (b *binder) bindEach(i int) bool {
	l, from, ok := b.labelOfEach(i)
	if !ok {
		return b.bindEachOfAll(i)
	}
	groups := b.groupsFrom(from)
	if !b.alike(groups) {
		return false
	}
	b.apart = true
	b.bindGroups(l, groups)
	return true
}

// bindEachOfAll gives each unit as many numbers as there are labels before 分别为 at
// token i: 上坪、下坪居家、集中分别为30人、4人和21人、3人.
func (b *binder) bindEachOfAll(i int) bool {
	names, groups := b.labelsUpTo(i, pairWord), b.groupsFrom(i)
	if len(names) < 2 || len(groups) != len(names)*b.units {
		return false
	}
	b.apart = true
	for k, group := range groups {
		b.bindGroup(names[k%len(names)], group, 1+k/len(names))
	}
	return true
}

// bindEachAgain does so without 分别为 for a label at token i with as many numbers
// listed right behind it: 解除12人、13人.
func (b *binder) bindEachAgain(i int) {
	groups := b.groupsFrom(i)
	if b.alike(groups) && len(groups) == b.units && b.textBetween(i, groups[0][0]) <= tightGap {
		b.apart = true
		b.bindGroups(label{tok: i, fields: b.s.toks[i].fieldsOf(b.form)}, groups)
	}
}

// bindGroups binds a group of numbers for each unit. Where there are too few or
// too many nobody can tell whose they are.
func (b *binder) bindGroups(l label, groups [][]int) {
	for k, group := range groups {
		if len(groups) == b.units {
			b.bindGroup(l, group, k+1)
		}
		for _, tok := range group {
			b.mark(tok).taken = true
		}
	}
}

// bindGroup binds the numbers that are said of one unit.
func (b *binder) bindGroup(l label, group []int, unit int) {
	for _, tok := range group {
		if f, ft := b.choose(clause{l.tok, l.tok + 1, list}, l, tok); f != nil && ft != unfit {
			b.add(bound{field: f, num: b.s.toks[tok].num, tok: tok, label: l.tok, unit: unit})
		}
		b.mark(tok).taken = true
	}
}

// labelOfEach is the one label that 分别为 at token i speaks of, and the token
// behind which its numbers stand.
func (b *binder) labelOfEach(i int) (label, int, bool) {
	switch names := b.labelsUpTo(i, pairWord); {
	case len(names) == 1:
		return names[0], i, true
	case len(names) > 1:
		return label{}, 0, false
	}
	for j := i + 1; j < b.to && b.s.toks[j].kind != number && b.s.toks[j].kind != hard; j++ {
		if fields := b.s.toks[j].fieldsOf(b.form); len(fields) > 0 {
			return label{tok: j, fields: fields}, j, true
		}
	}
	if l, ok := b.labelBehindList(i); ok {
		return l, i, true
	}
	if b.apart && b.last >= 0 && b.s.endsWithCount(i) { // 户数分别为…，人数分别为…
		return b.siblings(label{tok: b.last, fields: b.s.toks[b.last].fieldsOf(b.form)}), i, true
	}
	for j := i - 1; j >= b.from; j-- { // 居家观察：上坪、下坪分别为
		t := &b.s.toks[j]
		if fields := t.fieldsOf(b.form); len(fields) > 0 {
			return label{tok: j, fields: fields}, i, true
		}
		if !t.namesUnit() && t.kind != list && t.kind != blank && t.kind != colon {
			break
		}
	}
	if b.open >= 0 && b.open < b.from {
		return label{tok: b.open, fields: b.s.toks[b.open].fieldsOf(b.form)}, i, true
	}
	return label{}, 0, false
}

// labelBehindList is the label right behind the last of the numbers listed behind
// token i: 分别3人、2人居家.
func (b *binder) labelBehindList(i int) (label, bool) {
	for j := i + 1; j < b.to; j++ {
		t := &b.s.toks[j]
		if fields := t.fieldsOf(b.form); len(fields) > 0 {
			before := b.s.toks[j-1]
			return label{tok: j, fields: fields}, before.kind == number && before.end == t.start && !b.hasNumberBehind(j)
		}
		if t.kind != number && t.kind != list && t.kind != blank {
			break
		}
	}
	return label{}, false
}

// endsWithCount tells whether 人数 or 户数 stands right before token i.
func (s *scene) endsWithCount(i int) bool {
	at := s.toks[i].start
	return at >= 2 && s.runes[at-1] == '数' && inSet(s.runes[at-2], "人户间例")
}

// groupsFrom are the numbers listed behind token i, those of one unit together:
// 7户30人、6户21人 or 30人（7户）、21人（6户）.
func (b *binder) groupsFrom(i int) [][]int {
	groups := [][]int{nil}
	inside := false
	for j := i + 1; j < b.to; j++ {
		t := &b.s.toks[j]
		switch {
		case t.kind == number:
			last := len(groups) - 1
			joined := !inside && len(groups[last]) > 0 && inSet(b.s.runes[t.start-1], "和与及")
			if joined {
				groups = append(groups, nil)
				last++
			}
			groups[last] = append(groups[last], j)
		case t.kind == open, t.kind == shut:
			inside = t.kind == open
		case t.kind == list, t.kind == comma && b.numberAt(j+1):
			groups = append(groups, nil)
		case t.kind == hard, t.kind == comma, t.kind == date, t.class != noCue && t.class != totalling, len(t.fieldsOf(b.form)) > 0:
			j = b.to
		}
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return len(g) == 0 })
}

func (b *binder) numberAt(i int) bool { return i < b.to && b.s.toks[i].kind == number }

// alike tells whether all groups count in the same words, bare ones apart: 7户、18人
// are two things said of one.
func (b *binder) alike(groups [][]int) bool {
	word := ""
	for _, group := range groups {
		unit := b.s.toks[group[len(group)-1]].num.Unit
		if unit != "" && word != "" && unit != word {
			return false
		}
		if unit != "" {
			word = unit
		}
	}
	return len(groups) > 1
}

// isJoint tells whether the number at token i is the total of several units
// together, and so of none of them: 上坪和下坪合计居家59人.
func (b *binder) isJoint(c clause, i int) bool {
	for j := i - 1; b.units > 1 && j >= c.from && b.s.toks[j].kind != number; j-- {
		if b.s.toks[j].class == totalling {
			return true
		}
	}
	return false
}

// each is what a part says of each of its units, one binder a unit; of all in
// one where it says the same of all.
func (b *binder) each(units []report.UnitID) []*binder {
	if !b.apart {
		return []*binder{b}
	}
	var out []*binder
	for k := range units {
		own := *b
		own.out = slices.DeleteFunc(slices.Clone(b.out), func(x bound) bool { return x.unit != 0 && x.unit != k+1 })
		out = append(out, &own)
	}
	return out
}
