package report

import (
	"slices"

	"github.com/shopspring/decimal"
)

// What stands out is found by rule, from what the reports say now: a correction
// that explains it ends it. A value or a total that has risen is held against its
// baseline, which is the mean of what the same units said in the last periods of
// the same slot. Carried values are not judged and no part of a baseline.

// baselinePeriods is how many earlier periods a baseline is taken over at most.
const baselinePeriods = 7

// scale makes the mean over one to seven values a whole multiple, so that it
// stays exact.
var scale = decimal.NewFromInt(420)

// anomaly is one thing that stands out.
type anomaly struct {
	rule      FactKind // FactJump, FactFall, FactCheck or FactLimit
	key       PeriodKey
	unit      UnitID // empty: a total
	field     *Field // nil: of a check
	check     int
	now, last stated
	base      baseline // of a jump
	units     int      // of a total: over how many units it is taken
	all       bool     // these are all that gave it
	confirmed bool     // who reported it has said that it is so
	from      []stated // what it was reckoned from, besides now
	values    map[FieldID]Value
}

// stated is what a unit said of a field.
type stated struct {
	Value
	key     RecordKey
	field   FieldID
	message MessageID
	seq     int // the place of its period
}

// baseline is a mean, 420 times itself.
type baseline struct {
	n       decimal.Decimal
	periods int
	first   Day // of the earliest value
	approx  bool
}

// add takes in the mean of some values of one unit.
func (b *baseline) add(values []stated) {
	sum := decimal.Zero
	for _, v := range values {
		sum = sum.Add(v.N)
		b.approx = b.approx || v.Approx
	}
	b.n = b.n.Add(sum.Mul(scale.Div(decimal.NewFromInt(int64(len(values))))))
	b.periods = max(b.periods, len(values))
	if day := values[0].key.Day; b.first == 0 || day < b.first {
		b.first = day
	}
}

// times is how many times the mean a value is, with one decimal; false where the
// mean is 0.
func (b *baseline) times(now decimal.Decimal) (decimal.Decimal, bool) {
	if !b.n.IsPositive() {
		return decimal.Zero, false
	}
	return now.Mul(scale).DivRound(b.n, 1), true
}

// exceeded tells whether a value has risen too far above the mean: by more than the
// field's max_step or, without one, to more than five times and by more than twenty.
func (b *baseline) exceeded(now decimal.Decimal, step decimal.NullDecimal) bool {
	scaled := now.Mul(scale)
	rise := scaled.Sub(b.n)
	if step.Valid {
		return rise.GreaterThan(step.Decimal.Mul(scale))
	}
	return scaled.GreaterThan(b.n.Mul(jumpTimes)) && rise.GreaterThan(jumpSteps.Mul(scale))
}

// watch goes through the periods of one slot of a form, oldest first.
type watch struct {
	form    *Form
	records map[RecordKey]*Record
	seq     int
	past    map[UnitID][][]stated // what it said lately of each field, by the field's place in the form
	found   []anomaly
}

func newWatch(form *Form, records map[RecordKey]*Record) *watch {
	return &watch{form: form, records: records, past: map[UnitID][][]stated{}}
}

// note takes a period in, of which nothing is told.
func (w *watch) note(c *Completeness) {
	for i := range c.Standings {
		s := &c.Standings[i]
		if !s.counted() {
			continue
		}
		past := w.past[s.Unit]
		if past == nil {
			past = make([][]stated, len(w.form.Fields))
			w.past[s.Unit] = past
		}
		for at := range w.form.Fields {
			if v, ok := w.stated(c.Key, s, at); ok {
				past[at] = append(recent(past[at], w.seq+1), v)
			}
		}
	}
	w.seq++
}

// stated is what a standing says of a field; false where it does not, or carries it.
func (w *watch) stated(k PeriodKey, s *Standing, at int) (stated, bool) {
	f := &w.form.Fields[at]
	v, ok := s.Current.Values[f.ID]
	if !ok || f.Kind == Prose || v.Carried {
		return stated{}, false
	}
	return stated{v, RecordKey{k, s.Unit}, f.ID, s.Current.Source(f.ID), w.seq}, true
}

// recent leaves out what was said too long before a period to be in its baseline.
func recent(past []stated, seq int) []stated {
	for len(past) > 0 && past[0].seq < seq-baselinePeriods {
		past = past[1:]
	}
	return past
}

// judge finds what stands out in a period, and takes it in.
func (w *watch) judge(c *Completeness) {
	totals := make([]risen, len(w.form.Fields))
	for i := range c.Standings {
		if c.Standings[i].counted() {
			w.unit(c, i, totals)
		}
	}
	for at := range totals {
		w.total(c, at, &totals[at])
	}
	w.note(c)
}

