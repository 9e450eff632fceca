package report

import (
	"slices"
	"strings"
	"time"
)

// notes draws what is to be said of single reports of a period: what was left open,
// what is not settled, what was corrected, what was asked for.
func (b *digestReader) notes(c *Completeness, f *DigestForm) {
	form := b.w.Form(c.Key.Form)
	add := func(to *[]DigestNote, u UnitID, text string) {
		if text != "" {
			*to = append(*to, DigestNote{string(u), text})
			b.name(u)
		}
	}
	for i := range c.Standings {
		s := &c.Standings[i]
		if !s.Expected {
			continue
		}
		if len(s.Current.Unfilled) > 0 {
			add(&f.Unfilled, s.Unit, form.firstOf(s.Current.Unfilled))
		}
		if s.Current.Valid {
			add(&f.Problems, s.Unit, b.asks(form, s.Current.Values))
		}
	}
	for _, r := range b.records[c.Key] {
		if doubts := b.w.doubts(r); doubts != "" && r.Fold().Valid {
			add(&f.Doubts, r.Unit, doubts)
		}
	}
	since := b.w.toldBefore(b.in.Plan, c.Key.Form, b.in.At)
	for _, r := range b.correctable(c.Key) {
		add(&f.Corrections, r.Unit, b.corrected(r, since))
	}
}

// correctable are the records of a period, and of the one before it unless that is a
// part of its own: what the digest before has told may have been corrected since.
func (b *digestReader) correctable(k PeriodKey) []Record {
	records := b.records[k]
	if before := b.before(k); before != nil && !slices.ContainsFunc(b.in.Parts, func(c Completeness) bool { return c.Key == before.Key }) {
		records = slices.Concat(b.records[before.Key], records)
	}
	return records
}

// corrected says what has become of the figures of a record since an instant, each from
// what it was to what it is: 居家观察46→44人, with its day where that is not the one
// covered.
func (b *digestReader) corrected(r Record, since time.Time) string {
	var changes []FieldChange
	form := b.w.Form(r.Form)
	for i, v := range r.Versions {
		if i == 0 || !v.Filed.After(since) || v.Filed.After(b.in.Now) {
			continue
		}
		before, after := Record{r.RecordKey, r.Versions[:i]}, Record{r.RecordKey, r.Versions[:i+1]}
		changes = form.correct(changes, before.Fold().Values, after.Fold().Values)
	}
	var said []string
	for _, c := range changes {
		if c.New == nil || !c.Old.says(*c.New) {
			said = append(said, c.Words())
		}
	}
	if len(said) > 0 && r.Day != b.in.Day {
		return r.Day.Chinese() + strings.Join(said, "、")
	}
	return strings.Join(said, "、")
}

// correct adds to the changes of figures those from what they were to what they are.
func (f *Form) correct(changes []FieldChange, before, after map[FieldID]Value) []FieldChange {
	for i := range f.Fields {
		field := &f.Fields[i]
		old, had := before[field.ID]
		now, has := after[field.ID]
		if !had || field.Kind == Prose || has && old.says(now) {
			continue
		}
		was, is := old, (*Value)(nil) // copies: what is not changed need not outlive the look at it
		if has {
			copied := now
			is = &copied
		}
		known := slices.IndexFunc(changes, func(c FieldChange) bool { return c.Field.ID == field.ID })
		switch {
		case known >= 0:
			changes[known].New = is
		case !was.Carried:
			changes = append(changes, FieldChange{Field: *field, Old: &was, New: is})
		}
	}
	return changes
}

// toldBefore is when the last digest before an instant left that told a form to the same
// people; a day earlier where none did.
func (w *Workspace) toldBefore(p DigestPlan, f FormID, at time.Time) time.Time {
	told := at.AddDate(0, 0, -1)
	today := DayOf(at.In(w.Zone))
	for _, q := range w.Digests {
		elsewhere := func(to string) bool { return !slices.Contains(q.To, to) }
		if !slices.Contains(q.Forms, f) || slices.ContainsFunc(p.To, elsewhere) {
			continue
		}
		for _, day := range []Day{today - 1, today} {
			if left := w.Leaves(Row{Kind: DigestKind}, day.At(q.At, w.Zone)); left.Before(at) && left.After(told) {
				told = left
			}
		}
	}
	return told
}

// doubts names what nobody has settled of a record: 数对不上、居家观察写了不同的数. What
// was left open is told by itself.
func (w *Workspace) doubts(r Record) string {
	form := w.Form(r.Form)
	var said []string
	for _, v := range r.Live() {
		if len(v.Problems) == 0 {
			continue
		}
		about := v.Message
		if v.Kind == VersionAnswer {
			about = v.About
		}
		for _, p := range w.unsettled(r, about) {
			if p.Code != Unfilled {
				said = union(said, []string{form.doubt(p)})
			}
		}
	}
	return strings.Join(said, "、")
}

// asks are the words of a report that ask for something, masked.
func (b *digestReader) asks(form *Form, values map[FieldID]Value) string {
	var said []string
	for i := range form.Fields {
		if f := &form.Fields[i]; f.Kind == Prose && f.asks(values[f.ID].Text) {
			said = append(said, head(b.w.words(values[f.ID].Text), longestAsk))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "“" + strings.Join(said, "；") + "”"
}

// longestAsk is how many characters of what somebody asks for a digest repeats.
const longestAsk = 40
