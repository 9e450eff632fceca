package parse

import (
	"strings"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/zh"
)

// longestMultiple is how many runes a measure word may have, with brackets and
// colon, that stands apart from its number.
const longestMultiple = 12

// scaled is the number at token i as a field counts it: a bare one takes the
// measure word that stands in brackets behind the label or the number, or between
// them, often a multiple of the field's: 损失（万元）：3.2, 损失3.2（万元）.
func (b *binder) scaled(label, i int, f *report.Field) *zh.Number {
	n, runes := b.s.toks[i].num, b.s.runes
	if n.Unit != "" || n.Scaled || label < 0 || label > i || f.Unit() == "" {
		return n
	}
	from, to := b.s.toks[label].end, n.From
	for _, at := range []int{from, b.s.toks[i].end} {
		if at < len(runes) && runes[at] == '(' {
			from, to = at, min(len(runes), at+longestMultiple)
			break
		}
	}
	factor, ok := multiple(runes[min(from, to):to], f)
	if !ok {
		return n
	}
	m := *n
	m.Unit, _ = zh.Scale(f.Unit())
	m.N = n.N.Mul(factor)
	return &m
}

// multiple is how many of what a field counts the measure word is that stands in
// a few runes, and nothing else: （单位：万元）, 万元：.
func multiple(runes []rune, f *report.Field) (decimal.Decimal, bool) {
	if len(runes) < 2 || len(runes) > longestMultiple {
		return decimal.Decimal{}, false
	}
	word := strings.Trim(string(runes), " :([=|")
	if inside, _, closed := strings.Cut(word, ")"); closed {
		word = inside
	}
	word = strings.Trim(strings.TrimPrefix(word, "单位"), " :")
	own, _ := zh.Scale(f.Unit())
	base, factor := zh.Scale(word)
	return factor, base == own
}
