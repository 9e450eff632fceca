package documents

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"qunbao/report"
)

// The formats of numbers alone in their cells.
const percentFormat = "0.0%"

// look finds the figure that a name means.
func (f *Figures) look(r named) (figure, error) {
	form, field, err := f.meant(r)
	if err != nil {
		return figure{}, err
	}
	if field != nil && field.Kind == report.Prose {
		return figure{}, fmt.Errorf("%s holds words, which have no total", field.Name)
	}
	whole := f.sums[form.ID]
	if !whole.Asked() {
		return figure{unasked: true}, nil
	}
	sum, owes := f.sumOf(form, r.unit)
	switch {
	case !owes:
		return figure{}, fmt.Errorf("%s owes no %s in these days", r.unit, form.Name)
	case field == nil:
		return f.count(form, r, sum), nil
	}
	v, given := sum.Of(field.ID)
	if r.given {
		return figure{value: v.Units}, nil
	}
	fig := figure{form: form}
	f.coverage(&fig, r.unit, field)
	if !given {
		fig.part = "" // that it is empty says more
		return fig, nil
	}
	fig.about, fig.carried, fig.value = v.Approx, v.Carried, v.N.InexactFloat64()
	if v.N.NumDigits() > exact {
		fig.value = v.N.String()
	}
	if v.Approx {
		fig.format = look{approx: true, decimals: max(field.Decimals, decimals(v.N.String()))}.format()
	}
	return fig, nil
}

// coverage notes who of those that owe a figure did not give it, and whose is not of
// the last day.
func (f *Figures) coverage(fig *figure, unit report.UnitID, field *report.Field) {
	whole := f.sums[fig.form.ID]
	owing, old := 0, 0
	for _, one := range whole.Units() {
		if unit != "" && one.Unit != unit || one.Base == 0 && one.Last == 0 {
			continue
		}
		owing++
		v, given := one.Of(field.ID)
		switch {
		case !given:
			fig.without = append(fig.without, one.Unit)
		case v.Older(whole.Until()):
			if old++; fig.since == 0 || v.Since < fig.since {
				fig.since = v.Since
			}
		}
	}
	if len(fig.without) > 0 {
		fig.part = fmt.Sprintf("%d/%d units", owing-len(fig.without), owing)
	}
	if old > 0 {
		fig.older = fmt.Sprintf("%d/%d units (%s)", old, owing, fig.since.Chinese())
	}
}

// meant finds the form and, unless a count is meant, the field of a name. What was
// asked for goes before what was not; what is not in the days at all comes last, and
// none of it is a fault: on another day it will be there.
func (f *Figures) meant(r named) (*report.Form, *report.Field, error) {
	var forms []*report.Form
	var fields []*report.Field
	for _, there := range []func(report.FormID) bool{
		func(id report.FormID) bool { return f.sums[id].Asked() },
		func(id report.FormID) bool { return len(f.contents.Forms[id]) > 0 },
	} {
		if forms, fields = f.candidates(r, there); len(forms) > 0 {
			break
		}
	}
	if len(forms) == 0 {
		if forms, fields = f.candidates(r, func(report.FormID) bool { return true }); len(forms) > 1 {
			forms = forms[:1]
		}
	}
	switch {
	case len(forms) == 0:
		return nil, nil, fmt.Errorf("%s has no field %s", r.form.Name, r.what)
	case len(forms) > 1:
		var names []string
		for i := range forms {
			name := r.what + "_" + forms[i].Name
			if fields[i] != nil {
				name = fields[i].Name + "_" + forms[i].Name
			}
			names = append(names, name)
		}
		return nil, nil, fmt.Errorf("%s may be %s: write which", r.what, strings.Join(names, " or "))
	}
	return forms[0], fields[0], nil
}

// candidates are the forms that a name may mean, each with the field.
func (f *Figures) candidates(r named, there func(report.FormID) bool) (forms []*report.Form, fields []*report.Field) {
	for i := range f.workspace.Forms {
		form := &f.workspace.Forms[i]
		if !there(form.ID) || r.form != nil && r.form != form {
			continue
		}
		if isCount(r.what) {
			forms, fields = append(forms, form), append(fields, nil)
			continue
		}
		for _, field := range fieldsOf(form, r.what) {
			forms, fields = append(forms, form), append(fields, field)
		}
	}
	return forms, fields
}

func (f *Figures) sumOf(form *report.Form, unit report.UnitID) (report.Sum, bool) {
	if unit == "" {
		return f.sums[form.ID].Total(), true
	}
	for _, sum := range f.sums[form.ID].Units() {
		if sum.Unit == unit {
			return sum, true
		}
	}
	return report.Sum{}, false
}

// count is one of the counts; who is missing is said of the last day.
func (f *Figures) count(form *report.Form, r named, sum report.Sum) figure {
	switch r.what {
	case expectedWord:
		return figure{value: sum.Base}
	case receivedWord:
		return figure{value: sum.Received}
	case onTimeWord:
		return figure{value: sum.OnTime}
	case rateWord:
		return share(sum.Received, sum.Base)
	case timelyWord:
		return share(sum.OnTime, sum.Base)
	}
	var names []string
	owing := 0
	for _, u := range f.sums[form.ID].Units() {
		if r.unit != "" && r.unit != u.Unit {
			continue
		}
		if u.Base > 0 || u.Last != 0 {
			owing++
		}
		if f.silent[form.ID][u.Unit] {
			names = append(names, string(u.Unit))
		}
	}
	switch {
	case r.what == owingWord:
		return figure{value: owing}
	case len(names) == 0:
		return figure{value: "无"}
	}
	return figure{value: plain(strings.Join(names, "、"))}
}

// share is a rate: a number where it stands alone, percent in a text.
func share(n, base int) figure {
	if base == 0 {
		return figure{value: report.Rate(n, base)}
	}
	return figure{value: float64(n) / float64(base), said: report.Rate(n, base), format: percentFormat}
}

// near are the words of this workspace that one may have been meant for: but for one
// sign they are the same, or, of longer ones, but for two.
func (f *Figures) near(word string) []string {
	size := len([]rune(word))
	if size < 3 {
		return nil
	}
	known := []string{unitWord, asOfWord, expectedWord, receivedWord, rateWord, timelyWord, missingWord, givenWord, owingWord}
	for _, u := range f.workspace.Units {
		known = append(append(known, string(u.ID)), u.Aliases...)
	}
	for i := range f.workspace.Forms {
		form := &f.workspace.Forms[i]
		known = append(append(known, form.Name), form.Aliases...)
		for j := range form.Fields {
			known = append(append(known, form.Fields[j].Name), form.Fields[j].Aliases...)
		}
	}
	slices.Sort(known)
	var nearest []string
	most := min(2, size/3)
	for _, k := range slices.Compact(known) {
		switch d := levenshtein.ComputeDistance(word, k); {
		case len([]rune(k)) < 3 || d > most:
		case d < most:
			most, nearest = d, []string{k}
		default:
			nearest = append(nearest, k)
		}
	}
	return nearest
}

// Beside names the forms of which reports came that nobody had asked for, each with
// how many.
func (f *Figures) Beside() (said []string) {
	for i := range f.workspace.Forms {
		form := &f.workspace.Forms[i]
		if n := f.sums[form.ID].Beside(); n > 0 {
			said = append(said, fmt.Sprintf("%s, %d report(s)", form.Name, n))
		}
	}
	return said
}
