package report

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// Summary gathers what the units reported of one form over some periods, which are
// given in their order. Flows are added up; of what stands (stock, cumulative) the
// last known value counts. Only what counts in the totals of a period counts here:
// the valid reports of units that owed it.
type Summary struct {
	form   *Form
	roster []Unit
	units  map[UnitID]*Sum
	until  Day // the latest period that somebody owed
	beside int
}

// Sum is what one unit reported over some periods, or all of them together.
type Sum struct {
	Unit                   UnitID // empty: all
	Base, Received, OnTime int    // periods, as Completeness counts units
	Last                   Day    // the latest period with a report; 0: none
	Values                 []Summed
}

// Summed is a field's value over some periods.
type Summed struct {
	Field   *Field
	N       decimal.Decimal
	Units   int // how many units gave it; 0: nobody, and N says nothing
	Reports int // how many reports gave what N adds up
	Approx  bool
	Carried bool // somebody's zero-report kept it from an earlier report
	Since   Day  // the earliest of the periods that the values come from
}

// NewSummary begins a summary of a form.
func (w *Workspace) NewSummary(form FormID) *Summary {
	return &Summary{form: w.Form(form), roster: w.Units, units: map[UnitID]*Sum{}}
}

// Add takes the next period in.
func (s *Summary) Add(c Completeness) {
	for _, one := range c.Standings {
		if !one.Expected {
			if one.Current.Valid {
				s.beside++
			}
			continue
		}
		s.until = max(s.until, c.Key.Day)
		sum := s.units[one.Unit]
		if sum == nil {
			sum = s.empty(one.Unit)
			s.units[one.Unit] = sum
		}
		sum.count(one.State)
		if one.Current.Valid {
			sum.take(c.Key.Day, one.Current.Values)
		}
	}
}

// Asked tells whether anybody owed the form in the periods.
func (s *Summary) Asked() bool { return len(s.units) > 0 }

// Until is the day of the last period that somebody owed.
func (s *Summary) Until() Day { return s.until }

// Beside is how many reports came that nobody had asked for: no total holds them.
func (s *Summary) Beside() int { return s.beside }

// Older tells whether what stands under a field was reported before a day; what is
// added up is of all days.
func (v Summed) Older(than Day) bool {
	return v.Units > 0 && v.Field.Kind != Daily && v.Since < than
}

func (s *Summary) empty(u UnitID) *Sum {
	sum := &Sum{Unit: u}
	for i := range s.form.Fields {
		if s.form.Fields[i].Kind != Prose {
			sum.Values = append(sum.Values, Summed{Field: &s.form.Fields[i]})
		}
	}
	return sum
}

func (s *Sum) count(state State) {
	if state == Excused || state == SystemFault {
		return
	}
	s.Base++
	if state.In() {
		s.Received++
	}
	if state.Timely() {
		s.OnTime++
	}
}

// take adds what a report says.
func (s *Sum) take(day Day, values map[FieldID]Value) {
	s.Last = max(s.Last, day)
	for i := range s.Values {
		old := &s.Values[i]
		v, ok := values[old.Field.ID]
		switch {
		case !ok:
		case old.Field.Kind == Daily && old.Units > 0:
			old.N, old.Approx, old.Carried = old.N.Add(v.N), old.Approx || v.Approx, old.Carried || v.Carried
			old.Reports++
		default:
			*old = Summed{Field: old.Field, N: v.N, Units: 1, Reports: 1, Approx: v.Approx, Carried: v.Carried, Since: day}
		}
	}
}

// Units lists the units that owed something, in the roster's order; those that have
// left it since stand at the end.
func (s *Summary) Units() []Sum {
	var all []Sum
	left := maps.Clone(s.units)
	for _, u := range s.roster {
		if sum := left[u.ID]; sum != nil {
			all = append(all, *sum)
			delete(left, u.ID)
		}
	}
	for _, u := range slices.Sorted(maps.Keys(left)) {
		all = append(all, *left[u])
	}
	return all
}

// Total is all units together.
func (s *Summary) Total() Sum {
	total := s.empty("")
	for _, u := range s.units {
		total.Base, total.Received, total.OnTime = total.Base+u.Base, total.Received+u.Received, total.OnTime+u.OnTime
		total.Last = max(total.Last, u.Last)
		for i, v := range u.Values {
			total.Values[i].join(v)
		}
	}
	return *total
}

func (t *Summed) join(v Summed) {
	if v.Units == 0 {
		return
	}
	if t.Units == 0 || v.Since < t.Since {
		t.Since = v.Since
	}
	t.Units += v.Units
	t.Reports += v.Reports
	switch {
	case t.Field.Total == Added:
		t.N = t.N.Add(v.N)
	case t.Units == v.Units || v.N.GreaterThan(t.N):
		t.N = v.N
	}
	t.Approx, t.Carried = t.Approx || v.Approx, t.Carried || v.Carried
}

// Of is the value of a field, and false where nobody gave one.
func (s *Sum) Of(f FieldID) (Summed, bool) {
	for _, v := range s.Values {
		if v.Field.ID == f {
			return v, v.Units > 0
		}
	}
	return Summed{}, false
}
