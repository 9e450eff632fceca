package parse

import (
	"slices"
	"strings"

	"qunbao/report/zh"
)

// bindNamedCount binds a number behind 户数 or 人数 to the field that counts so
// and shares the label before: 居家户数14，人数46.
func (b *binder) bindNamedCount(c clause, i int) bool {
	at := b.open
	if at < 0 {
		at = b.last
	}
	unit, ok := b.countName(c, i)
	if at < 0 || !ok {
		return false
	}
	l := label{tok: at, fields: b.s.toks[at].fieldsOf(b.form)}
	if len(l.fields) == 0 {
		return false
	}
	for _, f := range b.siblings(l).fields {
		if slices.Contains(f.Units, unit) && fits(f, b.s.toks[i].num) != unfit && !b.saysField(f) {
			b.add(bound{field: f, num: b.s.toks[i].num, tok: i, label: at})
			return true
		}
	}
	return false
}

// countName is the 人 of a clause that says nothing before the number at token i
// but 人数, a colon and words of time.
func (b *binder) countName(c clause, i int) (string, bool) {
	from, _ := b.s.extent(c)
	var text strings.Builder
	for j := c.from; j <= i; j++ {
		t := &b.s.toks[j]
		start := t.start
		if j == i {
			start = max(from, t.num.From)
		}
		text.WriteString(string(b.s.runes[from:max(from, start)]))
		from = t.end
		if j < i && t.kind != colon && t.kind != blank && !t.class.saysKind() {
			return "", false
		}
	}
	unit, ok := strings.CutSuffix(strings.TrimSpace(text.String()), "数")
	return unit, ok && unit != "" && len([]rune(unit)) <= 2
}

// labelsNext tells whether the measure word that ends the number rather names the
// number that follows at once and has none: the 人 of 车20人30, not the 户 of
// 居家14户46.
func (s *scene) labelsNext(n *zh.Number, numbers []zh.Number) bool {
	last := len(s.toks) - 1
	if n.UnitEnd-n.UnitStart != 1 || n.UnitStart != n.End || len(numbers) < 2 || numbers[1].From != n.UnitEnd || numbers[1].Unit != "" || numbers[1].Kind != zh.Exact ||
		last < 0 || s.toks[last].kind != word || s.toks[last].end != n.From {
		return false
	}
	end, m := s.p.words.longest(s.runes[:n.UnitEnd], n.UnitStart, s.isKnown)
	if end != n.UnitEnd || !m.isLabelOnly() {
		return false
	}
	// The label before does not count in that word, but could hold a bare number.
	return !slices.ContainsFunc(s.toks[last].senses, func(v sense) bool {
		return v.isField() && s.knows(v.form) && slices.Contains(v.field.Units, n.Unit)
	})
}
