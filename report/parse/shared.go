package parse

import (
	"regexp"
	"slices"

	"qunbao/report"
)

// share notes what 均无 at token i says of all units named before, not only of
// the last: 上坪村3人、下坪村2人，发热均为0. Two labels before it, or a number in its
// clause, are what it sums up instead.
func (b *binder) share(c clause, i int, found []bound) {
	if b.s.hasKind(clause{c.from, i, c.lead}, number) && !b.s.countsUnitsIn(c.from, i) {
		return
	}
	before := 0
	for _, x := range found {
		if x.label >= 0 && x.label < i {
			before++
		}
	}
	if before > 1 {
		return
	}
	for _, x := range found {
		b.shared = append(b.shared, x.field)
	}
}

// countsUnitsIn tells whether all numbers of tokens [from,to) count units: 两村.
func (s *scene) countsUnitsIn(from, to int) bool {
	return !slices.ContainsFunc(s.toks[from:to], func(t token) bool { return t.kind == number && !s.countsUnits(t) })
}

// sharing is what a part says of the units of the parts before it.
type sharing struct {
	form   report.FormID
	fields []*report.Field
	before int // how many filings stand before it
}

// sharedBy is what a part of one unit says of all before it.
func sharedBy(b *binder) sharing {
	x := sharing{form: b.form.ID, fields: b.shared}
	if b.allShared {
		for _, id := range b.form.Zero.Sets {
			if f := b.form.Field(id); f != nil {
				x.fields = append(x.fields, f)
			}
		}
	}
	return x
}

// spread states the shared fields as 0 in the filings of the form before them
// that do not say anything of them: backwards, so that each filing is seen once.
func spread(filings []report.Filing, shared []sharing) {
	now := map[report.FormID]map[*report.Field]bool{}
	for i := len(filings) - 1; i >= 0; i-- {
		for ; len(shared) > 0 && shared[len(shared)-1].before > i; shared = shared[:len(shared)-1] {
			x := shared[len(shared)-1]
			if now[x.form] == nil {
				now[x.form] = map[*report.Field]bool{}
			}
			for _, f := range x.fields {
				now[x.form][f] = true
			}
		}
		f := &filings[i]
		for field := range now[f.Form] {
			if _, given := f.Values[field.ID]; !given && !hasProblem(f, field.ID) && !slices.Contains(f.Unfilled, field.ID) {
				f.Values[field.ID] = report.Value{Unit: field.Unit(), AsOf: f.AsOf}
			}
		}
	}
}

// subject is 各村 as those of whom something is told: that nothing is, or what
// stands below. It is no address then.
var subject = regexp.MustCompile(`各(?:村|社区|单位|卡点|网格)(?:(?:里|内)?(?:均|都|皆|全部?)?(?:无|没|未|正常|平安|为0|是0)|[^\n,。;]{0,12}(?:如下|(?:汇总|情况|数据|统计|人数|台账)[表单]?) *:?\n)`)

// firstUnit is the first token that names a unit; there may be none.
func (s *scene) firstUnit() int {
	if s.unitFrom == nil {
		i := slices.IndexFunc(s.toks, names(aUnit))
		if i < 0 {
			i = len(s.toks)
		}
		s.unitFrom = &i
	}
	return *s.unitFrom
}

// isSubject tells whether the word at token i stands for the units that the text
// has named.
func (s *scene) isSubject(i int) bool {
	t := s.toks[i]
	end := min(len(s.runes), t.end+6)
	return s.firstUnit() < i && subject.MatchString(string(s.runes[t.start:end]))
}
