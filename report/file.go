package report

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// file files every report of the message, then gives each its receipt or the
// question that it raises.
func (d *decision) file() {
	var all []filed
	if d.Reading.Answer != nil {
		d.close() // these are its words, with what they lacked
	}
	for i := range d.Reading.Filings {
		f := d.Reading.Filings[i]
		if d.unchangedLine(&f) {
			continue
		}
		if !d.placeQuoted(&f) {
			if f.Amends {
				all = append(all, filed{problems: d.unplaced(&f)})
			}
			continue
		}
		d.placeQuotedZero(&f)
		if f.Zero && d.nothingOwed(&f) {
			all = append(all, filed{key: f.Key(), stage: StageRepeated})
			continue
		}
		all = append(all, d.fileOne(&f, d.place(&f)))
	}
	if d.Reading.Event != nil {
		d.raiseWords()
	}
	if len(d.Reading.Problems) > 0 {
		all = append(all, filed{problems: d.Reading.Problems})
	}
	d.respond(all)
}

// fileOne writes one filing's version, raises what is urgent in it, and gives
// what there is to say about it.
func (d *decision) fileOne(f *Filing, stage string) filed {
	out := filed{key: f.Key(), remark: guesses(f)}
	if f.Form == "" || f.Unit == "" || f.Period == 0 {
		out.problems = slices.Concat(f.Problems, d.nameless(f))
		return out
	}
	before := d.current(out.key)
	// The reading is left as it is: it is decided on again where a record has moved.
	f.Problems = slices.Concat(f.Problems, d.unfilled(f), d.jumps(f))
	f.Problems = slices.DeleteFunc(f.Problems, func(p Problem) bool { return d.confirmed(p, f) })
	f.Problems = append(f.Problems, d.wholes(f, before)...)
	d.write(out.key, d.version(d.standing(f, before)))
	out.problems = f.Problems
	if !f.Valid() {
		if v := d.Writes[len(d.Writes)-1].Version; v.strange() {
			d.raiseFields(f, before) // it may be true, and cannot wait for an admin
		}
		out.problems = slices.Concat(out.problems, d.blanks(f))
		return out
	}
	if f.Proxy {
		out.remark = strings.Join(slices.DeleteFunc([]string{d.kept(f, before), out.remark}, func(s string) bool { return s == "" }), "；")
	}
	d.raiseFields(f, before)
	if d.answeredBy(f) {
		d.close()
	}
	switch {
	case before.Valid && f.Proxy && maps.EqualFunc(before.Values, d.current(out.key).Values, Value.Equal):
		stage = StageKept
	case before.Valid && stage == StageFiled:
		stage = StageCorrected
	}
	out.stage = stage
	return out
}

// nameless is the question about a filing of which nobody can tell whose it is.
func (d *decision) nameless(f *Filing) []Problem {
	if f.Unit != "" || len(f.Problems) > 0 {
		return nil
	}
	return []Problem{{Code: WhichUnit, Say: sayWhose("")}}
}

// confirmed tells whether the sender has confirmed the same thing for the same
// values before: nothing is asked twice.
func (d *decision) confirmed(p Problem, f *Filing) bool {
	r := d.Records[f.Key()]
	if !r.confirms(p) {
		return false
	}
	fields := []FieldID{p.Field}
	if p.Code == CheckFailed {
		fields = d.w.Form(f.Form).ruleFields(p.Rule)
	}
	now := r.Fold()
	return !slices.ContainsFunc(fields, func(id FieldID) bool { return !now.Values[id].N.Equal(f.Values[id].N) })
}

// answeredBy tells whether a report gives anew what is being asked about, or says
// again, with its unit, the words that lacked one.
func (d *decision) answeredBy(f *Filing) bool {
	q := d.Question
	switch {
	case q == nil:
		return false
	case q.Code == Future:
		return f.Form == q.Key.Form && f.Unit == q.Key.Unit && d.w.Form(f.Form).leading(f) == q.Field
	case q.Text != "":
		return strings.Contains(FoldCard(d.Message.Text), FoldCard(q.Text))
	case q.Key != f.Key():
		return false
	case q.Code == CheckFailed:
		fields := d.w.Form(f.Form).ruleFields(q.Rule)
		return slices.ContainsFunc(fields, func(id FieldID) bool { return has(f.Values, id) })
	}
	return has(f.Values, q.Field) || q.Code == Unreadable || q.Code == Proposed
}