// unit judges one report; what does not stand out by itself goes into the totals.
func (w *watch) unit(c *Completeness, i int, totals []risen) {
	k, s := c.Key, &c.Standings[i]
	for at := range w.form.Fields {
		now, ok := w.stated(k, s, at)
		if !ok {
			continue
		}
		totals[at].given++
		earlier := w.earlier(s.Unit, at)
		if len(earlier) == 0 {
			continue
		}
		last := earlier[len(earlier)-1]
		found := anomaly{key: k, unit: s.Unit, field: &w.form.Fields[at], now: now, last: last}
		switch {
		case found.fell() && !w.corrected(now):
			found.rule, found.from = FactFall, []stated{last}
		case found.jumped(earlier):
			found.rule, found.from = FactJump, slices.Clone(earlier)
		default:
			if last.seq == w.seq-1 {
				totals[at].add(now, last, i)
			}
			continue
		}
		found.confirmed = w.confirmed(now.key, Problem{Code: Jump, Field: now.field})
		w.found = append(w.found, found)
	}
	w.contradictions(k, s)
	w.limits(k, s)
}

// earlier is what a unit said of a field in the periods of its baseline.
func (w *watch) earlier(u UnitID, at int) []stated {
	past := w.past[u]
	if past == nil {
		return nil
	}
	return recent(past[at], w.seq)
}

// fell tells whether a cumulative figure is less than it was.
func (a *anomaly) fell() bool { return a.field.Kind == Cumulative && a.now.N.LessThan(a.last.N) }

// jumped tells whether a value has risen too far above what the unit said before.
// What begins anew each day may begin, unless it is watched for a limit.
func (a *anomaly) jumped(earlier []stated) bool {
	if !a.now.N.GreaterThan(a.last.N) {
		return false
	}
	a.base.add(earlier)
	if a.base.n.IsZero() && a.field.Kind == Daily && a.field.Urgent.IsZero() {
		return false
	}
	return a.base.exceeded(a.now.N, a.field.MaxStep)
}

// corrected tells whether a value was given by a correction, which explains a fall.
func (w *watch) corrected(v stated) bool {
	r := w.records[v.key]
	return r != nil && slices.ContainsFunc(r.Live(), func(x Version) bool { return x.Message == v.message && x.Kind == VersionCorrection })
}

// confirmed tells whether who reported something has said that it is so.
func (w *watch) confirmed(k RecordKey, p Problem) bool {
	r := w.records[k]
	return r != nil && r.confirms(p)
}

// contradictions are the checks that do not hold, confirmed or not.
func (w *watch) contradictions(k PeriodKey, s *Standing) {
	if len(w.form.Checks) == 0 || s.Current.Zero {
		return
	}
	for _, p := range w.form.Judge(s.Current.Values) {
		if p.Code == CheckFailed {
			key := RecordKey{k, s.Unit}
			found := anomaly{rule: FactCheck, key: k, unit: s.Unit, check: p.Rule, values: s.Current.Values, confirmed: w.confirmed(key, p)}
			for _, id := range w.form.ruleFields(p.Rule) {
				found.from = append(found.from, stated{key: key, field: id, message: s.Current.Source(id)})
			}
			w.found = append(w.found, found)
		}
	}
}

// limits are the values over their urgent limit.
func (w *watch) limits(k PeriodKey, s *Standing) {
	for _, id := range w.form.Urgent(s.Current.Values) {
		if at := slices.IndexFunc(w.form.Fields, func(f Field) bool { return f.ID == id }); at >= 0 {
			if now, ok := w.stated(k, s, at); ok {
				w.found = append(w.found, anomaly{rule: FactLimit, key: k, unit: s.Unit, field: &w.form.Fields[at], now: now})
			}
		}
	}
}

// risen adds up the units that gave a field in the period before too and do not
// stand out themselves: a total over the same units both times.
type risen struct {
	given     int   // how many units gave the field
	of        []int // the standings that are added up
	now, last Value
}

func (r *risen) add(now, last stated, i int) {
	r.of = append(r.of, i)
	r.now.N, r.now.Approx = r.now.N.Add(now.N), r.now.Approx || now.Approx
	r.last.N, r.last.Approx = r.last.N.Add(last.N), r.last.Approx || last.Approx
}

// total judges the sum of a field. What a single unit may rise by says nothing of a
// sum, so that the default holds for it.
func (w *watch) total(c *Completeness, at int, r *risen) {
	f := &w.form.Fields[at]
	if f.Total != Added || len(r.of) < 2 || !r.now.N.GreaterThan(r.last.N) {
		return
	}
	found := anomaly{
		rule: FactJump, key: c.Key, field: f, units: len(r.of), all: len(r.of) == r.given,
		now: stated{Value: r.now, seq: w.seq}, last: stated{Value: r.last, seq: w.seq - 1},
	}
	for _, i := range r.of {
		found.base.add(w.earlier(c.Standings[i].Unit, at))
	}
	begins := found.base.n.IsZero() && f.Kind == Daily && f.Urgent.IsZero()
	if begins || !found.base.exceeded(r.now.N, decimal.NullDecimal{}) {
		return
	}
	for _, i := range r.of {
		s := &c.Standings[i]
		now, _ := w.stated(c.Key, s, at)
		found.from = append(append(found.from, now), w.earlier(s.Unit, at)...)
	}
	w.found = append(w.found, found)
}
