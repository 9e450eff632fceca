package report

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// answer settles the open question (contract, section 4, rule 0): the value
// that was asked about takes the place of what was read, and the report counts
// from the message that raised the question.
func (d *decision) answer() {
	q := d.Question
	v := Version{
		Kind: VersionAnswer, Time: d.Message.Time, Counts: q.Counts, By: d.Speaker.Name(),
		Proxy: !d.authority(q.Key.Unit), About: q.Message, Values: map[FieldID]Value{},
	}
	switch a := d.Reading.Answer; a.Kind {
	case AnswerValue:
		d.settleValue(&v, a)
	case AnswerYes:
		d.settleYes(&v)
	}
	if len(v.Values) == 0 && v.Reason == "" {
		d.askOn(Problem{Code: q.Code, Field: q.Field, Seen: q.Seen, Rule: q.Rule, Say: "请连同项目名一起，把正确的数发一下，比如：" + d.example()}, q.Key)
		return
	}
	d.close()
	before := d.current(q.Key)
	d.write(q.Key, v)
	form := d.w.Form(q.Key.Form)
	d.raiseFields(&Filing{
		Form: q.Key.Form, Unit: q.Key.Unit, Period: q.Key.Day, Slot: q.Key.Slot,
		Values: v.Values, Urgent: form.urgent(v.Values),
	}, before)
	if d.askRest() && d.Ask.Key == q.Key {
		return // the next question stands for the receipt
	}
	stage := StageCorrected
	switch {
	case len(v.Values) == 0:
		stage = StageConfirmed
	case v.Proxy && maps.EqualFunc(before.Values, d.current(q.Key).Values, Value.Equal):
		stage = StageKept
	}
	d.receipt(q.Key, stage, "")
}

// askOn asks on behalf of the message that raised the open question.
func (d *decision) askOn(p Problem, k RecordKey) {
	q := d.Question
	d.ask(p, k)
	d.Ask.Message, d.Ask.Counts, d.Close = q.Message, q.Counts, nil
}

// settleValue takes a number: for the field named, or the one asked about; of a
// failed check, for the only field that it sets right.
func (d *decision) settleValue(v *Version, a *Answer) {
	q := d.Question
	form := d.w.Form(q.Key.Form)
	field := a.Field
	if field == "" && q.Code == CheckFailed {
		field = d.mends(form.Check(q.Rule), a.Value.N)
	} else if field == "" {
		field = q.Field
	}
	if f := form.Field(field); f != nil {
		value := a.Value
		value.Unit = f.Unit()
		v.Values[field] = value
	}
}

// mends is the one field of a rule that the number would set right, or "".
func (d *decision) mends(c *Check, n decimal.Decimal) FieldID {
	if c == nil {
		return ""
	}
	now := d.current(d.Question.Key)
	var found []FieldID
	for _, f := range c.Rule.Fields {
		values := now.Numbers()
		values[f] = n
		if holds, known := c.Rule.Holds(values); holds && known {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// settleYes confirms what was read: a value kept out for its measure word comes
// in as the field's own; one that was only marked stands as it is. Of two
// different numbers, 是 says nothing.
func (d *decision) settleYes(v *Version) {
	q := d.Question
	switch q.Code {
	case OutOfRange, CheckFailed, Jump:
		v.Reason = (&Problem{Code: q.Code, Field: q.Field, Rule: q.Rule}).tag()
	case WrongUnit:
		f := d.w.Form(q.Key.Form).Field(q.Field)
		if len(q.Seen) != 1 || f == nil {
			return
		}
		value := q.Seen[0]
		value.Unit, value.As = f.Unit(), ""
		v.Values[q.Field] = value
	}
}

// askRest asks what else the message left open, in any of its records, one
// thing at a time.
func (d *decision) askRest() bool {
	q := d.Question
	keys := []RecordKey{q.Key}
	if d.Referred != nil {
		keys = union(keys, d.Referred.Records)
	}
	for _, k := range keys {
		r := d.Records[k]
		i := slices.IndexFunc(r.Versions, func(v Version) bool { return v.Message == q.Message })
		if i < 0 {
			continue
		}
		asked := Problem{Code: q.Code, Field: q.Field, Rule: q.Rule}
		var rest []Problem
		for _, p := range r.Versions[i].Problems {
			if (k != q.Key || p.tag() != asked.tag()) && d.stillOpen(p, k, r.Versions[i]) {
				rest = append(rest, p)
			}
		}
		if len(rest) > 0 {
			d.askOn(pressing(rest), k)
			return true
		}
	}
	return false
}

// stillOpen tells whether a problem of an earlier version still stands: nobody
// has given the value, mended it or confirmed it.
func (d *decision) stillOpen(p Problem, k RecordKey, v Version) bool {
	r := d.Records[k]
	now := r.Fold()
	switch p.Code {
	case WrongUnit, Twice:
		return !has(now.Values, p.Field)
	case CheckFailed:
		c := d.w.Form(k.Form).Check(p.Rule)
		if c == nil {
			return false
		}
		holds, known := c.Rule.Holds(now.Numbers())
		return known && !holds && !r.confirms(p)
	case OutOfRange, Jump:
		return now.Values[p.Field].Equal(v.Values[p.Field]) && !r.confirms(p)
	}
	return false
}

// confirms tells whether somebody has confirmed what a problem is about.
func (r *Record) confirms(p Problem) bool {
	return slices.ContainsFunc(r.Live(), func(v Version) bool { return v.Kind == VersionAnswer && v.Reason == p.tag() })
}

// example shows how an answer may look: a label with a number.
func (d *decision) example() string {
	form := d.w.Form(d.Question.Key.Form)
	f := form.Field(d.Question.Field)
	if fields := form.ruleFields(d.Question.Rule); f == nil && d.Question.Code == CheckFailed && len(fields) > 0 {
		f = form.Field(fields[0])
	}
	if f == nil {
		f = &form.Fields[0]
	}
	return f.Short() + "12" + f.Unit()
}