// kept says which of a proxy's values were not taken, since the unit had given
// others itself.
func (d *decision) kept(f *Filing, before Current) string {
	now, form := d.current(f.Key()), d.w.Form(f.Form)
	var said sayings
	for i := range form.Fields {
		id := form.Fields[i].ID
		value, given := f.Values[id]
		if old, had := before.Values[id]; given && had && !value.Equal(old) && now.Values[id].Equal(old) {
			said.add(&form.Fields[i], old.Words())
		}
	}
	if said.String() == "" {
		return ""
	}
	return "代报没有改动本单位报的" + said.String()
}

// leading is the first field that a filing gives, or "" of a zero phrase.
func (form *Form) leading(f *Filing) FieldID {
	if ids := form.numbers(f.Values); len(ids) > 0 && !f.Zero {
		return ids[0]
	}
	return ""
}

// version is what a filing makes of its record.
func (d *decision) version(f *Filing) Version {
	v := Version{
		Time: d.Message.Time, Counts: d.Message.Time, By: d.Speaker.Name(),
		Kind: VersionNew, Zero: f.Zero, AsOf: f.AsOf, Values: f.Values,
		Unfilled: f.Unfilled, Problems: f.Problems, Line: f.Line,
		Proxy: f.Proxy && !d.Speaker.Has(Admin) && f.Line == "",
	}
	v.About, v.Asked = d.origin(f)
	if f.Zero {
		v.Values = d.carried(f)
	}
	switch {
	case !f.Valid():
		v.Kind = VersionAttempt
	case d.Reading.Kind == IsCorrection:
		v.Kind = VersionCorrection
	}
	return v
}

// origin is what a report goes back to: the message that was asked about, with
// the problem, or the earlier report that it quotes.
func (d *decision) origin(f *Filing) (about MessageID, asked string) {
	switch {
	case d.Reading.Answer != nil && d.Question != nil:
		return d.Question.Message, d.Question.problem().tag()
	case d.Referred != nil && slices.Contains(d.Referred.Records, f.Key()):
		return d.Message.RefersTo, ""
	}
	return "", ""
}

// carried adds to a zero-report the values that it keeps from the unit's last
// reports, field by field. A value already stated for the period is left alone.
func (d *decision) carried(f *Filing) map[FieldID]Value {
	values := maps.Clone(f.Values)
	if values == nil {
		values = map[FieldID]Value{}
	}
	now := d.current(f.Key())
	for _, id := range d.w.Form(f.Form).Zero.Carries {
		v, known := d.lastKnown(f.Key(), id)
		if !known || has(values, id) || has(now.Values, id) {
			continue
		}
		v.Carried, v.AsOf = true, time.Time{}
		values[id] = v
	}
	return values
}

// lastKnown is the last value of a field that the unit gave before a period.
func (d *decision) lastKnown(k RecordKey, id FieldID) (Value, bool) {
	for _, r := range d.Earlier[k] {
		if v, ok := r.Fold().Values[id]; ok {
			return v, true
		}
	}
	return Value{}, false
}

// Wants tells whether a decision about a filing under k wants an older record
// than those found: a zero-report carries values, and numbers are compared with
// the last ones. A zero-report carried all that was known before it.
func (w *Workspace) Wants(f *Filing, k RecordKey, found []Record) bool {
	var missing []FieldID
	if f.Zero {
		missing = append(missing, w.Form(k.Form).Zero.Carries...)
	} else if k.Form == f.Form {
		missing = w.Form(f.Form).numbers(f.Values)
	}
	for _, r := range found {
		if !f.Zero && r.Slot != k.Slot {
			continue // a night is not compared with a day
		}
		c := r.Fold()
		if c.Zero {
			return false
		}
		missing = slices.DeleteFunc(missing, func(id FieldID) bool { return has(c.Values, id) })
	}
	return len(missing) > 0
}

