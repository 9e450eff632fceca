package parse

import (
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// part is a stretch of a section that is one report: headed by at most one
// form's name, one slot and one date.
type part struct {
	from, to int
	form     *report.Form   // named; nil: to be found from the values
	others   []*report.Form // named beside it, of which a zero phrase speaks as well
	slot     *report.Slot   // that heads it, of several; nil: none or the text's only one
	date     int            // the token of the date that heads it, of several; -1: none
	head     *row
	column   *column
	units    int // how many units it is about
	clauses  []clause
	rows     []row
}

// part is tokens [from,to) as a part that nothing heads.
func (s *scene) part(from, to int) part {
	return part{from: from, to: to, date: -1, clauses: s.clauses(from, to), rows: s.rows(from, to)}
}

// parts splits a section by the forms' names that head values, and by slots and
// dates where several stand in it: two slots in one message are two reports.
func (s *scene) parts(sec section, inherited *report.Form) []part {
	parts := []part{{from: sec.from, to: sec.to, form: inherited, date: -1, head: sec.head, column: sec.column, units: len(sec.units)}}
	if sec.head != nil || sec.column != nil {
		return parts
	}
	for i := sec.from; i < sec.to; i++ {
		f := s.heading(i, sec)
		if f == nil {
			continue
		}
		last := &parts[len(parts)-1]
		if last.form == f {
			continue
		}
		// The date before a form's name is the form's: 2月13日宣传消杀：宣传单80份.
		from := s.headOf(i, last.from)
		if from == last.from {
			last.form = f
			continue
		}
		last.to = from
		parts = append(parts, part{from: from, to: sec.to, form: f, date: -1, units: len(sec.units)})
	}
	parts = s.byDate(s.bySlot(s.byZero(s.joinForms(parts), inherited)))
	for i := range parts {
		p := &parts[i]
		p.clauses, p.rows = s.clauses(p.from, p.to), s.rows(p.from, p.to)
	}
	return parts
}

// bySlot splits parts at the slot words that head values, where there are
// different ones: 白班车6辆，夜班车7辆.
func (s *scene) bySlot(parts []part) []part {
	if s.things&aSlot == 0 {
		return parts
	}
	var out []part
	for _, p := range parts {
		open := p
		for i := p.from; i < p.to; i++ {
			slot := s.slotHeading(i, p)
			switch {
			case slot == nil || slot == open.slot:
			case open.slot == nil:
				open.slot = slot
			case s.tells(open.from, i) && s.tells(i, p.to):
				next := open
				next.from, next.slot = s.headStart(i, open.from), slot
				open.to = next.from
				out = append(out, open)
				open = next
			}
		}
		out = append(out, open)
	}
	return out
}

// headOf is where the units and dates begin that stand right before the form's
// name at token i, not before token from.
func (s *scene) headOf(i, from int) int {
	for i > from {
		t := &s.toks[i-1]
		if t.kind != date && t.kind != blank && (t.kind != word || t.namesField() || t.namesForm()) {
			break
		}
		i--
	}
	return i
}

// headStart is where the units, dates and form names begin that stand right
// before the heading at token i.
func (s *scene) headStart(i, from int) int {
	for i-1 > from {
		t := s.toks[i-1]
		if t.kind != date && t.kind != blank && (t.kind != word || t.namesField()) {
			break
		}
		i--
	}
	return i
}

// slotHeading is the slot that token i names at the head of a clause, or nil.
func (s *scene) slotHeading(i int, p part) *report.Slot {
	if !s.toks[i].namesSlot() {
		return nil
	}
	for _, v := range s.toks[i].senses {
		if v.isSlot() && s.knows(v.form) && (p.form == nil || v.form == p.form) && s.atHead(i, p.from) {
			return v.slot
		}
	}
	return nil
}

// byDate splits parts at the dates that head a line or sentence with values
// behind, where they name different days.
func (s *scene) byDate(parts []part) []part {
	var out []part
	for _, p := range parts {
		open := p
		for i := p.from; i < p.to; i++ {
			if !s.dateHeading(i, open, p.to) {
				continue
			}
			switch {
			case open.date < 0:
				open.date = i
			case !s.sameDay(i, open.date) && s.tells(open.date, i) && s.tells(i, p.to):
				next := open
				next.from, next.date = i, i
				open.to = i
				out = append(out, open)
				open = next
			}
		}
		// A date that stands alone heads nothing that the whole text does not.
		if open.from == p.from {
			open.date = -1
		}
		out = append(out, open)
	}
	return out
}

// dateHeading tells whether the date at token i opens a line or sentence, of
// which it says the day: 2月4日居家3人. Behind a comma it does where the part that
// is open has a date of its own and this one begins the same anew.
func (s *scene) dateHeading(i int, p part, to int) bool {
	if !s.namesDay(&s.toks[i]) || s.firstListed(i, p.from) != i {
		return false
	}
	last := s.lastListed(i, to)
	if s.insideSentence(i, last, to) || !s.leadsOn(last, to) {
		return false
	}
	for j := i - 1; j >= p.from; j-- {
		switch o := &s.toks[j]; {
		case o.kind == hard:
			return true
		case (o.kind == comma || o.kind == list || o.kind == shut) && s.numbersItem(j-1, p.from):
			return true
		case o.kind == comma, o.kind == list, o.kind == blank && j > p.from && s.toks[j-1].endsValue():
			return s.repeats(p.from, i, to) || s.beginsAnew(i, last, p, to)
		case o.kind == blank, o.kind == open, o.kind == colon, o.kind == word && !o.isLabelOnly(), o.kind == cue && o.class == backfilling:
		default:
			return false
		}
	}
	return true
}

// endsValue tells whether a token is the end of what a line without marks says of
// one day: 2月12日居家3人 2月13日居家4人.
func (t *token) endsValue() bool { return t.kind == number || t.isZeroPhrase() || t.class == allZero }

// numbersItem tells whether token i is the number of a list's line: 1、2月12日….
func (s *scene) numbersItem(i, from int) bool {
	if i < from || s.toks[i].kind != number || s.toks[i].num.Kind != zh.Ordinal {
		return false
	}
	for i--; i >= from && (s.toks[i].kind == blank || s.toks[i].kind == open); {
		i--
	}
	return i < from || s.toks[i].kind == hard || s.toks[i].kind == colon
}

// mostApart is how many days two reports of one sentence may lie apart; what is
// further back is told, not reported.
const mostApart = 7

// beginsAnew tells whether the dates from token i to last, behind a comma, head
// values as the date of the open part does: one of the two is a zero phrase,
// 2月3日居家3人，2月4日平安, or both name days of the calendar that lie near.
func (s *scene) beginsAnew(i, last int, p part, to int) bool {
	if p.date < 0 {
		return false
	}
	if s.hasKindOf(p.date, i, zeroPhrase) {
		return true
	}
	for j := last + 1; j < to && s.toks[j].kind != number && !s.toks[j].endsClause(); j++ {
		if s.toks[j].isZeroPhrase() {
			return true
		}
	}
	a, b := s.toks[p.date].date, s.toks[i].date
	apart := report.DayOf(a.Day) - report.DayOf(b.Day)
	return !a.Relative && !b.Relative && -mostApart <= apart && apart <= mostApart
}

func (s *scene) hasKindOf(from, to int, c class) bool {
	return slices.ContainsFunc(s.toks[from:to], func(t token) bool { return t.kind == cue && t.class == c })
}

// repeats tells whether the first label behind token i stands before it, too.
func (s *scene) repeats(from, i, to int) bool {
	for _, t := range s.toks[i:min(to, i+longestClause)] {
		if t.isLabelOnly() {
			for j := i - 1; j >= from; j-- {
				if o := &s.toks[j]; o.kind == word && o.word == t.word {
					return true
				}
			}
			return false
		}
	}
	return false
}

// leadsOn tells whether a label, a zero phrase or a negation follows token i
// with hardly a word between.
func (s *scene) leadsOn(i, to int) bool {
	text, end := 0, s.toks[i].end
	for j := i + 1; j < to && text <= headLimit/2; j++ {
		t := s.toks[j]
		text += t.start - end
		end = t.end
		switch {
		case t.namesField(), t.kind == cue && (t.class == zeroPhrase || t.class == negation):
			return text <= headLimit/2
		case t.kind == comma && j == i+1:
		case t.kind == hard && s.runes[t.start] != '\n', t.kind == comma, t.kind == number, t.kind == date:
			return false
		}
	}
	return false
}

func (s *scene) sameDay(i, j int) bool {
	return report.DayOf(s.toks[i].date.Day) == report.DayOf(s.toks[j].date.Day)
}

// tells tells whether a number, a zero phrase or a negation stands in tokens
// [from,to).
func (s *scene) tells(from, to int) bool {
	return slices.ContainsFunc(s.toks[from:to], func(t token) bool {
		return t.kind == number || t.kind == cue && (t.class == zeroPhrase || t.class == negation || t.class == allZero)
	})
}
