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
	field    *report.Field
	what     finding
	num      *zh.Number // nil of what is zeroed
	tok      int        // the number's token; -1: none
	label    int        // the label's token; -1: guessed or shared
	weak     bool       // a part of another total: gives way
	guess    *report.Guess
	doubtful bool // a guess that makes no report alone
	over     bool // what it counts is over: 发热1人，已排除
	now      bool // what there is now: 现有3人
	past     bool // of all time or of before: 累计20人，现有3人
	unit     int  // which of the part's units it is said of, from 1; 0: all
}

// binder reads tokens [from,to) for one form.
type binder struct {
	s     *scene
	form  *report.Form
	from  int
	to    int
	date  int // the token of the date that heads the part; -1: none
	out   []bound
	marks []mark        // of its tokens
	far   map[int]*mark // of labels above or before them
	said  []saying
	room  []label // the labels of the clause in hand
	given []given
	quiet clause      // the last clause without a grammar word
	only  onlyNumbers // how far the clause in hand says nothing but numbers
	last  int         // label of the last number bound; -1: none
	open  int         // label that still waits for its number; -1: none
	near  bool        // only list marks and brackets since open

	part      bool // inside 其中
	partTotal *report.Field
	misspelt  label // the last label that was guessed, at its number's token
	away      bool  // a clause about a higher unit
	outside   bool  // away, before the bracket in hand opened
	prose     map[report.FieldID]string
	zero      bool // a general zero phrase stands here
	restZero  bool // one that speaks of all that is not given: 其余均为0

	totals bool // a sentence headed by 累计：
	units  int  // how many units the part is about
	apart  bool // something is said of each of them: 分别为

	shared    []*report.Field // said to be none of every unit named so far: 均无发热
	allShared bool            // 均无异常: so is all that a zero phrase states
}

// widest gaps, in runes, between a label and its number.
const (
	wideGap  = 16 // with a measure word that fits, label behind
	nearGap  = 12 // with a measure word that fits, label before
	tightGap = 4  // a bare number
)

func (s *scene) bind(p part, form *report.Form, carried int) *binder {
	b := &binder{s: s, form: form, from: p.from, to: p.to, date: p.date, units: p.units, last: -1, open: carried, near: true}
	b.marks = make([]mark, p.to-p.from)
	if p.head != nil {
		b.bindRow(*p.head, row{p.from, p.to})
		return b
	}
	if p.column != nil {
		b.bindColumn(*p.column)
		return b
	}
	b.remains()
	if !b.bindTable(p.rows) {
		b.bindPairs()
		for _, c := range p.clauses {
			b.bindClause(c)
		}
	}
	b.clear()
	return b
}