// numbers are the fields of values that are no prose.
func (f *Form) numbers(values map[FieldID]Value) []FieldID {
	var ids []FieldID
	for i := range f.Fields {
		if id := f.Fields[i].ID; f.Fields[i].Kind != Prose && has(values, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// place settles what a message alone cannot say: the form of a bare zero
// phrase, and within a slot's first hour the slot before. The stage for its
// receipt tells which.
func (d *decision) place(f *Filing) (stage string) {
	if f.Zero && !f.FormNamed && d.Reading.Kind != IsCorrection {
		if k, ok := d.firstOwed(f); ok {
			d.reform(f, k)
		}
	}
	if f.SlotNamed || f.DateNamed || f.Form == "" || d.Reading.Kind == IsCorrection && d.valid(f.Key()) {
		return StageFiled
	}
	before, ok := d.slotBefore(f)
	if !ok {
		return StageFiled
	}
	f.Period, f.Slot = before.Day, before.Slot
	return StageEarlierSlot
}

// slotBefore is the period that has just ended, where the filing names none, the
// next has only begun and the unit still owes the one before, or corrects it.
func (d *decision) slotBefore(f *Filing) (PeriodKey, bool) {
	if f.Period == 0 {
		return PeriodKey{}, false
	}
	k := f.Key().PeriodKey
	if !d.Message.Time.Before(d.w.settles(k)) {
		return PeriodKey{}, false
	}
	before := d.w.Before(k)
	owed := before.Day >= d.Started && d.w.OwedBy(before, f.Unit)
	filed := d.valid(RecordKey{before, f.Unit})
	return before, owed && !filed || filed && d.Reading.Kind == IsCorrection
}

// placeQuoted moves a correction to the report that it quotes, where that has
// the fields it names. Whoever has no role for that unit is a proxy. It is
// false for a lone number of which nobody can tell what it counts.
func (d *decision) placeQuoted(f *Filing) bool {
	if f.Bare != nil && f.Amends && d.Referred == nil {
		return d.placeBare(f)
	}
	if d.Reading.Kind != IsCorrection || d.Referred == nil || f.DateNamed {
		return f.Bare == nil
	}
	for _, k := range d.ownFirst(d.Referred.Records) {
		form := d.w.Form(k.Form)
		if form == nil || f.UnitNamed && f.Unit != k.Unit || !d.fits(f, k) {
			continue
		}
		f.Form, f.Unit, f.Period, f.Slot = k.Form, k.Unit, k.Day, k.Slot
		f.SlotNamed, f.DateNamed, f.FormNamed = true, true, true
		f.Proxy = d.Speaker.Known() && !d.Speaker.AnswersFor(k.Unit)
		return true
	}
	return f.Bare == nil
}

// placeQuotedZero takes a bare zero phrase that quotes an earlier report of the
// same unit for a word about that report.
func (d *decision) placeQuotedZero(f *Filing) {
	if !f.Zero || f.FormNamed || d.Referred == nil {
		return
	}
	for _, k := range d.Referred.Records {
		if k.Unit == f.Unit && d.w.Form(k.Form) != nil {
			d.reform(f, k.PeriodKey)
			f.FormNamed, f.SlotNamed, f.DateNamed = true, true, true
			return
		}
	}
}

// ownFirst orders records so that those of the speaker's units come first: who
// quotes a message about several units means his own.
func (d *decision) ownFirst(keys []RecordKey) []RecordKey {
	keys = slices.Clone(keys)
	slices.SortStableFunc(keys, func(a, b RecordKey) int {
		switch own := d.Speaker.AnswersFor(a.Unit); {
		case own == d.Speaker.AnswersFor(b.Unit):
			return 0
		case own:
			return -1
		}
		return 1
	})
	return keys
}

// fits tells whether a form has all fields that a filing names. A lone number
// becomes the value of the one field of the quoted report that it can be.
func (d *decision) fits(f *Filing, k RecordKey) bool {
	form := d.w.Form(k.Form)
	if f.Bare == nil {
		for id := range f.Values {
			if form.Field(id) == nil {
				return false
			}
		}
		return true
	}
	found := d.spots(f, k)
	if len(found) != 1 {
		return false
	}
	f.Form = k.Form
	d.takeBare(f, found[0].field)
	return true
}

// candidates lists the records a filing may end in: its own, for a bare zero
// those of the place's other forms, and the slots before them.
func (d *decision) candidates(f *Filing) []RecordKey {
	var keys []RecordKey
	add := func(k PeriodKey) {
		keys = append(keys, RecordKey{k, f.Unit})
		if d.w.Form(k.Form).looksBack() {
			keys = append(keys, RecordKey{d.w.Before(k), f.Unit})
		}
	}
	if f.Bare != nil {
		for _, k := range d.barePeriods(f) {
			add(k)
		}
		return keys
	}
	if f.Unit == "" || f.Form == "" || f.Period == 0 {
		return nil
	}
	add(f.Key().PeriodKey)
	if f.Zero && !f.FormNamed {
		for _, k := range d.zeroPeriods(f) {
			add(k)
		}
	}
	return keys
}

// zeroPeriods lists what a bare zero phrase may stand for, in the order of the
// place's forms: the period of each that is owed then.
func (d *decision) zeroPeriods(f *Filing) []PeriodKey {
	var keys []PeriodKey
	for _, form := range d.w.FormsIn(d.Message, d.Speaker) {
		k := d.w.PeriodAt(form, d.Message.Time)
		if f.DateNamed {
			k.Day = form.DayFor(f.Period)
		}
		if d.w.OwedBy(k, f.Unit) && d.hasCome(k) {
			keys = append(keys, k)
		}
	}
	return keys
}

// hasCome tells whether a period's own day has begun: a bare 平安 of Monday is no
// report of the week that ends on Friday.
func (d *decision) hasCome(k PeriodKey) bool {
	return k.Day <= DayOf(d.Message.Time.In(d.w.Zone))
}

// firstOwed is the first of them that the unit still owes.
func (d *decision) firstOwed(f *Filing) (PeriodKey, bool) {
	for _, k := range d.zeroPeriods(f) {
		if !d.valid(RecordKey{k, f.Unit}) {
			return k, true
		}
	}
	return PeriodKey{}, false
}

// nothingOwed tells whether a bare zero phrase finds all its forms filed: it
// then says nothing new, and must not undo what was stated.
func (d *decision) nothingOwed(f *Filing) bool {
	if f.FormNamed || d.Reading.Kind == IsCorrection || len(d.zeroPeriods(f)) == 0 {
		return false
	}
	_, owed := d.firstOwed(f)
	return !owed
}

// reform makes a zero filing one of another form.
func (d *decision) reform(f *Filing, k PeriodKey) {
	if f.Form != k.Form {
		f.Values = ZeroValues(d.w.Form(k.Form))
	}
	f.Form, f.Period, f.Slot = k.Form, k.Day, k.Slot
}

// ZeroValues are the values that a zero-report of a form states.
func ZeroValues(f *Form) map[FieldID]Value {
	values := map[FieldID]Value{}
	for _, id := range f.Zero.Sets {
		values[id] = Value{Unit: f.Field(id).Unit()}
	}
	return values
}

// unchangedLine tells whether a 接龙 line is the last that the unit had in the
// list: a list that is sent again repeats everybody.
func (d *decision) unchangedLine(f *Filing) bool {
	if f.Line == "" {
		return false
	}
	for _, k := range d.candidates(f) {
		r := d.Records[k]
		last := ""
		for _, v := range r.Live() {
			if v.Line != "" {
				last = v.Line
			}
		}
		if last == f.Line {
			return true
		}
	}
	return false
}

// guesses says which words were matched by close spelling.
func guesses(f *Filing) string {
	var said []string
	for _, g := range f.Guessed {
		said = append(said, "“"+g.Wrote+"”按“"+g.Read+"”记")
	}
	return strings.Join(said, "，")
}

func (d *decision) valid(k RecordKey) bool { return d.current(k).Valid }

// owedHere lists what the speaker's units owe in the place of the message.
func (d *decision) owedHere() []RecordKey {
	var keys []RecordKey
	forms := d.w.FormsIn(d.Message, d.Speaker)
	for _, u := range d.Speaker.Units() {
		for _, form := range forms {
			k := d.w.PeriodAt(form, d.Message.Time)
			if d.w.OwedBy(k, u) && d.hasCome(k) {
				keys = append(keys, RecordKey{k, u})
			}
		}
	}
	return keys
}
