package report

import (
	"maps"
	"slices"
)

// Accept makes a stranger's report count, as if its sender had been known when it
// came: from its own arrival on, and behind whatever was said since. The view holds
// the message of whoever accepts it and the records that the stranger's message made;
// its reading is that of a command. It is false where nothing of the report is left:
// it was recalled, counts already, or lacks more than its sender.
func (w *Workspace) Accept(v View, s Stranger) (Change, bool) {
	d := &decision{w: w, View: v}
	d.Records = maps.Clone(v.Records)
	d.Time, d.At = v.Message.Time, v.Now
	d.Outcome = Outcome{Message: v.Message.ID, Kind: IsCommand}
	d.Speaker = Speaker{Card: s.Card}
	d.Message = Message{ID: v.Message.ID, Time: v.Message.Time, Chat: s.Chat, Sender: s.Card, Type: TextMessage}
	var all []filed
	for _, k := range slices.SortedFunc(maps.Keys(v.Records), compareRecordKeys) {
		r := d.Records[k]
		for _, had := range r.Live() {
			if had.Message != s.Message || had.Kind != VersionAttempt || r.answered(had) {
				continue
			}
			if f, ok := d.accepted(k, had); ok {
				before := d.current(k)
				d.Message.Text = had.Words
				d.write(k, f.version)
				d.raiseFields(&f.Filing, before)
				all = append(all, filed{key: k, stage: StageFiled})
			}
		}
	}
	d.respond(all)
	return d.Change, len(all) > 0
}

// answered tells whether a version has been settled by an answer since.
func (r *Record) answered(v Version) bool {
	return slices.ContainsFunc(r.Live(), func(a Version) bool { return a.Kind == VersionAnswer && a.About == v.Message && a.Line == v.Line })
}

// strange tells whether a version does not count, and for no other reason than that its
// sender is not in the roster.
func (v *Version) strange() bool {
	other := func(p Problem) bool { return p.Code != UnknownSender && p.Code.Invalidates() }
	return v.Kind == VersionAttempt && !slices.ContainsFunc(v.Problems, other) &&
		slices.ContainsFunc(v.Problems, func(p Problem) bool { return p.Code == UnknownSender })
}

// acceptance is a stranger's version as it counts, and what it says.
type acceptance struct {
	Filing
	version Version
}

// accepted is a version without the doubt who sent it; false where more is wrong.
func (d *decision) accepted(k RecordKey, had Version) (acceptance, bool) {
	v := had
	v.Kind, v.About = VersionAnswer, had.Message
	v.Asked = (&Problem{Code: UnknownSender}).tag()
	v.Problems = slices.DeleteFunc(slices.Clone(had.Problems), func(p Problem) bool { return p.Code == UnknownSender })
	f := Filing{Form: k.Form, Unit: k.Unit, Period: k.Day, Slot: k.Slot, Zero: v.Zero, Values: v.Values, Unfilled: v.Unfilled, Problems: v.Problems, Line: v.Line, AsOf: v.AsOf}
	f.Urgent = d.w.Form(k.Form).Urgent(v.Values)
	return acceptance{f, v}, f.Valid()
}
