package report

import (
	"fmt"
	"slices"
	"strings"
)

// Following is what a message does to an urgent matter: its progress, who is told
// of it, and what whoever said it is answered.
type Following struct {
	Progress []Progress
	Rows     []Row
	Say      string
}

// Follow lets a message say something of an urgent matter: that somebody has it in
// hand, more from the place, a leader's answer, or that it is over. Of the view the
// message, its speaker and the instant count.
func (w *Workspace) Follow(v View, e Event, kind ProgressKind, text string) Following {
	d := &follower{decision: decision{w: w, View: v}, event: e, text: Mask(strings.TrimSpace(text)), kind: kind}
	switch kind {
	case Acknowledged:
		d.acknowledge()
	case FollowedUp:
		d.followUp()
	case Instructed:
		d.instruct()
	case Closed:
		d.end()
	}
	return Following{d.Change.Progress, d.Rows, d.say}
}

// follower is what a message does to one event, in the making.
type follower struct {
	decision
	event Event
	kind  ProgressKind
	text  string
	say   string
}

// step appends the progress.
func (d *follower) step() {
	d.Change.Progress = append(d.Change.Progress, d.progress(d.event, d.kind, d.text))
}

// progress is a step of an event that the message makes.
func (d *decision) progress(e Event, kind ProgressKind, text string) Progress {
	return Progress{
		Event: e.N, Kind: kind, Time: d.Message.Time, Message: d.Message.ID, Chat: d.Message.Chat,
		By: d.sayer(e), Text: text,
	}
}

// sayer is who says something of an event: the name, with where somebody is from who
// has nothing to do with it, and that a stranger is one.
func (d *decision) sayer(e Event) string {
	name := d.Speaker.Name()
	switch units := d.Speaker.Units(); {
	case !d.Speaker.Known():
		return "未登记的" + name
	case len(units) > 0 && !d.w.OfPlace(d.Speaker, e) && !d.w.InCharge(d.Speaker, e, d.View):
		return string(units[0]) + name
	}
	return name
}

// acknowledge tells whoever raised the matter who has it.
func (d *follower) acknowledge() {
	if end, over := d.event.Closed(); over {
		d.say = fmt.Sprintf("急报%d号已办结（%s %s）。", d.event.N, end.By, d.w.when(end.Time))
		return
	}
	if by, had := d.event.Acknowledged(); had {
		d.say = fmt.Sprintf("急报%d号%s已于%s收到。", d.event.N, by.By, d.w.when(by.Time))
		if by.By != d.Speaker.Name() || d.text != "" {
			d.step()
		}
		if d.text != "" && d.toRaiser(fmt.Sprintf("%s已收到，急报%d号。%s", d.Speaker.Name(), d.event.N, d.text)) {
			d.say += "您的话已转" + d.event.By + "。"
		}
		return
	}
	d.step()
	d.say = fmt.Sprintf("已记下：急报%d号，%s已收到", d.event.N, d.Speaker.Name())
	if d.toRaiser(fmt.Sprintf("%s已收到，急报%d号。%s", d.Speaker.Name(), d.event.N, d.text)) {
		d.say += "，已告诉" + d.event.By
	}
	d.say += "。"
}

// followUp passes more from the place to whoever has the matter, and the office.
func (d *follower) followUp() {
	_, over := d.event.Closed()
	d.step()
	if over {
		d.callAgain()
		return
	}
	if to := d.toHolders("续报", d.text); to != "" {
		d.say = fmt.Sprintf("急报%d号续报已转%s。", d.event.N, to)
	} else {
		d.say = fmt.Sprintf("急报%d号续报%s。", d.event.N, nobodyTold)
	}
}

// callAgain opens a matter again: people are called to it as when it was raised, and
// those who had it are told too.
func (d *follower) callAgain() {
	had := d.w.persons(d.event.holders())
	e := d.event
	e.Progress = append(slices.Clone(e.Progress), d.Change.Progress...)
	_, times := e.opened()
	row := d.alertRow(e)
	row.Text = fmt.Sprintf("【急报%d号续报】%s %s %s：%s（之前已办结）", e.N, e.place(), d.w.when(d.Message.Time), d.sayer(e), d.text)
	d.callAll(row, d.Now, func(round int) string { return callKey(e.N, times, round) })
	called := d.firstCalled(d.Now)
	row.Stage, row.NotBefore, row.Expires = "", d.Now, d.Now.Add(alertLife)
	rest := filter(d.others(had), func(p *Person) bool { return !slices.Contains(called, p) })
	if len(rest) > 0 {
		d.tell(row, fmt.Sprintf("alert/%d/%s", e.N, d.Message.ID), rest)
	}
	var names []string
	for _, p := range d.others(union(slices.Clone(called), rest)) {
		names = append(names, p.Name)
	}
	if len(names) == 0 && d.aloud() {
		names = []string{"班子群"}
	}
	if len(names) == 0 {
		d.say = fmt.Sprintf("急报%d号之前已办结，续报%s。", e.N, nobodyTold)
		return
	}
	d.say = fmt.Sprintf("急报%d号之前已办结，现在重新转报%s。", e.N, strings.Join(names, "、"))
}

