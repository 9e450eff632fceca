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
// the roster's order, then by id those that have left it since. It costs no more than
// there are of them, however large the roster is.
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
		places, left := w.places(owing, records)
		for _, i := range places {
			if !yield(i, of(w.Units[i].ID)) {
				return
			}
		}
		for _, u := range left {
			if !yield(gone, of(u)) {
				return
			}
		}
	}
}

// places are the places of the units of two maps, and those that have none.
func (w *Workspace) places(owing map[UnitID]Duty, records map[UnitID]*Record) (places []int, left []UnitID) {
	places = make([]int, 0, max(len(owing), len(records)))
	add := func(u UnitID) {
		if i, ok := w.place[u]; ok {
			places = append(places, i)
		} else {
			left = append(left, u)
		}
	}
	for u := range owing {
		add(u)
	}
	for u := range records {
		if !has(owing, u) {
			add(u)
		}
	}
	slices.Sort(places)
	slices.Sort(left)
	return places, left
}
