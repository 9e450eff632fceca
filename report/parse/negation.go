package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// longestList is how many items of a list one 无 or 均无 speaks for.
const longestList = 30

// none binds a label to 0. Of fields that share the label, all are meant.
func (b *binder) none(c clause, l label) {
	said := func(f *report.Field) bool { return f.Kind == report.Prose || b.says(l.tok, f) }
	if l.blocked || !slices.ContainsFunc(l.fields, func(f *report.Field) bool { return !said(f) }) {
		return
	}
	m := b.modifiersOf(c, l.tok)
	// 累计 and 今日 choose here as they do for numbers.
	for _, f := range l.fields {
		// 无新增病例 is what a zero-report says of a total.
		stated := m.fresh && slices.Contains(b.form.Zero.Sets, f.ID)
		if !said(f) && (m.allow(f.Kind) || stated) {
			b.add(bound{field: f, what: zeroed, tok: -1, label: l.tok})
		}
	}
}

// bindZeros binds the labels of a clause that are said to be none.
func (b *binder) bindZeros(c clause, labels []label) {
	if b.away {
		return
	}
	for i := c.from; i < c.to; i++ {
		t := b.s.toks[i]
		if t.kind != cue || b.mark(i).taken {
			continue
		}
		switch t.class {
		case negation:
			if b.noneBelow(c, i) || b.noneShared(c, labels) {
				return
			}
			if !b.noneBefore(c, labels, i) {
				b.noneBehind(c, labels, i)
			}
		case allZero:
			n := len(b.out)
			if _, behind := around(labels, i); behind != nil {
				b.noneBehind(c, labels, i) // 均无发热
			} else {
				b.noneListed(c, i)
			}
			b.share(c, i, b.out[n:])
		case zeroPhrase:
			b.noneInside(c, i)
		}
	}
}

// noneBelow binds a label that ended the line before, where this one says no more
// than 无.
func (b *binder) noneBelow(c clause, i int) bool {
	from, to := b.s.extent(c)
	if b.open < b.from || c.lead != hard || c.to != c.from+1 || b.s.toks[i].start != from || b.s.toks[i].end != to {
		return false
	}
	b.none(c, label{tok: b.open, fields: b.s.toks[b.open].fieldsOf(b.form)})
	return true
}

// noneShared binds the label that the units share where one of them says no more
// than 无: 居家：新民3人，双井无.
func (b *binder) noneShared(c clause, labels []label) bool {
	if b.open < 0 || b.open >= b.from || len(labels) > 0 || b.s.hasKind(c, number) {
		return false
	}
	if rest, question := b.s.residue(c.from, c.to); rest > 0 || question {
		return false
	}
	b.none(c, label{tok: b.open, fields: b.s.toks[b.open].fieldsOf(b.form)})
	return true
}

// noneBefore binds 发热：无, 发热人员没有: a label, then the negation, then the
// end of the clause or a space.
func (b *binder) noneBefore(c clause, labels []label, i int) bool {
	t := b.s.toks
	before, behind := around(labels, i)
	if before == nil || b.bounds(before.tok) > 0 || b.textBetween2(before.tok, i) > 3 {
		return false
	}
	for j := before.tok + 1; j < i; j++ {
		if k := t[j].kind; k == number || k == cue && t[j].class != standing && t[j].class != today {
			return false
		}
	}
	// 居家46人无发热: the label right behind has the better claim, unless it has a
	// number of its own: 集中没有解除18人.
	if behind != nil && t[behind.tok].start == t[i].end {
		if b.order(c) == labelsFirst && t[before.tok].end == t[i].start && b.answered(c, behind.tok) {
			b.none(c, *before)
			return true
		}
		return false
	}
	if end := t[i].end; i+1 < c.to && t[i+1].start == end && t[i+1].kind != blank && t[i+1].kind != bar ||
		(i+1 >= c.to || t[i+1].start > end) && end < len(b.s.runes) && isHan(b.s.runes[end]) && !inSet(b.s.runes[end], "的了人") {
		return false
	}
	b.noneRun(c, labels, *before)
	return true
}

// noneRun binds a label, and those that run into it and are parts of the same total:
// 武汉湖北无.
func (b *binder) noneRun(c clause, labels []label, l label) {
	b.none(c, l)
	for k := len(labels) - 1; k >= 0; k-- {
		o, t := labels[k], b.s.toks
		if o.tok != l.tok-1 {
			continue
		}
		if whole := l.fields[0].PartOf; whole == "" || o.fields[0].PartOf != whole || t[o.tok].end != t[l.tok].start || b.bounds(o.tok) > 0 {
			return
		}
		b.none(c, o)
		l = o
	}
}

// textBetween2 counts the plain text between two tokens.
func (b *binder) textBetween2(l, i int) int {
	text, end := 0, b.s.toks[l].end
	for j := l + 1; j <= i; j++ {
		text += max(0, b.s.toks[j].start-end)
		end = b.s.toks[j].end
	}
	return text
}