// instruct takes a leader's answer back to the place.
func (d *follower) instruct() {
	d.step()
	d.say = fmt.Sprintf("急报%d号已记下您的答复", d.event.N)
	if d.toRaiser(fmt.Sprintf("%s就急报%d号答复：%s", d.Speaker.Name(), d.event.N, d.text)) {
		d.say += "，已转" + d.event.By
	}
	d.say += "。"
}

// end closes the matter and tells all who are with it.
func (d *follower) end() {
	if end, over := d.event.Closed(); over {
		d.say = fmt.Sprintf("急报%d号之前已办结（%s %s）。", d.event.N, end.By, d.w.when(end.Time))
		return
	}
	d.step()
	d.say = fmt.Sprintf("急报%d号已办结", d.event.N)
	if to := d.toHolders("办结", d.text); to != "" {
		d.say += "，已告诉" + to
	}
	d.say += "。"
	d.toRaiser(fmt.Sprintf("急报%d号已办结（%s）。%s", d.event.N, d.Speaker.Name(), d.text))
}

// toHolders tells those who are with the matter, and gives their names; "" where
// nobody could be told.
func (d *follower) toHolders(what, text string) string {
	row := d.alertRow(d.event)
	row.Expires = d.Now.Add(alertLife)
	row.Text = fmt.Sprintf("【急报%d号%s】%s %s %s", d.event.N, what, d.event.place(), d.w.when(d.Message.Time), d.sayer(d.event))
	if text != "" {
		row.Text += "：" + text
	}
	people := filter(d.w.involved(d.event, d.View), func(p *Person) bool { return p != d.Speaker.Person })
	d.tell(row, fmt.Sprintf("alert/%d/%s", d.event.N, d.Message.ID), people)
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
	}
	if len(names) == 0 && d.aloud() {
		return "班子群"
	}
	return strings.Join(names, "、")
}

// toRaiser tells whoever raised the matter, where it was raised, unless that is who
// speaks.
func (d *follower) toRaiser(text string) bool {
	e := d.event
	if d.w.Raised(d.Speaker, e) {
		return false
	}
	row := d.alertRow(e)
	row.Text, row.Expires = text, d.Now.Add(alertLife)
	raiser := d.w.Person(PersonID(e.By))
	switch {
	case e.Chat != "":
		row.To = Address{Chat: e.Chat}
		row.Mentions = []string{e.By}
		if raiser != nil {
			row.Mentions = []string{raiser.Card}
		}
	case raiser != nil:
		row.To = Address{Person: raiser.ID}
	default:
		return false
	}
	row.Key = fmt.Sprintf("alert/%d/%s/back/%s", e.N, d.Message.ID, row.To)
	d.Rows = append(d.Rows, row)
	return true
}

// involved are those whom news of a matter is for: who has it in hand and the
// office, or, where nobody has, all who were told of it.
func (w *Workspace) involved(e Event, v View) []*Person {
	if holders := w.persons(e.holders()); len(holders) > 0 {
		return union(holders, w.AllWith(Admin))
	}
	return w.Called(e, v.Now)
}

// InCharge tells whether somebody may have an urgent matter in hand: the leaders,
// the office, and who has the watch now or had it when the matter was raised.
func (w *Workspace) InCharge(s Speaker, e Event, v View) bool {
	if !s.Known() {
		return false
	}
	p := s.Person.ID
	return s.Has(Leader) || s.Has(Admin) || w.OnDuty(v.Now).Has(p) || w.OnDuty(e.Time).Has(p)
}

// Raised tells whether somebody raised an urgent matter. A stranger is known by the
// card alone, and is nobody of the roster by having a card like a name of it.
func (w *Workspace) Raised(s Speaker, e Event) bool {
	return s.Name() == e.By && (s.Known() || w.Person(PersonID(e.By)) == nil)
}

// OfPlace tells whether somebody may say that an urgent matter is over where it is:
// whoever of the roster raised it, and the unit's own people.
func (w *Workspace) OfPlace(s Speaker, e Event) bool {
	return s.Known() && (w.Raised(s, e) || s.Person.IsOf(e.Unit))
}
