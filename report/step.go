package report

import (
	"maps"
	"slices"
)

// Step is one version of a record with what stood before it and what stood after
// it: who said what, when, why, and what it changed. Steps are told in the order
// in which the versions were filed; a message that came late changes only what
// nobody had said since.
type Step struct {
	Version
	N      int // from 1
	Before Current
	After  Current
	Refers *Version // the version of the record that About names, or nil
}

// FieldChange is what a step made of one field. No Old: nobody had said it; no
// New: a recall took it away.
type FieldChange struct {
	Field Field
	Old   *Value
	New   *Value
}

// Steps lists what became of a record.
func (r *Record) Steps() []Step {
	steps := make([]Step, len(r.Versions))
	var before Current
	for i, v := range r.Versions {
		part := Record{r.RecordKey, r.Versions[:i+1]}
		s := Step{Version: v, N: i + 1, Before: before, After: part.Fold()}
		about := slices.IndexFunc(r.Versions[:i], func(o Version) bool { return v.About != "" && o.Message == v.About })
		if about >= 0 {
			s.Refers = &r.Versions[about]
		}
		steps[i], before = s, s.After
	}
	return steps
}

// Changes lists what a step changed, in the form's order; fields that the form
// has no more stand at the end under their ids.
func (f *Form) Changes(s Step) []FieldChange {
	var changes []FieldChange
	for _, field := range f.known(s) {
		old, had := s.Before.Values[field.ID]
		now, has := s.After.Values[field.ID]
		if had == has && old.says(now) {
			continue
		}
		c := FieldChange{Field: field}
		if had {
			c.Old = &old
		}
		if has {
			c.New = &now
		}
		changes = append(changes, c)
	}
	return changes
}

// known lists the form's fields, then those that only a step knows.
func (f *Form) known(s Step) []Field {
	gone := map[FieldID]Value{}
	maps.Copy(gone, s.Before.Values)
	maps.Copy(gone, s.After.Values)
	fields := slices.Clone(f.Fields)
	for _, id := range slices.Sorted(maps.Keys(gone)) {
		if f.Field(id) == nil {
			fields = append(fields, Field{ID: id, Name: string(id), Units: []string{gone[id].Unit}})
		}
	}
	return fields
}

// says tells whether two values of a field mean the same to people.
func (v Value) says(o Value) bool {
	return v.N.Equal(o.N) && v.Unit == o.Unit && v.Text == o.Text && v.Approx == o.Approx && v.Carried == o.Carried
}
