package configs

import (
	"slices"

	"qunbao/report"
)

// warnOfRepeats warns of what the same units have to report twice: one name and one
// measure word in two forms.
func (l *loader) warnOfRepeats(w *report.Workspace) {
	for _, t := range w.AskedByName() {
		i := slices.IndexFunc(l.formOrder, func(f *draft) bool { return f.ID == t.Forms[1] })
		field := l.formOrder[i].fields[string(t.Fields[1])]
		l.odd(field.place, "ask for it in one of the two", "%s asks %d units for %s, and so does %s",
			t.Forms[1], t.Units, w.Form(t.Forms[1]).Field(t.Fields[1]).Name, t.Forms[0])
	}
}
