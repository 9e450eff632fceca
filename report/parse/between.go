package parse

import "strings"

// textBetween counts the runes of plain text between a label and a number
// behind it; separators and the numbers in between count for nothing.
func (b *binder) textBetween(l, i int) int {
	text, end := 0, b.s.toks[l].end
	for j := l + 1; j <= i; j++ {
		t := b.s.toks[j]
		start := t.start
		if j == i {
			start = max(end, t.num.From)
		}
		text += max(0, start-end)
		end = t.end
		switch t.kind {
		case word:
			text += t.end - t.start
		case cue:
			if t.class != totalling && t.class != replacing && t.class != becoming && t.class != standing {
				text += t.end - t.start
			}
		}
	}
	return text
}

// brokenDown tells whether what follows a label is a list of its parts.
func (b *binder) brokenDown(l, i int) bool {
	for j := l + 1; j < i; j++ {
		if t := b.s.toks[j]; t.kind == cue && t.class == breakdown {
			return true
		}
	}
	return false
}

// ofAnotherDay tells whether a date before the number at token i makes what is
// counted another day's: 昨天解除2人, 横幅明天到货10条, 2月1日返乡的3人.
func (b *binder) ofAnotherDay(c clause, i int) bool {
	for j := i - 1; j >= c.from && b.s.toks[j].kind != number; j-- {
		if b.s.toks[j].kind == date {
			return (b.date < 0 || b.s.firstListed(j, b.from) != b.date) && !b.s.begins(j, i) && b.s.ofAnotherDay(j, b.from, b.to)
		}
	}
	return false
}

// since are the words that make of a date before them the begin of what is
// counted up to now.
var since = strings.Fields("以来 至今 起至 起共 起累计 到现在 到目前 到今天")

// begins tells whether the date at token j, with 自 or 以来 beside it, is where
// the count of the number at token i begins: 自5月20日以来累计改厕43户.
func (s *scene) begins(j, i int) bool {
	before, behind := s.toks[j].start, string(s.runes[s.toks[j].end:s.toks[i].start])
	return containsAny(behind, since) || before > 0 && inSet(s.runes[before-1], "自从") && strings.ContainsAny(behind, "累共总")
}

// hasOtherUnit tells whether plain text follows a bare number at once: most
// likely a measure word that nobody here knows (50瓦).
func (s *scene) hasOtherUnit(i int) bool {
	end := max(s.toks[i].end, s.toks[i].num.To)
	if end >= len(s.runes) || !isHan(s.runes[end]) || inSet(s.runes[end], "和与及均都也且另其") {
		return false
	}
	if end+1 < len(s.runes) && s.runes[end+1] == '数' {
		return false // 户数14人数46
	}
	return i+1 >= len(s.toks) || s.toks[i+1].start > end
}

// ofAnotherNoun tells whether the label only describes what is counted:
// 卡点的帐篷共1个.
func (b *binder) ofAnotherNoun(l, between int) bool {
	end := b.s.toks[l].end
	return between > 3 && hasPrefix(b.s.runes[end:], "的") && !inSet(b.s.runes[end+1], "有是为共达人数约")
}

// onlyNumbers follows a clause for as long as it says nothing but numbers, so
// that each of its tokens is looked at once.
type onlyNumbers struct {
	clause clause
	next   int  // the first token not looked at
	end    int  // where the last one ended
	broken bool // something else was said
	kinds  bool // 累计, 今日 and the like stand among them
}

// onlyNumbers tells whether a clause says nothing but numbers, up to token i.
func (b *binder) onlyNumbers(c clause, i int) bool {
	o := &b.only
	if o.clause != c || i < o.next-1 {
		*o = onlyNumbers{clause: c, next: c.from, end: b.s.toks[c.from].start}
		if c.from > 0 {
			o.end = b.s.toks[c.from-1].end
		}
	}
	for ; o.next <= i && !o.broken; o.next++ {
		t := &b.s.toks[o.next]
		start := t.start
		if t.kind == number {
			start = max(o.end, t.num.From)
		}
		for _, r := range b.s.runes[o.end:max(o.end, start)] {
			o.broken = o.broken || !inSet(r, "是为有约近达的")
		}
		o.end = t.end
		o.kinds = o.kinds || t.class.saysKind() || t.kind == date
		o.broken = o.broken || t.kind == cue && t.class != totalling && t.class != replacing && t.class != becoming && !t.class.saysKind() || t.kind == word && len(t.fieldsOf(b.form)) == 0 && !t.isUnitWord()
	}
	return !o.broken
}

// spaced tells whether a space, tab or bar lies in runes [i,j).
func (s *scene) spaced(i, j int) bool {
	for _, r := range s.runes[i:j] {
		if r == ' ' || r == '\t' || r == '|' {
			return true
		}
	}
	return false
}

func (t token) isUnitWord() bool { return t.kind == word && t.senses[0].isUnit() }
