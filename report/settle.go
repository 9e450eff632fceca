package report

import (
	"slices"

	"github.com/shopspring/decimal"
)

// answer settles the open question (contract, section 4, rule 0): the value
// that was asked about takes the place of what was read, and the report counts
// from the message that raised the question.
func (d *decision) answer() {
	q := d.Question
	asker := d.asker()
	d.Close = &asker
	v := Version{
		Kind: VersionAnswer, Time: d.Message.Time, Counts: q.Counts, By: d.Speaker.Name(),
		Values: map[FieldID]Value{}, Reason: "回答" + string(q.Code),
	}
	switch a := d.Reading.Answer; a.Kind {
	case AnswerValue:
		d.settleValue(&v, a)
	case AnswerYes:
		d.settleYes(&v)
	case AnswerNo:
		d.askAgain("请把正确的数发一下，比如：" + d.example())
		return
	}
	if len(v.Values) == 0 && d.Reading.Answer.Kind == AnswerValue {
		d.askAgain("请连同项目名一起发，比如：" + d.example())
		return
	}
	d.write(q.Key, v)
	stage := StageCorrected
	if len(v.Values) == 0 {
		stage = StageConfirmed
	}
	if !d.askRest(q) {
		d.receipt(q.Key, stage, "")
	}
}

// askAgain keeps the question open in other words.
func (d *decision) askAgain(say string) {
	q := d.Question
	d.keepOpen(Problem{Code: q.Code, Field: q.Field, Seen: q.Seen, Rule: q.Rule, Say: say})
}

// keepOpen asks on behalf of the message that raised the open question.
func (d *decision) keepOpen(p Problem) {
	q := d.Question
	d.ask(p, q.Key)
	d.Ask.Message, d.Ask.Counts, d.Close = q.Message, q.Counts, nil
}

// settleValue takes a number: for the field named, or the one asked about, or
// the only one that makes the failed check hold.
func (d *decision) settleValue(v *Version, a *Answer) {
	form := d.w.Form(d.Question.Key.Form)
	field := a.Field
	if field == "" {
		field = d.Question.Field
	}
	if field == "" && d.Question.Code == CheckFailed {
		field = d.mends(form.Checks[d.Question.Rule].Rule, a.Value.N)
	}
	if f := form.Field(field); f != nil {
		value := a.Value
		value.Unit = f.Unit()
		v.Values[field] = value
	}
}

// mends is the one field of a rule that the number would set right, or "".
func (d *decision) mends(r Rule, n decimal.Decimal) FieldID {
	now := d.current(d.Question.Key)
	var found []FieldID
	for _, f := range r.Fields {
		values := now.Numbers()
		values[f] = n
		if holds, known := r.Holds(values); holds && known {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// settleYes confirms what was read: a value kept out for its measure word comes
// in as the field's own; one that was only marked stands as it is.
func (d *decision) settleYes(v *Version) {
	q := d.Question
	if q.Code == WrongUnit && len(q.Seen) == 1 {
		value := q.Seen[0]
		if f := d.w.Form(q.Key.Form).Field(q.Field); f != nil {
			value.Unit, value.As = f.Unit(), ""
		}
		v.Values[q.Field] = value
	}
}

// askRest asks what else the message left open, one at a time.
func (d *decision) askRest(q *Question) bool {
	r := d.Records[q.Key]
	i := slices.IndexFunc(r.Versions, func(v Version) bool { return v.Message == q.Message })
	if i < 0 {
		return false
	}
	now := d.current(q.Key)
	var rest []Problem
	for _, p := range r.Versions[i].Problems {
		if p.Code == q.Code && p.Field == q.Field && p.Rule == q.Rule || !d.stillOpen(p, r.Versions[i], now) {
			continue
		}
		rest = append(rest, p)
	}
	if len(rest) == 0 {
		return false
	}
	d.keepOpen(pressing(rest))
	return true
}

// stillOpen tells whether a problem of an earlier version still stands.
func (d *decision) stillOpen(p Problem, v Version, now Current) bool {
	switch p.Code {
	case WrongUnit, Twice:
		return !has(now.Values, p.Field)
	case CheckFailed:
		holds, known := d.w.Form(d.Question.Key.Form).Checks[p.Rule].Rule.Holds(now.Numbers())
		return known && !holds
	case OutOfRange, Jump:
		asked := slices.Index(order, p.Code) < slices.Index(order, d.Question.Code)
		return !asked && now.Values[p.Field].Equal(v.Values[p.Field])
	}
	return false
}

// example shows how an answer may look: a label with a number.
func (d *decision) example() string {
	form := d.w.Form(d.Question.Key.Form)
	f := form.Field(d.Question.Field)
	if f == nil && d.Question.Code == CheckFailed {
		f = form.Field(form.Checks[d.Question.Rule].Rule.Fields[0])
	}
	if f == nil {
		f = &form.Fields[0]
	}
	return f.Name + "12" + f.Unit()
}
