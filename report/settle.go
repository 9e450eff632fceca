package report

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"
)

// answer settles the open question (contract, section 4, rule 0): the value
// that was asked about takes the place of what was read, and the report counts
// from the message that raised the question. What is given is judged as a report
// is; what is doubtful then, and what waits, is asked next.
func (d *decision) answer() {
	q := d.Question
	if d.isRecalled(*q) {
		d.answerAnew()
		return
	}
	v := Version{
		Kind: VersionAnswer, Time: d.Message.Time, Counts: q.Counts, By: d.Speaker.Name(),
		Proxy: !d.authority(q.Key.Unit), About: q.Message, Asked: q.problem().tag(), Values: map[FieldID]Value{},
	}
	switch a := d.Reading.Answer; {
	case q.Code == Proposed && a.Kind == AnswerValue:
		v.Asked = (&Problem{Code: Unreadable}).tag() // what counts is said here; the rest is offered again
		d.settleValue(&v, a)
	case q.Code == Proposed && a.Kind == AnswerNo:
		d.dropProposal()
		return
	case a.Kind == AnswerValue:
		d.settleValue(&v, a)
	case a.Kind == AnswerYes:
		d.settleYes(&v)
	}
	switch empty := len(v.Values) == 0 && v.Reason == ""; {
	case empty && d.w.Moot(*q, d.Records[q.Key]):
		d.close()
		d.respond([]filed{{key: q.Key, stage: StageConfirmed}})
		return
	case empty:
		d.insist()
		return
	}
	before := d.current(q.Key)
	v.Problems = d.doubts(v, before)
	d.close()
	d.write(q.Key, v)
	form := d.w.Form(q.Key.Form)
	d.raiseFields(&Filing{
		Form: q.Key.Form, Unit: q.Key.Unit, Period: q.Key.Day, Slot: q.Key.Slot,
		Values: v.Values, Urgent: form.Urgent(v.Values),
	}, before)
	stage := StageCorrected
	switch {
	case len(v.Values) == 0:
		stage = StageConfirmed
	case !before.Valid:
		stage = StageFiled
	case v.Proxy && maps.EqualFunc(before.Values, d.current(q.Key).Values, Value.Equal):
		stage = StageKept
	}
	d.respond([]filed{{key: q.Key, stage: stage}})
}

// isRecalled tells whether the message that raised a question has been withdrawn
// since, as an admin may.
func (d *decision) isRecalled(q Question) bool {
	r := d.Records[q.Key]
	return slices.ContainsFunc(r.Versions, func(v Version) bool {
		return v.Kind == VersionWithdrawal && v.About == q.Message
	})
}

// answerAnew takes an answer about a report that was withdrawn: one that names its
// field is a report of its own, of any other the sender is told what stands.
func (d *decision) answerAnew() {
	q, a := d.Question, d.Reading.Answer
	d.close()
	field := d.w.Form(q.Key.Form).Field(a.Field)
	if field == nil {
		d.respond([]filed{{key: q.Key, stage: StageWithdrawn}})
		return
	}
	f := Filing{
		Form: q.Key.Form, Unit: q.Key.Unit, Period: q.Key.Day, Slot: q.Key.Slot,
		Values: map[FieldID]Value{a.Field: a.Value}, Proxy: !d.authority(q.Key.Unit),
	}
	f.Problems = d.w.Form(f.Form).Judge(f.Values)
	f.Urgent = d.w.Form(f.Form).Urgent(f.Values)
	d.respond([]filed{d.fileOne(&f, StageFiled)})
}

// Stated is what an answer may say, as a filing: its number is compared with
// earlier ones, as that of any report is.
func (v *View) Stated() []Filing {
	if v.Reading.Kind != IsAnswer || v.Reading.Answer.Kind != AnswerValue {
		return nil
	}
	k, field := v.Question.Key, v.Reading.Answer.Field
	if field == "" {
		field = v.Question.Field
	}
	return []Filing{{Form: k.Form, Unit: k.Unit, Period: k.Day, Slot: k.Slot, Values: map[FieldID]Value{field: v.Reading.Answer.Value}}}
}

