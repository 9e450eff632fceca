package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// what a label was found to say.
type finding int

const (
	value    finding = iota
	zeroed           // 无发热
	unfilled         // 居家X人
	wrong            // a measure word the field does not take
)

// bound is one field with what a text says of it.
type bound struct {
	field *report.Field
	what  finding
	num   zh.Number
	tok   int  // the number's token; -1: none
	label int  // the label's token; -1: guessed or shared
	weak  bool // a part of another total: gives way
	guess *report.Guess
}

// binder reads tokens [from,to) for one form.
type binder struct {
	s     *scene
	form  *report.Form
	from  int
	to    int
	out   []bound
	taken map[int]bool // numbers that are settled
	last  int          // label of the last number bound; -1: none
	open  int          // label that still waits for its number; -1: none
	near  bool         // only list marks and brackets since open

	part      bool // inside 其中
	partTotal *report.Field
	away      bool // a clause about a higher unit
	prose     map[report.FieldID]string
	zero      bool // a general zero phrase stands here
}

// widest gaps, in runes, between a label and its number.
const (
	wideGap  = 16 // with a measure word that fits, label behind
	nearGap  = 12 // with a measure word that fits, label before
	tightGap = 4  // a bare number
)

func (s *scene) bind(p part, form *report.Form, carried int) *binder {
	b := &binder{s: s, form: form, from: p.from, to: p.to, taken: map[int]bool{}, last: -1, open: carried, near: true,
		prose: map[report.FieldID]string{}}
	if p.head != nil {
		b.bindRow(*p.head, row{p.from, p.to, s.cells(p.from, p.to)})
		return b
	}
	if !b.bindTable() {
		b.bindPairs()
		for _, c := range s.clauses(p.from, p.to) {
			b.bindClause(c)
		}
	}
	return b
}

// bindClause binds the numbers and negations of one clause.
func (b *binder) bindClause(c clause) {
	b.enter(c)
	labels := b.labels(c)
	b.bindProse(c, labels)
	b.bindZeros(c, labels)
	if !b.away {
		for i := c.from; i < c.to; i++ {
			if b.s.toks[i].kind == number && !b.taken[i] && b.counts(c, i) {
				b.bindNumber(c, labels, i)
			}
		}
	}
	b.leave(c, labels)
}

// enter follows what holds across clauses.
func (b *binder) enter(c clause) {
	if c.lead == hard {
		b.part, b.away = false, false
		b.near = false
		if !b.awaits(c) {
			b.open = -1
		}
	}
	if c.lead == shut {
		b.part = false
	}
	if c.lead == comma {
		b.near = false
	}
	for i := c.from; i < c.to; i++ {
		t := b.s.toks[i]
		switch {
		case t.kind == cue && t.class == elsewhere && !(b.s.isTop() && ownTown(t.word)):
			b.away = true
		case t.kind == cue && t.class == ourselves:
			b.away = false
		case t.kind == cue && t.class == partOf:
			b.part = true
		case t.kind == cue && t.class == zeroPhrase && !b.away:
			rest, question := b.s.residue(c.from, c.to)
			b.zero = b.zero || rest == 0 && !question && !b.aboutLabel(c, i)
		}
	}
}

// aboutLabel tells whether the zero phrase at token i speaks of a label before
// it, not of everything: 居家的都正常.
func (b *binder) aboutLabel(c clause, i int) bool {
	for j := i - 1; j >= c.from; j-- {
		t := b.s.toks[j]
		if t.kind == number {
			return false
		}
		if fields := b.fieldsOf(t); len(fields) > 0 {
			return !slices.Contains(b.form.Zero.Sets, fields[0].ID)
		}
	}
	return false
}

// awaits tells whether a label still waits for its number across the end of a
// sentence: it ended with a colon, or stood at the end of its line.
func (b *binder) awaits(c clause) bool {
	k := c.from - 1
	if k <= b.from || b.open < 0 {
		return k < b.from
	}
	before := b.s.toks[k-1]
	if before.kind == colon {
		b.near = true
		return true
	}
	return b.s.runes[b.s.toks[k].start] == '\n' && k-1 == b.open && before.end == b.s.toks[k].start
}

// leave remembers the label that still waits for a number.
func (b *binder) leave(c clause, labels []label) {
	for k := len(labels) - 1; k >= 0; k-- {
		l := labels[k]
		if b.bounds(l.tok) == 0 && !l.blocked {
			b.open, b.near = l.tok, true
		}
		return
	}
	if c.to > c.from && b.hasNumber(c) {
		b.open = -1
	}
}

func (b *binder) hasNumber(c clause) bool {
	for i := c.from; i < c.to; i++ {
		if b.s.toks[i].kind == number && b.taken[i] {
			return true
		}
	}
	return false
}

// bounds counts what a label has been bound to.
func (b *binder) bounds(tok int) int {
	n := 0
	for _, x := range b.out {
		if x.label == tok {
			n++
		}
	}
	return n
}

