package parse

import (
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

// clauses splits tokens [from,to). Brackets around nothing but a measure word,
// 居家(户), separate nothing.
func (s *scene) clauses(from, to int) []clause {
	var out []clause
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
			if i+1 < to && s.toks[i+1].kind == shut && s.isMeasure(s.toks[i].end, s.toks[i+1].start) {
				i++
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
func (b *binder) labels(c clause) []label {
	var out []label
	for i := c.from; i < c.to; i++ {
		t := &b.s.toks[i]
		fields := t.fieldsOf(b.form)
		if len(fields) == 0 || t.end-t.start == 1 && !b.besideNumber(c, i) {
			continue
		}
		l := label{tok: i, fields: fields}
		if i > b.from && b.s.toks[i-1].end == t.start {
			before := b.s.toks[i-1]
			isEnd := before.meaning.class == ending
			if n := len(out); n > 0 && out[n-1].tok == i-1 && (isEnd || continues(out[n-1], before.word, t.word)) {
				continue
			}
			l.blocked = isEnd || before.kind == cue && before.class == blocking
		}
		out = append(out, l)
	}
	return out
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
func (b *binder) besideNumber(c clause, i int) bool {
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

// modifiers are the words before a label or number that say what kind of
// count it is.
type modifiers struct{ today, fresh, cumulative, standing bool }

// modifiersOf gathers them from the clause, backwards from token i, as far as
// few words lie between.
func (b *binder) modifiersOf(c clause, i int) modifiers {
	var m modifiers
	end, text := b.s.toks[i].start, 0
	for j := i - 1; j >= c.from; j-- {
		t := b.s.toks[j]
		text += end - t.end
		end = t.start
		if text > headLimit || t.kind == number || t.kind == colon {
			break
		}
		switch {
		case t.kind == date && b.s.isToday(t) && !t.date.AsOf:
			m.today = true
		case t.meaning.class == today:
			m.today = true
		case t.meaning.class == fresh:
			m.fresh = true
		case t.kind == cue && t.class == cumulative:
			m.cumulative = true
		case t.kind == cue && t.class == standing:
			m.standing = true
		}
	}
	return m
}

// allow tells whether a field may take a number under the modifiers: 累计 has
// no place beside a daily field, 今日 none beside a cumulative one, and 新增
// none beside what there is now.
func (m modifiers) allow(k report.FieldKind) bool {
	switch k {
	case report.Daily:
		return !m.cumulative || m.today
	case report.Cumulative:
		return m.cumulative || !m.today && !m.fresh
	case report.Stock:
		return !m.fresh || m.cumulative || m.standing
	}
	return false
}

// suits ranks a field's kind under the modifiers, for fields that share a label.
func (m modifiers) suits(k report.FieldKind) int {
	switch {
	case k == report.Cumulative && m.cumulative, k == report.Stock && m.standing, k == report.Daily && (m.today || m.fresh):
		return 1
	}
	return 0
}
