package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// clause is a run of tokens between two separators.
type clause struct {
	from, to int
	lead     kind // the separator before it
}

// longestClause is how many tokens a clause may have; nobody writes longer
// ones, and the cap keeps the time of reading linear.
const longestClause = 120

// clauses splits tokens [from,to). Brackets around nothing but a measure word or
// 累计, 居家(户), separate nothing.
func (s *scene) clauses(from, to int) []clause {
	out := make([]clause, 0, (to-from)/4+1)
	start, lead := from, hard
	cut := func(i int, k kind) {
		if i > start {
			out = append(out, clause{start, i, lead})
			lead = k
		} else if k < lead || lead == gap {
			lead = k // the stronger of two separators
		}
		start = i + 1
	}
	for i := from; i < to; i++ {
		if i-start >= longestClause {
			cut(i, comma)
			start = i
		}
		switch k := s.toks[i].kind; k {
		case open:
			if end := s.gloss(i, to); end > i {
				i = end
				continue
			}
			cut(i, k)
		case hard, comma, list, shut:
			cut(i, k)
		}
	}
	cut(to, hard)
	return out
}

// gloss is the bracket that closes the one at token i around nothing but a
// measure word or a word such as 累计, else i.
func (s *scene) gloss(i, to int) int {
	t := s.toks[i:to]
	switch {
	case len(t) > 1 && t[1].kind == shut && s.isMeasure(t[0].end, t[1].start):
		return i + 1
	case len(t) > 2 && t[1].class.saysKind() && t[2].kind == shut && t[1].start == t[0].end && t[2].start == t[1].end:
		return i + 2
	}
	return i
}

// extent is where the text of a clause begins and ends, in runes.
func (s *scene) extent(c clause) (from, to int) {
	to = len(s.runes)
	if c.from > 0 {
		from = s.toks[c.from-1].end
	}
	if c.to < len(s.toks) {
		to = s.toks[c.to].start
	}
	return from, to
}

// bracketsBefore tells whether a bracket opens or closes between the clause
// before and c.
func (s *scene) bracketsBefore(c clause, from int) (opened, closed bool) {
	for i := c.from - 1; i >= from; i-- {
		switch s.toks[i].kind {
		case open:
			opened = true
		case shut:
			closed = true
		case hard, comma, list:
		default:
			return opened, closed
		}
	}
	return opened, closed
}

// isMeasure tells whether runes [i,j) are a measure word of a form.
func (s *scene) isMeasure(i, j int) bool {
	return j > i && j-i <= 4 && s.p.isMeasure[string(s.runes[i:j])]
}

// label is a token that names fields of the form being read.
type label struct {
	tok     int
	fields  []*report.Field
	blocked bool // not so yet, or over: 未解除; it takes a number and gives none
}

// labels lists the labels of a clause for a form. Of 解除居家观察 only 解除 is
// one: what is over is no longer so.
func (b *binder) labels(c clause) []label { return b.appendLabels(nil, c) }

func (b *binder) appendLabels(out []label, c clause) []label {
	for i := c.from; i < c.to; i++ {
		t := &b.s.toks[i]
		fields := t.fieldsOf(b.form)
		if len(fields) == 0 || t.end-t.start == 1 && !b.besideNumber(i) {
			continue
		}
		l := label{tok: i, fields: fields}
		if n := len(out); n > 0 && t.increase && b.modifies(out[n-1], l) {
			continue
		}
		if n := len(out); n > 0 && b.completes(out[n-1], l) {
			continue
		}
		if i > b.from && b.s.toks[i-1].end == t.start {
			before := b.s.toks[i-1]
			isEnd := before.meaning.class == ending
			ended := isEnd && !b.beginsAnew(c, l)
			if n := len(out); n > 0 && out[n-1].tok == i-1 && (ended || continues(out[n-1], before.word, t.word)) {
				continue
			}
			l.blocked = ended && !countsEndings(fields[0]) || before.kind == cue && before.class == blocking
		}
		l.blocked = l.blocked || b.isPartOfLabel(i)
		out = append(out, l)
	}
	return out
}

// beginsAnew tells whether a label right behind an ending one is not what ended: a
// number touches that from before, and this, no state that could end, has its own
// behind it: 12人解除发热0.
func (b *binder) beginsAnew(c clause, l label) bool {
	t := b.s.toks
	k := l.tok - 2
	return k >= c.from && t[k].kind == number && t[k].end == t[k+1].start &&
		len(t[k+1].fieldsOf(b.form)) > 0 && l.fields[0].Kind != report.Stock && b.answered(c, l.tok)
}

// longestInfix is how many runes may part two labels that are one: 湖北籍返乡.
const longestInfix = 2

// completes tells whether a label only completes the one before it: it is the total
// of which that is a part, or the two are what the part's name begins and ends with.
// So 湖北返乡 is 湖北其他返乡, and no 返乡.
func (b *binder) completes(before, l label) bool {
	first, last := b.s.toks[before.tok], b.s.toks[l.tok]
	if l.tok-before.tok != 1 || last.start-first.end > longestInfix {
		return false
	}
	for _, r := range b.s.runes[first.end:last.start] {
		if !isHan(r) {
			return false
		}
	}
	return slices.ContainsFunc(before.fields, func(f *report.Field) bool {
		if slices.Contains(l.fields, f) || f.PartOf == "" {
			return false
		}
		if slices.ContainsFunc(l.fields, func(g *report.Field) bool { return g.ID == f.PartOf }) {
			return true
		}
		return slices.ContainsFunc(f.Labels(), func(name string) bool {
			return strings.HasPrefix(name, first.word) && strings.HasSuffix(name, last.word)
		})
	})
}

// countsEndings tells whether a field counts what was stopped, so that 取消酒席 is
// the field and not its end.
func countsEndings(f *report.Field) bool {
	return slices.ContainsFunc(f.Labels(), func(label string) bool {
		return strings.Contains(label, "停") || containsAny(label, strings.Fields(cueWords[ending]))
	})
}

// continues tells whether a word only completes another label of the one before
// it: 返乡 behind 当日新增, since 新增返乡 is one.
func continues(l label, before, word string) bool {
	for _, f := range l.fields {
		for _, name := range f.Labels() {
			if len(name) > len(word) && strings.HasSuffix(before+word, name) {
				return true
			}
		}
	}
	return false
}

// besideNumber tells whether a number follows token i at once: only then is a
// one-character alias a label.
func (b *binder) besideNumber(i int) bool {
	end := b.s.toks[i].end
	for j := i + 1; j < b.to && j <= i+2; j++ {
		t := b.s.toks[j]
		if t.start > end {
			return false
		}
		switch end = t.end; t.kind {
		case number:
			return t.num.Kind != zh.Code
		case cue:
			if t.class != negation || t.start != b.s.toks[i].end {
				return false
			}
			return true
		case blank, colon, bar:
		default:
			return false
		}
	}
	return false
}
