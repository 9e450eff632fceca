package parse

import (
	"strings"

	"qunbao/report/zh"
)

// bindOdd notes the numbers of a clause that stand in a cell of a file below a field's
// own head, and cannot be its value: they are asked about. Typed, 2.5 beside a field in
// people is something else, and seven digits are somebody's phone.
func (b *binder) bindOdd(c clause, labels []label) {
	for i := c.from; i < c.to; i++ {
		t := b.s.toks[i]
		before, _ := around(labels, i)
		if t.kind != number || b.mark(i).taken || before == nil || before.tok+3 < i || t.num.Unit != "" {
			continue
		}
		f := b.meant(*before)
		if f == nil || !strings.HasSuffix(b.s.slice(stretch{b.s.toks[before.tok].end, t.num.From}), ":") {
			continue
		}
		switch {
		case t.num.Kind == zh.Code:
			b.add(bound{field: f, what: unfilled, tok: i, label: before.tok})
		case t.num.Kind == zh.Exact && f.TooFine(t.num.N):
			b.add(bound{field: f, what: wrong, num: t.num, tok: i, label: before.tok})
		}
	}
}
