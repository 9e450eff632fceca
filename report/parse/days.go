package parse

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"qunbao/report"
	"qunbao/report/zh"
)

// mostDays is how many days a list or window may name for a report of each.
const mostDays = 31

// namesDay tells whether a token is a date that names one day or a window of days.
func (s *scene) namesDay(t *token) bool {
	return t.kind == date && t.date.Grain == zh.GrainDay && !t.date.AsOf && !t.date.Day.IsZero() && !s.partOfDay(t)
}

// joinDays marks the dates that stand side by side with the one before them.
func (s *scene) joinDays() {
	before := -1
	for i := range s.toks {
		switch t := &s.toks[i]; {
		case t.kind == date:
			t.joined = before >= 0 && s.joinsDays(before, i)
			before = i
		case !t.partsItems():
			before = -1
		}
	}
}

// lastListed is the last of the dates that stand side by side with token i, as
// 13日 in 2月12日、13日; i itself where it stands alone.
func (s *scene) lastListed(i, to int) int {
	last := i
	for j, n := i+1, 0; j < to && n < mostDays && (s.toks[j].joined || s.toks[j].partsItems()); j++ {
		if s.toks[j].joined {
			last = j
			n++
		}
	}
	return last
}

// firstListed is the first of them.
func (s *scene) firstListed(i, from int) int {
	first := i
	for j, n := i-1, 0; j >= from && n < mostDays && s.toks[first].joined; j-- {
		if s.toks[j].kind == date {
			first = j
			n++
		}
	}
	return first
}

func (t *token) partsItems() bool { return t.kind == list || t.kind == comma || t.kind == blank }

// joinsDays tells whether two dates name days side by side: nothing but 和 and
// marks stands between them. Behind a comma the second may begin a sentence of its
// own: 2月13日，1月25日返回3人.
func (s *scene) joinsDays(i, j int) bool {
	if !s.namesDay(&s.toks[i]) || !s.namesDay(&s.toks[j]) {
		return false
	}
	for _, r := range s.runes[s.toks[i].end:s.toks[j].start] {
		if letter(r) && !inSet(r, "和与及跟以") {
			return false
		}
	}
	return !s.hasKind(clause{i, j, comma}, comma) || !s.insideSentence(j, j, len(s.toks))
}

// days are those that dates side by side name.
type days struct {
	all  []report.Day // 0: the one whose period is open
	span bool         // a window is among them: 2月3日至5日
}

// daysFrom lists the days that the date at token i names with those side by side
// with it.
func (s *scene) daysFrom(i, to int) days {
	var d days
	if !s.namesDay(&s.toks[i]) {
		return d
	}
	for last := s.lastListed(i, to); i <= last; i++ {
		t := &s.toks[i]
		if t.kind != date {
			continue
		}
		first, end := report.DayOf(t.date.Day), s.dayOf(t.date)
		if t.date.EndTime.IsZero() || end == 0 {
			d.all = append(d.all, end)
			continue
		}
		d.span = true
		if end-first >= mostDays {
			return days{span: true}
		}
		for ; first <= end; first++ {
			d.all = append(d.all, first)
		}
	}
	if len(d.all) > mostDays {
		d.all = nil
	}
	return d
}

// eachDay are words that say something of each of several days.
var eachDay = regexp.MustCompile(`均|都|皆|各|每[天日晚]|天天|逐日|一样|相同|不变`)

// onDays is a filing for each of the days that were stated for it; values of a
// window, 2月3日至5日共3人, are of its last day unless they are said of each.
func (s *scene) onDays(f report.Filing, form *report.Form, st stated, slot *report.Slot) []report.Filing {
	all := st.of(form).all
	if len(all) < 2 {
		all = []report.Day{st.day}
	}
	var out []report.Filing
	for k, day := range all {
		g, on := f, st
		g.Problems = slices.Clone(f.Problems)
		if k > 0 {
			g.Values = maps.Clone(f.Values)
		}
		if len(all) > 1 {
			on.day, on.named = day, day != 0
		}
		s.period(&g, form, on, slot)
		out = append(out, g)
	}
	return out
}

// daysOf is what a part that holds values is filed for: the days listed, or the
// last of a window unless the text speaks of each day.
func (s *scene) daysOf(p part, st stated) stated {
	if st.span && !eachDay.MatchString(s.textOf(p)) {
		st.all = nil
	}
	return st
}

// of leaves of several days one for each period of the form: both of 2月3日、5日
// are of the week that ends on the 7th.
func (st stated) of(form *report.Form) stated {
	if form.ByDay() {
		return st
	}
	var all []report.Day
	for _, d := range st.all {
		if d != 0 {
			d = form.DayFor(d)
		}
		if !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	st.all = all
	return st
}

func (s *scene) textOf(p part) string {
	end := len(s.runes)
	if p.to < len(s.toks) {
		end = s.toks[p.to].start
	}
	return string(s.runes[s.toks[p.from].start:end])
}

// sharesOut tells whether the values of a filing for several days may be a total
// of them, or are told apart, by 分别 or a list of numbers: what was each day's is then asked.
func (s *scene) sharesOut(f report.Filing, form *report.Form, p part) bool {
	text := s.textOf(p)
	if strings.Contains(text, "分别") || s.listsNumbers(p) {
		return true
	}
	return !eachDay.MatchString(text) && slices.ContainsFunc(form.Fields, func(field report.Field) bool {
		v, said := f.Values[field.ID]
		return said && field.Kind == report.Daily && v.N.IsPositive()
	})
}

// listsNumbers tells whether numbers of one word stand side by side, each of them
// another day's: 居家4人、5人.
func (s *scene) listsNumbers(p part) bool {
	last := -1
	for i := p.from; i < p.to; i++ {
		t := &s.toks[i]
		switch {
		case t.kind == number && last >= 0 && s.plainListed(last, i) && !(i+1 < p.to && s.toks[i+1].isLabelOnly() && s.toks[i+1].start == t.end):
			if a, b := s.toks[last].num.Unit, t.num.Unit; a == b || a == "" {
				return true
			}
			last = i
		case t.kind == number && t.num.Kind == zh.Exact:
			last = i
		case !t.partsItems():
			last = -1
		}
	}
	return false
}

// plainListed tells whether a list's mark and no letter stands between tokens i
// and j.
func (s *scene) plainListed(i, j int) bool {
	between := s.runes[s.toks[i].end:s.toks[j].start]
	return j > i+1 && !slices.ContainsFunc(between, letter)
}

// daysApart are days told apart by 分别 right behind them, wherever they stand:
// 居家：12、13日分别为3、4人.
func (s *scene) daysApart(p part) []report.Day {
	for i := p.from; i < p.to; i++ {
		if !s.namesDay(&s.toks[i]) {
			continue
		}
		d := s.daysFrom(i, p.to)
		i = s.lastListed(i, p.to)
		j := i + 1
		for j < p.to && s.toks[j].kind == blank {
			j++
		}
		if len(d.all) > 1 && j < p.to && s.toks[j].class == pairing {
			return d.all
		}
	}
	return nil
}
