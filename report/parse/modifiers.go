package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// modifiers are the words before a label or number, or between them, that say
// what kind of count it is.
type modifiers struct{ today, fresh, cumulative, standing, spanning bool }

// saysKind tells whether words of a class say what kind of count it is.
func (c class) saysKind() bool {
	return c == today || c == fresh || c == cumulative || c == standing || c == spanning
}

// modifiersOf gathers them from the clause, backwards from token i, as far as
// few words lie between.
func (b *binder) modifiersOf(c clause, i int) modifiers {
	m := modifiers{today: b.s.saysNow(b.s.toks[i].start)}
	end, text := b.s.toks[i].start, 0
	for j := i - 1; j >= max(c.from, i-headTokens); j-- {
		t := &b.s.toks[j]
		text += end - t.end
		end = t.start
		if text > headLimit || t.kind == number || t.kind == colon {
			break
		}
		b.modify(&m, t)
	}
	return m
}

// saysNow tells whether 今 for 今天 stands right before a rune: 今解除3人, but not
// 至今.
func (s *scene) saysNow(at int) bool {
	return at > 0 && s.runes[at-1] == '今' && (at < 2 || !inSet(s.runes[at-2], "至如迄当于古"))
}

// modifiersBetween gathers those of the number at token i from the words between
// it and the label before, 宣传单累计发放5000份, else those that stand before
// the label. Behind another number of the label they are its own: 解除今日2人累计17人.
func (b *binder) modifiersBetween(c clause, l, i int) modifiers {
	var m modifiers
	for j := i - 1; j > l; j-- {
		t := &b.s.toks[j]
		if t.kind == number && m != (modifiers{}) {
			return m
		}
		b.modify(&m, t)
	}
	if m != (modifiers{}) && b.s.hasKind(clause{l, i, list}, number) {
		return m
	}
	before := b.modifiersOf(c, l)
	before.cumulative = before.cumulative || b.totals
	return modifiers{m.today || before.today, m.fresh || before.fresh, m.cumulative || before.cumulative, m.standing || before.standing, m.spanning || before.spanning}
}

// headsTotals tells whether a sentence begins with 累计：, so that all its numbers
// are totals.
func (s *scene) headsTotals(c clause) bool {
	t := s.toks[c.from:c.to]
	for len(t) > 0 && (t[0].kind == date || t[0].kind == blank || t[0].namesUnit()) {
		t = t[1:]
	}
	return len(t) > 1 && t[0].class == cumulative && t[1].kind == colon && t[1].start-t[0].end <= 2
}

// modify notes what a token says of the count behind it.
func (b *binder) modify(m *modifiers, t *token) {
	switch {
	case t.class == spanning, t.kind == date && t.date.Grain < zh.GrainDay:
		m.spanning = m.spanning || b.outlasts(t)
	case t.kind == date && b.s.isToday(*t) && !t.date.AsOf, t.class == today, t.meaning.class == today:
		m.today = true
	case t.meaning.class == fresh, t.kind == word && t.increase:
		m.fresh = true
	case t.class == cumulative:
		m.cumulative = true
	case t.class == standing:
		m.standing = true
	}
}

// outlasts tells whether words for several days, 本周 or 1月份, say more than the
// form's own period: of a weekly form 本周 is what it asks for.
func (b *binder) outlasts(t *token) bool { return b.s.outlasts(b.form, t) }

func (s *scene) outlasts(form *report.Form, t *token) bool {
	words := s.text.Slice(t.start, t.end)
	switch {
	case form.ByDay(), strings.ContainsAny(words, "年季"):
		return true
	case form.Calendar == report.Monthly:
		return strings.ContainsAny(words, "周")
	}
	return strings.ContainsAny(words, "月")
}

// isOwnSpan tells whether words for several days say no more than the period of the form
// that is named, or else of every form of this place: 本周平安.
func (s *scene) isOwnSpan(t *token, named *report.Form) bool {
	if named != nil {
		return !s.outlasts(named, t)
	}
	return len(s.forms) > 0 && !slices.ContainsFunc(s.forms, func(f *report.Form) bool { return s.outlasts(f, t) })
}

// modifies tells whether 新增 behind another label only says what is counted of
// that, 发热新增1人, and names no field of its own. It does where the two are a
// label together: 返乡新增2人.
func (b *binder) modifies(before, l label) bool {
	t := b.s.toks
	for j := before.tok + 1; j <= l.tok; j++ {
		if j < l.tok && t[j].kind != date && !t[j].class.saysKind() || t[j].start-t[j-1].end > 1 {
			return false
		}
	}
	return slices.ContainsFunc(before.fields, func(f *report.Field) bool { return f.Kind == report.Daily }) || !b.increases(l, before)
}

// increases tells whether 新增 and another label are a label of the same field
// together: 新增返乡.
func (b *binder) increases(l, other label) bool {
	for _, f := range other.fields {
		for _, own := range f.Labels() {
			if slices.ContainsFunc(l.fields, func(g *report.Field) bool { return slices.Contains(g.Labels(), b.s.toks[l.tok].word+own) }) {
				return true
			}
		}
	}
	return false
}

// allow tells whether a field may take a number under the modifiers: 累计 has
// no place beside a daily field, 今日 none beside a cumulative one, and 新增
// none beside what there is now. Of a week or a month only what there is now, or
// has come together, is said.
func (m modifiers) allow(k report.FieldKind) bool {
	switch k {
	case report.Daily:
		return !m.spanning && (!m.cumulative || m.today)
	case report.Cumulative:
		return m.cumulative || !m.today && !m.fresh && !m.spanning
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
