package parse

import (
	"iter"
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// unitSpeller finds the unit that a misspelt name at the head of a line may
// mean: one of the same length that sounds the same or differs in one
// character, where exactly one does.
type unitSpeller struct {
	near    map[string][]unitName // by sound, and with one character left open; two units are as good as more
	lengths []int                 // of the names, longest first
}

type unitName struct {
	unit report.UnitID
	name string // folded
}

// shortestName is the length, in runes, from which a unit's name is guessed.
const shortestName = 3

func newUnitSpeller(w *report.Workspace) *unitSpeller {
	sp := &unitSpeller{near: map[string][]unitName{}}
	for _, u := range w.Units {
		runes := zh.Fold(string(u.ID)).Runes()
		if len(runes) < shortestName {
			continue
		}
		if !slices.Contains(sp.lengths, len(runes)) {
			sp.lengths = append(sp.lengths, len(runes))
		}
		name := unitName{u.ID, string(runes)}
		for key := range unitKeys(runes) {
			if known := sp.near[string(key)]; len(known) < 2 && !slices.Contains(known, name) {
				sp.near[string(key)] = append(known, name)
			}
		}
	}
	slices.SortFunc(sp.lengths, func(a, b int) int { return b - a })
	return sp
}

// unitKeys are a name's sound and its shapes; its last character says what kind
// of place it is. A key is good until the next.
func unitKeys(runes []rune) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var room [64]byte
		if !yield(sound(room[:0], runes)) {
			return
		}
		for k := range runes[:len(runes)-1] {
			if !yield(shape(room[:0], runes, k, k+1)) {
				return
			}
		}
	}
}

// misspells is the one unit whose name a word misspells.
func (sp *unitSpeller) misspells(runes []rune) (report.UnitID, string, bool) {
	var found unitName
	for key := range unitKeys(runes) {
		for _, u := range sp.near[string(key)] {
			if found.unit != "" && found != u {
				return "", "", false
			}
			found = u
		}
	}
	return found.unit, found.name, found.unit != "" && found.name != string(runes)
}

// misspeltUnit finds a misspelt unit at the head of the text's first line that
// holds letters, behind a date or a form's name.
func (s *scene) misspeltUnit() (report.UnitID, report.Guess, bool) {
	for _, at := range s.lineHeads() {
		for _, n := range s.p.units.lengths {
			if at+n > len(s.runes) {
				continue
			}
			wrote := s.runes[at : at+n]
			if u, name, ok := s.p.units.misspells(wrote); ok && (s.isOwn(u) || s.owesHere(u)) {
				return u, report.Guess{Wrote: s.text.Source(at, at+n), Read: name}, true
			}
		}
	}
	return "", report.Guess{}, false
}

// lineHeads are the places where a unit's name may begin: the first letter of
// the text, and behind each date, form's name or bracket that opens it.
func (s *scene) lineHeads() []int {
	var heads []int
	at := 0
	for i := -1; i < len(s.toks) && i < 6; i++ {
		if i >= 0 {
			t := s.toks[i]
			if t.kind == number || t.kind == word && t.isLabelOnly() || t.start > at+headLimit {
				break
			}
			at = t.end
		}
		if at < len(s.runes) && isHan(s.runes[at]) {
			heads = append(heads, at)
		}
	}
	return heads
}
