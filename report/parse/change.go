package parse

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/zh"
)

// isChange tells a change from what there is: 居家46人↑2, (+2), and the old number
// of 46→48人.
func (s *scene) isChange(n *zh.Number) bool {
	before, behind := n.From-1, n.To
	if before >= 0 && inSet(s.runes[before], "↑↓±+▲▼△▽") {
		return true
	}
	if s.changes(n.From) {
		return true
	}
	for behind < len(s.runes) && s.runes[behind] == ' ' {
		behind++
	}
	end, arrow := arrows.longest(s.runes, behind, func(*struct{}) bool { return true })
	return arrow != nil && s.beginsNumber(end)
}

var arrows = newSet("→ -> => ➡ ⇒")

// beginsNumber tells whether a number begins at a rune, over spaces.
func (s *scene) beginsNumber(at int) bool {
	for at < len(s.runes) && s.runes[at] == ' ' {
		at++
	}
	i := s.tokenAt(at)
	return i < len(s.toks) && s.toks[i].start == at && s.toks[i].kind == number
}

// changed ends with what makes of the number behind it a change: 减少2人, 比昨天多3人.
// 新增 and 增加 choose the field instead, as they do for all counts of a day.
var changed = regexp.MustCompile(`(?:减少|净减|净增|下降|降低|上升|升高|上涨|回落|增长|(?:比|较|环比|同比)[^，。；,; ]{0,6}(?:多|少|增加?|减|降|升|涨))[了约 ]*$`)

// formerly ends with what makes of the number behind it an old one: 原3人，现4人.
var formerly = regexp.MustCompile(`(?:原有|原来|原先|原本|原为|原是|原报|(?:^|[^草平高中还太复病])原|此前|之前|先前|早先|上次|上期)(?:有|是|为|报|共)?[约: ]*$`)

// What the two patterns cannot do without.
var (
	changeWords = strings.Fields("减少 净减 净增 下降 降低 上升 升高 上涨 回落 增长 比 较")
	formerWords = strings.Fields("原 此前 之前 先前 早先 上次 上期")
)

// longestLead is how many runes before a number may tell that it is no count of now.
const longestLead = 12

// changes tells whether the words right before a rune make of the number there a
// change.
func (s *scene) changes(at int) bool {
	return s.says(altering) && s.led(at, "少减增降低升高涨落长多加", changed)
}

// isFormer tells whether the words right before a rune make the number there one
// of before.
func (s *scene) isFormer(at int) bool {
	return s.says(past) && s.led(at, "原有来先本为是报前次期共", formerly)
}

// led tells whether the text right before a rune ends with one of the last runes of
// a pattern, which is cheap to see, and with the pattern.
func (s *scene) led(at int, last string, pattern *regexp.Regexp) bool {
	i := at
	for i > 0 && inSet(s.runes[i-1], "了约: ") {
		i--
	}
	return i > 0 && inSet(s.runes[i-1], last) && pattern.MatchString(string(s.runes[max(0, at-longestLead):at]))
}

// standings tell of which time a binding speaks: of now, 现有3人, or of all time
// or before, 累计20人, 原居家3人.
func (b *binder) standings(x *bound) {
	if x.tok < 0 || x.field.Kind != report.Stock {
		return
	}
	for j := x.tok - 1; j >= b.from && !b.s.toks[j].endsValue() && !b.s.toks[j].endsClause() && b.s.toks[j].kind != hard; j-- {
		x.now = x.now || b.s.toks[j].class == standing
		x.past = x.past || b.s.toks[j].class == cumulative
	}
	x.past = x.past || 0 <= x.label && x.label < x.tok && b.s.isFormer(b.s.toks[x.label].start)
}

// bindStanding binds 现有3人, alone in its clause, to what was told before as a
// count of all time: 累计居家20人，现有3人.
func (b *binder) bindStanding(c clause, i int) bool {
	if !b.s.hasKindOf(c.from, i, standing) {
		return false
	}
	for k := len(b.out) - 1; k >= 0; k-- {
		if x := b.out[k]; x.past && fits(x.field, b.scaled(x.label, i, x.field)) == exact {
			b.drop(x.field)
			b.add(bound{field: x.field, num: b.s.toks[i].num, tok: i, label: x.label})
			return true
		}
	}
	return false
}

// bindTotal binds 共2个, alone in its clause, to the label whose parts were listed
// before: 卡点：村口1个，桥头1个，共2个.
func (b *binder) bindTotal(c clause, i int) bool {
	if b.last < b.from || !b.s.hasKindOf(c.from, i, totalling) {
		return false
	}
	l := label{tok: b.last, fields: b.s.toks[b.last].fieldsOf(b.form)}
	f, fit := b.choose(c, l, i)
	if f == nil || fit != exact || !b.says(l.tok, f) || !b.sumsUp(l.tok, i) {
		return false
	}
	b.drop(f)
	b.add(bound{field: f, num: b.s.toks[i].num, tok: i, label: l.tok})
	return true
}

// sumsUp tells whether the numbers between a label and the one at token i are
// several parts of it: they add up to it.
func (b *binder) sumsUp(l, i int) bool {
	parts, sum, total := 0, decimal.Zero, b.s.toks[i].num
	for _, t := range b.s.toks[l+1 : i] {
		if t.kind == number && t.num.Kind == zh.Exact && t.num.Unit == total.Unit {
			parts, sum = parts+1, sum.Add(t.num.N)
		}
	}
	return parts > 1 && total.Kind == zh.Exact && sum.Equal(total.N)
}
