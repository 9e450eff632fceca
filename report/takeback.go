package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// takeBack closes what raised an alert and stands no longer: the value was corrected,
// or the message recalled. Those who are with the matter are told, once, by the change
// that does so; of several alerts about one field by the last, which is known best.
func (d *decision) takeBack() {
	for i, e := range d.Raised {
		if _, over := e.Closed(); over {
			continue
		}
		say, why := d.takenBack(e)
		if say == "" {
			continue
		}
		d.Change.Progress = append(d.Change.Progress, d.progress(e, Closed, why))
		again := func(o Event) bool { return o.Unit == e.Unit && o.Key == e.Key && o.Field == e.Field }
		if e.Field != "" && slices.ContainsFunc(d.Raised[i+1:], again) {
			continue
		}
		if d.left(e).After(d.Now) && len(e.holders()) == 0 {
			continue // nobody has been called to it, and nobody will be
		}
		row := d.alertRow(e)
		row.Text, row.Expires = say, d.Now.Add(alertLife)
		d.tell(row, fmt.Sprintf("alert/%d/back/%s", e.N, d.Message.ID), d.w.involved(e, d.View))
	}
}

// takenBack is what to say of an urgent matter that the change takes back, and why;
// "" where it does not.
func (d *decision) takenBack(e Event) (said, why string) {
	say := func(what, how string) (string, string) {
		return fmt.Sprintf("【急报%d号%s】%s %s %s%s。", e.N, what, e.place(), d.w.when(d.Message.Time), d.Speaker.Name(), how), how
	}
	if e.Field == "" {
		own := d.Reading.Kind == IsRecall && e.Message == d.Message.RefersTo && (e.By == d.Speaker.Name() || d.Speaker.Has(Admin))
		if own {
			return say("撤回", withdrew+"原话："+e.Text)
		}
		return "", ""
	}
	k := RecordKey{e.Key, e.Unit}
	i := slices.IndexFunc(d.Writes, func(w Write) bool { return w.Key == k })
	if i < 0 {
		return "", ""
	}
	before := Record{k, d.Records[k].Versions[:d.Writes[i].Revision]}
	form := d.w.Form(e.Form)
	old, now := before.Fold(), d.current(k)
	value, given := now.Values[e.Field]
	switch {
	case !slices.Contains(form.Urgent(old.Values), e.Field), slices.Contains(form.Urgent(now.Values), e.Field):
		return "", ""
	case !given:
		return say("撤回", withdrew+"原来报的"+e.Text)
	}
	return say("更正", corrected+form.Field(e.Field).Name+value.Words()+"，原报"+old.Values[e.Field].Words())
}

// takenBack tells whether a matter ended because what raised it was taken back.
func takenBack(end Progress) bool {
	return strings.HasPrefix(end.Text, withdrew) || strings.HasPrefix(end.Text, corrected)
}

// What begins the words of why a matter was taken back.
const withdrew, corrected = "撤回了", "更正为"

// urgentText is how a value over its limit is told.
func (f *Form) urgentText(id FieldID, v Value) string {
	return f.Name + "：" + f.Field(id).Name + v.Words()
}

// RaisedSince is the instant from which the urgent matters are to be looked at that
// a message may take back: those of records with a value over its limit, also where
// somebody unknown gave it, and of what is recalled. It is zero where there are none.
func (w *Workspace) RaisedSince(v View) time.Time {
	var since time.Time
	earlier := func(t time.Time) {
		if since.IsZero() || t.Before(since) {
			since = t
		}
	}
	for _, r := range v.Records {
		form, now := w.Form(r.Form), r.Fold()
		strange := func(v Version) bool { return v.strange() && len(form.Urgent(v.Values)) > 0 }
		if form == nil || len(form.Urgent(now.Values)) == 0 && !slices.ContainsFunc(r.Versions, strange) {
			continue
		}
		for _, version := range r.Versions {
			earlier(version.Time.Add(-gatheredFrom))
		}
	}
	if v.Reading.Kind == IsRecall && v.Referred != nil {
		earlier(v.Now.Add(-recallable))
	}
	return since
}

// gatheredFrom is how long before a matter others of its form are looked for, with which
// it may have been told.
const gatheredFrom = 30 * time.Minute

// recallable is how long after it was told an urgent matter may be taken back.
const recallable = 24 * time.Hour
