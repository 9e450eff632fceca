package report

import (
	"cmp"
	"slices"
)

// listedAnomalies is how many anomalies a document tells; of the others it says how
// many there are.
const listedAnomalies = 12

// anomalies tells what stands out: the gravest first; over several days what is of
// one kind stands together.
func (b *factBuilder) anomalies() []Fact {
	var facts []Fact
	for _, slot := range b.slots() {
		w := newWatch(b.w.Form(slot.form), b.records)
		for _, c := range slot.of(b.earlierPeriods()) {
			w.note(c)
		}
		for _, c := range slot.of(b.periods()) {
			w.judge(c)
		}
		if b.in.Spans() {
			facts = append(facts, b.condensed(w.found)...)
			continue
		}
		for i := range w.found {
			facts = append(facts, b.tell(&w.found[i], b.raisedBy(&w.found[i])))
		}
	}
	if b.in.Spans() {
		for _, s := range b.spans() {
			facts = append(facts, s.silence()...)
		}
		return gravest(facts)
	}
	return gravest(append(facts, b.silences()...))
}

// gravest orders anomalies, and counts those for which there is no room.
func gravest(facts []Fact) []Fact {
	slices.SortStableFunc(facts, func(x, y Fact) int { return cmp.Compare(y.Severity, x.Severity) })
	rest := Fact{Text: "另有异常情况", Hint: "未列出的异常情况", Must: true}
	return lettered("Y", firstOf(facts, listedAnomalies, rest, "项"))
}

// raisedBy is the urgent matter that a value over its limit has raised, the last
// where it was raised again. It is told with the value, not once more by itself.
func (b *factBuilder) raisedBy(a *anomaly) *Event {
	var last *Event
	for i := range b.in.Events {
		if e := &b.in.Events[i]; a.rule == FactLimit && e.Unit == a.unit && e.Field == a.field.ID && e.Key == a.key {
			b.withValue[e.N] = true
			last = e
		}
	}
	return last
}

// silences tells who has not reported for several periods in a row, of each form up
// to its last period that is due.
func (b *factBuilder) silences() []Fact {
	last := map[FormID]*Completeness{}
	for i := range b.in.Periods {
		if c := &b.in.Periods[i]; c.At.After(c.Due) && (last[c.Key.Form] == nil || c.Due.After(last[c.Key.Form].Due)) {
			last[c.Key.Form] = c
		}
	}
	var facts []Fact
	for i := range b.in.Periods {
		if c := &b.in.Periods[i]; last[c.Key.Form] == c {
			facts = append(facts, b.silence(c)...)
		}
	}
	return facts
}

// silence is a fact for each length of a silence, the longest first: 上坝村、柳河村连续3日
// 未报疫情日报.
func (b *factBuilder) silence(c *Completeness) []Fact {
	by := map[int][]UnitID{}
	for _, s := range c.Standings {
		if n := b.in.Silent[c.Key][s.Unit]; n > 1 && s.Expected && s.State == Missing {
			by[n] = append(by[n], s.Unit)
		}
	}
	form := b.w.Form(c.Key.Form)
	var facts []Fact
	for _, n := range sortedDown(by) {
		var text clause
		text.list(by[n])
		text.say("连续")
		text.count(n, form.periodWord(), "silent")
		text.say("未报" + form.Name)
		f := Fact{Kind: FactSilence, Must: true, Hint: "连续未报" + form.Name + "的单位", Severity: Mild, Units: by[n]}
		f.set(text)
		if n >= longSilence {
			f.Severity = Serious
		}
		f.Hint += "（" + f.Severity.Words() + "）"
		facts = append(facts, f)
	}
	return facts
}

// longSilence is from how many periods in a row on a silence is serious.
const longSilence = 3

// periodWord is what a form's periods are counted in.
func (f *Form) periodWord() string {
	switch {
	case len(f.Slots) > 1:
		return "班"
	case f.Calendar == EveryDay:
		return "日"
	}
	return "次"
}

// sortedDown are the keys of a map, the largest first.
func sortedDown[V any](m map[int]V) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b int) int { return b - a })
	return keys
}
