package report

import (
	"slices"
	"time"
)

// recall withdraws the versions that the recalled message made. One that has
// not arrived yet is remembered as handled, so that it changes nothing when it
// does. Only who sent a message, or an admin, may recall it. What a recalled
// answer had settled is asked again.
func (d *decision) recall() {
	if d.Referred == nil {
		if d.Message.RefersTo != "" && d.Speaker.Known() {
			d.Outcome.Message = d.Message.RefersTo
		}
		return
	}
	var all []filed
	var answers []Question
	for _, k := range d.Referred.Records {
		r := d.Records[k]
		live := r.Live()
		i := slices.IndexFunc(live, func(v Version) bool { return v.Message == d.Message.RefersTo })
		if i < 0 || live[i].By != d.Speaker.Name() && !d.Speaker.Has(Admin) {
			continue
		}
		if q, ok := d.answeredWith(r, live[i]); ok {
			answers = append(answers, q)
		}
		d.write(k, Version{Kind: VersionWithdrawal, About: d.Message.RefersTo, By: d.Speaker.Name()})
		all = append(all, filed{key: k, stage: StageWithdrawn})
	}
	asked := d.forget(d.Message.RefersTo)
	if q := d.Question; q != nil && (q.Message == d.Message.RefersTo || d.w.Moot(*q, d.Records[q.Key])) {
		d.close()
	}
	d.reopen(answers)
	d.respond(all)
	if asked && d.Close == nil && d.Ask == nil {
		d.Ask = d.Question
	}
}

// forget drops what waits to be asked about a message, and tells whether anything
// did.
func (d *decision) forget(m MessageID) bool {
	if d.Question == nil {
		return false
	}
	q := *d.Question
	q.Waits = slices.DeleteFunc(slices.Clone(q.Waits), func(w Question) bool { return w.Message == m })
	forgotten := len(q.Waits) < len(d.Question.Waits)
	d.Question = &q
	return forgotten
}

// answeredWith is the question that a version of a record answered, where its
// two hours have not passed: it was asked when the version before the answer was
// filed.
func (d *decision) answeredWith(r Record, answer Version) (Question, bool) {
	if answer.Kind != VersionAnswer || answer.By != d.Speaker.Name() {
		return Question{}, false
	}
	var asked, counts time.Time
	for _, v := range r.Versions {
		switch {
		case v.Message == answer.Message:
			until := d.w.Leaves(asking(r.RecordKey), asked).Add(QuestionLife)
			q := Question{Asker: d.asker(), Key: r.RecordKey, Message: answer.About, Counts: counts, Until: until}
			return q, !asked.IsZero() && !until.Before(d.Now)
		case v.Message == answer.About:
			asked, counts = v.Filed, v.Counts
		case v.Kind == VersionAnswer && v.About == answer.About:
			asked = v.Filed
		}
	}
	return Question{}, false
}

// reopen asks again what recalled answers had settled, unless it is asked
// already.
func (d *decision) reopen(answers []Question) {
	for _, q := range answers {
		open := d.w.unsettled(d.Records[q.Key], q.Message)
		if len(open) == 0 || d.Ask != nil {
			continue
		}
		p := pressing(open)
		if o := d.Question; o != nil && d.Close == nil && o.Key == q.Key && o.problem().tag() == p.tag() {
			continue
		}
		d.ask(q.about(p), p, "")
	}
}
