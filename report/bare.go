package report

import (
	"slices"
	"strings"
)

// spot is a value of a record that a lone number may be meant for.
type spot struct {
	key   RecordKey
	field *Field
}

// placeBare settles what a lone number corrects that quotes nothing: the one
// value that the unit has reported in this place and period and that counts in
// the number's measure word or, where the old number is named, is that number.
// It is false where none or several are: nothing is guessed.
func (d *decision) placeBare(f *Filing) bool {
	var found []spot
	for _, k := range d.bareRecords(f) {
		found = append(found, d.spots(f, k)...)
	}
	if len(found) != 1 {
		return false
	}
	k := found[0].key
	f.Form, f.Period, f.Slot = k.Form, k.Day, k.Slot
	f.SlotNamed, f.DateNamed, f.FormNamed = true, true, true
	d.takeBare(f, found[0].field)
	return true
}

// bareRecords are the reports that a lone number may correct: of each form of the
// place, or of the one it names, what counts for the period that is open or
// named, else for the slot before.
func (d *decision) bareRecords(f *Filing) []RecordKey {
	var keys []RecordKey
	for _, k := range d.barePeriods(f) {
		if k := (RecordKey{k, f.Unit}); d.valid(k) {
			keys = append(keys, k)
			continue
		}
		if k := (RecordKey{d.w.Before(k), f.Unit}); d.w.Form(k.Form).looksBack() && !f.SlotNamed && d.valid(k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (d *decision) barePeriods(f *Filing) []PeriodKey {
	if f.Unit == "" {
		return nil
	}
	if f.Form != "" {
		return []PeriodKey{f.Key().PeriodKey}
	}
	var keys []PeriodKey
	for _, form := range d.w.FormsIn(d.Message, d.Speaker) {
		k := d.w.PeriodAt(form, d.Message.Time)
		if f.DateNamed {
			k.Day = form.DayFor(f.Period)
		}
		keys = append(keys, k)
	}
	return keys
}

// spots are the values of a record that a lone number may be meant for: stated
// ones that count in its measure word and, where it is named, are the old number.
func (d *decision) spots(f *Filing, k RecordKey) []spot {
	form, now := d.w.Form(k.Form), d.current(k)
	var found []spot
	for i := range form.Fields {
		field := &form.Fields[i]
		v, said := now.Values[field.ID]
		switch {
		case !said, v.Carried, field.Kind == Prose, !field.takes(f.Bare):
		case f.Was != nil && !(v.N.Equal(f.Was.N) && field.takes(f.Was)):
		default:
			found = append(found, spot{k, field})
		}
	}
	return found
}

// takes tells whether a field counts in a value's measure word, if it has one.
func (f *Field) takes(v *Value) bool { return v.Unit == "" || slices.Contains(f.Units, v.Unit) }

// takeBare makes a lone number the value of a field.
func (d *decision) takeBare(f *Filing, field *Field) {
	value := *f.Bare
	value.Unit = field.Unit()
	if f.Bare.Unit != value.Unit {
		value.As = f.Bare.Unit
	}
	f.Values = map[FieldID]Value{field.ID: value}
	f.Urgent = d.w.Form(f.Form).Urgent(f.Values)
}

// unplaced is the question about a lone number whose field nobody can tell.
func (d *decision) unplaced(f *Filing) []Problem {
	keys := d.bareRecords(f)
	if d.Referred != nil {
		keys = d.Referred.Records
	}
	if f.Unit == "" && len(keys) == 0 {
		return d.nameless(f)
	}
	any := *f
	any.Was = nil
	var like []string
	for _, k := range keys {
		for _, s := range d.spots(&any, k) {
			like = append(like, s.field.Short())
		}
	}
	return []Problem{{Code: Unreadable, Say: d.sayUnplaced(f, like)}}
}

// sayUnplaced asks what a lone number counts, offering two fields that it may.
func (d *decision) sayUnplaced(f *Filing, like []string) string {
	number, lacks := f.Bare.N.String()+f.Bare.Unit, ""
	switch {
	case len(like) == 0:
		lacks = "没找到之前报的数，"
		for _, form := range d.w.FormsIn(d.Message, d.Speaker) {
			for i := range form.Fields {
				if field := &form.Fields[i]; field.Kind != Prose && field.takes(f.Bare) {
					like = append(like, field.Short())
				}
			}
		}
	case f.Was != nil:
		lacks = "之前报的数里没找到" + f.Was.N.String() + f.Was.Unit + "，"
	}
	like = slices.Compact(like)
	example := "请连同项目名发来。"
	if len(like) > 0 {
		example = "请连同项目名发来，如“" + strings.Join(like[:min(2, len(like))], number+"”或“") + number + "”。"
	}
	return lacks + number + "是哪一项的？" + example
}
