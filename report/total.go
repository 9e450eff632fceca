package report

import "fmt"

// Totalling is how the numbers of several units make one of all.
type Totalling string

// The ways. Millimetres of rain and levels of rivers add up to nothing.
const (
	Added   Totalling = ""    // what is counted: 3人 and 2人 are 5人
	Highest Totalling = "max" // what is measured: the highest, and whose it is
)

// Words is a total as people read it: 58人, 约300人, 最高120.5米.
func (t Total) Words(f *Field) string {
	said := Value{N: t.N, Unit: f.Unit(), Approx: t.Approx}.Words()
	if t.Top != "" {
		return "最高" + said
	}
	return said
}

// top is whose the highest is.
func (t Total) top() string {
	switch {
	case t.Top == "":
		return ""
	case t.Tops > 1:
		return fmt.Sprintf("%s等%d个单位", t.Top, t.Tops)
	}
	return string(t.Top)
}

// raise takes a unit's value into a total that is the highest. Nobody is named for 0.
func (t *running) raise(u UnitID, v Value) {
	t.Units++
	if v.Carried {
		t.Carried++
	}
	switch c := v.N.Cmp(t.N); {
	case t.Units > 1 && c < 0:
		return
	case t.Units > 1 && c == 0:
		t.Tops++
		return
	}
	t.N, t.Approx, t.Top, t.Tops = v.N, v.Approx, u, 1
	if v.N.IsZero() {
		t.Top = ""
	}
}
