package configs

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"qunbao/report"
)

// fields reads what the form asks for.
func (l *loader) fields(f *draft, o *object) []report.Field {
	o.need("fields", "write a line for each number or text that is asked for")
	var fields []report.Field
	items := o.objects("fields")
	for _, item := range items {
		d, id := l.field(item)
		if first, twice := f.fields[id.text]; twice {
			l.wrong(id.place, "give each field an id of its own", "the field id %q stands in line %d too", id.text, first.line)
		} else if id.text != "" {
			f.fields[id.text], f.kinds[id.text] = id, d.Kind
		}
		fields = append(fields, d)
	}
	l.parts(f, items)
	return fields
}

// field reads one field; whom it is part of is checked once all are known.
func (l *loader) field(o *object) (report.Field, word) {
	id := l.fieldID(o)
	d := report.Field{ID: report.FieldID(id.text), Name: o.must("name").text,
		Aliases: texts(o.words("aliases")), Units: texts(o.words("units")),
		Kind: fieldKind(o), PartOf: report.FieldID(o.word("part_of").text), Required: o.yes("required")}
	var least, step word
	d.Min, least = o.number("min")
	d.Max, _ = o.number("max")
	d.MaxStep, step = o.number("max_step")
	d.Decimals = decimals(o)
	d.Total = totalling(o)
	d.Urgent = l.urgent(o)
	o.close("a field")
	if d.Min.Valid && d.Max.Valid && d.Min.Decimal.GreaterThan(d.Max.Decimal) {
		l.wrong(least.place, "swap the two", "min (%s) is greater than max (%s)", d.Min.Decimal, d.Max.Decimal)
	}
	if d.MaxStep.Valid && !d.MaxStep.Decimal.IsPositive() {
		l.wrong(step.place, "leave it out, and a jump is one of over 5 times and over 20", "max_step must be greater than 0")
	}
	if d.Kind == report.Prose {
		l.onlyWords(o)
	}
	return d, id
}

// fieldID reads an id that rules can name; and, or, not and their like cannot.
func (l *loader) fieldID(o *object) word {
	id := o.id("id", fieldIdent)
	if id.text == "" {
		return id
	}
	if _, err := report.CompileRule(id.text+" > 0", []report.FieldID{report.FieldID(id.text)}); err != nil {
		l.wrong(id.place, "choose another word", "id: %q is a word of the rules' language", id.text)
		return word{}
	}
	return id
}

// fieldKind reads how values behave over time. It has no default: a flow summed
// as a stock gives totals that look right and are wrong.
func fieldKind(o *object) report.FieldKind {
	w := o.must("kind")
	switch k := report.FieldKind(w.text); k {
	case report.Daily, report.Stock, report.Cumulative, report.Prose, "":
		return k
	}
	o.wrong(w.place, "kinds of fields: daily, stock, cumulative, text", "unknown kind %q of a field", w.text)
	return ""
}

// totalling reads what the units' numbers make together.
func totalling(o *object) report.Totalling {
	w := o.word("total")
	switch w.text {
	case "", "sum":
		return report.Added
	case string(report.Highest):
		return report.Highest
	}
	o.wrong(w.place, "totals of units: sum, max", "unknown total %q of a field", w.text)
	return report.Added
}

// decimals reads how many places behind the point a value may have.
func decimals(o *object) int32 {
	w := o.word("decimals")
	if !w.given() {
		return 0
	}
	n, err := strconv.Atoi(w.text)
	if err != nil || n < 0 || n > 9 {
		o.wrong(w.place, "write it as decimals: 1", "decimals must be a whole number from 0 to 9, not %q", w.text)
		return 0
	}
	return int32(n)
}

// onlyWords notes what makes no sense on a field of words.
func (l *loader) onlyWords(o *object) {
	for _, key := range []string{"units", "part_of", "min", "max", "max_step", "decimals", "total", "urgent"} {
		if n := o.take(key); n != nil {
			l.wrong(placeOfNode(o.file, n), "remove it, or change the kind", "a field of kind text takes no %s", key)
		}
	}
}

