package report

import (
	"slices"
	"strings"
	"time"
)

// Reads is how messages are read, as package parse does it. It is an argument,
// since this package knows no words of messages.
type Reads func(Message) Reading

// Offer is what a reminder says is enough: words that file exactly the report
// asked for, or else a form to fill in.
type Offer struct {
	Phrase string   // files the zero-report; empty where none makes sense or is understood
	Units  []UnitID // those that the phrase names; none: it goes by who sends it
	Each   bool     // it is offered to several people: who reports for several units names the unit before it
	Format string   // without a phrase: what to send, with blanks for the numbers
}

// likely is within what time a reminder is mostly answered: an offered phrase
// means the same all that time.
const likely = time.Hour

// most is how many units one phrase names.
const most = 3

// Offer finds the shortest words that file a zero-report of a period for the
// missing units, wherever a reminder of them goes: each candidate is read back as
// everybody would send it, and only what comes out as that report is offered.
// The form and the slot are named where more than one is open in that place, the
// day where the period is over by the time of the answer.
func (w *Workspace) Offer(k PeriodKey, missing []UnitID, to Address, now time.Time, read Reads) Offer {
	o := offering{w: w, key: k, to: to, now: now, read: read}
	o.find(missing)
	o.alone = !slices.ContainsFunc(o.senders, o.owesOther)
	form := w.Form(k.Form)
	if form.hasZero() && read != nil {
		for _, phrase := range o.candidates() {
			if offer, ok := o.offer(phrase); ok {
				return offer
			}
		}
	}
	return Offer{Format: o.format()}
}

// hasZero tells whether a zero-report of the form says all that must be said.
func (f *Form) hasZero() bool {
	said := slices.Concat(f.Zero.Sets, f.Zero.Carries)
	return len(said) > 0 && !slices.ContainsFunc(f.Fields, func(field Field) bool {
		return field.Required && !slices.Contains(said, field.ID)
	})
}

// offering is the search for words that one address can answer with.
type offering struct {
	w       *Workspace
	key     PeriodKey
	to      Address
	now     time.Time
	read    Reads
	missing []UnitID
	senders []sender
	alone   bool // nobody who may answer owes any other form in the place
}

// sender is somebody who may answer, with the missing units to answer for.
type sender struct {
	person *Person
	units  []UnitID
}

// find lists who may answer for the missing units.
func (o *offering) find(missing []UnitID) {
	o.missing = missing
	if o.to.Person != "" {
		if p := o.w.Person(o.to.Person); p != nil {
			o.senders = []sender{{p, missing}}
		}
		return
	}
	at := map[*Person]int{}
	for _, u := range missing {
		for _, p := range o.w.Reporters(u) {
			i, ok := at[p]
			if !ok {
				i, at[p] = len(o.senders), len(o.senders)
				o.senders = append(o.senders, sender{person: p})
			}
			o.senders[i].units = append(o.senders[i].units, u)
		}
	}
}

// phrase is one way of saying that there is nothing, in parts, so that a unit's
// name can stand in front.
type phrase struct {
	head string // day, form and slot
	word string // 无异常
}

func (p phrase) of(units []UnitID) string {
	if len(units) < 2 {
		return joinUnits(units) + p.head + p.word
	}
	return joinUnits(units) + p.head + "均" + p.word
}

// candidates are the ways of saying it, the shorter first: nothing but 平安 where
// only one form is open in the place, then the slot alone, then the form's names,
// each with the day at last.
func (o *offering) candidates() []phrase {
	form := o.w.Form(o.key.Form)
	slot := form.Slot(o.key.Slot).Name
	var all []phrase
	if o.alone && slot == "" {
		all = append(all, phrase{"", "平安"})
	}
	heads := form.heads(slot)
	if o.alone && slot != "" {
		heads = append([]string{slot}, heads...)
	}
	for _, day := range []string{"", o.key.Day.Chinese()} {
		for _, head := range heads {
			for _, word := range []string{"无异常", "零报告", "平安"} {
				all = append(all, phrase{day + head, word})
			}
		}
	}
	return all
}

