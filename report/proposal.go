package report

import (
	"slices"
	"strings"
	"time"
)

// HelpWait is how long the parser's own question about a message waits for help that
// was asked for; help that comes later is not used.
const HelpWait = 20 * time.Second

// helped names what is remembered of the help for a message, so that it is put to its
// sender once.
func helped(m MessageID) MessageID { return "read/" + m }

// Propose puts what is left of a model's claims to who sent the message: a question that
// 是 and 对 settle, in the place of the parser's own, which then says nothing. Nothing
// is filed before. The change is empty where the unit has reported otherwise, or the
// message was recalled.
func (w *Workspace) Propose(v View, c Case, k PeriodKey, e Examined) Change {
	d := newDecision(w, v)
	key, r := c.Key(k), d.Records[c.Key(k)]
	if !e.Askable() || r.Fold().Valid || slices.ContainsFunc(r.Versions, func(o Version) bool { return o.About == c.Message.ID }) {
		return Change{}
	}
	d.Outcome = Outcome{Message: helped(c.Message.ID), Kind: IsUnparsed}
	if c.Silent {
		d.Outcome.Message = c.Message.ID
	}
	if !slices.ContainsFunc(r.Versions, func(o Version) bool { return o.Message == c.Message.ID }) {
		d.write(key, Version{Kind: VersionAttempt, Time: c.Message.Time, Counts: c.Message.Time, By: d.Speaker.Name(), Problems: []Problem{{Code: Proposed}}})
	}
	q := Question{Asker: d.asker(), Key: key, Message: c.Message.ID, Code: Proposed, Meant: e.Meant, Counts: c.Message.Time}
	d.forgetUnread(c.Message.ID)
	d.ask(q, Problem{Code: Proposed, Say: w.sayProposal(q)}, w.sayOpen(key, e))
	return d.Change
}

// SameAs is what a record says, as what is meant by who says that nothing has changed.
func (w *Workspace) SameAs(r Record) Examined {
	var e Examined
	now, form := r.Fold(), w.Form(r.Form)
	for i := range form.Fields {
		field := &form.Fields[i]
		v, said := now.Values[field.ID]
		if !said || field.Kind == Prose || !now.Valid {
			continue
		}
		v.Carried, v.AsOf, v.As = false, time.Time{}, ""
		e.Meant = append(e.Meant, Meant{Field: field.ID, Value: v})
	}
	return e
}

// GaveWay tells whether the question that a row asks gave way to what help read in its
// message, of the questions that are open for whom it asks.
func GaveWay(row Row, q Question) bool {
	return slices.ContainsFunc(q.Turns(), func(t Question) bool { return t.Code == Proposed && t.Message == row.Message && t.Row != row.Key })
}

// forgetUnread drops the parser's own question about a message: another is asked in its
// place.
func (d *decision) forgetUnread(m MessageID) {
	d.forget(m)
	if d.Question == nil || d.Question.Message != m {
		return
	}
	waits := d.Question.Waits
	if len(waits) == 0 {
		d.Question = nil
		return
	}
	head := waits[0]
	head.Waits = waits[1:]
	d.Question = &head
}

// sayProposal asks whether some values are what was meant, each with the words that it was
// read from.
func (w *Workspace) sayProposal(q Question) string {
	form := w.Form(q.Key.Form)
	var said []string
	for _, o := range q.Meant {
		field := form.Field(o.Field)
		if field == nil {
			continue
		}
		words := field.Short() + o.Value.Words()
		if o.Quote != "" {
			words += "（“" + w.words(o.Quote) + "”" + doubtful[o.Unsure] + "）"
		}
		said = append(said, words)
	}
	return "您是不是报：" + string(q.Key.Unit) + " " + w.Title(q.Key.PeriodKey) + "：" + strings.Join(said, "、") +
		"？对请回“对”，不对请按格式重发，如“" + form.Like(q.fields()) + "”。"
}

// doubtful marks a value that no word of its field stands by, or that is denied or
// hedged near by.
var doubtful = map[bool]string{true: "，请核对"}

// sayOpen names what an offer leaves open: numbers of which nobody can tell what they
// count, and fields that are asked for.
func (w *Workspace) sayOpen(k RecordKey, e Examined) string {
	var said []string
	if len(e.Unclaimed) > 0 {
		said = append(said, "没看出“"+strings.Join(e.Unclaimed, "”“")+"”是哪一项")
	}
	if len(e.Missing) > 0 {
		said = append(said, "还缺"+strings.Join(w.Form(k.Form).names(e.Missing), "、"))
	}
	return strings.Join(said, "；")
}

