package documents

import (
	"strings"
	"unicode/utf8"

	"qunbao/report"
)

// detailsFixed are the columns of 明细 that stay in sight: day, form, slot, unit.
const detailsFixed = 4

// detailsColumns are those of every form, then the fields of each form with
// their units.
func (e *Export) detailsColumns() []column {
	columns := []column{
		{"日期", 12}, {"表单", 14}, {"班次", 8}, {"单位", 14}, {"状态", 14}, {"首次收到", 20}, {"报送人", 14}, {"次数", 6}, {"标注", 24},
	}
	times := map[string]int{}
	for i := range e.workspace.Forms {
		for j := range e.workspace.Forms[i].Fields {
			times[fieldHead(&e.workspace.Forms[i].Fields[j])]++
		}
	}
	for i := range e.workspace.Forms {
		f := &e.workspace.Forms[i]
		e.places[f.ID] = len(columns)
		for j := range f.Fields {
			head := fieldHead(&f.Fields[j])
			if times[head] > 1 {
				head = f.Name + "·" + head
			}
			columns = append(columns, column{head, float64(min(24, 4+2*utf8.RuneCountInString(head)))})
		}
	}
	return columns
}

// fieldHead names a field with its unit: 居家观察人数（人）.
func fieldHead(f *report.Field) string {
	if f.Unit() == "" {
		return f.Name
	}
	return f.Name + "（" + f.Unit() + "）"
}

// detail adds one unit's row. What is not there stays empty: missing is no 0.
func (e *Export) detail(k report.PeriodKey, s report.Standing, r report.Record) error {
	form, now := e.workspace.Form(k.Form), s.Current
	row := []any{
		e.styles.date(k.Day), text(form.Name), text(slotName(form, k.Slot)), text(string(s.Unit)), stateWord(s),
		e.styles.moment(now.First, e.workspace.Zone), text(strings.Join(speakers(r), "、")), len(r.Versions),
		text(strings.Join(remarks(form, s), "；")),
	}
	if len(r.Versions) == 0 {
		row[7] = nil
	}
	for len(row) < e.places[form.ID] {
		row = append(row, nil)
	}
	for i := range form.Fields {
		cell, err := e.value(&form.Fields[i], now.Values)
		if err != nil {
			return err
		}
		row = append(row, cell)
	}
	return e.details.add(row)
}

// value is what stands for a field.
func (e *Export) value(f *report.Field, values map[report.FieldID]report.Value) (any, error) {
	v, ok := values[f.ID]
	switch {
	case !ok:
		return nil, nil
	case f.Kind == report.Prose || v.Text != "":
		return text(v.Text), nil
	}
	style, err := e.styles.of(look{max(f.Decimals, decimals(v)), v.Approx, v.Carried})
	return e.styles.number(v.N, style), err
}

// decimals is how many places a number has behind its point.
func decimals(v report.Value) int32 {
	_, fraction, _ := strings.Cut(v.N.String(), ".")
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

// remarks are what the values alone do not show.
func remarks(f *report.Form, s report.Standing) []string {
	var said []string
	if s.Reason != "" {
		said = append(said, s.Reason)
	}
	marked := func(word string, is func(report.Value) bool) {
		var names []string
		for i := range f.Fields {
			if v, ok := s.Current.Values[f.Fields[i].ID]; ok && is(v) {
				names = append(names, f.Fields[i].Name)
			}
		}
		if len(names) > 0 {
			said = append(said, word+"："+strings.Join(names, "、"))
		}
	}
	marked("约数", func(v report.Value) bool { return v.Approx })
	marked("结转", func(v report.Value) bool { return v.Carried })
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