// heads are the names by which a form is known, with one of its slots: before a
// slot the shorter half of the form's name will do (卡点值守, 夜班: 卡点夜班).
func (f *Form) heads(slot string) []string {
	heads := []string{f.Name + slot}
	for _, a := range f.Aliases {
		if slot != "" && strings.HasPrefix(f.Name, a) && len([]rune(a)) > 1 {
			heads = append([]string{a + slot}, heads...)
		}
	}
	for _, a := range f.Aliases {
		heads = union(heads, []string{a + slot})
	}
	return heads
}

// owesOther tells whether somebody owes another form in the place, now or by the
// time of the answer.
func (o *offering) owesOther(s sender) bool {
	m := o.said(s, "", o.now)
	for _, f := range o.w.FormsIn(m, o.w.Speaker(m)) {
		for _, at := range []time.Time{o.now, o.now.Add(likely)} {
			k := o.w.PeriodAt(f, at)
			owes := func(u UnitID) bool { return o.w.OwedBy(k, u) }
			if f.ID != o.key.Form && slices.ContainsFunc(s.person.speaksFor(), owes) {
				return true
			}
		}
	}
	return false
}

// offer makes an offer of a phrase, where everybody who uses it is understood.
func (o *offering) offer(p phrase) (Offer, bool) {
	var plain, several []sender
	for _, s := range o.senders {
		switch {
		case !o.known(s):
		case len(s.person.speaksFor()) > 1:
			several = append(several, s)
		default:
			plain = append(plain, s)
		}
	}
	for _, s := range plain {
		if !o.files(s, p.of(nil), s.units) {
			return Offer{}, false
		}
	}
	for _, s := range several {
		for _, u := range s.units {
			if o.to.Person == "" && !o.files(s, p.of([]UnitID{u}), []UnitID{u}) {
				return Offer{}, false
			}
		}
	}
	if len(plain) > 0 {
		return Offer{Phrase: p.of(nil), Each: len(several) > 0}, true
	}
	named := o.missing
	if o.to.Person == "" || len(named) > most {
		named = named[:1]
	}
	offer := Offer{Phrase: p.of(named), Units: named, Each: len(named) < len(o.missing)}
	return offer, len(several) == 0 || o.files(several[0], offer.Phrase, named)
}

// known tells whether the person is taken for whom the roster has.
func (o *offering) known(s sender) bool { return o.w.Speaker(o.said(s, "", o.now)).Person == s.person }

// said is the message by which somebody answers.
func (o *offering) said(s sender, text string, at time.Time) Message {
	return Message{ID: "offer", Time: at, Chat: o.to.Chat, Private: o.to.Person != "", Sender: s.person.Card, Text: text}
}

// files tells whether a phrase is read as the zero-report of these units for the
// period and as nothing else, from now on until it is likely answered.
func (o *offering) files(s sender, text string, units []UnitID) bool {
	for _, at := range []time.Time{o.now, o.now.Add(likely)} {
		r := o.read(o.said(s, text, at))
		if r.Kind != IsReport || len(r.Filings) != len(units) || len(r.Problems) > 0 || r.Event != nil {
			return false
		}
		for i := range r.Filings {
			f := &r.Filings[i]
			if !f.Zero || !f.Valid() || f.Proxy || f.Key().PeriodKey != o.key || !slices.Contains(units, f.Unit) || !o.settled(f) {
				return false
			}
		}
	}
	return true
}

// settled tells whether what a filing is about does not depend on what else the
// unit has reported: a bare phrase is the first form that it still owes, and
// without a slot's name the slot before is meant while that is missing.
func (o *offering) settled(f *Filing) bool {
	slotted := len(o.w.Form(o.key.Form).Slots) > 1
	return (f.FormNamed || o.alone) && (!slotted || f.SlotNamed)
}

// shown is how many fields a format shows where none is required.
const shown = 3

// format is what to send, with blanks for the numbers: the fields that are
// required, else the first.
func (o *offering) format() string {
	form := o.w.Form(o.key.Form)
	var fields []Field
	for _, f := range form.Fields {
		if f.Required {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		fields = form.Fields[:min(shown, len(form.Fields))]
	}
	said := []string{o.w.Title(o.key)}
	for i := range fields {
		said = append(said, fields[i].blank())
	}
	return strings.Join(said, "，")
}

// blank is a field to be filled in.
func (f *Field) blank() string {
	if f.Kind == Prose {
		return f.Name + "：__"
	}
	return f.Name + "__" + f.Unit()
}