// fields are those of which something is proposed.
func (q *Question) fields() []FieldID {
	ids := make([]FieldID, len(q.Meant))
	for i, m := range q.Meant {
		ids[i] = m.Field
	}
	return ids
}

// rest is what an offer still offers when something of it has been said otherwise: in
// answer to it, or in a report that lacks what the form asks for.
func (d *decision) rest(q Question, r Record) (Question, bool) {
	now, form := r.Fold(), d.w.Form(r.Form)
	q.Meant = slices.DeleteFunc(slices.Clone(q.Meant), func(o Meant) bool { return has(now.Values, o.Field) })
	wanted := slices.ContainsFunc(q.Meant, func(o Meant) bool {
		field := form.Field(o.Field)
		return field != nil && (field.Required || d.Reading.Answer != nil)
	})
	return q, wanted && r.has(q.Message)
}

// sayRest offers the rest, and tells what of the record counts already.
func (w *Workspace) sayRest(q Question, r Record) string {
	var said sayings
	now, form := r.Fold(), w.Form(r.Form)
	for i := range form.Fields {
		if v, ok := now.Values[form.Fields[i].ID]; ok && !v.Carried {
			said.add(&form.Fields[i], v.Words())
		}
	}
	return "已记" + said.String() + "。" + w.sayProposal(q)
}

// has tells whether what a message made of a record stands.
func (r *Record) has(m MessageID) bool {
	return slices.ContainsFunc(r.Live(), func(v Version) bool { return v.Message == m })
}

// dropProposal lets go of an offer that is wrong, and asks for the report. To the parser
// what was said may have been talk: then nothing came.
func (d *decision) dropProposal() {
	q := *d.Question
	d.close()
	like := d.w.Form(q.Key.Form).Like(q.fields())
	q.Meant = nil
	for _, v := range d.Records[q.Key].Versions {
		if v.Message == q.Message && slices.ContainsFunc(v.Problems, func(p Problem) bool { return p.Code == Proposed }) {
			d.write(q.Key, Version{Kind: VersionWithdrawal, About: q.Message, By: d.Speaker.Name()})
			break
		}
	}
	p := Problem{Code: Unreadable, Say: "好的，没有记。请按格式重发，如“" + like + "”。"}
	d.ask(q.about(p), p, "")
}

// lapsed tells whether an offer need not be answered any more: something that it offers
// counts, or its message was recalled.
func (q *Question) lapsed(r Record) bool {
	now := r.Fold()
	return !r.has(q.Message) || slices.ContainsFunc(q.Meant, func(o Meant) bool { return has(now.Values, o.Field) })
}

// quoteOf are the words in which the message that an answer confirms said a value; ""
// where the answer is no such.
func (d *decision) quoteOf(id FieldID) string {
	if d.Reading.Answer == nil || d.Reading.Answer.Kind != AnswerYes || d.Question == nil {
		return ""
	}
	i := slices.IndexFunc(d.Question.Meant, func(o Meant) bool { return o.Field == id })
	if i < 0 {
		return ""
	}
	return d.w.words(d.Question.Meant[i].Quote)
}

// JustConfirmed tells whether the last that counts in a record is what a model read and
// the sender of a message has confirmed in the same place, not longer ago than a
// question lives.
func (r *Record) JustConfirmed(v View) bool {
	live := r.Live()
	if len(live) == 0 {
		return false
	}
	last := live[len(live)-1]
	ago := v.Message.Time.Sub(last.Time)
	return last.isProposed() && last.By == v.Speaker.Name() && last.Chat == v.Message.Chat && ago >= 0 && ago <= QuestionLife
}

// askWhichWrong asks which item of what was confirmed is wrong: it stands until then.
func (d *decision) askWhichWrong() {
	var ids []FieldID
	form, now := d.w.Form(d.Regret.Form), d.Regret.Fold()
	for i := range form.Fields {
		if v, ok := now.Values[form.Fields[i].ID]; ok && !v.Carried {
			ids = append(ids, form.Fields[i].ID)
		}
	}
	say := string(d.Regret.Unit) + " " + d.w.Title(d.Regret.PeriodKey) + "哪一项不对？请连项目一起回正确的数，如“" + form.Like(ids[:min(1, len(ids))]) + "”。"
	d.respond([]filed{{problems: []Problem{{Code: Unreadable, Say: say}}}})
}

// isProposed tells whether a version holds what a model read in another message and the
// sender confirmed.
func (v *Version) isProposed() bool {
	return v.Kind == VersionAnswer && v.Asked == (&Problem{Code: Proposed}).tag()
}

// source is the message in which the values of a version were said.
func (v *Version) source() MessageID {
	if v.isProposed() {
		return v.About
	}
	return v.Message
}
