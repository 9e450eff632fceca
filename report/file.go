package report

import (
	"slices"
	"strings"
	"time"
)

// file files every report of the message. A filing that raises a question gets
// that question instead of a receipt; a message asks one thing at most.
func (d *decision) file() {
	for i := range d.Reading.Filings {
		f := d.Reading.Filings[i]
		if f.Zero && d.nothingOwed(&f) {
			d.receipt(d.key(&f), StageRepeated, "")
			continue
		}
		stage := d.place(&f)
		if d.unchangedLine(&f) {
			continue
		}
		d.fileOne(&f, stage)
	}
	d.askFirst(d.Reading.Problems, RecordKey{})
}

// fileOne writes one filing's version, raises what is urgent in it, and queues
// its receipt or its question.
func (d *decision) fileOne(f *Filing, stage string) {
	k := d.key(f)
	if f.Form == "" || f.Unit == "" || f.Period == 0 {
		d.askFirst(f.Problems, k)
		return
	}
	before := d.current(k)
	f.Problems = append(f.Problems, d.jumps(f)...)
	d.write(k, d.version(f))
	if !f.Valid() {
		d.askFirst(append(f.Problems, d.blanks(f)...), k)
		return
	}
	d.raiseFields(f, before)
	if d.askFirst(f.Problems, k) {
		return
	}
	if before.Valid && stage == StageFiled {
		stage = StageCorrected
	}
	d.receipt(k, stage, guesses(f))
}

// version is what a filing makes of its record.
func (d *decision) version(f *Filing) Version {
	v := Version{
		Time: d.Message.Time, Counts: d.Message.Time, By: d.Speaker.Name(),
		Kind: VersionNew, Zero: f.Zero, AsOf: f.AsOf, Values: f.Values,
		Unfilled: f.Unfilled, Problems: f.Problems, Line: f.Line,
		Proxy: f.Proxy && !d.Speaker.Has(Admin) && f.Line == "",
	}
	switch {
	case !f.Valid():
		v.Kind = VersionAttempt
	case d.Reading.Kind == IsCorrection:
		v.Kind = VersionCorrection
	case f.Zero:
		v.Values = d.carried(f)
	}
	return v
}

// carried adds to a zero-report the values that it keeps from the unit's last
// report. A value already stated for the period is left alone.
func (d *decision) carried(f *Filing) map[FieldID]Value {
	values := map[FieldID]Value{}
	for id, v := range f.Values {
		values[id] = v
	}
	last, now := d.previous(f.Key()), d.current(f.Key())
	for _, id := range d.w.Form(f.Form).Zero.Carries {
		v, known := last.Values[id]
		if !known || has(values, id) || has(now.Values, id) {
			continue
		}
		v.Carried, v.AsOf = true, time.Time{}
		values[id] = v
	}
	return values
}

func (d *decision) previous(k RecordKey) Current {
	r := d.Previous[k]
	return r.Fold()
}

// place settles what a message alone cannot say: the form of a bare zero
// phrase, the report that a correction quotes, and within a slot's first hour
// the slot before. The stage for its receipt tells which.
func (d *decision) place(f *Filing) (stage string) {
	switch {
	case f.Zero && !f.FormNamed:
		if k, ok := d.firstOwed(f); ok {
			d.reform(f, k)
		}
	case d.Reading.Kind == IsCorrection && d.Referred != nil && !f.DateNamed:
		d.placeQuoted(f)
	}
	if f.SlotNamed || f.DateNamed || f.Form == "" || d.Reading.Kind == IsCorrection {
		return StageFiled
	}
	before, ok := d.slotBefore(f)
	if !ok {
		return StageFiled
	}
	f.Period, f.Slot = before.Day, before.Slot
	return StageEarlierSlot
}

// slotBefore is the slot that has just ended, where the filing names none, came
// within the first hour of the next and the unit still owes the one before.
func (d *decision) slotBefore(f *Filing) (PeriodKey, bool) {
	form := d.w.Form(f.Form)
	if len(form.Slots) < 2 {
		return PeriodKey{}, false
	}
	k := f.Key().PeriodKey
	if d.Message.Time.Sub(d.w.Opens(k)) >= time.Hour {
		return PeriodKey{}, false
	}
	before := d.w.Before(k)
	owed := form.Owed(before.Day) && slices.Contains(d.w.Owing(f.Form), f.Unit)
	now := d.current(RecordKey{before, f.Unit})
	return before, owed && !now.Valid
}

// placeQuoted moves a correction to the report that it quotes, where that has
// the fields it names.
func (d *decision) placeQuoted(f *Filing) {
	for _, k := range d.Referred.Records {
		form := d.w.Form(k.Form)
		if form == nil || f.UnitNamed && f.Unit != k.Unit {
			continue
		}
		all := true
		for id := range f.Values {
			all = all && form.Field(id) != nil
		}
		if all {
			f.Form, f.Unit, f.Period, f.Slot = k.Form, k.Unit, k.Day, k.Slot
			return
		}
	}
}

// candidates lists the records a filing may end in: its own, for a bare zero
// those of the place's other forms, and the slots before them.
func (d *decision) candidates(f *Filing) []RecordKey {
	var keys []RecordKey
	add := func(k PeriodKey) {
		keys = append(keys, RecordKey{k, f.Unit})
		if len(d.w.Form(k.Form).Slots) > 1 {
			keys = append(keys, RecordKey{d.w.Before(k), f.Unit})
		}
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
			k.Day = f.Period
		}
		if form.Owed(k.Day) && slices.Contains(d.w.Owing(form.ID), f.Unit) {
			keys = append(keys, k)
		}
	}
	return keys
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
	if f.FormNamed || len(d.zeroPeriods(f)) == 0 {
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

// unchangedLine tells whether a 接龙 line stands in the unit's record already:
// a list that is sent again repeats everybody.
func (d *decision) unchangedLine(f *Filing) bool {
	if f.Line == "" {
		return false
	}
	r := d.Records[f.Key()]
	return slices.ContainsFunc(r.Live(), func(v Version) bool { return v.Line == f.Line })
}

func (d *decision) key(f *Filing) RecordKey { return f.Key() }

// guesses says which words were matched by close spelling.
func guesses(f *Filing) string {
	var said []string
	for _, g := range f.Guessed {
		said = append(said, "“"+g.Wrote+"”按“"+g.Read+"”读")
	}
	return strings.Join(said, "，")
}

func (d *decision) valid(k RecordKey) bool { return d.current(k).Valid }

// owedHere lists what the speaker's units owe in the place of the message.
func (d *decision) owedHere() []RecordKey {
	var keys []RecordKey
	for _, u := range d.Speaker.Units() {
		for _, form := range d.w.FormsIn(d.Message, d.Speaker) {
			k := d.w.PeriodAt(form, d.Message.Time)
			if form.Owed(k.Day) && slices.Contains(d.w.Owing(form.ID), u) {
				keys = append(keys, RecordKey{k, u})
			}
		}
	}
	return keys
}
