package documents

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"qunbao/report"
)

// detailsFixed are the columns of 明细 that stay in sight: day, unit.
const detailsFixed = 2

// details makes the rows of 明细: one a unit and day, with a group of columns for
// each form and slot.
type details struct {
	workspace *report.Workspace
	groups    []group
	columns   []column
	pages     []int
	names     int // how many fields a remark names
}

// group is the columns of one form and slot.
type group struct {
	form *report.Form
	slot report.SlotID
	at   int // the place of its first column, from 0
}

// groupColumns are those before the fields: state, when, who, what there is to note.
const groupColumns = 4

func newDetails(w *report.Workspace, c Contents) *details {
	d := &details{workspace: w, names: 2, columns: []column{{"日期", 11}, {"单位", 10}}}
	n := 0
	for _, slots := range c.Forms {
		n += len(slots)
	}
	for i := range w.Forms {
		form := &w.Forms[i]
		for _, slot := range form.Slots {
			if !slices.Contains(c.Forms[form.ID], slot.ID) {
				continue
			}
			before := ""
			if n > 1 {
				before = form.Name + slot.Name + "\n"
			}
			d.group(form, slot.ID, before)
		}
	}
	return d
}

// group adds the columns of a form and slot, each under its name.
func (d *details) group(form *report.Form, slot report.SlotID, before string) {
	d.groups = append(d.groups, group{form, slot, len(d.columns)})
	d.columns = append(d.columns, column{before + "状态", 15}, column{before + "报送时间", 12}, column{before + "报送人", 9}, column{before + "标注", 18})
	if len(d.groups) > 1 {
		d.pages = append(d.pages, len(d.columns)-groupColumns+1)
	}
	for i := range form.Fields {
		d.columns = append(d.columns, column{before + fieldHead(&form.Fields[i]), fieldWidth(&form.Fields[i])})
	}
}

// fieldHead names a field with its unit below it: 居家观察人数（人）.
func fieldHead(f *report.Field) string {
	if f.Unit() == "" {
		return f.Name
	}
	return f.Name + unitBelow + f.Unit() + "）"
}

const unitBelow = "\n（"

// fieldWidth leaves room for seven digits, or for words.
func fieldWidth(f *report.Field) float64 {
	if f.Kind == report.Prose {
		return 26
	}
	return float64(max(8, min(10, 2*utf8.RuneCountInString(f.Name))))
}

// day gives each unit's row to add. What is not there stays empty: missing is no 0.
func (d *details) day(day report.Day, parts []Part, add func([]any) error) error {
	type cells struct {
		standing *report.Standing
		record   report.Record
	}
	found := map[report.UnitID][]cells{}
	for i := range parts {
		at := slices.IndexFunc(d.groups, func(g group) bool { return g.form.ID == parts[i].Key.Form && g.slot == parts[i].Key.Slot })
		if at < 0 {
			return fmt.Errorf("the export has no columns for %s", parts[i].Key)
		}
		records := recordsOf(parts[i])
		for j := range parts[i].Standings {
			s := &parts[i].Standings[j]
			if found[s.Unit] == nil {
				found[s.Unit] = make([]cells, len(d.groups))
			}
			found[s.Unit][at] = cells{s, records[s.Unit]}
		}
	}
	for _, u := range d.units(parts) {
		row := make([]any, len(d.columns))
		row[0], row[1] = day, text(string(u))
		for i, c := range found[u] {
			if c.standing != nil {
				d.fill(row[d.groups[i].at:], d.groups[i].form, *c.standing, c.record)
			}
		}
		if err := add(row); err != nil {
			return err
		}
	}
	return nil
}

// units are those of some periods, in the order of the roster.
func (d *details) units(parts []Part) []report.UnitID {
	all := make([]report.Completeness, len(parts))
	for i := range parts {
		all[i] = parts[i].Completeness
	}
	return unitsOf(d.workspace, all)
}

// fill puts one report into its columns.
func (d *details) fill(row []any, form *report.Form, s report.Standing, r report.Record) {
	pressing := form.Urgent(s.Current.Values)
	row[0], row[2] = stateWord(s), text(strings.Join(speakers(r), "、"))
	if !s.Current.First.IsZero() {
		row[1] = brief{s.Current.First.In(d.workspace.Zone)}
	}
	remarks := d.remarks(form, s, r)
	for i := range form.Fields {
		f := &form.Fields[i]
		v, ok := s.Current.Values[f.ID]
		switch {
		case !ok:
		case f.Kind == report.Prose || v.Text != "":
			row[groupColumns+i] = text(v.Text)
			if linesOf(v.Text, fieldWidth(f)) > mostLinesHigh {
				remarks = append(remarks, f.Name+unprinted)
			}
		default:
			row[groupColumns+i] = number{v.N, look{max(f.Decimals, decimals(v.N.String())), v.Approx, v.Carried, slices.Contains(pressing, f.ID), false, false}}
		}
	}
	row[3] = text(strings.Join(remarks, "；"))
}

// unprinted is said of a text that is longer than a row may be high.
const unprinted = "打印不全……（全文见原始消息）"

// decimals is how many places a number has behind its point.
func decimals(n string) int32 {
	_, fraction, _ := strings.Cut(n, ".")
	return int32(len(fraction))
}

func slotName(f *report.Form, id report.SlotID) string {
	if s := f.Slot(id); s != nil {
		return s.Name
	}
	return string(id)
}

// stateWord is a unit's state; whoever reported without a duty counts for nothing.
func stateWord(s report.Standing) string {
	if !s.Expected {
		return s.State.Words() + "（不计）"
	}
	return s.State.Words()
}

// speakers are those of whom something counts, in the order of their messages.
func speakers(r report.Record) []string {
	var names []string
	seen := map[string]bool{}
	for _, v := range r.Live() {
		name := v.By
		if v.Proxy {
			name += "（代报）"
		}
		if v.Kind != report.VersionAttempt && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// remarks are what the values alone do not show, or show by their format alone.
func (d *details) remarks(f *report.Form, s report.Standing, r report.Record) []string {
	var said []string
	if s.Reason != "" {
		said = append(said, s.Reason)
	}
	if s.Current.Valid && len(r.Versions) > 1 {
		said = append(said, fmt.Sprintf("共%d条消息", len(r.Versions)))
	}
	marked := func(word string, is func(report.FieldID, report.Value) bool) {
		var names []string
		for i := range f.Fields {
			if v, ok := s.Current.Values[f.Fields[i].ID]; ok && is(f.Fields[i].ID, v) {
				names = append(names, f.Fields[i].Name)
			}
		}
		switch n := len(names); {
		case n > d.names:
			said = append(said, fmt.Sprintf("%s%d项", word, n))
		case n > 0:
			said = append(said, word+"："+strings.Join(names, "、"))
		}
	}
	pressing := f.Urgent(s.Current.Values)
	marked("急", func(id report.FieldID, _ report.Value) bool { return slices.Contains(pressing, id) })
	marked("约数", func(_ report.FieldID, v report.Value) bool { return v.Approx })
	marked("结转", func(_ report.FieldID, v report.Value) bool { return v.Carried })
	var unfilled []string
	for _, id := range s.Current.Unfilled {
		if field := f.Field(id); field != nil {
			unfilled = append(unfilled, field.Name)
		}
	}
	if len(unfilled) > 0 {
		said = append(said, "未填："+strings.Join(unfilled, "、"))
	}
	return said
}
