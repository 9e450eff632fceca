package parse

import (
	"slices"

	"qunbao/report"
)

// namesake is the label that touches the one given from before and names a field
// of it too, so that both words speak of one thing: 酒席 of 酒席劝停.
func (b *binder) namesake(l label) (label, bool) {
	t := b.s.toks
	k := l.tok - 1
	if l.blocked || k < b.from || l.tok >= b.to || t[k].end != t[l.tok].start {
		return label{}, false
	}
	before := label{tok: k, fields: t[k].fieldsOf(b.form)}
	same := slices.ContainsFunc(before.fields, func(f *report.Field) bool { return slices.Contains(l.fields, f) })
	return before, same && t[k].end-t[k].start > 1
}

// tryNamesake binds the number at token i, whose measure word the label does not
// take, to the label that is one with it and does: 酒席劝停2起18桌.
func (b *binder) tryNamesake(c clause, l label, i int) bool {
	before, ok := b.namesake(l)
	if !ok || b.textBetween(l.tok, i) > tightGap {
		return false
	}
	if f, _ := b.choose(c, l, i); f != nil {
		return false
	}
	f, ft := b.choose(c, before, i)
	if f == nil || ft != exact || b.saysField(f) {
		return false
	}
	b.add(bound{field: f, num: b.s.toks[i].num, tok: i, label: before.tok})
	return true
}
