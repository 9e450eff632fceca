package report

import (
	"fmt"
	"slices"
	"strings"
)

// Vouched is the fact of a span whose number somebody confirmed without a source.
const Vouched = "!"

// trace is a sentence with other words, and the numbers in them that come from no
// fact: a fact's own words are its own, each of its numbers traces one number that is
// told of the same thing, and what was traced or confirmed before stays so where its
// clause does.
func (m matcher) trace(d *Draft, old Sentence, text string) (Sentence, []Number) {
	s := Sentence{N: old.N, Text: text, New: old.New}
	used := map[[2]int]bool{}
	m.keep(d, &s, old)
	before := m.told(old.Text)
	var facts []Fact
	for _, f := range d.Facts {
		if slices.Contains(old.Facts, f.ID) {
			facts = append(facts, f)
		}
	}
	facts = append(facts, filter(d.Facts, func(f Fact) bool { return !slices.Contains(old.Facts, f.ID) })...)
	var stray []Number
	open := s.untraced(m.units)
	for _, n := range m.told(text) {
		if !slices.ContainsFunc(open, func(o Number) bool { return o.From == n.From }) {
			continue
		}
		id, ok := kept(old, before, n)
		for i := 0; i < len(facts) && !ok; i++ {
			if slices.ContainsFunc(s.Spans, func(p Span) bool { return p.Fact == facts[i].ID && s.Text[p.From:p.To] == facts[i].Text }) {
				continue // its numbers stand in its own words
			}
			for j, x := range m.told(facts[i].Text) {
				if at := [2]int{i, j}; !ok && !used[at] && x.is(n) {
					id, ok, used[at] = facts[i].ID, true, true
				}
			}
		}
		if !ok {
			stray = append(stray, n.Number)
			continue
		}
		s.Spans = append(s.Spans, Span{From: n.From, To: n.To, Fact: id})
	}
	slices.SortFunc(s.Spans, func(a, b Span) int { return a.From - b.From })
	for _, p := range s.Spans {
		if p.Fact != "" && p.Fact != Vouched {
			s.Facts = union(s.Facts, []string{p.Fact})
		}
	}
	return s, stray
}

// keep gives a sentence the spans of whole facts in it, the longest first, and those
// of the old words whose clause is as it was.
func (m matcher) keep(d *Draft, s *Sentence, old Sentence) {
	add := func(p Span) {
		if !slices.ContainsFunc(s.Spans, func(o Span) bool { return p.From < o.To && o.From < p.To }) {
			s.Spans = append(s.Spans, p)
		}
	}
	facts := slices.Clone(d.Facts)
	slices.SortStableFunc(facts, func(a, b Fact) int { return len(b.Text) - len(a.Text) })
	for _, f := range facts {
		if from, ok := m.whole(s.Text, f.Text); ok {
			add(Span{From: from, To: from + len(f.Text), Fact: f.ID})
		}
	}
	for _, p := range old.Spans {
		from, to := pauseBefore(old.Text, p.From), pauseBehind(old.Text, p.To)
		i, ok := clauseIn(s.Text, old.Text[from:to])
		if was := old.Text[p.From:p.To]; p.Fact == "" {
			from, i, ok = p.From, strings.Index(s.Text, was), strings.Contains(s.Text, was)
		}
		if ok && (p.Fact == "" || d.says(p.Fact, old.Text[p.From:p.To])) {
			add(Span{From: i + p.From - from, To: i + p.To - from, Fact: p.Fact})
		}
	}
}

// says tells whether a text is a fact's own.
func (d *Draft) says(id, text string) bool {
	return slices.ContainsFunc(d.Facts, func(f Fact) bool { return f.ID == id && f.Text == text })
}

// clauseIn finds a clause that stands whole in a text.
func clauseIn(text, clause string) (from int, ok bool) {
	for at := 0; clause != ""; {
		i := strings.Index(text[at:], clause)
		if i < 0 {
			break
		}
		from, to := at+i, at+i+len(clause)
		if pauseBefore(text, from) == from && pauseBehind(text, to) == to {
			return from, true
		}
		at = to
	}
	return 0, false
}

// kept is the fact of a number that stood in the old words in the same clause, told
// of the same thing.
func kept(old Sentence, before []told, n told) (string, bool) {
	for _, o := range before {
		if !o.is(n) || o.clause != n.clause {
			continue
		}
		for _, p := range old.Spans {
			if p.Fact != "" && p.From <= o.From && o.To <= p.To {
				return p.Fact, true
			}
		}
	}
	return "", false
}

// named says which numbers have no source, and which a fact tells of something else.
func (d *Draft) named(stray []Number) []string {
	var without, otherwise []string
	for _, n := range stray {
		i := slices.IndexFunc(d.Facts, func(f Fact) bool { return slices.ContainsFunc(values(f.Text), n.same) })
		if i < 0 {
			without = append(without, n.Text)
			continue
		}
		otherwise = append(otherwise, fmt.Sprintf("%s，数据里是“%s”", n.Text, clippedTo(d.Facts[i].Text, 40)))
	}
	var lines []string
	if len(without) > 0 {
		lines = append(lines, "以下数字无来源："+strings.Join(without, "、")+"。")
	}
	if len(otherwise) > 0 {
		lines = append(lines, "以下数字和数据里说的不一样，请核对："+strings.Join(otherwise, "；")+"。")
	}
	return lines
}

// vouch notes the numbers that somebody confirmed.
func (s *Sentence) vouch(stray []Number) {
	for _, x := range stray {
		s.Spans = append(s.Spans, Span{From: x.From, To: x.To, Fact: Vouched})
	}
	slices.SortFunc(s.Spans, func(a, b Span) int { return a.From - b.From })
}

// values are what the numbers of a text say, apart from how they are written.
func values(text string) []Number {
	s := Sentence{Text: text}
	return s.numbers()
}

// same tells whether two numbers say the same.
func (n Number) same(o Number) bool { return n.value == o.value }

// lost names the facts that may not be left out, stood in the draft and stand in its
// next state no more.
func (r *reviewer) lost() []string {
	var open []string
	for _, f := range r.Draft.Facts {
		if f.Must && r.Draft.tells(f) && !r.next.tells(f) {
			open = append(open, "改后没有了必写的内容："+f.Text+"。")
		}
	}
	return open
}

// tells tells whether a sentence of the draft says a fact: in its own words, or with
// each of its numbers, told of what the fact tells them of.
func (d *Draft) tells(f Fact) bool {
	numbers := values(f.Text)
	for s := range d.sentences {
		traced := 0
		for _, p := range s.Spans {
			if p.Fact != f.ID {
				continue
			}
			if s.Text[p.From:p.To] == f.Text {
				return true
			}
			traced++
		}
		if traced > 0 && traced == len(numbers) {
			return true
		}
	}
	return false
}
