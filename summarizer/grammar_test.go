package summarizer

import (
	"os"
	"strings"
	"testing"

	"qunbao/report"
)

// listOf reads a list of sentences that a model might write into a paragraph.
func listOf(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all = append(all, line)
		}
	}
	return all
}

// beside is a paragraph with facts of most kinds: R1 R2 a reporting and who is
// missing, D1 has risen, D2 has fallen, A1 is urgent, N1 a note.
func beside() *paragraph {
	fact := func(id string, kind report.FactKind, hint string, dir int) report.Fact {
		return report.Fact{ID: id, Kind: kind, Hint: hint, Dir: dir, Text: "某事" + id, Units: []report.UnitID{"东坡村"}, Must: id == "R1"}
	}
	return &paragraph{id: "p", facts: []report.Fact{
		fact("R1", report.FactCompleteness, "应报、已报、按时情况", 0), fact("R2", report.FactMissing, "未报单位", 0),
		fact("D1", report.FactTotal, "居家观察人数合计及变化", 1), fact("D2", report.FactTotal, "转移安置群众合计及变化", -1),
		fact("A1", report.FactUrgent, "急报事项", 0), fact("N1", report.FactNote, "反映的情况", 0),
	}}
}

// refusals are the rules that a sentence breaks, put behind one that opens the
// paragraph.
func refusals(sentence string) []rule {
	var why []rule
	_, wrong := verify(beside(), []string{"{{R1}}，请有关单位核对。", sentence}, rules{names: []string{"东坡村", "东坡", "李会芳"}})
	for _, w := range wrong {
		if w.Rule != ruleMissing {
			why = append(why, w.Rule)
		}
	}
	return why
}

func TestWhatStatesNothingMayBeSaidAroundFacts(t *testing.T) {
	for _, s := range listOf(t, "harmless.txt") {
		if why := refusals(s); len(why) > 0 {
			t.Errorf("%s: %v", s, why)
		}
	}
}

func TestNothingMayBeStatedThatIsNoFact(t *testing.T) {
	for _, s := range listOf(t, "claims.txt") {
		if len(refusals(s)) == 0 {
			t.Errorf("%s passes", s)
		}
	}
}
