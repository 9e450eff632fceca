package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// bindNumber finds the label of the number at token i: the one before it in
// the clause, else the one behind, else one that an earlier clause left open.
func (b *binder) bindNumber(c clause, labels []label, i int) {
	before, behind := around(labels, i)
	if behind != nil && before != nil && b.leansForward(c, *before, *behind, labels, i) {
		before = nil
	}
	if before != nil {
		before = b.otherThanSaid(c, labels, before, i)
		before = b.increaseBefore(labels, before)
	}
	if before != nil && (b.try(c, *before, i, nearGap) || b.tryNamesake(c, *before, i)) {
		return
	}
	if behind != nil && b.isFree(c, *behind, i) && b.tryBehind(c, *behind, i) {
		return
	}
	if before == nil && (b.bindCarried(c, i) || b.bindNamedCount(c, i) || b.wrongAgain(c, i)) {
		return
	}
	if before != nil && !before.blocked && b.wrongUnit(c, *before, i) {
		return
	}
	b.bindMisspelt(c, i)
}

// otherThanSaid passes over the label before a number where its field was given
// in an earlier clause and a label before it still wants one: 劝返外地车辆2辆.
func (b *binder) otherThanSaid(c clause, labels []label, before *label, i int) *label {
	if b.s.fix || labels[0].tok >= before.tok || b.bounds(before.tok) > 0 {
		return before
	}
	if f, _ := b.choose(c, *before, i); f == nil || !b.saysField(f) {
		return before
	}
	for k := range labels {
		l := &labels[k]
		if l.tok >= before.tok || b.bounds(l.tok) > 0 || l.blocked {
			continue
		}
		if g, ft := b.choose(c, *l, i); g != nil && ft == exact && !b.saysField(g) && b.isFreeBetween(l.tok, i) {
			return l
		}
	}
	return before
}

// increaseBefore is 新增 before a label that it is one with, which takes the
// number: 今日新增排查2人. Else it is the label itself.
func (b *binder) increaseBefore(labels []label, l *label) *label {
	for k := 1; k < len(labels); k++ {
		first, t := &labels[k-1], b.s.toks
		if labels[k].tok == l.tok && first.tok == l.tok-1 && t[first.tok].increase && t[first.tok].end == t[l.tok].start && b.bounds(first.tok) == 0 && b.increases(*first, *l) {
			return first
		}
	}
	return l
}

// isFreeBetween tells whether no number stands between two tokens.
func (b *binder) isFreeBetween(l, i int) bool {
	return !b.s.hasKind(clause{l, i, list}, number)
}

// around finds the labels next to token i.
func around(labels []label, i int) (before, behind *label) {
	for k := range labels {
		if labels[k].tok < i {
			before = &labels[k]
		} else if behind == nil {
			behind = &labels[k]
		}
	}
	return before, behind
}

// leansForward tells whether a number belongs to the label right behind it
// rather than to one further before: 居家观察对象中有2名发热人员.
func (b *binder) leansForward(c clause, before, behind label, labels []label, i int) bool {
	n, t := b.s.toks[i].num, b.s.toks
	if n.Unit == "" || t[behind.tok].start != t[i].end || n.From-t[before.tok].end < 2 && b.bounds(before.tok) == 0 {
		return false
	}
	if f, fit := b.choose(c, behind, i); f == nil || fit != exact {
		return false
	}
	if b.order(c) == labelsFirst {
		return false
	}
	for j := behind.tok + 1; j < c.to; j++ { // the label behind has a number of its own
		if t[j].kind == number {
			return false
		}
	}
	return len(labels) > 0
}

// isFree tells whether no other number stands between token i and a label
// behind it, but one beside it with another measure word: 13户44人居家.
func (b *binder) isFree(c clause, l label, i int) bool {
	t := b.s.toks
	for j := i + 1; j < l.tok; j++ {
		pair := j == i+1 && len(l.fields) > 1 && t[j].start == t[i].end && t[l.tok].start == t[j].end
		if t[j].kind == number && b.counts(c, j) && (!pair || t[i].num.Unit == t[j].num.Unit) {
			return false
		}
	}
	return true
}

