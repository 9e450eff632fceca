package report

import (
	"fmt"
	"slices"
	"strings"
)

// unfilled asks for the places that a report leaves empty: each required field,
// and the only field of a report that gives no number at all.
func (d *decision) unfilled(f *Filing) []Problem {
	form, now := d.w.Form(f.Form), d.current(f.Key())
	var problems []Problem
	for _, id := range f.Unfilled {
		field := form.Field(id)
		if field == nil || has(now.Values, id) || !field.Required && (len(f.Unfilled) > 1 || len(f.Values) > 0) {
			continue
		}
		problems = append(problems, Problem{Code: Unfilled, Field: id, Say: field.Short() + "还没填，" + field.sayHowMany() + orNone})
	}
	return problems
}

// orNone ends a question about an empty place.
const orNone = "，没有请回“0”。"

// sayHowMany asks for the number of a field.
func (f *Field) sayHowMany() string { return "是多少" + f.Unit() + "？请回数字" }

// longestBlanks is how many empty fields a sentence lists.
const longestBlanks = 4

// blanks is the question about a report in which several fields are left open
// and nothing is filled in.
func (d *decision) blanks(f *Filing) []Problem {
	now := d.current(f.Key())
	open := slices.DeleteFunc(slices.Clone(f.Unfilled), func(id FieldID) bool { return has(now.Values, id) })
	if len(open) == 0 || len(f.Values) > 0 || len(f.Problems) > 0 {
		return nil
	}
	return []Problem{{Code: Unreadable, Say: d.w.Form(f.Form).sayBlanks(open)}}
}

// sayBlanks asks for a report in which some fields are filled in.
func (f *Form) sayBlanks(open []FieldID) string {
	return f.firstOf(open) + "还没填数，请补上数重发，如“" + f.Like(open) + "”。"
}

// firstOf names fields, the first few of many.
func (f *Form) firstOf(ids []FieldID) string {
	names := f.names(ids)
	listed := strings.Join(names[:min(len(names), longestBlanks)], "、")
	if len(names) > longestBlanks {
		listed += fmt.Sprintf("等%d项", len(names))
	}
	return listed
}

// Like shows how a report of some fields, two at most, may be written.
func (f *Form) Like(ids []FieldID) string {
	var words []string
	for i := range f.Fields {
		if field := &f.Fields[i]; slices.Contains(ids, field.ID) && len(words) < 2 {
			words = append(words, field.Short()+[]string{"20", "3"}[len(words)]+field.Unit())
		}
	}
	return strings.Join(words, "，")
}

// names are the names of fields.
func (f *Form) names(ids []FieldID) []string {
	var names []string
	for _, id := range ids {
		if field := f.Field(id); field != nil {
			names = append(names, field.Name)
		}
	}
	return names
}
