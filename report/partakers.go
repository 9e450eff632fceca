package report

import (
	"iter"
	"slices"
)

// partaker is a unit that owes a period, has reported it, or both.
type partaker struct {
	unit   UnitID
	owed   bool
	duty   Duty
	record *Record // nil: nothing came
}

// gone is the place of a unit that is not in the roster any more.
const gone = -1

// partakers are the units that owe a period or have reported it, with their places: in
// the roster's order, others of it maybe between them, then by id those that have left
// it since. It costs what there are of them, however large the roster is.
func (w *Workspace) partakers(p Period) iter.Seq2[int, partaker] {
	var owing map[UnitID]Duty
	if p.Need != nil {
		owing = p.Need.Units
	}
	records := make(map[UnitID]*Record, len(p.Records))
	for i := range p.Records {
		records[p.Records[i].Unit] = &p.Records[i]
	}
	of := func(u UnitID) partaker {
		c := partaker{unit: u, record: records[u]}
		c.duty, c.owed = owing[u]
		return c
	}
	return func(yield func(int, partaker) bool) {
		found := 0
		for i := range w.places(owing, records) {
			one := of(w.Units[i].ID)
			if one.owed {
				found++
			}
			if one.record != nil {
				found++
			}
			if !yield(i, one) {
				return
			}
		}
		if found == len(owing)+len(records) {
			return
		}
		for _, u := range w.left(owing, records) {
			if !yield(gone, of(u)) {
				return
			}
		}
	}
}

// places are, in order, the places of the units of two maps; where those are many, of
// others too, since to walk through the roster is then less work than to look each up.
func (w *Workspace) places(owing map[UnitID]Duty, records map[UnitID]*Record) iter.Seq[int] {
	if len(owing)+len(records) > len(w.Units)/8 {
		return func(yield func(int) bool) {
			for i := range w.Units {
				if !yield(i) {
					return
				}
			}
		}
	}
	places := make([]int, 0, len(owing)+len(records))
	for u := range both(owing, records) {
		if i, ok := w.place[u]; ok {
			places = append(places, i)
		}
	}
	slices.Sort(places)
	return slices.Values(places)
}

// left are the units of two maps that are not in the roster any more.
func (w *Workspace) left(owing map[UnitID]Duty, records map[UnitID]*Record) []UnitID {
	var left []UnitID
	for u := range both(owing, records) {
		if !has(w.place, u) {
			left = append(left, u)
		}
	}
	slices.Sort(left)
	return left
}

// both are the units of two maps, each once.
func both(owing map[UnitID]Duty, records map[UnitID]*Record) iter.Seq[UnitID] {
	return func(yield func(UnitID) bool) {
		for u := range owing {
			if !yield(u) {
				return
			}
		}
		for u := range records {
			if !has(owing, u) && !yield(u) {
				return
			}
		}
	}
}
