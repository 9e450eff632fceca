package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// QuestionLife is how long a question stays open after it was asked.
const QuestionLife = 2 * time.Hour

// mostWaiting is how many questions wait for one person in one place: nobody
// answers more in two hours.
const mostWaiting = 20

// The stages of a question: when it need not be asked any more.
const (
	StageOpen      = "open"      // while the question is open; Ref names the asker
	StageUnsettled = "unsettled" // while the record has nothing that counts; Ref names the asker where it waits for help
)

// order is the order in which problems are asked about: first what keeps a
// report from counting, then what keeps a value out, then what only needs a 是.
var order = []ProblemCode{Who, WhichUnit, UnknownSender, Future, Unreadable, Proposed, Unfilled, Twice, WrongUnit, CheckFailed, OutOfRange, Jump}

// filed is a record that the message has something to say about: a question,
// where a problem was found, else a receipt.
type filed struct {
	key      RecordKey
	problems []Problem
	stage    string // of its receipt; empty: it does not count yet and has none
	remark   string
}

// respond asks the most pressing of all questions, of reports that do not count
// before others; the rest waits. A record that is asked about gets no receipt.
// Where nothing new is asked and the open question is settled, what waits is.
func (d *decision) respond(all []filed) {
	slices.SortStableFunc(all, func(a, b filed) int { return cmp.Compare(a.urgency(), b.urgency()) })
	switch {
	case len(all) > 0 && len(all[0].problems) > 0:
		p := pressing(all[0].problems)
		d.ask(d.raised(p, all[0].key), p, all[0].remark)
	case d.Close != nil && d.Ask == nil:
		d.askNext()
	}
	for i, f := range all {
		if i > 0 && len(f.problems) > 0 {
			d.queue(d.raised(pressing(f.problems), f.key))
		}
		if f.stage != "" && !d.asksAbout(f.key) {
			d.receipt(f.key, f.stage, f.remark)
		}
	}
}

// urgency orders what a message left: lower is asked first.
func (f *filed) urgency() int {
	if len(f.problems) == 0 {
		return 2 * len(order)
	}
	n := slices.Index(order, pressing(f.problems).Code)
	if f.stage != "" {
		n += len(order)
	}
	return n
}

// pressing is the problem to ask about first.
func pressing(problems []Problem) Problem {
	return slices.MinFunc(problems, func(a, b Problem) int {
		return slices.Index(order, a.Code) - slices.Index(order, b.Code)
	})
}

// asksAbout tells whether a question about a record leaves with this change.
func (d *decision) asksAbout(k RecordKey) bool {
	return slices.ContainsFunc(d.Rows, func(r Row) bool {
		return r.Kind == Ask && slices.Equal(r.Units, []UnitID{k.Unit}) && PeriodKey{r.Form, r.Period, r.Slot} == k.PeriodKey
	})
}

// asking is the row of a question about a record.
func asking(k RecordKey) Row { return Row{Kind: Ask, Form: k.Form, Period: k.Day, Slot: k.Slot} }

// raised is the question that a problem of the message raises.
func (d *decision) raised(p Problem, k RecordKey) Question {
	q := Question{Asker: d.asker(), Key: k, Message: d.Message.ID, Counts: d.Message.Time, Until: d.w.Leaves(asking(k), d.Now).Add(QuestionLife)}
	if p.Code.incomplete() {
		q.Text = Mask(d.Message.Text)
	}
	if i := slices.IndexFunc(d.Reading.Filings, func(f Filing) bool { return f.Key() == k }); i >= 0 && p.Code == Future {
		p.Field = d.w.Form(k.Form).leading(&d.Reading.Filings[i])
	}
	return q.about(p)
}

// about turns a question to a problem.
func (q Question) about(p Problem) Question {
	q.Code, q.Field, q.Rule, q.Seen = p.Code, p.Field, p.Rule, p.Seen
	return q
}

// incomplete tells whether a problem keeps all that a message says from being
// filed: what it lacks is asked for, and its words are read again with it.
func (c ProblemCode) incomplete() bool { return c == Who || c == WhichUnit || c == Future }

// answerable tells whether a short answer settles the problem; to all others
// the sender replies with a whole report.
func (c ProblemCode) answerable() bool { return c != UnknownSender && c != Unreadable }

// opens tells whether a question stays open: something that the asker sends can
// settle it.
func (q *Question) opens() bool {
	return q.Code.answerable() || q.Code == Unreadable && q.Key.Unit != ""
}

