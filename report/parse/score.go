package parse

import (
	"slices"

	"qunbao/report/zh"
)

// score ranks a form by how many fields it explains, then by how much of the
// text its labels are.
func (b *binder) score() int {
	length := 0
	for _, x := range b.out {
		if x.label >= 0 && x.what != wrong {
			length += b.s.toks[x.label].end - b.s.toks[x.label].start
		}
	}
	return b.fields()*1000 + min(length, 999)
}

// explainsBetter tells whether a form explains a part better than one that stands
// before it in the chat. As many fields, some of them in the same place, are no
// better: 居家3人，发热0人，检查车辆20辆 tells of the fever that the first form knows.
func (b *binder) explainsBetter(best *binder) bool {
	if best == nil || b.fields() != best.fields() {
		return best == nil || b.score() > best.score()
	}
	return b.score() > best.score() && (b.fields() == 1 || !b.shares(best))
}

// shares tells whether two forms take the same number or negation for a field of
// their own, of one label.
func (b *binder) shares(other *binder) bool {
	return slices.ContainsFunc(b.out, func(x bound) bool {
		return x.label >= 0 && slices.ContainsFunc(other.out, func(y bound) bool { return x.label == y.label })
	})
}

// fields counts the fields that a form explains, remarks among them; a slip
// explains nothing.
func (b *binder) fields() int {
	n := 0
	for _, g := range b.given {
		if g.explained {
			n++
		}
	}
	return n + len(b.prose)
}

// saysAnything tells whether something was read that makes a report: a number,
// a place left empty, or a negated label. A vague word (来了几个) is talk unless it
// stands where a label's number should.
func (b *binder) saysAnything() bool {
	onlyZeros, slip := b.onlyZeros(), false
	for _, x := range b.out {
		switch {
		case x.what == value && !x.doubtful, x.what == zeroed && !onlyZeros:
			return true
		case x.what == unfilled && (x.num.Kind == zh.Blank || x.num.Kind == zh.Range || b.isVagueCount(x)):
			return true
		}
		slip = slip || x.what == wrong
	}
	return slip && b.isShort() || b.labelZero()
}

// asksSomebody tells whether 几 is asked of the person whom the message mentions:
// @李会芳 居家几人.
func (s *scene) asksSomebody(n *zh.Number) bool {
	return !s.m.MentionsBot && s.runes[n.Start] == '几' && slices.ContainsFunc(s.toks, func(t token) bool { return t.kind == gap && s.runes[t.start] == '@' })
}

// isVagueCount tells whether a roster person gave a label a count that says no
// number, with nothing between them and nothing behind: 居家数十人.
func (b *binder) isVagueCount(x bound) bool {
	if !b.s.speaker.Known() || x.label < 0 || x.label > x.tok || b.textBetween(x.label, x.tok) > 0 || b.s.asks() || b.s.asksSomebody(x.num) {
		return false
	}
	end := max(b.s.toks[x.tok].end, x.num.To)
	return end >= len(b.s.runes) || !letter(b.s.runes[end])
}
