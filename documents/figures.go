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
	value   any    // as a cell holds it; nil: nobody gave it
	format  string // of a number alone in its cell; empty: as the cell has it
	said    string // inside a text, where it is not the value as it is
	about   bool
	carried bool

	unasked bool   // its form was asked for on none of the days
	part    string // 9/12 units, where not all that owe it gave it
	older   string // 3/12 units (2月3日), where what stands is not of the last day
	since   report.Day
	form    *report.Form
	without []report.UnitID // who did not give it
}

// words are a figure inside a text.
func (f figure) words() string {
	switch v := f.value.(type) {
	case nil:
		return "—"
	case float64:
		if f.said != "" {
			return f.said
		}
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
	for i := range w.Forms { // also of those not asked for: their names are known all the same
		f.sums[w.Forms[i].ID] = w.NewSummary(w.Forms[i].ID)
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
	givenWord    = "填报数" // beside a field: how many units gave it
	owingWord    = "应报数" // of how many
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

// wide are the signs of a name that people type in another width.
var wide = strings.NewReplacer(" ", "", "　", "", ".", "_", "·", "_", "＿", "_", "．", "_")

// of finds what stands under a name. Ours is false where no part of the name means
// anything here, or nearly: it is somebody else's.
func (f *Figures) of(name string) (fig figure, ours bool, err error) {
	name = wide.Replace(name)
	if fig, ok := f.plainFigure(name); ok {
		return fig, true, nil
	}
	whole := strings.Split(name, "_")
	for _, parts := range joinings(whole) {
		r := f.read(parts)
		if len(r.unknown) == 0 && r.what != "" {
			fig, err := f.look(r)
			return fig, true, err
		}
		ours = ours || len(r.unknown) < len(parts)
	}
	r := f.read(whole)
	if len(r.unknown) == 0 {
		return figure{}, true, fmt.Errorf("it does not say which field is meant")
	}
	err = fmt.Errorf("no unit, form or field is called %s", strings.Join(r.unknown, " or "))
	var near []string
	for _, word := range r.unknown {
		near = append(near, f.near(word)...)
	}
	if len(near) > 0 {
		err = fmt.Errorf("%w; is %s meant?", err, strings.Join(near, " or "))
	}
	return figure{}, ours || len(near) > 0 || strings.Contains(name, allWord), err
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
	given   bool          // how many gave it is meant, not what
	form    *report.Form  // nil: whichever has the field
	what    string        // a field's label or one of the counts
	unknown []string
}

func (f *Figures) read(parts []string) named {
	var r named
	for _, p := range parts {
		switch unit, form := f.unit(p), f.form(p); {
		case p == allWord:
		case p == givenWord && !r.given:
			r.given = true
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
	return slices.Contains([]string{expectedWord, receivedWord, onTimeWord, rateWord, timelyWord, missingWord, owingWord}, word)
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
		if form.Name == name || string(form.ID) == name || slices.Contains(form.Aliases, name) {
			return form
		}
	}
	return nil
}

func (f *Figures) hasField(label string) bool {
	return slices.ContainsFunc(f.workspace.Forms, func(form report.Form) bool {
		return len(fieldsOf(&form, label)) > 0
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
