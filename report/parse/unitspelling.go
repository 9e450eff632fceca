package parse

import (
	"slices"

	"qunbao/report"
	"qunbao/report/zh"
)

// unitSpeller finds the unit that a misspelt name at the head of a line may
// mean: one of the same length that sounds the same or differs in one
// character, where exactly one does.
type unitSpeller struct {
	byShape map[string]map[report.UnitID]string // folded name with one character left open
	bySound map[string]map[report.UnitID]string
	lengths []int // of the names, longest first
}

// shortestName is the length, in runes, from which a unit's name is guessed.
const shortestName = 3

func newUnitSpeller(w *report.Workspace) *unitSpeller {
	sp := &unitSpeller{byShape: map[string]map[report.UnitID]string{}, bySound: map[string]map[report.UnitID]string{}}
	put := func(m map[string]map[report.UnitID]string, key string, u report.UnitID, name string) {
		if m[key] == nil {
			m[key] = map[report.UnitID]string{}
		}
		m[key][u] = name
	}
	for _, u := range w.Units {
		runes := zh.Fold(string(u.ID)).Runes()
		if len(runes) < shortestName {
			continue
		}
		if !slices.Contains(sp.lengths, len(runes)) {
			sp.lengths = append(sp.lengths, len(runes))
		}
		put(sp.bySound, sound(runes), u.ID, string(runes))
		for k := range runes[:len(runes)-1] { // the last says what kind of place it is
			put(sp.byShape, shape(runes, k), u.ID, string(runes))
		}
	}
	slices.SortFunc(sp.lengths, func(a, b int) int { return b - a })
	return sp
}

// near is the one unit that a word misspells.
func (sp *unitSpeller) near(runes []rune) (report.UnitID, string, bool) {
	found := map[report.UnitID]string{}
	for u, name := range sp.bySound[sound(runes)] {
		found[u] = name
	}
	for k := range runes[:len(runes)-1] {
		for u, name := range sp.byShape[shape(runes, k)] {
			found[u] = name
		}
	}
	if len(found) != 1 {
		return "", "", false
	}
	for u, name := range found {
		return u, name, name != string(runes)
	}
	return "", "", false
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
			if u, name, ok := s.p.units.near(wrote); ok && (s.isOwn(u) || s.owesHere(u)) {
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
