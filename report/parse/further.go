package parse

import (
	"regexp"
	"slices"

	"qunbao/report"
)

// What comes on top of what was reported: 又有1人发热. 另有 and 还有 say so only where
// nothing else is reported: in a list they lead to its next field.
var (
	onTop      = regexp.MustCompile(more + `$`)
	onTopAlone = regexp.MustCompile(`(?:` + more + `|(?:另外?|还)(?:又|再|新)?(?:有|发现|出现|发生|查出|排查出|检出|测出|多)了?)$`)
)

const more = `(?:又|再)(?:新|又|再)?(?:有|增加?|发现|出现|发生|查出|排查出|检出|测出|报告|多|来)?了?`

// inAll is what stands between such a number and the total that it leads to: 又发热1人，
// 现共2人.
var inAll = regexp.MustCompile(`^[ ,、(]*(?:发热|发烧)?(?:人员)?[ ,]*(?:到|截至)?(?:现在?|目前|今[天日])?(?:一共|总共|合计|总计|共计?|累计|总数)(?:有|是|为|达|达到)?[^\d,。;]{0,6}$`)

// reachBack is how many runes before a number or its label its words are looked for,
// reachOn how many may lie between it and the total.
const (
	reachBack = 8
	reachOn   = 16
)

// further marks the urgent fields of a report whose number comes on top of what was
// reported before; a total behind it is the field's value instead.
func (s *scene) further(f *report.Filing, b *binder) {
	words := func(x bound) *regexp.Regexp {
		if slices.ContainsFunc(b.out, func(o bound) bool { return o.field != x.field }) {
			return onTop
		}
		return onTopAlone
	}
	for _, x := range b.out {
		if x.what != value || x.tok < 0 || x.field.Urgent.IsZero() || !s.isOnTop(x, words(x)) {
			continue
		}
		if all, ok := s.total(x, b.out); ok {
			f.Values[x.field.ID] = valueOf(x.field, all)
			f.Problems = slices.DeleteFunc(f.Problems, func(p report.Problem) bool { return p.Code == report.Twice && p.Field == x.field.ID })
		} else if !slices.Contains(f.Further, x.field.ID) {
			f.Further = append(f.Further, x.field.ID)
		}
	}
}

// isOnTop tells whether such words stand before a number or its label, or between
// the two.
func (s *scene) isOnTop(x bound, words *regexp.Regexp) bool {
	var places []int
	for _, tok := range []int{x.tok, x.label} {
		if tok >= 0 {
			places = append(places, s.toks[tok].start)
		}
	}
	return slices.ContainsFunc(places, func(at int) bool { return words.MatchString(string(s.runes[max(0, at-reachBack):at])) })
}

// total is the number that is said to be all together behind one more: it counts the
// same, and is not less.
func (s *scene) total(x bound, taken []bound) (bound, bool) {
	from := max(x.tok, x.label)
	for i := from + 1; i < len(s.toks) && s.toks[i].start-s.toks[from].end <= reachOn; i++ {
		t := &s.toks[i]
		if t.kind != number {
			continue
		}
		all := x
		all.tok, all.num = i, t.num
		other := slices.ContainsFunc(taken, func(o bound) bool { return o.tok == i && o.field != x.field })
		fits := !other && (t.num.Unit == "" || slices.Contains(x.field.Units, t.num.Unit))
		return all, fits && !t.num.N.LessThan(x.num.N) && inAll.MatchString(string(s.runes[s.toks[from].end:t.start]))
	}
	return x, false
}