// ask queues a question and opens it; one that is open and not settled by this
// change waits behind it. A stranger is asked at most once a day, of a correction and
// after an acceptance anew: the row's key then names the day instead of the message. Whoever answers that is told once that
// the report does not count.
func (d *decision) ask(q Question, p Problem, remark string) {
	row := Row{
		Key: "question/" + string(d.Message.ID), Kind: Ask, To: d.at(q.Asker), Mentions: d.mentionAt(q.Asker),
		Form: q.Key.Form, Period: q.Key.Day, Slot: q.Key.Slot, Text: d.about(q) + p.Say + bracketed(remark), Message: d.Message.ID,
		NotBefore: d.w.Leaves(asking(q.Key), d.Now),
	}
	if q.Code == Proposed {
		row.Key = "question/" + string(helped(d.Message.ID)) // beside the parser's own
	}
	if q.Key.Unit != "" {
		row.Units = []UnitID{q.Key.Unit}
	}
	switch {
	case p.Code.answerable():
		row.Stage, row.Ref = StageOpen, q.Asker.Sender
	case p.Code == Unreadable && q.Key.Day != 0:
		row.Stage = StageUnsettled
		if d.Patience > 0 {
			row.NotBefore, row.Ref = d.w.Leaves(asking(q.Key), d.Now.Add(d.Patience)), q.Asker.Sender
		}
	}
	if !d.Speaker.Known() {
		row.Key = "question/stranger/" + FoldCard(d.Speaker.Card) + "/" + DayOf(d.Now.In(d.w.Zone)).String()
		switch settled := d.w.settledOf(d.Speaker.Card); {
		case d.Reading.Answer != nil:
			row.Key += "/answered"
		case d.Reading.Kind == IsCorrection:
			row.Key += "/" + string(d.Message.ID) // else he would take it for mended
		case settled > 0:
			row.Key += fmt.Sprintf("/%d", settled)
		}
	}
	row.Expires = row.NotBefore.Add(QuestionLife)
	d.Rows = append(d.Rows, row)
	if !q.opens() {
		return
	}
	q.Asked, q.Until, q.Row, q.Waits = d.Now, row.Expires, row.Key, d.behind(q)
	d.Ask = &q
}

// behind lists what waits for the asker behind a question: what was open and is
// not settled, while it has not lapsed; of too many the oldest are dropped.
func (d *decision) behind(q Question) []Question {
	if d.Question == nil || d.Question.Asker != q.Asker {
		return nil
	}
	waits := slices.Clone(d.Question.Waits)
	if d.Close == nil {
		head := *d.Question
		head.Waits = nil
		waits = append([]Question{head}, waits...)
	}
	waits = slices.DeleteFunc(waits, func(w Question) bool {
		return w.Until.Before(d.Now) || w.Key == q.Key && w.Message == q.Message || w.Text != "" && w.Text == q.Text
	})
	return waits[:min(len(waits), mostWaiting)]
}

// queue lets a question of the same message wait behind the one that is asked.
func (d *decision) queue(q Question) {
	// One word about a message that lacks a unit or a day settles all of it.
	if d.Ask == nil || !q.opens() || q.Text != "" && d.Ask.Text != "" && d.Ask.Message == q.Message {
		return
	}
	own := slices.IndexFunc(d.Ask.Waits, func(w Question) bool { return w.Message != q.Message })
	if own < 0 {
		own = len(d.Ask.Waits)
	}
	waits := slices.Insert(slices.Clone(d.Ask.Waits), own, q)
	d.Ask.Waits = waits[:min(len(waits), mostWaiting)]
}

// about names what a question is about, as far as the place leaves it open: the
// unit, to whom speaks for others than one of his own; the form and the day,
// where the message is about several or not about what is owed now. To strangers
// the sentence itself names the unit.
func (d *decision) about(q Question) string {
	k, words := q.Key, []string{}
	if q.Code == UnknownSender || q.Code == Proposed {
		return ""
	}
	if own := d.Speaker.Units(); k.Unit != "" && (len(own) != 1 || own[0] != k.Unit) {
		words = append(words, string(k.Unit))
	}
	if form := d.w.Form(k.Form); form != nil && k.Day != 0 && (len(form.Slots) > 1 ||
		d.w.PeriodAt(form, d.Message.Time) != k.PeriodKey || !d.isOnlyAbout(k.PeriodKey)) {
		words = append(words, d.w.Title(k.PeriodKey))
	}
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, " ") + "："
}

// isOnlyAbout tells whether the message is about one period alone: those it has
// written, or that of the question it answers.
func (d *decision) isOnlyAbout(k PeriodKey) bool {
	if len(d.Writes) == 0 && d.Reading.Kind == IsAnswer {
		return d.Question.Key.PeriodKey == k
	}
	return !slices.ContainsFunc(d.Writes, func(w Write) bool { return w.Key.PeriodKey != k })
}

// bracketed is a remark behind a sentence.
func bracketed(remark string) string {
	if remark == "" {
		return ""
	}
	return "（" + remark + "）"
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
	d.respond([]filed{{key: k, problems: d.Reading.Problems}})
}

// unread asks for text in place of what cannot be read.
func (d *decision) unread(k RecordKey) string {
	what := "图片、语音我读不了，%s的%s请用文字发一下。"
	switch {
	case d.Message.Type == FileMessage && d.Message.Text == "":
		what = "这个文件我读不了，%s的%s请另存为 .xlsx 或 .docx 再发，或者直接发文字。"
	case d.Message.Type == FileMessage:
		what = "这个文件里没有读出%s的%s，请直接发文字。"
	}
	return fmt.Sprintf(what, k.Unit, d.w.Form(k.Form).Name)
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
			Text:    d.unread(k),
			Message: d.Message.ID, NotBefore: d.Now, Expires: d.w.Closes(k.PeriodKey),
		})
		return
	}
}
