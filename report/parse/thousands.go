package parse

import "qunbao/report/zh"

// mayBeThousands tells whether the bare digits at token i and the three behind a
// comma that touches both may be one number of the label, 居家1，234人: the sender
// is asked for it, since 1 and 1234 are far apart.
func (b *binder) mayBeThousands(c clause, l label, i int) bool {
	t := b.s.toks
	if i+1 != c.to || i+2 >= b.to || t[i+1].kind != comma || t[i+2].kind != number || t[i].end != t[i+1].start || t[i+1].end != t[i+2].start {
		return false
	}
	n, rest := t[i].num, t[i+2].num
	if n.Kind != zh.Exact || n.Unit != "" || !n.N.IsPositive() || rest.Kind != zh.Exact || !b.s.isDigits(n, 1) || !b.s.isDigits(rest, 3) {
		return false
	}
	if end := max(rest.To, t[i+2].end); end < len(b.s.runes) && isHan(b.s.runes[end]) {
		return false // 居家8，200人参加会议
	}
	f, _ := b.choose(c, l, i)
	g, _ := b.choose(clause{i + 2, i + 3, comma}, l, i+2)
	return f == g
}

// isDigits tells whether a number is written in digits alone, in three at most.
func (s *scene) isDigits(n *zh.Number, least int) bool {
	for _, r := range s.runes[n.Start:n.End] {
		if r < '0' || r > '9' {
			return false
		}
	}
	return n.End-n.Start >= least && n.End-n.Start <= 3
}
