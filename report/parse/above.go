package parse

import (
	"qunbao/report"
)

// headed finds what stands above each section and holds for all of its units: a
// line with no more than a day or a form, or the day right before the unit. It
// goes on to the units behind in the same line, and to those below where the
// first unit of the text is headed like that, too.
func (s *scene) headed(sections []section) {
	for k := range sections {
		sec := &sections[k]
		if !sec.named || sec.above.to > sec.above.from || k == 0 {
			continue
		}
		before := sections[k-1]
		if sections[0].above.to > sections[0].above.from || !s.hasLineEnd(before.from, sec.from) {
			sec.above = before.above
		}
	}
}

// unheaded is where the first section begins that has a day of its own above it
// while the first of all has none: what the text says of the time stands before.
func (s *scene) unheaded(sections []section) int {
	for _, sec := range sections {
		if sec.above.to > sec.above.from {
			if sec.above.from > sections[0].from {
				return sec.above.from
			}
			break
		}
	}
	return len(s.toks)
}

// hasLineEnd tells whether a line ends in tokens [from,to).
func (s *scene) hasLineEnd(from, to int) bool {
	for i := from; i < to; i++ {
		if s.endsLine(i) {
			return true
		}
	}
	return false
}

// linesAbove are the lines right above the unit at token i that only head it:
// 2月14日, 2月14日疫情日报：. Empty where there are none.
func (s *scene) linesAbove(i, from int) row {
	above := row{i, i}
	start := s.pastNumber(i, from)
	for start-1 > from && s.endsLine(start-1) {
		end := start - 1
		start = end
		for start > from && !s.endsLine(start-1) && end-start < headTokens {
			start--
		}
		if start == end {
			continue
		}
		if start > from && !s.endsLine(start-1) || !s.onlyHeads(row{start, end}) {
			break
		}
		above.from = start
	}
	return above
}

// pastNumber is where the line's number begins before token i: 1、柳湾村.
func (s *scene) pastNumber(i, from int) int {
	for k := i; k > from && i-k <= 3; k-- {
		if s.numbersItem(k-1, from) {
			return k - 1
		}
		switch s.toks[k-1].kind {
		case blank, comma, list, open, shut:
		default:
			return i
		}
	}
	return i
}

// onlyHeads tells whether a line is a day or a form's name, and little else.
func (s *scene) onlyHeads(r row) bool {
	said, text, end := false, 0, s.toks[r.from].start
	for i := r.from; i < r.to; i++ {
		t := &s.toks[i]
		text += t.start - end
		end = t.end
		switch {
		case s.namesDay(t), t.namesSlot(), t.namesForm() && !t.namesField():
			said = true
		case t.namesForm() && i > r.from && s.toks[i-1].namesForm(): // 宣传消杀
		case t.kind == date, t.kind == blank, t.kind == colon, t.kind == open, t.kind == shut, t.kind == list, t.class == backfilling:
		default:
			return false
		}
	}
	return said && text+s.lineEnd(r.to)-end <= headLimit
}

// under is the time and the form that a section is about: what stands above it
// before what the text says.
func (s *scene) under(sec section, st stated, inherited *report.Form) (stated, *report.Form) {
	a := sec.above
	if form := s.lastHeading(a.from, a.to); form != nil {
		inherited = form
	} else if form := s.slotForm(a.from, a.to); form != nil {
		inherited = form
	}
	st.above = a
	for i := a.from; i < a.to; i++ {
		if s.namesDay(&s.toks[i]) {
			own := s.statedIn(a.from, a.to)
			own.asOf, own.above = st.asOf, a
			return own, inherited
		}
	}
	return st, inherited
}
