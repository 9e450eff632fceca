package parse

import (
	"slices"
	"strings"

	"qunbao/report"
)

// merge joins filings of one unit, form and period: a unit may be named twice,
// or have two lines in a 接龙.
func (s *scene) merge(filings []report.Filing) []report.Filing {
	if len(filings) < 2 {
		return filings
	}
	var out []report.Filing
	at, joined := map[report.RecordKey]int{}, map[int]bool{}
	for _, f := range filings {
		i, seen := at[f.Key()]
		if !seen {
			at[f.Key()] = len(out)
			out = append(out, f)
			continue
		}
		s.join(&out[i], f)
		joined[i] = true
	}
	for i := range joined {
		rejudge(&out[i], s.p.w.Form(out[i].Form))
	}
	return out
}

// longestLines is how much, in bytes, the lines of one report in a 接龙 come to.
const longestLines = 4 << 10

// join adds to a filing what another one of the same report says.
func (s *scene) join(into *report.Filing, f report.Filing) {
	form := s.p.w.Form(into.Form)
	for i := range form.Fields {
		if v, said := f.Values[form.Fields[i].ID]; said {
			s.joinValue(into, &form.Fields[i], v, f)
		}
	}
	for _, id := range f.Unfilled {
		if _, given := into.Values[id]; !given && !slices.Contains(into.Unfilled, id) {
			into.Unfilled = append(into.Unfilled, id)
		}
	}
	into.Unfilled = slices.DeleteFunc(into.Unfilled, func(id report.FieldID) bool { _, given := into.Values[id]; return given })
	for _, p := range f.Problems {
		if isJudged(p) {
			continue
		}
		if p.Code == report.Future && slices.ContainsFunc(into.Problems, func(o report.Problem) bool { return o.Code == report.Future }) {
			continue // one of several days is named
		}
		if _, given := into.Values[p.Field]; !given || p.Code != report.Twice && p.Code != report.WrongUnit {
			into.Problems = append(into.Problems, p)
		}
	}
	into.Zero = into.Zero && f.Zero
	for _, id := range f.Urgent {
		if !slices.Contains(into.Urgent, id) {
			into.Urgent = append(into.Urgent, id)
		}
	}
	into.Urgent = slices.DeleteFunc(into.Urgent, func(id report.FieldID) bool { _, given := into.Values[id]; return !given })
	into.Further = append(into.Further, f.Further...)
	into.Guessed = append(into.Guessed, f.Guessed...)
	if f.Line != "" && len(into.Line) < longestLines && !slices.Contains(strings.Split(into.Line, "\n"), f.Line) {
		into.Line += "\n" + f.Line
	}
}

// joinValue adds one value of f. Two different numbers of one field are kept out,
// as within a sentence; in a correction the later one is meant. What a zero phrase
// states gives way to what was counted.
func (s *scene) joinValue(into *report.Filing, field *report.Field, v report.Value, f report.Filing) {
	old, given := into.Values[field.ID]
	k := slices.IndexFunc(into.Problems, func(p report.Problem) bool { return p.Code == report.Twice && p.Field == field.ID })
	switch {
	case !given && k >= 0:
		if len(into.Problems[k].Seen) < mostHeard {
			into.Problems[k] = twice(field, append(into.Problems[k].Seen, v))
		}
	case !given, into.Zero && !f.Zero, s.fix, containsAny(f.Line, correcting):
		into.Values[field.ID] = v
		into.Problems = slices.DeleteFunc(into.Problems, func(p report.Problem) bool { return p.Code == report.WrongUnit && p.Field == field.ID })
	case f.Zero, field.Kind == report.Prose, old.N.Equal(v.N):
	default:
		delete(into.Values, field.ID)
		into.Problems = append(into.Problems, twice(field, []report.Value{old, v}))
	}
}

// twice is the question about different numbers for one field.
func twice(field *report.Field, seen []report.Value) report.Problem {
	var numbers heard
	for _, v := range seen {
		unit := v.Unit
		if v.As != "" {
			unit = v.As
		}
		numbers.add(v, v.N.String()+unit)
	}
	return report.Problem{Code: report.Twice, Field: field.ID, Say: sayTwice(field, numbers.wrote), Seen: numbers.values}
}

// rejudge judges anew what is doubtful in the values of several filings.
func rejudge(f *report.Filing, form *report.Form) {
	f.Problems = slices.DeleteFunc(f.Problems, isJudged)
	f.Problems = append(f.Problems, form.Judge(f.Values)...)
}

func isJudged(p report.Problem) bool {
	return p.Code == report.OutOfRange || p.Code == report.CheckFailed
}