// noneBehind binds 无集中隔离人员, 没有集中观察和发热人员, 未发现…疑似病例: the
// labels behind the negation, as long as they are listed.
func (b *binder) noneBehind(c clause, labels []label, i int) {
	t := b.s.toks
	// A one-character negation needs its noun beside it: 没 and 零 begin too many
	// other words.
	strict := t[i].end-t[i].start == 1 && t[i].word != "无" // 没, 零 need their noun beside them
	end := t[i].end
	for _, l := range b.listFrom(c, labels, i) {
		space := t[l.tok].start - end
		if space > wideGap-2 || strict && space > 0 || b.hasNumberBehind(l.tok) {
			return
		}
		b.noneOf(c, l, end)
		end, strict = t[l.tok].end, false
	}
}

// graves are words that make a label a kind of it.
var graves = strings.Fields("重大 较大 特大 严重 突出 一般 其他 其它 新的 新")

// noneOf binds a label to 0 behind a negation that ends at a rune. 无重大隐患 denies a
// kind, and gives way to how many there are.
func (b *binder) noneOf(c clause, l label, end int) {
	n := len(b.out)
	b.none(c, l)
	if containsAny(string(b.s.runes[end:max(end, b.s.toks[l.tok].start)]), graves) {
		for k := n; k < len(b.out); k++ {
			b.out[k].weak = true
		}
	}
}

// listFrom are the labels behind token i in its clause and in the items of the
// list that follow it.
func (b *binder) listFrom(c clause, labels []label, i int) []label {
	k := 0
	for k < len(labels) && labels[k].tok <= i {
		k++
	}
	end := min(len(labels), k+longestList)
	out := labels[k:end:end]
	for n := 0; n < longestList && len(out) > 0 && c.to < b.to && b.s.toks[c.to].kind == list; n++ {
		next := clause{from: c.to + 1, to: c.to + 1, lead: list}
		for next.to < b.to && b.s.toks[next.to].kind > date && b.s.toks[next.to].kind > open || next.to < b.to && b.s.toks[next.to].kind < hard {
			next.to++
		}
		if b.s.hasKind(next, number) || b.s.hasKind(next, cue) {
			break
		}
		more := b.labels(next)
		if len(more) == 0 {
			break
		}
		out = append(out, more...)
		c = next
	}
	return out
}

func (s *scene) hasKind(c clause, k kind) bool {
	for i := c.from; i < c.to; i++ {
		if s.toks[i].kind == k {
			return true
		}
	}
	return false
}

// hasNumberBehind tells whether a label has a number of its own right behind:
// 无症状感染者3例 says three, not none.
func (b *binder) hasNumberBehind(l int) bool {
	for j := l + 1; j < b.to && j <= l+2; j++ {
		switch t := b.s.toks[j]; t.kind {
		case number:
			return t.start-b.s.toks[l].end <= 3 && t.num.Kind != zh.Ordinal
		case blank, colon:
		default:
			return false
		}
	}
	return false
}

// noneListed binds 发热、咳嗽均无: every label of the list before.
func (b *binder) noneListed(c clause, i int) {
	from := c.from
	for n := 0; n < longestList && from > b.from+1 && b.s.toks[from-1].kind == list; n++ {
		k := from - 1
		for k > b.from && b.s.toks[k-1].kind != hard && b.s.toks[k-1].kind != comma && b.s.toks[k-1].kind != list && b.s.toks[k-1].kind != open && b.s.toks[k-1].kind != shut {
			k--
		}
		if b.s.hasKind(clause{k, from - 1, list}, number) {
			break
		}
		from = k
	}
	// In a line without marks a number ends what was listed: 居家3人 发热均无.
	for k := i - 1; k > from; k-- {
		if b.s.toks[k].kind == number {
			from = k + 1
			break
		}
	}
	whole := clause{from, i, c.lead}
	for _, l := range b.labels(whole) {
		b.none(whole, l)
	}
}

// noneInside binds the noun of a zero phrase where it is a label of the form
// (无异常), and the labels of a list that is said to be all right (发热均正常),
// those only that a zero-report states as 0.
func (b *binder) noneInside(c clause, i int) {
	t := b.s.toks[i]
	for j := t.start + 1; j < t.end; j++ {
		end, label := b.s.p.words.longest(b.s.runes, j, func(m *meaning) bool { return len(m.ownFields(b.form)) > 0 })
		if end != t.end {
			continue
		}
		for _, f := range label.fieldsOf(b.form) {
			b.add(bound{field: f, what: zeroed, tok: -1, label: -1})
		}
		return
	}
	before, _ := around(b.labels(clause{c.from, i, c.lead}), i)
	if before == nil || b.bounds(before.tok) > 0 {
		return
	}
	for _, f := range before.fields {
		if slices.Contains(b.form.Zero.Sets, f.ID) {
			b.add(bound{field: f, what: zeroed, tok: -1, label: before.tok})
		}
	}
}