// comparison begins a rule that leaves out the value it speaks of: > 0.
var comparison = regexp.MustCompile(`^(<|>|==|!=)`)

// urgent reads the rule on a field's value that raises an alert.
func (l *loader) urgent(o *object) report.Rule {
	w := o.word("urgent")
	if w.text == "" {
		return report.Rule{}
	}
	source := w.text
	if comparison.MatchString(source) {
		source = "value " + source
	}
	return l.rule(word{source, w.place}, []report.FieldID{"value"})
}

// rule compiles a rule over fields and notes what is wrong with it.
func (l *loader) rule(w word, over []report.FieldID) report.Rule {
	r, err := report.CompileRule(w.text, over)
	if err != nil {
		names := make([]string, len(over))
		for i := range over {
			names[i] = string(over[i])
		}
		l.wrong(w.place, "a rule compares numbers and "+strings.Join(names, ", "), "%s", firstLine(err.Error()))
		return report.Rule{}
	}
	if len(r.Fields) == 0 {
		l.wrong(w.place, "name a field by its id, or its own value", "rule %q names no field", w.text)
		return report.Rule{}
	}
	return r
}

// parts notes a part_of that names no number of the form, or leads back to its
// own field.
func (l *loader) parts(f *draft, items []*object) {
	parent := map[string]string{}
	for _, o := range items {
		id, w := o.word("id").text, o.word("part_of")
		if w.text == "" {
			continue
		}
		kind, known := f.kinds[w.text]
		switch {
		case !known:
			l.wrong(w.place, "name the id of a field of this form", "part_of names no field: %q", w.text)
		case kind == report.Prose:
			l.wrong(w.place, "name the field of the total", "part_of names %q, which is a text", w.text)
		case loops(parent, id, w.text):
			l.wrong(w.place, "name the field of the total", "the field %q would be part of itself", id)
		default:
			parent[id] = w.text
		}
	}
}

// loops tells whether making child a part of whole would close a circle.
func loops(parent map[string]string, child, whole string) bool {
	for at := whole; at != ""; at = parent[at] {
		if at == child {
			return true
		}
	}
	return false
}

// zero reads what a zero-report means.
func (l *loader) zero(f *draft, o *object) {
	f.Zero.Sets, f.Zero.Carries = l.fieldIDs(f, o, "sets"), l.fieldIDs(f, o, "carries")
	o.close("zero")
	for _, w := range o.words("sets") {
		if f.kinds[w.text] == report.Prose {
			l.wrong(w.place, "leave it out: a text is never 0", "zero.sets names %q, which is a text", w.text)
		}
	}
	for _, w := range o.words("carries") {
		if slices.Contains(f.Zero.Sets, report.FieldID(w.text)) {
			l.wrong(w.place, "keep one of them", "%q stands in zero.sets and in zero.carries", w.text)
		}
	}
}

// fieldIDs reads a list of fields of the form, leaving out what names none.
func (l *loader) fieldIDs(f *draft, o *object, key string) []report.FieldID {
	var ids []report.FieldID
	for _, w := range o.words(key) {
		if _, known := f.fields[w.text]; !known {
			l.wrong(w.place, "name the id of a field of this form", "zero.%s names no field: %q", key, w.text)
			continue
		}
		ids = append(ids, report.FieldID(w.text))
	}
	return ids
}

// checks reads the rules that a report should obey. Texts cannot stand in them.
func (l *loader) checks(f *draft, o *object) []report.Check {
	var numbers []report.FieldID
	for _, d := range f.Fields {
		if d.Kind != report.Prose && d.ID != "" {
			numbers = append(numbers, d.ID)
		}
	}
	var checks []report.Check
	for _, item := range o.objects("checks") {
		rule, say := item.must("rule"), item.must("say")
		item.close("a check")
		if rule.text != "" {
			checks = append(checks, report.Check{Rule: l.rule(rule, numbers), Say: say.text})
		}
	}
	return checks
}