// settleValue takes a number: for the field named, or the one asked about; of a
// failed check, for the only field that it sets right. Where it says again what
// was only doubtful, it confirms it; a check is not settled by one of its numbers.
func (d *decision) settleValue(v *Version, a *Answer) {
	q, now := d.Question, d.current(d.Question.Key)
	form := d.w.Form(q.Key.Form)
	field := a.Field
	if field == "" && q.Code == CheckFailed {
		field = d.mends(form.Check(q.Rule), a.Value.N)
	} else if field == "" {
		field = q.Field
	}
	f := form.Field(field)
	if f == nil {
		return
	}
	old, said := now.Values[field]
	switch same := said && !old.Carried && old.N.Equal(a.Value.N); {
	case same && field == q.Field && (q.Code == OutOfRange || q.Code == Jump):
		v.Reason = q.problem().tag()
	case same && q.Code == CheckFailed:
	default:
		value := a.Value
		value.Unit = f.Unit()
		v.Values[field] = value
	}
}

// problem is what a question is about.
func (q *Question) problem() *Problem {
	return &Problem{Code: q.Code, Field: q.Field, Rule: q.Rule, Seen: q.Seen}
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
// different numbers, and of none, 是 says nothing.
func (d *decision) settleYes(v *Version) {
	q := d.Question
	switch q.Code {
	case OutOfRange, CheckFailed, Jump:
		v.Reason = q.problem().tag()
	case WrongUnit:
		f := d.w.Form(q.Key.Form).Field(q.Field)
		if len(q.Seen) != 1 || f == nil || f.TooFine(q.Seen[0].N) {
			return
		}
		value := q.Seen[0]
		value.Unit, value.As = f.Unit(), ""
		v.Values[q.Field] = value
	case Proposed:
		if d.w.Moot(*q, d.Records[q.Key]) {
			return
		}
		for _, o := range q.Meant {
			v.Values[o.Field] = o.Value
		}
	}
}

// doubts judges what an answer gives, together with what stands beside it. A
// proxy's replaces nothing, so that there is nothing to judge.
func (d *decision) doubts(v Version, before Current) []Problem {
	if v.Proxy || len(v.Values) == 0 {
		return nil
	}
	k := d.Question.Key
	form := d.w.Form(k.Form)
	values := maps.Clone(before.Values)
	maps.Copy(values, v.Values)
	problems := d.jumps(&Filing{Form: k.Form, Unit: k.Unit, Period: k.Day, Slot: k.Slot, Values: v.Values})
	for _, p := range form.Judge(values) {
		about := []FieldID{p.Field}
		if p.Code == CheckFailed {
			about = form.ruleFields(p.Rule)
		}
		if slices.ContainsFunc(about, func(id FieldID) bool { return has(v.Values, id) }) {
			problems = append(problems, p)
		}
	}
	return problems
}

// insist asks again, in other words, where an answer settles nothing: once after
// 是 or 不对, and after each number of which nobody can tell what it counts.
func (d *decision) insist() {
	q, a := *d.Question, d.Reading.Answer
	if q.Again && a.Kind != AnswerValue {
		return
	}
	p := q.problem()
	p.Say = d.sayAgain(q, a)
	d.close()
	q.Again = q.Again || a.Kind != AnswerValue
	d.ask(q, *p, "")
}

// sayAgain tells what an answer that settles nothing lacks.
func (d *decision) sayAgain(q Question, a *Answer) string {
	form := d.w.Form(q.Key.Form)
	field, named := form.Field(q.Field), form.Field(a.Field)
	switch {
	case q.Code == CheckFailed && named != nil:
		return named.Short() + "是" + a.Value.Said() + "的话，数还是对不上，" + whichOne + allRight
	case q.Code == CheckFailed && a.Kind == AnswerValue && form.Check(q.Rule) != nil:
		return a.Value.Said() + "是哪一项？请连项目一起回，如“" + form.callFor(q.Rule, a.Value.Unit) + a.Value.Said() + "”。"
	case q.Code == CheckFailed:
		return "是哪一项不对？请回那一项和正确的数。"
	case field == nil:
		return "请连项目一起，把正确的数发一下。"
	case q.Code == Twice && a.Kind == AnswerYes:
		return field.Short() + "写了两个数，" + field.sayHowMany() + "。"
	case q.Code == Unfilled:
		return field.Short() + field.sayHowMany() + orNone
	}
	return field.Short() + "应该" + field.sayHowMany() + "。"
}

// callFor is the word for a field of a check that is counted in a unit, the
// first where none is.
func (f *Form) callFor(rule int, unit string) string {
	check := f.Check(rule)
	names, first := f.callNames(check.Rule.Fields), check.first()
	if f.Field(first).Unit() == unit {
		return names[first]
	}
	for _, id := range check.Rule.Fields {
		if f.Field(id).Unit() == unit {
			return names[id]
		}
	}
	return names[first]
}
