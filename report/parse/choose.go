package parse

import (
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// fit says how a number's measure word suits a field.
type fit int

const (
	unfit fit = iota // another measure word
	loose            // no measure word
	exact            // one the field takes
)

// fits compares a number with what a field takes.
func fits(f *report.Field, n *zh.Number) fit {
	if f.Kind == report.Prose {
		return unfit
	}
	takes := n.Unit != "" && slices.ContainsFunc(f.Units, func(u string) bool { return u == n.Unit || isMultiple(u, n.Unit) })
	switch n.Kind {
	case zh.Percent, zh.Temperature:
		if takes {
			return exact
		}
		return unfit
	case zh.Ordinal:
		if takes {
			return exact
		}
		return unfit
	}
	if f.Decimals == 0 && n.Kind == zh.Exact && !n.N.IsInteger() {
		return unfit // a temperature, a distance, a date
	}
	switch {
	case takes, n.Unit == "%" && slices.Contains(f.Units, "%"):
		return exact
	case n.Unit == "":
		return loose
	}
	return unfit
}

// isMultiple tells whether a field's measure word is ten to some power of a
// base, as 万元 is of 元: numbers are read in the base.
func isMultiple(unit, base string) bool {
	if len(unit) <= len(base) || !strings.HasSuffix(unit, base) {
		return false
	}
	b, _ := zh.Scale(unit)
	return b == base
}

// choose finds the field of a label that takes the number at token i, and how
// well. Fields that share a label are told apart by the measure word, then by
// 累计, 现有, 今日; without any, the one counted in people is meant.
func (b *binder) choose(c clause, l label, i int) (*report.Field, fit) {
	var m modifiers
	if l.tok >= i || l.tok < c.from {
		m = b.modifiersOf(c, i)
		for j := i + 1; j < l.tok; j++ {
			b.modify(&m, &b.s.toks[j]) // 2人今天解除
		}
	} else {
		m = b.modifiersBetween(c, l.tok, i)
	}
	hint := b.unitHint(l, i)
	var best *report.Field
	// Ranks: the measure word before all, then the kind, then the hint that stands
	// with the label; a field already said of this label comes last.
	rank := -1
	for _, f := range l.fields {
		ft := fits(f, b.scaled(l.tok, i, f))
		if ft == unfit || !m.allow(f.Kind) {
			continue
		}
		r := int(ft)*100 + m.suits(f.Kind)*10
		if ft == loose && hint != "" && slices.Contains(f.Units, hint) {
			r += 5
		} else if ft == loose && slices.Contains(f.Units, people) {
			r += 2
		}
		if b.bounds(l.tok) > 0 && b.says(l.tok, f) {
			r -= 50
		}
		if r > rank {
			best, rank = f, r
		}
	}
	if best == nil {
		return nil, unfit
	}
	return best, fits(best, b.scaled(l.tok, i, best))
}

// unitHint is the measure word that stands with the label instead of the
// number: 居家户数8, 居家(户) 8.
func (b *binder) unitHint(l label, i int) string {
	t := b.s.toks
	if l.tok > i {
		return ""
	}
	from := t[l.tok].end
	text := string(b.s.runes[from:min(max(from, t[i].num.From), from+wideGap)])
	// The one nearest to the number: 居家户数14人数46.
	hint, at := "", -1
	for _, f := range l.fields {
		for _, u := range f.Units {
			if k := strings.LastIndex(text, u); k > at && (k == 0 || strings.Contains(text, u+"数") || strings.Contains(text, "("+u)) {
				hint, at = u, k
			}
		}
	}
	return hint
}

// counts tells whether the number at token i may be a value at all: no rule,
// no wish, no old figure of a correction, no ordinal or code.
func (b *binder) counts(c clause, i int) bool {
	t := b.s.toks
	n := t[i].num
	switch n.Kind {
	case zh.Code:
		return false
	case zh.Ordinal:
		return n.Unit != "" && b.takesOrdinal(c, i)
	case zh.Blank:
		if n.Unit == "" && n.End < len(b.s.runes) && inSet(b.s.runes[n.End], "村街道省市县区镇乡组国路号屯寨岭") {
			return false
		}
	}
	if b.s.isChange(n) || b.s.isFormer(n.From) || b.s.isAsked(n) || b.isMovement(i) {
		return false
	}
	if c == b.quiet {
		return !b.isRule(i)
	}
	for j := i - 1; j >= c.from; j-- {
		k := &t[j]
		if k.kind != cue {
			continue
		}
		// A cue may stand among the words of approximation: 不少于约5人.
		beside := min(n.From, n.Start)-k.end <= 1 || k.start >= n.From
		switch {
		case k.class == each && !b.distributes(c, j) && !b.isDoneTo(c, j, i), k.class == lost, (k.class == limiting || k.class == asking && !b.isLeft(k, i)) && beside, b.isWish(j, i):
			return false
		case k.class == denied && n.From-k.end <= 1:
			return false
		}
	}
	return !b.isOld(c, i) && !b.isRule(i)
}

// ofStock tells whether the label before the number at token i, or the one that still
// waits for its number, is of what there is.
func (b *binder) ofStock(i int) bool {
	isStock := func(f *report.Field) bool { return f.Kind == report.Stock }
	if before, _ := around(b.room, i); before != nil {
		return slices.ContainsFunc(before.fields, isStock)
	}
	return b.open >= 0 && slices.ContainsFunc(b.s.toks[b.open].fieldsOf(b.form), isStock)
}

// isLeft tells whether a word says what is left of a stock: 消毒液还剩20瓶. Of what
// was given out (宣传单剩20份) it is no value.
func (b *binder) isLeft(k *token, i int) bool {
	return strings.Contains(k.word, "剩") && b.ofStock(i)
}

// movements are words for what came into a stock or left it.
var movements = strings.Fields("入库 进库 出库 领用 调入 调出 调拨 消耗 用去 用掉")

// isMovement tells whether the number at token i is what came or went, and not what
// there is: 口罩：入库1000只.
func (b *binder) isMovement(i int) bool {
	from := b.s.toks[i].num.From
	if before := string(b.s.runes[max(0, from-3):from]); !containsAny(before, movements) {
		return false
	}
	return b.ofStock(i)
}

// isAsked tells whether a number is asked about: 居家人数是3人吗.
func (s *scene) isAsked(n *zh.Number) bool {
	return doubting.begins(s.runes, max(n.To, n.UnitEnd))
}

var doubting = newSet("吗 对吗 对不对 是吗 是不是")

// everyDay are the words that say of each of several days what follows.
var everyDay = map[string]bool{"每天": true, "每日": true, "每晚": true}

// distributes tells whether 每天 at token j says what each of the days named before
// it had, and no rule: 2月3日至5日每天居家3人.
func (b *binder) distributes(c clause, j int) bool {
	if !everyDay[b.s.toks[j].word] {
		return false
	}
	for i := j - 1; i >= c.from; i-- {
		if b.s.toks[i].kind == date {
			return len(b.s.daysFrom(b.s.firstListed(i, c.from), c.to).all) > 1
		}
	}
	return false
}

// isDoneTo tells whether the rule of 每天 at token j is how often something is done
// to those counted at token i: 每天为居家的44人测体温2次.
func (b *binder) isDoneTo(c clause, j, i int) bool {
	if !everyDay[b.s.toks[j].word] || repeated[b.s.toks[i].num.Unit] {
		return false
	}
	return slices.ContainsFunc(b.s.toks[i+1:c.to], func(t token) bool { return t.kind == number && repeated[t.num.Unit] })
}

// repeated are measure words of how often something is done.
var repeated = map[string]bool{"次": true, "遍": true, "趟": true, "回": true, "轮": true}

// isWish tells whether the cue at token j says that what is counted at token i is
// wanted: 还需宣传单80份. What is left over (还剩居家3人) is there.
func (b *binder) isWish(j, i int) bool {
	t := b.s.toks
	return t[j].class == asking && !strings.Contains(t[j].word, "剩") && !strings.HasPrefix(t[j].word, "领") &&
		j+2 == i && t[j+1].kind == word && t[j+1].start == t[j].end && t[i].num.From-t[j+1].end <= 1
}

// takesOrdinal tells whether a field named right before counts in the word
// that made the number look like a rank: 先锋队三组.
func (b *binder) takesOrdinal(c clause, i int) bool {
	n := b.s.toks[i].num
	before, _ := around(b.labels(clause{c.from, i, c.lead}), i)
	return before != nil && n.Start < n.End && b.s.runes[n.Start] != '第' &&
		slices.ContainsFunc(before.fields, func(f *report.Field) bool { return slices.Contains(f.Units, n.Unit) })
}

// isOld tells whether a correction replaces the number at token i: another
// number stands behind 应为.
func (b *binder) isOld(c clause, i int) bool {
	t := b.s.toks
	for j := i + 1; j < c.to; j++ {
		switch {
		case t[j].kind == cue && (t[j].class == replacing || t[j].class == becoming):
			for k := j + 1; k < c.to && t[k].start-t[j].end <= 3; k++ {
				if t[k].kind == number {
					return true
				}
			}
			return false
		case t[j].kind == word && len(t[j].fieldsOf(b.form)) > 0, t[j].kind == cue && t[j].class == pairing:
			return false
		}
	}
	return false
}

// isRule tells whether what follows a number makes it a rule or a window:
// 5人以内, 两班制, 14天内.
func (b *binder) isRule(i int) bool {
	end := b.s.toks[i].end
	return ruling.begins(b.s.runes, end) || b.s.isRate(end)
}

// isRate tells whether a number that ends at a rune is so much for each: 200元/户.
func (s *scene) isRate(end int) bool {
	rest := s.runes[min(end, len(s.runes)):]
	return len(rest) > 1 && rest[0] == '/' && inSet(rest[1], "户人亩次天日月辆家起处个张份") &&
		(len(rest) == 2 || !isHan(rest[2]) && !inSet(rest[2], "0123456789"))
}

var ruling = newSet("以内 之内 内 制 一班 轮换 一组 为一组 标准")

// uncounted are measure words of time, distance and rank: beside a label they
// are talk (居家14天), not a wrong measure word.
var uncounted = func() map[string]bool {
	m := map[string]bool{}
	for _, u := range strings.Fields("天 日 周 月 个月 年 小时 个小时 时 点 分 分钟 秒 岁 周岁 度 ℃ % 级 米 m 公里 千米 km 里 厘米 cm 楼 层 号 期 批 批次 轮 班 点钟 星期 世纪 成 倍 折 元 块 块钱 角 毛 万元 平方米 组 队 时辰") {
		m[u] = true
	}
	return m
}()
