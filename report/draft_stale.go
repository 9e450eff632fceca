package report

import (
	"fmt"
	"slices"
	"strings"
)

// listedChanges is how many changes since a draft was made are named one by one.
const listedChanges = 6

// entry is one value of a record.
type entry struct {
	key   RecordKey
	field FieldID
}

// entries are the values that facts were reckoned from, with their messages, in
// their order.
func entries(facts []Fact) (order []entry, from map[entry]MessageID) {
	from = map[entry]MessageID{}
	for _, f := range facts {
		for _, e := range f.Entries {
			at := entry{e.Key, e.Field}
			if _, known := from[at]; e.Field == "" || known {
				continue
			}
			from[at] = e.Message
			order = append(order, at)
		}
	}
	return order, from
}

// Differing lists the records from which facts of then and now were drawn
// differently.
func Differing(then, now []Fact) []RecordKey {
	var keys []RecordKey
	order, before := entries(then)
	later, after := entries(now)
	for _, e := range append(order, later...) {
		if before[e] != after[e] {
			keys = append(keys, e.key)
		}
	}
	slices.SortFunc(keys, compareRecordKeys)
	return slices.Compact(keys)
}

// ChangedSince says what has changed between facts of then and now, a line each:
// 柳湾村居家观察由46改为47. What was written otherwise and says the same is no change.
func (w *Workspace) ChangedSince(then, now []Fact, records []Record) []string {
	order, before := entries(then)
	later, after := entries(now)
	var said []string
	var came, gone []string
	for _, e := range append(order, filter(later, func(e entry) bool { return before[e] == "" })...) {
		was, is := before[e], after[e]
		switch {
		case was == is:
		case was == "":
			came = union(came, []string{w.whose(e.key)})
		case is == "":
			gone = union(gone, []string{w.whose(e.key)})
		default:
			if line := w.change(e, was, is, records); line != "" {
				said = append(said, line)
			}
		}
	}
	if rest := len(said) - listedChanges; rest > 0 {
		said = append(said[:listedChanges], fmt.Sprintf("另有%d项有改动", rest))
	}
	if len(came) > 0 {
		said = append(said, "起草后新报："+few(came))
	}
	if len(gone) > 0 {
		said = append(said, "起草后撤回或改为未填："+few(gone))
	}
	others := append(restated(then, now), newSince(then, now)...)
	if rest := len(others) - 2*listedChanges; rest > 0 {
		others = append(others[:2*listedChanges], fmt.Sprintf("另有%d处变化", rest))
	}
	return append(said, others...)
}

// few lists some names and counts the rest.
func few(names []string) string {
	if len(names) <= listedUnits {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:listedUnits], "、") + fmt.Sprintf("等%d个", len(names))
}

// whose is 柳湾村疫情日报.
func (w *Workspace) whose(k RecordKey) string {
	f := w.Form(k.Form)
	if f == nil {
		return string(k.Unit)
	}
	return string(k.Unit) + f.Name
}

// change is 柳湾村居家观察由46改为47, or "" where the number is the same.
func (w *Workspace) change(e entry, was, is MessageID, records []Record) string {
	i := slices.IndexFunc(records, func(r Record) bool { return r.RecordKey == e.key })
	f := w.Form(e.key.Form)
	if i < 0 || f == nil || f.Field(e.field) == nil {
		return ""
	}
	old, okOld := records[i].valueOf(was, e.field)
	now, okNow := records[i].valueOf(is, e.field)
	name := string(e.key.Unit) + f.Field(e.field).Name
	switch {
	case okOld && okNow && old.N.Equal(now.N) && old.Text == now.Text && old.Approx == now.Approx:
		return ""
	case !okOld || !okNow || old.Text != "" || now.Text != "":
		return name + "有改动"
	}
	return fmt.Sprintf("%s由%s改为%s", name, old.N, now.N)
}

// valueOf is what a message said of a field.
func (r *Record) valueOf(m MessageID, f FieldID) (Value, bool) {
	for _, v := range slices.Backward(r.Versions) {
		if x, ok := v.Values[f]; v.Message == m && ok {
			return x, true
		}
	}
	return Value{}, false
}

// newSince names the facts of now that rest on messages no fact of then knew, beside
// reports: urgent matters, notes, problems.
func newSince(then, now []Fact) []string {
	var known []MessageID
	for _, f := range then {
		known = append(known, f.Sources...)
	}
	var said []string
	for _, f := range now {
		if f.news(known) && !slices.Contains(said, "新情况："+clippedTo(f.Text, 40)) {
			said = append(said, "新情况："+clippedTo(f.Text, 40))
		}
	}
	if rest := len(said) - listedChanges; rest > 0 {
		said = append(said[:listedChanges], fmt.Sprintf("另有%d条新情况", rest))
	}
	return said
}

// news tells whether a fact rests on messages alone that were not known, and is no
// value of a report.
func (f *Fact) news(known []MessageID) bool {
	if len(f.Sources) == 0 || len(f.Figures) > 0 || f.Kind == FactCorrection || f.Kind == FactUnfilled || slices.ContainsFunc(f.Entries, func(e EntryRef) bool { return e.Field != "" }) {
		return false
	}
	return !slices.ContainsFunc(f.Sources, func(m MessageID) bool { return slices.Contains(known, m) })
}
