package parse

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"qunbao/report"
	"qunbao/report/zh"
)

// filing turns what a form's labels were found to say into a report.
func (s *scene) filing(b *binder) report.Filing {
	f := report.Filing{Form: b.form.ID, Values: make(map[report.FieldID]report.Value, min(len(b.out), len(b.form.Fields)))}
	// Fields are settled in the form's order, so that problems come in the order
	// in which people know the form.
	for i := range b.form.Fields {
		field := &b.form.Fields[i]
		switch n, x := saidOf(field, b.out); {
		case n == 1 && (x.what == value || x.what == zeroed):
			f.Values[field.ID] = valueOf(field, *x)
		case n > 0:
			s.settle(&f, field, b.out)
		}
	}
	for id, text := range b.prose {
		f.Values[id] = report.Value{Text: text}
	}
	if b.zero {
		setZeros(&f, b.form)
	}
	for _, x := range b.out {
		if x.guess != nil && !slices.Contains(f.Guessed, *x.guess) {
			f.Guessed = append(f.Guessed, *x.guess)
		}
	}
	s.further(&f, b)
	judge(&f, b.form)
	for _, x := range b.out {
		if x.over {
			f.Urgent = slices.DeleteFunc(f.Urgent, func(id report.FieldID) bool { return id == x.field.ID })
		}
	}
	return f
}

// saidOf counts what is said of a field and finds the last of it.
func saidOf(field *report.Field, found []bound) (n int, last *bound) {
	for i := range found {
		if found[i].field == field {
			n, last = n+1, &found[i]
		}
	}
	return n, last
}

// settle decides what a report says of one field. Parts of another total give
// way to a statement of the field's own; two different numbers are kept out.
func (s *scene) settle(f *report.Filing, field *report.Field, found []bound) {
	var said []bound
	for _, x := range found {
		if x.field == field {
			said = append(said, x)
		}
	}
	// A statement of the field's own beats a part of another total, and a number
	// with the right measure word beats a slip.
	if own := slices.DeleteFunc(slices.Clone(said), func(x bound) bool { return x.weak || x.what == wrong }); len(own) > 0 {
		said = own
	}
	if slices.ContainsFunc(said, func(x bound) bool { return x.now }) {
		said = slices.DeleteFunc(said, func(x bound) bool { return x.past && !x.now })
	}
	var numbers, wrongs heard
	for _, x := range said {
		v := valueOf(field, x)
		switch x.what {
		case unfilled:
			if !slices.Contains(f.Unfilled, field.ID) {
				f.Unfilled = append(f.Unfilled, field.ID)
			}
		case wrong:
			v.As = x.num.Unit
			wrongs.add(v, s.wrote(x))
		default:
			numbers.add(v, s.wrote(x))
		}
	}
	// A number beats a place left empty: 居家X人…居家12人 is 12.
	switch {
	case len(numbers.values) == 1:
		f.Values[field.ID] = numbers.values[0]
	case len(numbers.values) > 1:
		f.Problems = append(f.Problems, report.Problem{Code: report.Twice, Field: field.ID, Say: sayTwice(field, numbers.wrote), Seen: numbers.values})
	case len(wrongs.values) > 0:
		f.Problems = append(f.Problems, report.Problem{Code: report.WrongUnit, Field: field.ID, Say: sayWrongUnit(field, wrongs.wrote, wrongs.values), Seen: wrongs.values})
	}
	if len(numbers.values) > 0 {
		f.Unfilled = slices.DeleteFunc(f.Unfilled, func(id report.FieldID) bool { return id == field.ID })
	}
}

// heard are the different numbers that a text gives one field, as values and as
// they were typed.
type heard struct {
	values []report.Value
	wrote  []string
}

// mostHeard is how many different numbers of one field are kept to ask about.
const mostHeard = 5

func (h *heard) add(v report.Value, wrote string) {
	if len(h.values) < mostHeard && !slices.ContainsFunc(h.values, func(o report.Value) bool { return o.N.Equal(v.N) }) {
		h.values, h.wrote = append(h.values, v), append(h.wrote, wrote)
	}
}

// wrote is what was typed where a binding stands.
func (s *scene) wrote(x bound) string {
	if x.num == nil {
		return "无"
	}
	return strings.TrimSpace(s.text.Source(x.num.From, max(x.num.To, x.num.End)))
}

// valueOf is what a binding says, in the field's first measure word.
func valueOf(field *report.Field, x bound) report.Value {
	v := report.Value{Unit: field.Unit()}
	if x.what == zeroed {
		return v
	}
	v.N, v.Approx = x.num.N, x.num.Approx
	if x.num.Unit == v.Unit {
		return v
	}
	// In a field kept in 万元 both 32000元 and 3.2万 are 3.2; a bare 32000 is as many
	// 万元.
	base, factor := zh.Scale(v.Unit)
	if base != v.Unit && (x.num.Unit == base || x.num.Unit == "" && x.num.Scaled) {
		v.N = v.N.Div(factor)
		return v
	}
	if x.num.Unit != "" && x.num.Unit != v.Unit {
		v.As = x.num.Unit
	}
	return v
}

// setZeros states the fields that a zero phrase means and the text does not give.
func setZeros(f *report.Filing, form *report.Form) {
	for _, id := range form.Zero.Sets {
		field := form.Field(id)
		if field == nil || slices.Contains(f.Unfilled, id) || hasProblem(f, id) {
			continue
		}
		if _, given := f.Values[id]; !given {
			f.Values[id] = report.Value{Unit: field.Unit()}
		}
	}
}

// hasProblem tells whether a question about the field is open; a zero phrase does
// not answer it.
func hasProblem(f *report.Filing, id report.FieldID) bool {
	return slices.ContainsFunc(f.Problems, func(p report.Problem) bool { return p.Field == id })
}

// judge marks what is doubtful and what is urgent. Only what this report says is
// judged, never carried or earlier values.
func judge(f *report.Filing, form *report.Form) {
	f.Problems = append(f.Problems, form.Judge(f.Values)...)
	for i := range form.Fields {
		field := &form.Fields[i]
		v, ok := f.Values[field.ID]
		if !ok || field.Kind == report.Prose || field.Urgent.IsZero() {
			continue
		}
		if urgent, known := field.Urgent.Holds(map[report.FieldID]decimal.Decimal{"value": v.N}); known && urgent {
			f.Urgent = append(f.Urgent, field.ID)
		}
	}
}
