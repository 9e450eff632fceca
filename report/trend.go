package report

import "github.com/shopspring/decimal"

// TrendPoint is what a field amounted to on a day.
type TrendPoint struct {
	Day    Day
	N      decimal.Decimal
	Units  int // how many gave it; 0: N says nothing
	Base   int // how many were to; 0: nobody was
	Approx bool
}

// Gap tells whether the field was asked for and nobody gave it.
func (p TrendPoint) Gap() bool { return p.Base > 0 && p.Units == 0 }

// Partial tells whether some who were to give it did not, so that the number
// cannot be compared with a whole day's.
func (p TrendPoint) Partial() bool { return p.Units > 0 && p.Units < p.Base }

// TrendPoint finds what a field amounted to in the periods of one day, all of one
// form, for the township or, where one is named, for a unit. What each shift adds
// is summed; what there is at the time, or in all so far, is what the last shift said.
// The highest of the units is that of the day.
func (w *Workspace) TrendPoint(day Day, parts []Completeness, id FieldID, unit UnitID) TrendPoint {
	sum := TrendPoint{Day: day}
	for _, c := range parts {
		p := c.point(id)
		if unit != "" {
			p = c.pointOf(id, unit)
		}
		if p.Units == 0 && c.Due.After(c.At) {
			continue // it may come yet
		}
		field := w.Form(c.Key.Form).Field(id)
		adds := field.Kind == Daily
		switch {
		case adds && unit == "" && field.Total == Highest:
			if sum.Units == 0 || p.Units > 0 && p.N.GreaterThan(sum.N) {
				sum = p
				sum.Day = day
			}
		case adds:
			sum.N, sum.Units, sum.Base, sum.Approx = sum.N.Add(p.N), sum.Units+p.Units, sum.Base+p.Base, sum.Approx || p.Approx
		case p.Units > 0 || sum.Units == 0 && p.Base > 0:
			sum = p
			sum.Day = day
		}
	}
	return sum
}

// point is a field's total of a period.
func (c *Completeness) point(id FieldID) TrendPoint {
	p := TrendPoint{Base: c.Base}
	for _, t := range c.Totals {
		if t.Field == id {
			p.N, p.Units, p.Approx = t.N, t.Units, t.Approx
		}
	}
	return p
}

// pointOf is what a unit gave.
func (c *Completeness) pointOf(id FieldID, unit UnitID) (p TrendPoint) {
	for _, s := range c.Standings {
		if s.Unit != unit || !s.Expected {
			continue
		}
		if s.State != Excused && s.State != SystemFault {
			p.Base = 1
		}
		if v, said := s.Current.Values[id]; said && s.Current.Valid {
			p.N, p.Units, p.Approx = v.N, 1, v.Approx
		}
	}
	return p
}
