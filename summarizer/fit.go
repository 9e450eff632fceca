package summarizer

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"

	"qunbao/report"
)

// longest is how many characters a document of a kind may have, as far as what it
// must say leaves the choice.
var longest = map[string]int{report.DailyBriefing: 600, report.SituationReport: 2900, report.WorkSummary: 1100}

// leftOut tells whether a fact counts what a paragraph leaves out. Its id is no
// other's: facts never have a Z.
func leftOut(f report.Fact) bool { return f.Kind == report.FactRest && f.ID[0] == 'Z' }

// fit cuts a document to its length: by importance, least first, never a fact
// that must be told. What a paragraph leaves out it counts.
func (doc *document) fit(most int) {
	type cut struct {
		p  *paragraph
		id string
		by int
	}
	var cuts []cut
	for _, p := range doc.paragraphs() {
		for i, f := range p.facts {
			if !f.Must {
				cuts = append(cuts, cut{p, f.ID, importance(f.Kind, i)})
			}
		}
	}
	slices.Reverse(cuts) // of two alike the later goes first
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(a.by, b.by) })
	for i, c := range cuts {
		if doc.length() <= most {
			return
		}
		if c.p.told() == 1 {
			continue // a paragraph says something
		}
		c.p.leaveOut(c.id, i+1)
	}
}

// spoken is how many facts of a kind at the head of a paragraph are kept longer
// than the rest: the office puts first what it asks first.
const spoken = 3

// importance orders what may be left out: small ones go first.
func importance(kind report.FactKind, at int) int {
	switch kind {
	case report.FactCarried, report.FactSuggestion, report.FactNote, report.FactZeroReports:
		return 1
	case report.FactTotal, report.FactFlow:
		if at >= spoken {
			return 2
		}
	case report.FactZero:
		return 3
	case report.FactCorrection:
		return 4
	case report.FactNoEvents, report.FactRest:
		return 9
	}
	return 6
}

// told is how many facts a paragraph tells, without the count of the rest.
func (p *paragraph) told() int {
	n := len(p.facts)
	if n > 0 && leftOut(p.facts[n-1]) {
		n--
	}
	return n
}

// leaveOut takes a fact out of a paragraph and counts it at its end.
func (p *paragraph) leaveOut(id string, nth int) {
	i := slices.IndexFunc(p.facts, func(f report.Fact) bool { return f.ID == id })
	gone := p.facts[i]
	p.facts = slices.Delete(slices.Clone(p.facts), i, i+1)
	switch {
	case gone.Kind == report.FactNoEvents:
		return // what did not happen is nothing left out
	case gone.Kind == report.FactRest && len(gone.Figures) > 0:
		p.left += int(gone.Figures[0].N.IntPart())
	default:
		p.left++
	}
	last := len(p.facts) - 1
	if last < 0 || !leftOut(p.facts[last]) {
		p.facts = append(p.facts, report.Fact{ID: fmt.Sprintf("Z%d", nth), Kind: report.FactRest, Must: true, Hint: "未列出的条目数"})
		last++
	}
	rest := &p.facts[last]
	rest.Units = append(rest.Units, gone.Units...)
	slices.Sort(rest.Units)
	rest.Units = slices.Compact(rest.Units)
	rest.Sources = append(rest.Sources, gone.Sources...)
	slices.Sort(rest.Sources)
	rest.Sources = slices.Compact(rest.Sources)
	rest.Text = fmt.Sprintf("另有%d项未在此列出", p.left)
}

// length is how many characters the text of a document has, without its title and
// headings, space apart.
func (doc *document) length() int {
	n := 0
	for _, part := range doc.parts {
		for _, p := range part.paragraphs {
			said := p.body
			if len(p.facts) > 0 {
				said = p.clauses()
			}
			n += characters(p.lead)
			for _, s := range said {
				n += characters(s.Text)
			}
		}
	}
	return n
}

func characters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
