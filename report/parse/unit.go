package parse

import (
	"maps"
	"slices"

	"qunbao/report"
)

// address gives a filing its units: those that the text names, else the
// speaker's only one, else the one in the card. What keeps it from counting
// comes back as a problem of the message.
func (s *scene) address(sec section, f report.Filing) ([]report.Filing, []report.Problem) {
	units := sec.units
	if !sec.named {
		own := s.speaker.Units()
		switch {
		case len(own) == 1:
			units = own
		case s.quotes() && (!f.Zero || s.fix):
			units = []report.UnitID{""} // the quoted message names it
		case len(own) > 1:
			if s.asks() {
				return nil, nil
			}
			return nil, []report.Problem{{Code: report.WhichUnit, Say: sayWhichUnit(own)}}
		case s.speaker.Unit != "":
			units = []report.UnitID{s.speaker.Unit}
		// A stranger is asked at most once a day; that is for the caller to keep.
		case !s.speaker.Known():
			if s.asks() {
				return nil, nil
			}
			return nil, []report.Problem{{Code: report.Who, Say: sayWho(s.likeUnit())}}
		default:
			return nil, nil
		}
	}
	if f.Unit != "" { // 分别为: it is of one of them only
		units = []report.UnitID{f.Unit}
	}
	stamp(f)
	var out []report.Filing
	for _, u := range units {
		// A zero phrase of a unit that never owes the form is talk, and so is a
		// question that happens to hold a number or two.
		if f.Zero && u != "" && !s.p.owes(s.p.w.Form(f.Form), u) || !sec.named && s.asks() && len(f.Values) < 3 {
			continue
		}
		g := f
		g.Unit, g.UnitNamed = u, sec.named
		if len(out) > 0 {
			g.Values = maps.Clone(f.Values) // each unit has its own
		}
		g.Problems = slices.Clone(f.Problems)
		if !s.speaker.Known() {
			g.Problems = append(g.Problems, report.Problem{Code: report.UnknownSender, Say: sayUnknownSender(u, s.m.Sender)})
		} else {
			g.Proxy = u != "" && !s.speaker.Person.IsOf(u)
		}
		out = append(out, g)
	}
	return out, nil
}

// stamp marks the values of a filing with the instant they were stated for.
func stamp(f report.Filing) {
	if f.AsOf.IsZero() {
		return
	}
	for id, v := range f.Values {
		v.AsOf = f.AsOf
		f.Values[id] = v
	}
}

// isTop tells whether nothing stands above the speaker's unit, so that 全县 is
// its own.
func (s *scene) isTop() bool {
	units := s.speaker.Units()
	if s.speaker.Person == nil && s.speaker.Unit != "" {
		units = []report.UnitID{s.speaker.Unit}
	}
	for _, u := range units {
		if unit := s.p.w.Unit(u); unit == nil || unit.Parent != "" {
			return false
		}
	}
	return len(units) > 0
}

// speaksFor tells whether a notice is also the speaker's own report: it names
// values of a unit that the speaker reports for, least of them.
func (s *scene) speaksFor(filings []report.Filing, least int) bool {
	shown := containsAny(s.text.String(), templateWords) // 格式：居家X人 is nobody's report
	return slices.ContainsFunc(filings, func(f report.Filing) bool {
		return s.speaker.AnswersFor(f.Unit) && len(f.Values)+len(f.Unfilled) >= least && (len(f.Values) > 0 || !shown) && !f.Zero
	})
}
