package report

import (
	"iter"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// State is where a unit stands in a period (contract, section 5).
type State string

// The states of completeness.
const (
	OnTime      State = "on_time"
	OnTimeZero  State = "on_time_zero"
	Late        State = "late"
	LateZero    State = "late_zero"
	Unparsed    State = "unparsed"     // something came and is not settled
	Missing     State = "missing"      // due, and nothing came
	Excused     State = "excused"      // with a reason; leaves the base
	SystemFault State = "system_fault" // our outage; leaves the base
	Open        State = "open"         // not yet due, and nothing came
)

// In tells whether a valid report is there.
func (s State) In() bool {
	return s == OnTime || s == OnTimeZero || s == Late || s == LateZero
}

// Words is a state as people say it.
func (s State) Words() string {
	switch s {
	case OnTime:
		return "按时"
	case OnTimeZero:
		return "按时（零报告）"
	case Late:
		return "迟报"
	case LateZero:
		return "迟报（零报告）"
	case Unparsed:
		return "待核"
	case Missing:
		return "未报"
	case Excused:
		return "免报"
	case SystemFault:
		return "系统故障"
	}
	return "未到截止"
}

// Timely tells whether a valid report is there in time.
func (s State) Timely() bool { return s == OnTime || s == OnTimeZero }

// Standing is where one unit stands in a period.
type Standing struct {
	Unit     UnitID
	State    State
	Reason   string // of excused and system_fault
	Current  Current
	Expected bool // false: it reported without a duty, and counts for nothing
}

// Completeness is a period as the WHO/DHIS2 denominator has it: numerators and
// denominators are whole numbers and are always shown together.
type Completeness struct {
	Key       PeriodKey
	At        time.Time
	Due       time.Time
	Base      int        // expected − excused − system fault
	Received  int        // with a valid report, of the base
	OnTime    int        // first valid receipt at or before due, of the base
	Standings []Standing // in the roster's order
	Totals    []Total    // in the form's order; fields with a value only
}

// Total is what a field amounts to over the units that gave it: their sum, or the
// highest (Totalling).
type Total struct {
	Field   FieldID
	N       decimal.Decimal
	Units   int // how many units it counts
	Carried int // how many of them carried it
	Approx  bool
	Top     UnitID // of the highest: whose it is, the first in the roster's order; empty: of a sum, or 0
	Tops    int    // how many units have it
}

// Window is a span of time in which the program or its channel was down.
type Window struct{ From, To time.Time }

// Complete says where every unit stands in a period at an instant. Outages are
// the windows in which nothing could be received; a unit that is missing
// because of one is a system fault, nobody's blame. Whoever was excused in chat is
// so besides what the period was frozen with, and nothing is owed, whatever was
// frozen, of a period whose response level was lifted before it was due.
func (w *Workspace) Complete(p Period, at time.Time, outages []Window) Completeness {
	c := Completeness{Key: p.Key, At: at, Due: w.Due(p.Key)}
	if p.Need != nil {
		c.Standings = make([]Standing, 0, len(p.Need.Units))
	}
	for _, s := range w.standings(&c, p, outages) {
		c.count(s)
	}
	c.Totals = w.totals(p.Key.Form, c.Standings)
	return c
}

// standings finds where each unit stands that owes the period or has reported it,
// with its place in the roster, or -1 where it has left that since.
func (w *Workspace) standings(c *Completeness, p Period, outages []Window) iter.Seq2[int, Standing] {
	fault, excuses, holds := w.faulty(p.Key, ended(outages, c.At)), w.excuses(p.Key), w.Holds(p.Key)
	return func(yield func(int, Standing) bool) {
		for place, of := range w.partakers(p) {
			owed := of.owed && holds
			if !owed && of.record == nil {
				continue
			}
			if of.duty.Fault == "" {
				of.duty.Fault = fault
			}
			if why := excuses[of.unit]; of.duty.Excused == "" {
				of.duty.Excused = why
			}
			s := Standing{Unit: of.unit, Expected: owed}
			if of.record != nil {
				s.Current = of.record.Fold()
			}
			if s.State, s.Reason = c.state(s.Current, of.duty); !yield(place, s) {
				return
			}
		}
	}
}

// Unreported lists the units of the base that have no valid report, in the
// roster's order; those whose message could not be settled are among them.
func (c *Completeness) Unreported() []UnitID {
	var units []UnitID
	for _, s := range c.Standings {
		if s.unreported() {
			units = append(units, s.Unit)
		}
	}
	return units
}

// awaits tells whether somebody who is on time may still report: at the due instant
// itself nobody is missing yet.
func (c *Completeness) awaits() bool {
	return slices.ContainsFunc(c.Standings, func(s Standing) bool { return s.unreported() && s.State != Missing })
}

// Wanted lists the units whose report is still wanted: those unreported, and those
// that an outage has kept from reporting.
func (c *Completeness) Wanted() []UnitID {
	var units []UnitID
	for _, s := range c.Standings {
		switch {
		case !s.Expected || s.Current.Valid:
		case s.State == Missing, s.State == Open, s.State == Unparsed, s.State == SystemFault:
			units = append(units, s.Unit)
		}
	}
	return units
}

func (s *Standing) unreported() bool {
	return s.Expected && (s.State == Missing || s.State == Open || s.State == Unparsed)
}

// state decides one unit's state.
func (c *Completeness) state(now Current, d Duty) (State, string) {
	timely := now.Valid && !now.First.After(c.Due)
	switch {
	case d.Excused != "":
		return Excused, d.Excused
	case d.Fault != "" && !timely && c.At.After(c.Due):
		return SystemFault, d.Fault
	case timely && now.Zero:
		return OnTimeZero, ""
	case timely:
		return OnTime, ""
	case now.Valid && now.Zero:
		return LateZero, ""
	case now.Valid:
		return Late, ""
	case now.Came:
		return Unparsed, ""
	case c.At.After(c.Due):
		return Missing, ""
	}
	return Open, ""
}

// count adds a standing to the numerators and the denominator.
func (c *Completeness) count(s Standing) {
	c.Standings = append(c.Standings, s)
	if !s.Expected || s.State == Excused || s.State == SystemFault {
		return
	}
	c.Base++
	if s.State.In() {
		c.Received++
	}
	if s.State.Timely() {
		c.OnTime++
	}
}

// faulty is our fault where we were down at the deadline, or for over half of
// the window in which the period could be reported; else it is empty.
func (w *Workspace) faulty(k PeriodKey, outages []Window) string {
	const fault = "收不到消息"
	opens, due := w.Opens(k), w.Due(k)
	var down time.Duration
	for _, o := range joined(outages) {
		if !o.From.After(due) && o.To.After(due) {
			return fault
		}
		from, to := latest(o.From, opens), earliest(o.To, due)
		if to.After(from) {
			down += to.Sub(from)
		}
	}
	if down > due.Sub(opens)/2 {
		return fault
	}
	return ""
}

// ended leaves out the outages that are over only later than an instant: a clock that
// was wrong has recorded those.
func ended(outages []Window, at time.Time) []Window {
	return slices.DeleteFunc(slices.Clone(outages), func(o Window) bool { return o.To.After(at) })
}

// joined is windows in order, with those that touch as one: the outages of two
// programs, or of a program and its channel, may overlap.
func joined(windows []Window) []Window {
	windows = slices.Clone(windows)
	slices.SortFunc(windows, func(a, b Window) int { return a.From.Compare(b.From) })
	var all []Window
	for _, w := range windows {
		if n := len(all); n > 0 && !w.From.After(all[n-1].To) {
			all[n-1].To = latest(all[n-1].To, w.To)
			continue
		}
		all = append(all, w)
	}
	return all
}

// totals finds what each field amounts to over the units that are expected and in.
func (w *Workspace) totals(f FormID, standings []Standing) []Total {
	sums := map[FieldID]*running{}
	for _, field := range w.Form(f).Fields {
		if field.Kind != Prose {
			sums[field.ID] = &running{Total: Total{Field: field.ID}, highest: field.Total == Highest}
		}
	}
	for _, s := range standings {
		if !s.Expected || !s.Current.Valid {
			continue
		}
		for id, v := range s.Current.Values {
			switch t := sums[id]; {
			case t == nil:
			case t.highest:
				t.raise(s.Unit, v)
			default:
				t.add(v)
			}
		}
	}
	var totals []Total
	for _, field := range w.Form(f).Fields {
		if t := sums[field.ID]; t != nil && t.Units > 0 {
			t.N = t.N.Add(decimal.New(t.whole, 0))
			totals = append(totals, t.Total)
		}
	}
	return totals
}

// running is a total on its way; whole numbers of the usual size are added apart,
// since a county has half a million of them.
type running struct {
	Total
	whole   int64
	highest bool
}

func (t *running) add(v Value) {
	if v.N.Exponent() == 0 && v.N.NumDigits() <= 12 {
		t.whole += v.N.IntPart()
	} else {
		t.N = t.N.Add(v.N)
	}
	t.Units++
	t.Approx = t.Approx || v.Approx
	if v.Carried {
		t.Carried++
	}
}

// Missing lists the units that owe the period and have no valid report, in the
// roster's order: the only decision about who is reminded. A unit that owes it no
// more, by the roster and the calendar as they are now, is left in peace.
func (w *Workspace) Missing(p Period, at time.Time) []UnitID {
	if !w.Owed(p.Key) {
		return nil
	}
	c := Completeness{Key: p.Key, At: at, Due: w.Due(p.Key)}
	var units []UnitID
	for place, s := range w.standings(&c, p, nil) {
		if s.unreported() && place >= 0 && w.owesAt(p.Key.Form, place) && w.Units[place].Stands(p.Key.Day) {
			units = append(units, s.Unit)
		}
	}
	return units
}

// Ratio is n ÷ base with four decimals; base must not be 0.
func Ratio(n, base int) decimal.Decimal {
	return decimal.NewFromInt(int64(n)).DivRound(decimal.NewFromInt(int64(base)), 4)
}

// Rate is n ÷ base in percent with one decimal, or — where the base is 0.
func Rate(n, base int) string {
	if base == 0 {
		return "—"
	}
	return rateOf(n, base).String() + "%"
}

// rateOf is n ÷ base in percent with one decimal; base must not be 0.
func rateOf(n, base int) decimal.Decimal {
	return decimal.NewFromInt(int64(n)*100).DivRound(decimal.NewFromInt(int64(base)), 1)
}

func has[K comparable, V any](m map[K]V, k K) bool { _, ok := m[k]; return ok }

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
