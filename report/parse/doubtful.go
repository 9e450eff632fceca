package parse

import (
	"regexp"
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// Doubtful finds whether a message that the parser gives up on is meant as a report
// that somebody else may help to read: one of a reporter about the one unit it can be
// about, for a day that has come, in which something is counted that a form of the
// place asks for, or which says that all is as it was. It may be unparsed, and its
// sender be asked anyway, or talk to the parser.
func (p *Parser) Doubtful(m report.Message, r report.Reading) (report.Case, bool) {
	none := report.Case{}
	unread := func(q report.Problem) bool { return q.Code == report.Unreadable }
	silent := r.Kind == report.IsChatter
	if !silent && (r.Kind != report.IsUnparsed || len(r.Problems) == 0 || !slices.ContainsFunc(r.Problems, unread)) {
		return none, false
	}
	text, ok := report.Said(cutText(spoken(m.Text)))
	if !ok || m.Type != "" && m.Type != report.TextMessage || !m.Private && p.w.Chat(m.Chat) == nil {
		return none, false
	}
	m.Text = text
	s := p.newScene(m)
	if len(s.forms) == 0 {
		return none, false
	}
	s.look()
	unit, ok := s.onlyUnit()
	same := isSame(s.text.String())
	if !ok || !s.speaker.Reports(unit) || s.asks() || s.notice() != noNotice || !same && !s.countsHere() {
		return none, false
	}
	c := report.Case{Message: m, Unit: unit, Silent: silent, Same: same}
	if st, ok := s.statedOnce(); ok || same {
		if same {
			st = stated{} // 昨天 is what it is compared with
		}
		c.Periods = s.periodsOf(unit, st)
	}
	return c, len(c.Periods) > 0
}

// onlyUnit is the one unit that a text can be about: the only one it names, or where it
// names none the only one that the speaker reports for.
func (s *scene) onlyUnit() (report.UnitID, bool) {
	units := []report.UnitID{}
	for i := range s.toks {
		if v, ok := s.unitSense(i, len(s.toks)); ok && !slices.Contains(units, v.unit) {
			units = append(units, v.unit)
		}
	}
	if len(units) == 0 {
		units = s.speaker.Units()
	}
	if len(units) != 1 {
		return "", false
	}
	return units[0], true
}

// countsHere tells whether a text counts something that a field of the place's forms
// may take.
func (s *scene) countsHere() bool {
	return slices.ContainsFunc(s.toks, func(t token) bool {
		return t.kind == number && t.num.Kind == zh.Exact && t.num.Unit != "" && slices.ContainsFunc(s.forms, func(f *report.Form) bool {
			return slices.ContainsFunc(f.Fields, func(x report.Field) bool { return fits(&x, t.num) == exact || counts(&x, t.num.Unit) })
		})
	})
}

// statedOnce is what a text says of the time it reports on; false where it names several
// days, or one to come.
func (s *scene) statedOnce() (stated, bool) {
	st := s.statedIn(0, len(s.toks))
	today, named := report.DayOf(s.ref), report.Day(0)
	for _, t := range s.toks {
		if t.kind != date || t.date.Grain < zh.GrainDay || t.date.Day.IsZero() {
			continue
		}
		day := report.DayOf(t.date.Day)
		if day > today || named != 0 && day != named || len(st.all) > 1 {
			return stated{}, false
		}
		named = day
	}
	return st, true
}

// periodsOf lists what a text may be a report of: the period it names or that is open,
// of the form that it names, else of each that the unit owes.
func (s *scene) periodsOf(u report.UnitID, st stated) []report.PeriodKey {
	forms := s.forms
	if f := s.formIn(0, len(s.toks)); f != nil {
		forms = []*report.Form{f}
	}
	var periods []report.PeriodKey
	for _, form := range forms {
		f := report.Filing{Form: form.ID, Unit: u}
		s.period(&f, form, st, s.slotIn(form, 0, len(s.toks)))
		if k := f.Key().PeriodKey; f.Period != 0 && s.p.w.OwedBy(k, u) {
			periods = append(periods, k)
		}
	}
	return periods
}

// same is a message that says no more than that all is as it was the day before.
var same = regexp.MustCompile(`^(?:今[天日]|数据|情况|报|各项|都|全部|仍|还是|人数|的|我村|本村|我们|一切|\p{Han}{2,8}(?:村|社区)|\p{Han}{2,4}日报)*` +
	`(?:同(?:昨[天日]|前一[天日])(?:一样|相同)?|[和跟与](?:昨[天日]|前一[天日])(?:的)?(?:数据|情况)?(?:一样|相同|一致)|(?:数据|各项|人数)(?:都)?(?:不变|没变|没变化|没有变))了?$`)

func isSame(text string) bool {
	return same.MatchString(trimAll(text))
}

// trimAll leaves the letters of a text.
func trimAll(text string) string {
	out := []rune{}
	for _, r := range text {
		if letter(r) {
			out = append(out, r)
		}
	}
	return string(out)
}