// bindClause binds the numbers and negations of one clause.
func (b *binder) bindClause(c clause) {
	b.enter(c)
	if !b.s.hasKind(c, cue) {
		b.quiet = c
	}
	b.room = b.appendLabels(b.room[:0], c)
	labels := b.room
	b.bindProse(labels)
	b.bindZeros(c, labels)
	b.bindAnswers(c, labels)
	if !b.away {
		for i := c.from; i < c.to; i++ {
			if b.s.toks[i].kind == number && !b.mark(i).taken && b.counts(c, i) && !b.isJoint(c, i) {
				b.bindNumber(c, labels, i)
			}
		}
	}
	if len(b.s.m.Files) > 0 && !b.away {
		b.bindOdd(c, labels)
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
	if c.lead == hard {
		b.totals = b.s.headsTotals(c)
	}
	switch opened, closed := b.s.bracketsBefore(c, b.from); {
	case closed:
		b.part, b.away = false, b.outside
	case opened:
		b.outside = b.away
	}
	if c.lead == comma {
		b.near = false
	}
	alone, asked := false, false      // whether the whole clause is names and zero phrases, once asked
	nothing, stretch := false, c.from // the same of a stretch between two spaces, and where that ends
	for i := c.from; i < c.to; i++ {
		t := &b.s.toks[i]
		switch {
		case t.kind == cue && t.class == elsewhere && b.s.isAway(i):
			b.away = true
		case t.class == ourselves, b.s.isOurs(t):
			b.away = false
		case b.away && t.kind == word:
			if _, named := b.s.unitSense(i, b.to); named {
				b.away = false // 全镇巡查310人次，小塘村16人次
			}
		case t.kind == cue && t.class == partOf:
			b.part = true
		case t.kind == cue && t.class == zeroPhrase && !b.away:
			if !asked {
				alone, asked = b.s.isNothing(c.from, c.to), true
			}
			if i >= stretch {
				nothing, stretch = b.s.standsAlone(c, i)
			}
			if (alone || nothing) && !b.aboutLabel(c, i) {
				b.zero = true
				b.allShared = b.allShared || strings.ContainsAny(t.word[:len("均")], "均都皆")
			}
		}
	}
}

// isNothing tells whether tokens [from,to) are names and zero phrases alone.
func (s *scene) isNothing(from, to int) bool {
	rest, question := s.residue(from, to)
	return rest == 0 && !question
}

// standsAlone tells whether the stretch of a clause between two spaces around
// token i says nothing but names and zero phrases, and where it ends.
func (s *scene) standsAlone(c clause, i int) (alone bool, to int) {
	from, to := i, i+1
	for from > c.from && s.toks[from-1].kind != blank {
		from--
	}
	for to < c.to && s.toks[to].kind != blank {
		to++
	}
	begin, end := s.extent(c)
	if from > c.from {
		begin = s.toks[from-1].end
	}
	if to < c.to {
		end = s.toks[to].start
	}
	rest, question := s.residue(from, to)
	return rest+s.rude(begin, s.toks[from].start)+s.rude(s.toks[to-1].end, end) == 0 && !question, to
}

// aboutLabel tells whether the zero phrase at token i speaks of a label before
// it, not of everything: 居家的都正常.
func (b *binder) aboutLabel(c clause, i int) bool {
	for j := i - 1; j >= c.from; j-- {
		t := b.s.toks[j]
		if t.kind == number {
			return false
		}
		if fields := t.fieldsOf(b.form); len(fields) > 0 {
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
	if len(labels) > 0 {
		last := labels[len(labels)-1]
		if n := len(labels); n > 1 && b.s.toks[last.tok].increase && b.bounds(last.tok) > 0 && b.bounds(labels[n-2].tok) == 0 {
			last = labels[n-2] // 排查今日新增2人，累计58人
		}
		if b.bounds(last.tok) == 0 && !last.blocked {
			b.open, b.near = last.tok, true
		}
		return
	}
	if c.to > c.from && b.hasNumber(c) {
		b.open = -1
	}
}

func (b *binder) hasNumber(c clause) bool {
	for i := c.from; i < c.to; i++ {
		if b.s.toks[i].kind == number && b.mark(i).taken {
			return true
		}
	}
	return false
}

// bounds counts what a label has been bound to.
func (b *binder) bounds(tok int) int { return int(b.mark(tok).bounds) }

// add keeps a binding. Inside 其中 it gives way to a statement of its own; a
// part of another total than the field's is none.
func (b *binder) add(x bound) {
	if x.tok >= 0 {
		b.mark(x.tok).taken = true
		x.num = b.scaled(x.label, x.tok, x.field)
	}
	if x.label >= 0 {
		b.last = x.label
		if x.label == b.open || b.open < b.from { // a shared label gives way to one of its own
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
	b.standings(&x)
	if b.s.fix && x.what == value {
		b.drop(x.field)
	}
	if b.out == nil {
		b.makeRoom()
	}
	b.out = append(b.out, x)
	if x.label >= 0 {
		b.mark(x.label).bounds++
		if x.what != wrong && !b.says(x.label, x.field) { // a slip may be followed by the number: 集中1户（2人）
			b.said = append(b.said, saying{x.field, b.mark(x.label).said})
			b.mark(x.label).said = int32(len(b.said))
		}
	}
	b.give(x)
}

// makeRoom makes room for what a part has numbers for.
func (b *binder) makeRoom() {
	n := 2
	for i := b.from; i < b.to; i++ {
		if b.s.toks[i].kind == number {
			n++
		}
	}
	b.out, b.said = make([]bound, 0, n), make([]saying, 0, n)
	b.given = make([]given, 0, min(n, len(b.form.Fields)))
}

// given is a field of which something is known.
type given struct {
	field     *report.Field
	explained bool // by more than a slip
}

// give notes that something is known of a field.
func (b *binder) give(x bound) {
	k := slices.IndexFunc(b.given, func(g given) bool { return g.field == x.field })
	if k < 0 {
		k, b.given = len(b.given), append(b.given, given{field: x.field})
	}
	b.given[k].explained = b.given[k].explained || x.what != wrong
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
	for k := b.mark(tok).said; k > 0; k = b.said[k-1].before {
		if b.said[k-1].field == f {
			return true
		}
	}
	return false
}

// mark is what is known of token i.
func (b *binder) mark(i int) *mark {
	if b.from <= i && i < b.to {
		return &b.marks[i-b.from]
	}
	if b.far[i] == nil {
		if b.far == nil {
			b.far = map[int]*mark{}
		}
		b.far[i] = &mark{}
	}
	return b.far[i]
}

// mark is what a binder knows of a token.
type mark struct {
	taken  bool  // a number that is settled
	bounds int32 // how often a label has been bound
	said   int32 // the last saying of a label, counted from 1; 0: none
}

// saying is a field for which a label has been bound.
type saying struct {
	field  *report.Field
	before int32 // the label's saying before it, as in mark
}
