package report

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// View is all that a decision about one message rests on: what was read from
// the message, and what the store holds of the records it touches.
type View struct {
	Now      time.Time
	Message  Message
	Reading  Reading
	Speaker  Speaker
	Question *Question              // the asker's open question, if any; of several the one that is answered
	Referred *Outcome               // what the quoted or recalled message became, if known
	Records  map[RecordKey]Record   // every key of Touches
	Earlier  map[RecordKey][]Record // the unit's valid records before those, newest first, as far as Wants asks
	Last     int                    // the highest number of an event so far, for who raises one
	Recent   []Event                // the events of the last minutes, likewise
	Raised   []Event                // the urgent matters that the message may take back, as RaisedSince asks
	Aloud    bool                   // the channel cannot write to a person alone
	Started  Day                    // the day of the first start: nothing is owed before it
	Regret   *Record                // what the sender has confirmed just before and now says is wrong
	Patience time.Duration          // how long a question about what cannot be read waits for help; 0: none was asked for
}

// Decide says what a message changes. It is pure: where a revision has moved
// meanwhile, the store refuses the change and the caller reads and decides again.
func (w *Workspace) Decide(v View) Change {
	d := newDecision(w, v)
	d.Outcome = Outcome{Message: v.Message.ID, Kind: v.Reading.Kind}
	switch v.Reading.Kind {
	case IsRecall:
		d.recall()
	case IsAnswer:
		d.answer()
	case IsReport, IsCorrection:
		d.file()
	case IsEvent:
		d.raiseWords()
	case IsUnparsed:
		if d.Regret != nil {
			d.askWhichWrong()
			break
		}
		d.unparsed()
	case IsChatter:
		d.media()
	}
	d.strange()
	d.takeBack()
	d.confirm()
	return d.Change
}

func newDecision(w *Workspace, v View) *decision {
	d := &decision{w: w, View: v}
	d.Records = maps.Clone(v.Records) // each write is added
	d.Time, d.At = v.Message.Time, v.Now
	return d
}

// Touches lists the records a decision needs, so that they can be read in one
// round trip: those filed, the ones a filing may belong to instead, and those
// of a recalled, quoted or questioned message.
func (w *Workspace) Touches(v View) []RecordKey {
	var keys []RecordKey
	if v.Question != nil {
		for _, q := range v.Question.Turns() {
			if q.Key.Unit != "" && q.Key.Day != 0 {
				keys = append(keys, q.Key)
			}
		}
	}
	if v.Referred != nil {
		keys = append(keys, v.Referred.Records...)
	}
	d := &decision{w: w, View: v}
	for i := range v.Reading.Filings {
		keys = append(keys, d.candidates(&v.Reading.Filings[i])...)
	}
	if v.Reading.Kind == IsUnparsed && len(v.Speaker.Units()) == 1 || v.Reading.Kind == IsChatter && v.Message.Type.media() {
		keys = append(keys, d.owedHere()...)
	}
	slices.SortFunc(keys, compareRecordKeys)
	return slices.Compact(keys)
}

func compareRecordKeys(a, b RecordKey) int {
	return cmp.Or(cmp.Compare(a.Form, b.Form), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.Unit, b.Unit))
}

// decision is a change in the making.
type decision struct {
	w *Workspace
	View
	Change
	alarms []raised // in the order in which they were told
}

// write appends a version to a record, on the revision that was read, and keeps
// the record for what the same message changes after it.
func (d *decision) write(k RecordKey, v Version) {
	r := d.Records[k]
	r.RecordKey = k
	v.Message, v.Filed, v.Chat = d.Message.ID, d.Now, d.Message.Chat
	switch {
	case v.Kind == VersionWithdrawal:
		v.Time, v.Counts = d.Message.Time, d.Message.Time
	case v.Line == "":
		v.Words = firstWords(d.Message.Text)
	}
	revision := r.Revision()
	r.Versions = append(slices.Clone(r.Versions), v)
	d.Records[k] = r
	d.Writes = append(d.Writes, Write{Key: k, Revision: revision, Version: v})
	if !slices.Contains(d.Outcome.Records, k) {
		d.Outcome.Records = append(d.Outcome.Records, k)
	}
}

// current folds a record that was read or written by this decision.
func (d *decision) current(k RecordKey) Current {
	r := d.Records[k]
	return r.Fold()
}

// here is where an answer to the message goes: its chat, or its sender in private.
func (d *decision) here() Address {
	if d.Message.Private && d.Speaker.Known() {
		return Address{Person: d.Speaker.Person.ID}
	}
	return Address{Chat: d.Message.Chat}
}

// at is where an asker is asked.
func (d *decision) at(a Asker) Address {
	switch {
	case a.Chat != "":
		return Address{Chat: a.Chat}
	case d.Speaker.Known():
		return Address{Person: d.Speaker.Person.ID}
	}
	return d.here()
}

// mentionAt is the sender's card where an asker is spoken to in a chat.
func (d *decision) mentionAt(a Asker) []string {
	if a.Chat == "" || d.Message.Sender == "" {
		return nil
	}
	return []string{d.Message.Sender}
}

// mention is the sender's card where a chat is spoken to.
func (d *decision) mention() []string {
	if d.Message.Private || d.Message.Sender == "" {
		return nil
	}
	return []string{d.Message.Sender}
}

// authority tells whether what the speaker says of a unit may replace what was
// said: the unit's own people, its lead and an admin. Others are proxies.
func (d *decision) authority(u UnitID) bool {
	return d.Speaker.AnswersFor(u) || d.Speaker.Has(Admin)
}

// asker is whom a question to the sender is open for.
func (v *View) asker() Asker { return AskerOf(v.Message, v.Speaker) }

// AskerOf names the person in the place where a message was sent.
func AskerOf(m Message, s Speaker) Asker {
	name := "card:" + FoldCard(s.Card)
	if s.Known() {
		name = string(s.Person.ID)
	}
	return Asker{Chat: m.Chat, Sender: name}
}

// close settles the open question.
func (d *decision) close() {
	if d.Question != nil {
		d.Close = &d.Question.Asker
	}
}
