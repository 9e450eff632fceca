package parse

import (
	"slices"
	"strings"

	"qunbao/report"
)

// leftovers reads what a part says besides the form it was read as: values that
// only the labels of another form of this place take, which make a report of that
// form: 疫情日报：居家3人；宣传单80份. A value whose label the part's own form knows
// stays with it.
func (s *scene) leftovers(p part, b *binder) []*binder {
	words := s.toks[p.from:p.to]
	if p.head != nil {
		words = s.toks[p.head.from:p.head.to]
	}
	if len(s.forms) < 2 || !b.leavesNumber() && !s.hasKindOf(p.from, p.to, negation) && !s.hasKindOf(p.from, p.to, allZero) {
		return nil
	}
	var out []*binder
	taken := []*binder{b}
	for _, form := range s.forms {
		if form == b.form || !hasLabelBeside(words, form, b.form) {
			continue
		}
		other := s.bind(p, form, -1)
		other.out = slices.DeleteFunc(other.out, func(x bound) bool { return !s.isLeft(x, p, taken) })
		other.prose, other.shared, other.allShared = nil, nil, false
		if len(other.out) > 0 {
			out, taken = append(out, other), append(taken, other)
		}
	}
	shareZeros(append([]*binder{b}, out...), p, s.forms)
	return out
}

// shareZeros says which of several reports a general zero phrase beside them
// speaks of: 其余均为0 of each; 平安 of the form that is named, else of the first of
// this place.
func shareZeros(found []*binder, p part, forms []*report.Form) {
	if len(found) < 2 || found[0].restZero {
		return
	}
	speaks := found[0]
	for _, b := range found {
		if p.form == nil && slices.Index(forms, b.form) < slices.Index(forms, speaks.form) {
			speaks = b
		}
	}
	for _, b := range found {
		b.zero = b.zero && b == speaks
	}
}

// leavesNumber tells whether a number of the part is of no label yet.
func (b *binder) leavesNumber() bool {
	for i := b.from; i < b.to; i++ {
		if b.s.toks[i].kind == number && !b.mark(i).taken {
			return true
		}
	}
	return false
}

// hasLabelBeside tells whether one of the tokens is a label of a form that another
// does not know.
func hasLabelBeside(words []token, form, other *report.Form) bool {
	for i := range words {
		if t := &words[i]; t.namesField() && len(t.fieldsOf(form)) > 0 && len(t.fieldsOf(other)) == 0 {
			return true
		}
	}
	return false
}

// isLeft tells whether a binding of another form is a value that none of those
// read before knows: its own label with a measure word that the field takes, and
// hardly a word around them.
func (s *scene) isLeft(x bound, p part, taken []*binder) bool {
	if x.what == zeroed {
		return s.isLeftNone(x, p, taken)
	}
	if x.tok < 0 || x.label < 0 || x.weak || x.guess != nil {
		return false
	}
	label := s.toks[x.label]
	if label.end-label.start < 2 || fits(x.field, x.num) != exact && p.head == nil && !s.isKeyed(x) {
		return false
	}
	for _, b := range taken {
		if b.mark(x.tok).taken || b.bounds(x.label) > 0 || len(label.fieldsOf(b.form)) > 0 {
			return false
		}
	}
	return p.head != nil || s.standsApart(x, p, taken)
}

// isLeftNone tells whether a label of another form that none of those read before
// knows is said to be none by a clause that says nothing else: 居家3人，无横幅.
func (s *scene) isLeftNone(x bound, p part, taken []*binder) bool {
	if x.label < p.from || x.weak {
		return false
	}
	label := s.toks[x.label]
	// 人员 behind another label only ends it.
	if before := s.toks[max(0, x.label-1)]; label.end-label.start < 2 || before.namesField() && before.end == label.start {
		return false
	}
	for _, b := range taken {
		if len(label.fieldsOf(b.form)) > 0 {
			return false
		}
	}
	for _, c := range p.clauses {
		if c.from <= x.label && x.label < c.to {
			rest, question := s.residue(c.from, c.to)
			return rest == 0 && !question && (label.end-label.start > 2 || !s.hasPlainText(c))
		}
	}
	return false
}

// hasPlainText tells whether letters stand between the tokens of a clause: 无其他人员.
func (s *scene) hasPlainText(c clause) bool {
	end, to := s.extent(c)
	for i := c.from; i < c.to; i++ {
		if slices.ContainsFunc(s.runes[end:max(end, s.toks[i].start)], letter) {
			return true
		}
		end = s.toks[i].end
	}
	return slices.ContainsFunc(s.runes[end:max(end, to)], letter)
}

// isKeyed tells whether a label and its number cannot but belong together: with a
// colon or a line's end between, 宣传单：80, or a full label right before a slip,
// 宣传单80条.
func (s *scene) isKeyed(x bound) bool {
	if x.label > x.tok {
		return false
	}
	label, between := s.toks[x.label], clause{x.label, x.tok, list}
	return s.hasKind(between, colon) || s.hasKind(between, hard) || x.what == wrong && label.end-label.start > 2 && label.end == x.num.From
}

// longestVerb is how many runes may stand before a leftover value in its clause:
// 发放宣传单80份.
const longestVerb = 2

// moved are words that make of 车辆 and 人员 something else than what is checked.
var moved = strings.Fields("出动 派出 投入 动用 征用 停放 外来 私家 租用 调用 进出 往返 运输")

// standsApart tells whether nothing but a verb stands before a leftover value in
// its clause, nothing behind it, and no word between it and a value of another
// form.
func (s *scene) standsApart(x bound, p part, taken []*binder) bool {
	first, last := min(x.label, x.tok), max(x.label, x.tok)
	from := first
	for from > p.from && !s.toks[from-1].endsClause() {
		from--
	}
	start, limit := 0, longestVerb
	if from > 0 {
		start = s.toks[from-1].end
	}
	for j := first - 1; j >= from; j-- {
		if slices.ContainsFunc(taken, func(b *binder) bool { return b.mark(j).taken }) {
			start, limit, from = s.toks[j].end, 0, j+1
			break
		}
	}
	if s.toks[x.label].end-s.toks[x.label].start > 2 {
		limit *= 2
	} else if containsAny(string(s.runes[start:s.toks[first].start]), moved) {
		return false
	}
	rest := 0
	for j := from; j <= first; j++ {
		rest += s.rude(start, s.toks[j].start)
		start = s.toks[j].end
	}
	end := max(s.toks[last].end, s.toks[x.tok].num.To)
	stop := len(s.runes)
	for j := last + 1; j < len(s.toks); j++ {
		if s.toks[j].start >= end {
			stop = s.toks[j].start
			break
		}
	}
	return rest <= limit && s.rude(end, max(end, stop)) == 0
}

// endsClause tells whether a token parts two clauses.
func (t *token) endsClause() bool {
	switch t.kind {
	case hard, comma, list, open, shut, bar:
		return true
	}
	return false
}
