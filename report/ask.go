package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// QuestionLife is how long a question stays open after it was asked.
const QuestionLife = 2 * time.Hour

// The stages of a question: when it need not be asked any more.
const (
	StageOpen      = "open"      // while the question is open; Ref names the asker
	StageUnsettled = "unsettled" // while the record has nothing that counts
)

// order is the order in which problems are asked about: first what keeps a
// report from counting, then what keeps a value out, then what only needs a 是.
var order = []ProblemCode{Who, WhichUnit, UnknownSender, Future, Unreadable, WrongUnit, Twice, OutOfRange, CheckFailed, Jump}

// askFirst asks about the most pressing problem, unless the message has asked
// already; the rest waits for the answer. It tells whether something was asked.
func (d *decision) askFirst(problems []Problem, k RecordKey) bool {
	if len(problems) == 0 || d.asked() {
		return false
	}
	d.ask(pressing(problems), k)
	return true
}

// pressing is the problem to ask about first.
func pressing(problems []Problem) Problem {
	return slices.MinFunc(problems, func(a, b Problem) int {
		return slices.Index(order, a.Code) - slices.Index(order, b.Code)
	})
}

func (d *decision) asked() bool {
	return slices.ContainsFunc(d.Rows, func(r Row) bool { return r.Kind == Ask })
}

// ask queues a question and opens it. A stranger is asked at most once a day:
// the row's key then names the day instead of the message.
func (d *decision) ask(p Problem, k RecordKey) {
	row := Row{
		Key: "question/" + string(d.Message.ID), Kind: Ask, To: d.here(), Mentions: d.mention(),
		Form: k.Form, Period: k.Day, Slot: k.Slot, Text: p.Say, Message: d.Message.ID,
		NotBefore: d.w.Leaves(Ask, d.Now),
	}
	if k.Unit != "" {
		row.Units = []UnitID{k.Unit}
	}
	switch {
	case p.Code.answerable():
		row.Stage, row.Ref = StageOpen, d.asker().Sender
	case p.Code == Unreadable && k.Day != 0:
		row.Stage = StageUnsettled
	}
	if !d.Speaker.Known() {
		row.Key = "question/stranger/" + FoldCard(d.Speaker.Card) + "/" + DayOf(d.Now.In(d.w.Zone)).String()
	}
	row.Expires = row.NotBefore.Add(QuestionLife)
	d.Rows = append(d.Rows, row)
	if !p.Code.answerable() {
		return
	}
	d.Ask = &Question{
		Asker: d.asker(), Key: k, Message: d.Message.ID, Code: p.Code, Field: p.Field, Rule: p.Rule, Seen: p.Seen,
		Counts: d.Message.Time, Asked: d.Now, Until: row.Expires, Row: row.Key,
	}
}

// answerable tells whether a short answer settles the problem; to all others
// the sender replies with a whole report.
func (c ProblemCode) answerable() bool {
	return c == WrongUnit || c == Twice || c == OutOfRange || c == CheckFailed || c == Jump
}

// blanks is the question about a report in which nothing is filled in.
func (d *decision) blanks(f *Filing) []Problem {
	if len(f.Unfilled) == 0 || len(f.Values) > 0 || len(f.Problems) > 0 {
		return nil
	}
	form := d.w.Form(f.Form)
	return []Problem{{Code: Unreadable, Say: fmt.Sprintf("%s%s的%s还没有填数，请把数补上再发一次。",
		f.Unit, form.Name, strings.Join(form.names(f.Unfilled), "、"))}}
}

// names are the names of fields.
func (f *Form) names(ids []FieldID) []string {
	var names []string
	for _, id := range ids {
		if field := f.Field(id); field != nil {
			names = append(names, field.Name)
		}
	}
	return names
}

// unparsed keeps that something came for what the speaker's only unit owes
// here, so that nobody calls it missing, and asks.
func (d *decision) unparsed() {
	k, owed := RecordKey{}, []RecordKey{}
	if len(d.Speaker.Units()) == 1 {
		owed = slices.DeleteFunc(d.owedHere(), d.valid)
	}
	if len(owed) > 0 {
		k = owed[0]
		d.write(k, Version{Kind: VersionAttempt, Time: d.Message.Time, Counts: d.Message.Time, By: d.Speaker.Name(), Problems: d.Reading.Problems})
	}
	d.askFirst(d.Reading.Problems, k)
}

// near is how long before the deadline a picture is taken for a report.
const near = 2 * time.Hour

// media asks once for text where a reporter sends a picture, a recording or a
// file near the deadline of what the unit still owes.
func (d *decision) media() {
	if !d.Message.Type.media() {
		return
	}
	for _, k := range d.owedHere() {
		if !d.Speaker.Reports(k.Unit) {
			continue
		}
		until := d.w.Due(k.PeriodKey).Sub(d.Now)
		if until > near || d.Now.After(d.w.Closes(k.PeriodKey)) || d.valid(k) {
			continue
		}
		d.Rows = append(d.Rows, Row{
			Key: "question/media/" + k.PeriodKey.String() + "/" + string(k.Unit), Kind: Ask,
			To: d.here(), Mentions: d.mention(), Form: k.Form, Period: k.Day, Slot: k.Slot, Units: []UnitID{k.Unit},
			Stage:   StageUnsettled,
			Text:    fmt.Sprintf("图片、语音和文件我读不了，%s的%s请用文字发一下。", k.Unit, d.w.Form(k.Form).Name),
			Message: d.Message.ID, NotBefore: d.Now, Expires: d.w.Closes(k.PeriodKey),
		})
		return
	}
}