// try binds the number at token i to a label before it.
func (b *binder) try(c clause, l label, i, limit int) bool {
	n := b.s.toks[i].num
	between := b.textBetween(l.tok, i)
	if between > limit || n.Unit == "" && between > tightGap || b.brokenDown(l.tok, i) || b.ofAnotherDay(c, i) || b.ofAnotherNoun(l.tok, between) {
		return false
	}
	if l.blocked {
		b.mark(i).taken = true
		return true
	}
	f, fit := b.choose(c, l, i)
	if f == nil && b.refuses(l, i) {
		b.mark(i).taken = true
		return true
	}
	if f == nil || fit == unfit || fit == loose && b.s.hasOtherUnit(i) || b.says(l.tok, f) && !b.s.fix {
		return false
	}
	what := value
	if b.mayBeThousands(c, l, i) {
		what = unfilled
	}
	b.add(bound{field: f, what: what, num: n, tok: i, label: l.tok})
	return true
}

// refuses tells whether a label takes a number of this measure word, only none
// of this day or total: 今日解除2人. It is then of no other label.
func (b *binder) refuses(l label, i int) bool {
	return slices.ContainsFunc(l.fields, func(f *report.Field) bool { return fits(f, b.scaled(l.tok, i, f)) == exact })
}

// tryBehind binds the number at token i to a label behind it: 38人居家隔离.
func (b *binder) tryBehind(c clause, l label, i int) bool {
	t := b.s.toks
	n := t[i].num
	space := t[l.tok].start - t[i].end
	if t[l.tok].end-t[l.tok].start == 1 || l.blocked || b.s.spaced(t[i].end, t[l.tok].start) {
		return false
	}
	f, fit := b.choose(c, l, i)
	if f == nil || b.says(l.tok, f) || b.order(c) == labelsFirst && b.hasOwn(c, l, f) {
		return false
	}
	bare := n.Unit == "" && fit == loose && space == 0 && (n.Kind == zh.Blank || n.Kind == zh.Exact && n.N.IsZero())
	if !bare && (fit != exact || space > wideGap) {
		return false
	}
	some := strings.ContainsAny(string(b.s.runes[t[i].end:t[l.tok].start]), "均都全皆") // 返回的3人均已居家
	b.add(bound{field: f, num: n, tok: i, label: l.tok, weak: some})
	return true
}

// bindCarried binds a number without a label in its clause to the label of an
// earlier one: 14户、46人; 居家35人（12户）; 宣传车(共2车次); 发热、咳嗽等某人.
func (b *binder) bindCarried(c clause, i int) bool {
	n := b.s.toks[i].num
	only := b.onlyNumbers(c, i)
	if b.open >= 0 && (b.near || only) && (n.Unit != "" || only) {
		l := label{tok: b.open, fields: b.s.toks[b.open].fieldsOf(b.form)}
		if f, fit := b.choose(c, l, i); f != nil && fit != unfit && !(fit == loose && c.lead == comma && !b.s.fix) {
			b.add(bound{field: f, num: n, tok: i, label: l.tok})
			b.open = -1
			return true
		}
	}
	if only && (b.bindStanding(c, i) || b.bindTotal(c, i)) {
		return true
	}
	again := b.s.isPartOfDay(c, i)
	if b.last < 0 || !only && !again || b.ofAnotherDay(c, i) {
		return false
	}
	l := label{tok: b.last, fields: b.s.toks[b.last].fieldsOf(b.form)}
	f, fit := b.choose(c, l, i)
	if f == nil && b.tryNamesake(c, l, i) {
		return true
	}
	if f == nil && b.only.kinds { // 今日收割620亩，累计1850亩: of the field of that kind that shares the word
		f, fit = b.choose(c, b.siblings(l), i)
	}
	if f == nil || fit == unfit || (!b.s.fix || b.only.kinds) && !again && (fit != exact || b.says(l.tok, f)) {
		return false
	}
	b.add(bound{field: f, num: n, tok: i, label: l.tok})
	return true
}

