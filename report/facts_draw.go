package report

import "slices"

// Facts draws from the completeness of some periods all that a briefing may
// say. Numbers are exact; an approximate one says 约; what is unfilled is said
// so and counts nowhere; changes are taken over the same units only.
func (w *Workspace) Facts(in FactsInput) Facts {
	b := newFactBuilder(w, in)
	f := Facts{
		Workspace: w.Name, Topic: w.topic(in.Periods), From: in.From, To: in.To,
		At: in.At.In(w.Zone), Raised: filter(in.Events, func(e Event) bool { return !b.earlier(e) }), Names: w.reservedNames(),
	}
	if in.Spans() {
		for _, s := range b.spans() {
			f.Forms = append(f.Forms, s.facts())
			s.attend()
		}
	} else {
		f.Forms = b.day()
	}
	f.Anomalies = b.anomalies()
	f.Events = b.events()
	said := b.sayings()
	f.Said = said.raw
	f.Problems, f.Suggestions = b.written(said.all, FactProblem), b.written(said.all, FactSuggestion)
	f.Carried = lettered("C", append(b.openMatters(), b.openProblems(said.all)...))
	f.Attention = lettered("A", append(b.written(said.all, FactNote), b.attention...))
	return f
}

// day is what there is to say of the periods of one day.
func (b *factBuilder) day() []FormFacts {
	var forms []FormFacts
	for i := range b.in.Periods {
		forms = append(forms, b.reporting(&b.in.Periods[i]))
	}
	for i := range forms {
		c := &b.in.Periods[i]
		forms[i].Figures = b.figures(c)
		b.unfilled(c, forms[i].Name)
		b.corrections(c, forms[i].Name)
	}
	return forms
}

// factBuilder numbers the facts while they are drawn.
type factBuilder struct {
	w                    *Workspace
	in                   FactsInput
	nReporting, nFigures int
	attention            []Fact
	records              map[RecordKey]*Record
	place                map[UnitID]int // in the roster
	withValue            map[int]bool   // the urgent matters that are told with the value that raised them
}

func newFactBuilder(w *Workspace, in FactsInput) *factBuilder {
	b := &factBuilder{w: w, in: in, records: map[RecordKey]*Record{}, withValue: map[int]bool{}, place: map[UnitID]int{}}
	for i := range w.Units {
		b.place[w.Units[i].ID] = i
	}
	for i := range in.Records {
		b.records[in.Records[i].RecordKey] = &in.Records[i]
	}
	return b
}

// slotOf names one of the slots of a form.
type slotOf struct {
	form FormID
	slot SlotID
}

// slots lists the slots that are told, in their order.
func (b *factBuilder) slots() []slotOf {
	var all []slotOf
	for i := range b.in.Periods {
		all = union(all, []slotOf{{b.in.Periods[i].Key.Form, b.in.Periods[i].Key.Slot}})
	}
	return all
}

// of picks the periods of a slot.
func (s slotOf) of(all []*Completeness) []*Completeness {
	return filter(all, func(c *Completeness) bool { return c.Key.Form == s.form && c.Key.Slot == s.slot })
}

// periods are the periods that are told, oldest first.
func (b *factBuilder) periods() []*Completeness {
	all := make([]*Completeness, len(b.in.Periods))
	for i := range b.in.Periods {
		all[i] = &b.in.Periods[i]
	}
	slices.SortStableFunc(all, func(x, y *Completeness) int { return int(x.Key.Day - y.Key.Day) })
	return all
}
