package documents

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"qunbao/report"
)

// Figures is what a form of somebody else's can be filled with, each under a name
// that a clerk types: 合计_居家, 柳湾村_居家, 应报, 日期. The parts of a name stand in
// any order between low lines: whose figure it is (a unit, or 合计, which may be left
// out), what it is (a field by its name, an alias or its id, or one of the counts),
// and, where several forms have such a field, the form.
type Figures struct {
	workspace *report.Workspace
	contents  Contents
	sums      map[report.FormID]*report.Summary
	silent    map[report.FormID]map[report.UnitID]bool // without a report on the last day
}

// figure is what stands under a name.
type figure struct {
	value   any // as a cell holds it; nil: nobody gave it
	about   bool
	carried bool
}

// words are a figure inside a text.
func (f figure) words() string {
	switch v := f.value.(type) {
	case nil:
		return "—"
	case float64:
		said := strconv.FormatFloat(v, 'f', -1, 64)
		if f.about {
			said = "约" + said
		}
		return said
	default:
		return fmt.Sprint(v)
	}
}

// NewFigures begins the figures of some days.
func NewFigures(w *report.Workspace, c Contents) *Figures {
	f := &Figures{w, c, map[report.FormID]*report.Summary{}, map[report.FormID]map[report.UnitID]bool{}}
	for id := range c.Forms {
		f.sums[id] = w.NewSummary(id)
	}
	return f
}

// Day adds a day with its periods.
func (f *Figures) Day(_ report.Day, parts []Part) error {
	fresh := map[report.FormID]bool{}
	for _, p := range parts {
		id := p.Key.Form
		f.sums[id].Add(p.Completeness)
		if !fresh[id] {
			fresh[id], f.silent[id] = true, map[report.UnitID]bool{}
		}
		for _, u := range p.Unreported() {
			f.silent[id][u] = true
		}
	}
	return nil
}

// The words of a name that are no unit, form or field.
const (
	allWord      = "合计"
	unitWord     = "单位"
	dateWord     = "日期"
	yearWord     = "年"
	monthWord    = "月"
	dayWord      = "日"
	asOfWord     = "统计时间"
	expectedWord = "应报"
	receivedWord = "已报"
	onTimeWord   = "按时"
	rateWord     = "报送率"
	timelyWord   = "按时率"
	missingWord  = "未报"
)

// plainFigure is one that is nobody's and of no form.
func (f *Figures) plainFigure(name string) (figure, bool) {
	year, month, day := f.contents.To.Date()
	at := f.contents.At.In(f.workspace.Zone)
	switch name {
	case unitWord:
		return figure{value: plain(f.workspace.Name)}, true
	case dateWord:
		return figure{value: f.contents.days()}, true
	case yearWord:
		return figure{value: year}, true
	case monthWord:
		return figure{value: int(month)}, true
	case dayWord:
		return figure{value: day}, true
	case asOfWord:
		return figure{value: fmt.Sprintf("%d年%d月%d日%s", at.Year(), at.Month(), at.Day(), at.Format("15:04"))}, true
	}
	return figure{}, false
}

// of finds what stands under a name. Ours is false where no part of the name means
// anything here: it is somebody else's.
func (f *Figures) of(name string) (fig figure, ours bool, err error) {
	name = strings.NewReplacer(" ", "", "　", "", ".", "_", "·", "_").Replace(name)
	if fig, ok := f.plainFigure(name); ok {
		return fig, true, nil
	}
	for _, parts := range joinings(strings.Split(name, "_")) {
		r := f.read(parts)
		if len(r.unknown) == 0 && r.what != "" {
			fig, err := f.look(r)
			return fig, true, err
		}
		ours = ours || len(r.unknown) < len(parts) && len(parts) > 1
	}
	r := f.read(strings.Split(name, "_"))
	switch {
	case len(r.unknown) > 0:
		err = fmt.Errorf("no unit, form or field is called %s", strings.Join(r.unknown, " or "))
	default:
		err = fmt.Errorf("it does not say which field is meant")
	}
	return figure{}, ours, err
}

// mostParts bounds the ways in which a name is taken apart.
const mostParts = 6

// joinings are the ways to take a name apart, since an id may have low lines of its
// own; the longest parts come first.
func joinings(parts []string) [][]string {
	if len(parts) == 1 || len(parts) > mostParts {
		return [][]string{parts}
	}
	var all [][]string
	for n := len(parts); n >= 1; n-- {
		head := strings.Join(parts[:n], "_")
		if n == len(parts) {
			all = append(all, []string{head})
			continue
		}
		for _, rest := range joinings(parts[n:]) {
			all = append(all, append([]string{head}, rest...))
		}
	}
	return all
}