// isPartOfDay tells whether a clause is a number of one part of the day, so
// that it and the one before are both said of one label: 上午30份，下午20份.
func (s *scene) isPartOfDay(c clause, i int) bool {
	start := 0
	if c.from > 0 {
		start = s.toks[c.from-1].end
	}
	if s.toks[i].num.From-start > headLimit {
		return false
	}
	return start < s.toks[i].num.From && partsOfDay[string(trimmed(s.runes[start:s.toks[i].num.From]))]
}

var partsOfDay = map[string]bool{"上午": true, "下午": true, "早上": true, "晚上": true, "中午": true, "白天": true, "夜里": true, "夜间": true, "早": true, "晚": true}

// wrongUnit notes a number whose measure word its label does not take, where
// they stand side by side and nothing else claims the number: 宣传单120条.
func (b *binder) wrongUnit(c clause, l label, i int) bool {
	n := b.s.toks[i].num
	f := b.meant(l)
	if n.Kind != zh.Exact || n.Unit == "" || f == nil || !b.mistakes(l, n, b.textBetween(l.tok, i)) {
		return false
	}
	end := b.s.toks[i].end
	if end < len(b.s.runes) && isHan(b.s.runes[end]) && (i+1 >= c.to || b.s.toks[i+1].start > end || b.s.toks[i+1].kind != word) {
		return false // 31个房间
	}
	b.add(bound{field: f, what: wrong, num: n, tok: i, label: l.tok})
	return true
}

// meant is the field of a label that a number with a strange measure word is
// about: of several the one counted in people, of those already said the other
// (居家14户46辆). Nil: all is said.
func (b *binder) meant(l label) *report.Field {
	var found *report.Field
	for _, f := range l.fields {
		if b.says(l.tok, f) || b.bounds(l.tok) > 0 && len(l.fields) == 1 {
			continue
		}
		if found == nil || slices.Contains(f.Units, people) && !slices.Contains(found.Units, people) {
			found = f
		}
	}
	return found
}

// wrongAgain notes a strange measure word in the item behind one of the same
// label: 居家14户、46辆.
func (b *binder) wrongAgain(c clause, i int) bool {
	if b.last < 0 || c.lead != list && c.lead != open || !b.onlyNumbers(c, i) {
		return false
	}
	return b.wrongUnit(c, label{tok: b.last, fields: b.s.toks[b.last].fieldsOf(b.form)}, i)
}

// takes tells whether a field of the form takes a measure word.
func (b *binder) takes(unit string) bool {
	return slices.ContainsFunc(b.form.Fields, func(f report.Field) bool { return slices.Contains(f.Units, unit) })
}

// people is the measure word of people: of fields that share a label the one
// counted so is meant in doubt (contract, section 4, rule 5).
const people = "人"

// mistakes tells whether a number's measure word is a slip for the label's own:
// a word that counts things, right behind the label, or a few runes behind it
// where it resembles one that the label takes (台次 for 台).
func (b *binder) mistakes(l label, n *zh.Number, space int) bool {
	resembles := false
	aside := uncounted[n.Unit] && !b.takes(n.Unit) && (space > 0 || !b.measures(l, n.Unit))
	for _, f := range l.fields {
		acts := (n.Unit == "次" || n.Unit == "遍") && slices.Contains(f.Units, "人") // 排查2次 counts the doing
		if fits(f, n) != unfit || aside || acts || f.Kind == report.Prose {
			return false
		}
		for _, u := range f.Units {
			resembles = resembles || strings.ContainsAny(n.Unit, u)
		}
	}
	return space == 0 || space <= tightGap && resembles || space == 1
}
