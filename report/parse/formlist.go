package parse

import (
	"slices"

	"qunbao/report"
)

// joinForms joins the parts of forms that are listed side by side with the part of
// the last of them, which speaks for all: 疫情、宣传、卡点都平安.
func (s *scene) joinForms(parts []part) []part {
	out := parts[:0]
	for k, p := range parts {
		if n := len(out); n > 0 && p.form != nil && out[n-1].form != nil && s.onlyListsForm(out[n-1].from, parts[k].from) {
			p.others = append(out[n-1].others, out[n-1].form)
			p.from = out[n-1].from
			out = out[:n-1]
		}
		out = append(out, p)
	}
	return out
}

// onlyListsForm tells whether tokens [from,to) name forms, and units and days
// before them, with a list mark or 和 behind.
func (s *scene) onlyListsForm(from, to int) bool {
	if from == to {
		return false
	}
	for i := from; i < to; i++ {
		switch t := s.toks[i]; {
		case t.kind == blank, t.kind == date, t.namesUnit(), t.namesForm(), t.namesSlot(), t.class == today, t.class == ourselves:
		case t.kind == list:
		default:
			return false
		}
	}
	if s.toks[to-1].kind == list {
		return true
	}
	between := s.runes[s.toks[to-1].end:s.toks[to].start]
	return len(between) == 1 && inSet(between[0], "和与及跟")
}

// byZero makes parts of their own of the clauses that say of a form which explains
// nothing else in their part that it has nothing to report: 居家3人，卡点无异常.
func (s *scene) byZero(parts []part, inherited *report.Form) []part {
	if !s.hasCue(zeroPhrase) {
		return parts
	}
	var out []part
	for _, p := range parts {
		for _, c := range s.clauses(p.from, p.to) {
			forms, from := s.zeroClause(c, p.from)
			if len(forms) == 0 || s.explains(forms, p, clause{from, c.to, c.lead}) {
				continue
			}
			if from > p.from {
				rest := p
				rest.to = from
				out = append(out, rest)
			}
			last := len(forms) - 1
			out = append(out, part{from: from, to: c.to, form: forms[last], others: forms[:last], date: -1, units: p.units})
			p.from = c.to
			if slices.Contains(forms, p.form) {
				p.form, p.others = inherited, nil
			}
		}
		if p.from < p.to {
			out = append(out, p)
		}
	}
	return out
}

// zeroClause lists the forms, those listed before it among them, of which a clause
// says no more than that they have nothing to report, and where they begin.
func (s *scene) zeroClause(c clause, from int) ([]*report.Form, int) {
	if !s.hasKindOf(c.from, c.to, zeroPhrase) {
		return nil, 0
	}
	if rest, question := s.residue(c.from, c.to); rest > 0 || question {
		return nil, 0
	}
	start := c.from
	for start > from && (s.toks[start-1].kind == list || s.toks[start-1].kind == blank || s.toks[start-1].namesForm()) {
		start--
	}
	var forms []*report.Form
	for i := start; i < c.to; i++ {
		if f := s.formIn(i, i+1); f != nil && s.knows(f) && !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
	}
	return forms, start
}

// explains tells whether what a part says beside a clause is none of another form's
// or has as many labels of one of the forms as of any.
func (s *scene) explains(forms []*report.Form, p part, but clause) bool {
	most, own := 0, 0
	for _, f := range s.forms {
		n := s.countLabels(f, p.from, but.from) + s.countLabels(f, but.to, p.to)
		most = max(most, n)
		if slices.Contains(forms, f) {
			own = max(own, n)
		}
	}
	return own == most
}

func (s *scene) countLabels(f *report.Form, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if len(s.toks[i].fieldsOf(f)) > 0 {
			n++
		}
	}
	return n
}