// named is a name that was read.
type named struct {
	unit    report.UnitID // empty: all
	form    *report.Form  // nil: whichever has the field
	what    string        // a field's label or one of the counts
	unknown []string
}

func (f *Figures) read(parts []string) named {
	var r named
	for _, p := range parts {
		switch unit, form := f.unit(p), f.form(p); {
		case p == allWord:
		case unit != "" && r.unit == "":
			r.unit = unit
		case isCount(p) && r.what == "", f.hasField(p) && r.what == "":
			r.what = p
		case form != nil && r.form == nil:
			r.form = form
		default:
			r.unknown = append(r.unknown, p)
		}
	}
	return r
}

func isCount(word string) bool {
	return slices.Contains([]string{expectedWord, receivedWord, onTimeWord, rateWord, timelyWord, missingWord}, word)
}

func (f *Figures) unit(name string) report.UnitID {
	for _, u := range f.workspace.Units {
		if string(u.ID) == name || slices.Contains(u.Aliases, name) {
			return u.ID
		}
	}
	return ""
}

func (f *Figures) form(name string) *report.Form {
	for i := range f.workspace.Forms {
		form := &f.workspace.Forms[i]
		if f.sums[form.ID] != nil && (form.Name == name || string(form.ID) == name || slices.Contains(form.Aliases, name)) {
			return form
		}
	}
	return nil
}

func (f *Figures) hasField(label string) bool {
	return slices.ContainsFunc(f.workspace.Forms, func(form report.Form) bool {
		return f.sums[form.ID] != nil && len(fieldsOf(&form, label)) > 0
	})
}

// fieldsOf are the fields of a form that a label may mean: one that has it as its
// name or id, else, as in messages, those that have it as an alias.
func fieldsOf(form *report.Form, label string) []*report.Field {
	var exact, alias []*report.Field
	for i := range form.Fields {
		switch field := &form.Fields[i]; {
		case field.Name == label || string(field.ID) == label:
			exact = append(exact, field)
		case slices.Contains(field.Aliases, label):
			alias = append(alias, field)
		}
	}
	if len(exact) > 0 {
		return exact[:1]
	}
	if people := slices.IndexFunc(alias, func(f *report.Field) bool { return f.Unit() == "人" }); people >= 0 {
		return alias[people : people+1]
	}
	return alias
}

// look finds the figure that a name means.
func (f *Figures) look(r named) (figure, error) {
	form, field, err := f.meant(r)
	if err != nil {
		return figure{}, err
	}
	sum, owes := f.sumOf(form, r.unit)
	if !owes {
		return figure{}, fmt.Errorf("%s owes no %s in these days", r.unit, form.Name)
	}
	if field == nil {
		return f.count(form, r, sum), nil
	}
	if field.Kind == report.Prose {
		return figure{}, fmt.Errorf("%s holds words, which have no total", field.Name)
	}
	v, given := sum.Of(field.ID)
	if !given {
		return figure{}, nil
	}
	fig := figure{about: v.Approx, carried: v.Carried, value: v.N.InexactFloat64()}
	if v.N.NumDigits() > exact {
		fig.value = v.N.String()
	}
	return fig, nil
}

// meant finds the form and, unless a count is meant, the field of a name.
func (f *Figures) meant(r named) (*report.Form, *report.Field, error) {
	var forms []*report.Form
	var fields []*report.Field
	for i := range f.workspace.Forms {
		form := &f.workspace.Forms[i]
		if f.sums[form.ID] == nil || r.form != nil && r.form != form {
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
	switch {
	case len(forms) == 0 && r.form == nil:
		return nil, nil, fmt.Errorf("no form was asked for in these days")
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
		return figure{value: report.Rate(sum.Received, sum.Base)}
	case timelyWord:
		return figure{value: report.Rate(sum.OnTime, sum.Base)}
	}
	var names []string
	for _, u := range f.sums[form.ID].Units() {
		if f.silent[form.ID][u.Unit] && (r.unit == "" || r.unit == u.Unit) {
			names = append(names, string(u.Unit))
		}
	}
	if len(names) == 0 {
		return figure{value: "无"}
	}
	return figure{value: plain(strings.Join(names, "、"))}
}
