package report

import (
	"regexp"
	"slices"
	"strings"
)

// askNext asks what waits behind the settled question: first what else its
// message left open in the record, then the others that have not lapsed. One
// that was asked after it still stands in the chat, and is only open again.
func (d *decision) askNext() {
	settled := *d.Question
	for i, q := range settled.Turns() {
		open := d.waitingFor(q)
		if i == 0 {
			open = d.w.unsettled(d.Records[q.Key], q.Message)
			if rest, wanted := d.rest(q, d.Records[q.Key]); q.Code == Proposed && wanted {
				q = rest
				open = append(open, Problem{Code: Proposed, Say: d.w.sayRest(q, d.Records[q.Key])})
			}
		}
		if len(open) == 0 || i > 0 && q.Until.Before(d.Now) {
			continue
		}
		p := pressing(open)
		if i > 0 && q.problem().tag() == p.tag() && q.Asked.After(settled.Asked) {
			q.Waits = d.behind(q)
			d.Ask = &q
			return
		}
		q.Again = false
		d.ask(q.about(p), p, "")
		return
	}
}

// waitingFor lists what a waiting question still asks.
func (d *decision) waitingFor(q Question) []Problem {
	switch {
	case q.Code == Future:
		return []Problem{{Code: q.Code, Field: q.Field, Say: quoted(q.Text) + "这条是哪天的？请回日期。"}}
	case q.Code.incomplete():
		return []Problem{{Code: q.Code, Say: sayWhose(q.Text)}}
	case q.Code == Proposed:
		if d.w.Moot(q, d.Records[q.Key]) {
			return nil
		}
		return []Problem{{Code: q.Code, Say: d.w.sayProposal(q)}}
	case q.Code == Unreadable:
		return d.w.unread(d.Records[q.Key], q.Message)
	}
	return d.w.unsettled(d.Records[q.Key], q.Message)
}

// unread is why a message counts for nothing, while nothing else counts either.
func (w *Workspace) unread(r Record, m MessageID) []Problem {
	form := w.Form(r.Form)
	if form == nil || r.Fold().Valid {
		return nil
	}
	for _, v := range r.Live() {
		switch {
		case v.Message != m:
		case len(v.Problems) > 0:
			return v.Problems
		case len(v.Unfilled) > 0:
			return []Problem{{Code: Unreadable, Say: form.sayBlanks(v.Unfilled)}}
		}
	}
	return nil
}

// Moot tells whether what a question asks about the record has been settled
// otherwise: by somebody else's report, or by a recall.
func (w *Workspace) Moot(q Question, r Record) bool {
	if q.Code == Proposed {
		return q.lapsed(r)
	}
	if q.Key.Unit == "" || !q.Code.answerable() || q.Code.incomplete() {
		return false
	}
	return !slices.ContainsFunc(w.unsettled(r, q.Message), func(p Problem) bool { return p.tag() == q.problem().tag() })
}

// sayWhose asks for the unit of some words.
func sayWhose(text string) string {
	return quoted(text) + "这条是哪个单位的？请回单位名。"
}

// longestQuote is how many characters of a message a sentence repeats.
const longestQuote = 20

// quoted are the first words of a message.
func quoted(text string) string {
	if text == "" {
		return ""
	}
	return "“" + shorten(text) + "”"
}

// shorten keeps the first words of a text.
func shorten(text string) string { return head(text, longestQuote) }

// masked is what stands in the place of a number that is personal.
var masked = regexp.MustCompile(`[0-9０-９]{3}\*{4}[0-9０-９XxＸｘ]{2}`)

// head keeps the first characters of a text, and never a part of what is masked.
func head(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	end := len(string(runes[:n]))
	for _, at := range masked.FindAllStringIndex(text, -1) {
		if at[0] < end && end < at[1] {
			end = at[0]
		}
	}
	return text[:end] + "……"
}

// firstWords are those of a message, on one line and without what is personal.
func firstWords(text string) string {
	return shorten(strings.Join(strings.Fields(Mask(text)), " "))
}

// unsettled lists the problems that a message and the answers about it have left
// in a record and that nobody has settled since.
func (w *Workspace) unsettled(r Record, m MessageID) []Problem {
	form := w.Form(r.Form)
	if form == nil {
		return nil
	}
	var open []Problem
	for _, v := range r.Live() {
		if v.Message != m && (v.Kind != VersionAnswer || v.About != m) {
			continue
		}
		for _, p := range v.Problems {
			known := slices.ContainsFunc(open, func(o Problem) bool { return o.tag() == p.tag() })
			if p, ok := form.stillOpen(p, r, v); ok && !known {
				open = append(open, p)
			}
		}
	}
	return open
}

// stillOpen tells whether a problem of a version still stands: nobody has given
// the value, mended it or confirmed it. A check is said with the numbers of now.
func (f *Form) stillOpen(p Problem, r Record, v Version) (Problem, bool) {
	now, field := r.Fold(), f.Field(p.Field)
	switch p.Code {
	case Unfilled:
		return p, field != nil && !has(now.Values, p.Field)
	case WrongUnit, Twice:
		return p, field != nil && !r.saidSince(p.Field, v)
	case CheckFailed:
		for _, q := range f.Judge(now.Values) {
			if q.tag() == p.tag() {
				return q, !r.confirmedSince(p, v)
			}
		}
	case OutOfRange, Jump:
		return p, field != nil && now.Values[p.Field].Equal(v.Values[p.Field]) && !r.confirmedSince(p, v)
	}
	return p, false
}

// saidSince tells whether somebody has given a field a value since a version that
// left it out: an earlier one does not answer for it.
func (r *Record) saidSince(id FieldID, since Version) bool {
	return slices.ContainsFunc(r.Live(), func(v Version) bool { return has(v.Values, id) && !v.Time.Before(since.Time) })
}

// confirms tells whether somebody has confirmed what a problem is about.
func (r *Record) confirms(p Problem) bool { return r.confirmedSince(p, Version{}) }

// confirmedSince tells whether somebody has done so after a version.
func (r *Record) confirmedSince(p Problem, since Version) bool {
	return slices.ContainsFunc(r.Live(), func(v Version) bool {
		return v.Kind == VersionAnswer && v.Reason == p.tag() && !v.Filed.Before(since.Filed)
	})
}