// bindNumber finds the label of the number at token i: the one before it in
// the clause, else the one behind, else one that an earlier clause left open.
func (b *binder) bindNumber(c clause, labels []label, i int) {
	before, behind := around(labels, i)
	if behind != nil && before != nil && b.leansForward(c, *before, *behind, labels, i) {
		before = nil
	}
	if before != nil {
		before = b.otherThanSaid(c, labels, before, i)
	}
	if before != nil && b.try(c, *before, i, nearGap) {
		return
	}
	if behind != nil && b.isFree(c, *behind, i) && b.tryBehind(c, *behind, i) {
		return
	}
	if before == nil && b.bindCarried(c, i) {
		return
	}
	if before != nil && !before.blocked && b.wrongUnit(c, *before, i) {
		return
	}
	b.bindMisspelt(c, labels, i)
}

// otherThanSaid passes over the label before a number where its field was given
// in an earlier clause and a label before it still wants one: 劝返外地车辆2辆.
func (b *binder) otherThanSaid(c clause, labels []label, before *label, i int) *label {
	f, _ := b.choose(c, *before, i)
	if f == nil || b.s.fix || b.bounds(before.tok) > 0 || !b.saysField(f) {
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
	for j := behind.tok + 1; j < c.to; j++ { // the label behind has a number of its own
		if t[j].kind == number {
			return false
		}
	}
	return len(labels) > 0
}

// isFree tells whether no other number stands between token i and a label
// behind it.
func (b *binder) isFree(c clause, l label, i int) bool {
	for j := i + 1; j < l.tok; j++ {
		if t := b.s.toks[j]; t.kind == number && b.counts(c, j) {
			return false
		}
	}
	return true
}

// try binds the number at token i to a label before it.
func (b *binder) try(c clause, l label, i, limit int) bool {
	n := b.s.toks[i].num
	between := b.textBetween(l.tok, i)
	if between > limit || n.Unit == "" && between > tightGap || b.brokenDown(l.tok, i) || b.ofAnotherDay(c, l.tok) || b.ofAnotherNoun(l.tok, i, between) {
		return false
	}
	if l.blocked {
		b.taken[i] = true
		return true
	}
	f, fit := b.choose(c, l, i)
	if f == nil || fit == unfit || b.says(l.tok, f) && !b.s.fix {
		return false
	}
	b.add(bound{field: f, num: n, tok: i, label: l.tok})
	return true
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
	if f == nil || b.says(l.tok, f) {
		return false
	}
	bare := n.Unit == "" && fit == loose && space == 0 && (n.Kind == zh.Blank || n.Kind == zh.Exact && n.N.IsZero())
	if !bare && (fit != exact || space > wideGap) {
		return false
	}
	b.add(bound{field: f, num: n, tok: i, label: l.tok})
	return true
}

// bindCarried binds a number without a label in its clause to the label of an
// earlier one: 14户、46人; 居家35人（12户）; 宣传车(共2车次); 发热、咳嗽等某人.
func (b *binder) bindCarried(c clause, i int) bool {
	n := b.s.toks[i].num
	only := b.onlyNumbers(c, i)
	if b.open >= 0 && (b.near || only) && (n.Unit != "" || only) {
		l := label{tok: b.open, fields: b.fieldsOf(b.s.toks[b.open])}
		if f, fit := b.choose(c, l, i); f != nil && fit != unfit && !(fit == loose && c.lead == comma) {
			b.add(bound{field: f, num: n, tok: i, label: l.tok})
			b.open = -1
			return true
		}
	}
	if b.last < 0 || !only {
		return false
	}
	l := label{tok: b.last, fields: b.fieldsOf(b.s.toks[b.last])}
	f, fit := b.choose(c, l, i)
	if f == nil || fit == unfit || !b.s.fix && (fit != exact || b.says(l.tok, f)) {
		return false
	}
	b.add(bound{field: f, num: n, tok: i, label: l.tok})
	return true
}

// wrongUnit notes a number whose measure word its label does not take, where
// they stand side by side and nothing else claims the number: 宣传单120条.
func (b *binder) wrongUnit(c clause, l label, i int) bool {
	n := b.s.toks[i].num
	if n.Kind != zh.Exact || n.Unit == "" || b.bounds(l.tok) > 0 || !b.mistakes(l, n, b.textBetween(l.tok, i)) {
		return false
	}
	end := b.s.toks[i].end
	if end < len(b.s.runes) && isHan(b.s.runes[end]) && (i+1 >= c.to || b.s.toks[i+1].start > end || b.s.toks[i+1].kind != word) {
		return false // 31个房间
	}
	b.add(bound{field: l.fields[0], what: wrong, num: n, tok: i, label: l.tok})
	return true
}

// mistakes tells whether a number's measure word is a slip for the label's own:
// a word that counts things, right behind the label, or a few runes behind it
// where it resembles one that the label takes (台次 for 台).
func (b *binder) mistakes(l label, n zh.Number, space int) bool {
	resembles := false
	for _, f := range l.fields {
		acts := (n.Unit == "次" || n.Unit == "遍") && slices.Contains(f.Units, "人") // 排查2次 counts the doing
		if fits(f, n) != unfit || uncounted[n.Unit] || acts || f.Kind == report.Prose {
			return false
		}
		for _, u := range f.Units {
			resembles = resembles || strings.ContainsAny(n.Unit, u)
		}
	}
	return space == 0 || space <= tightGap && resembles || space == 1
}

// add keeps a binding. Inside 其中 it gives way to a statement of its own; a
// part of another total than the field's is none.
func (b *binder) add(x bound) {
	if x.tok >= 0 {
		b.taken[x.tok] = true
	}
	if x.label >= 0 {
		b.last = x.label
		if x.label == b.open {
			b.open = -1
		}
	}
	if x.what == value && (x.num.Kind == zh.Range || x.num.Kind == zh.Vague || x.num.Kind == zh.Blank) {
		x.what = unfilled
	}
	if b.part {
		x.weak = true
		if p := x.field.PartOf; p != "" && b.partTotal != nil && b.partTotal.ID != p && x.what == value {
			return
		}
	} else {
		b.partTotal = x.field
	}
	if b.s.fix && x.what == value {
		b.drop(x.field)
	}
	b.out = append(b.out, x)
}

// drop forgets an earlier number of a field: a correction names the old first.
func (b *binder) drop(f *report.Field) {
	kept := b.out[:0]
	for _, x := range b.out {
		if x.field != f || x.what != value {
			kept = append(kept, x)
		}
	}
	b.out = kept
}

// says tells whether a label has already been bound for a field.
func (b *binder) says(tok int, f *report.Field) bool {
	for _, x := range b.out {
		if x.label == tok && x.field == f {
			return true
		}
	}
	return false
}

// textBetween counts the runes of plain text between a label and a number
// behind it; separators and the numbers in between count for nothing.
func (b *binder) textBetween(l, i int) int {
	text, end := 0, b.s.toks[l].end
	for j := l + 1; j <= i; j++ {
		t := b.s.toks[j]
		start := t.start
		if j == i {
			start = max(end, t.num.From)
		}
		text += max(0, start-end)
		end = t.end
		switch t.kind {
		case word:
			text += t.end - t.start
		case cue:
			if t.class != totalling && t.class != replacing && t.class != standing {
				text += t.end - t.start
			}
		}
	}
	return text
}

// brokenDown tells whether what follows a label is a list of its parts.
func (b *binder) brokenDown(l, i int) bool {
	for j := l + 1; j < i; j++ {
		if t := b.s.toks[j]; t.kind == cue && t.class == breakdown {
			return true
		}
	}
	return false
}

// ofAnotherDay tells whether a date before a label makes what it counts another
// day's: 昨天解除2人, 明天解除3人, 2月1日返乡的3人.
func (b *binder) ofAnotherDay(c clause, l int) bool {
	for j := l - 1; j >= c.from && b.s.toks[j].kind != number; j-- {
		if b.s.toks[j].kind == date {
			return b.s.ofAnotherDay(j, b.from, b.to)
		}
	}
	return false
}

// ofAnotherNoun tells whether the label only describes what is counted:
// 卡点的帐篷共1个.
func (b *binder) ofAnotherNoun(l, i, between int) bool {
	end := b.s.toks[l].end
	return between > 3 && hasPrefix(b.s.runes[end:], "的") && !inSet(b.s.runes[end+1], "有是为共达人数约")
}

// onlyNumbers tells whether a clause says nothing but numbers, up to token i.
func (b *binder) onlyNumbers(c clause, i int) bool {
	text, end := 0, b.s.toks[c.from].start
	if c.from > 0 {
		end = b.s.toks[c.from-1].end
	}
	for j := c.from; j <= i; j++ {
		t := b.s.toks[j]
		start := t.start
		if t.kind == number {
			start = max(end, t.num.From)
		}
		text += len([]rune(strings.Trim(string(b.s.runes[end:max(end, start)]), "是为有约近达的")))
		end = t.end
		if t.kind == word && len(b.fieldsOf(t)) == 0 && !t.isUnitWord() || t.kind == cue && t.class != totalling && t.class != replacing {
			text++
		}
	}
	return text == 0
}

func (t token) isUnitWord() bool { return t.kind == word && t.senses[0].isUnit() }

// spaced tells whether a space, tab or bar lies in runes [i,j).
func (s *scene) spaced(i, j int) bool {
	for _, r := range s.runes[i:j] {
		if r == ' ' || r == '\t' || r == '|' {
			return true
		}
	}
	return false
}
