package parse_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qunbao/report"
	"qunbao/report/parse"
)

var figures = regexp.MustCompile(`\d+`)

// place is one value of a reading.
type place struct {
	filing int
	field  report.FieldID
}

// placesOf lists the values of a reading that a number stands for.
func placesOf(r report.Reading, n string) []place {
	var all []place
	for i, f := range r.Filings {
		for id, v := range f.Values {
			if v.N.String() == n {
				all = append(all, place{i, id})
			}
		}
	}
	return all
}

// values writes a reading's numbers, with one of them exchanged.
func values(r report.Reading, at place, n string) []map[report.FieldID]string {
	var all []map[report.FieldID]string
	for i, f := range r.Filings {
		one := map[report.FieldID]string{}
		for id, v := range f.Values {
			one[id] = v.N.String()
			if at == (place{i, id}) {
				one[id] = n
			}
		}
		all = append(all, one)
	}
	return all
}

// A reading rests on the words: another number in a text changes the value that
// it stands for and nothing else.
func TestAnotherNumberChangesOneValueAndNoOther(t *testing.T) {
	p := parse.New(workspace(t, "testdata/sample/qunbao.yaml"))
	for _, c := range slices.Concat(load(t, "testdata/messages.jsonl"), load(t, "testdata/paraphrases.jsonl")) {
		m := c.In.message()
		before := p.Message(m)
		for _, at := range figures.FindAllStringIndex(m.Text, -1) {
			old := m.Text[at[0]:at[1]]
			places := placesOf(before, old)
			if len(old) > 3 || strings.Count(m.Text, old) != 1 || len(places) != 1 {
				continue
			}
			for _, n := range []string{"19", "23", "308"} {
				if strings.Contains(m.Text, n) {
					continue
				}
				m.Text = m.Text[:at[0]] + n + m.Text[at[1]:]
				after := p.Message(m)
				m.Text = c.In.Text
				want, got := values(before, places[0], n), values(after, place{-1, ""}, "")
				if !slices.EqualFunc(want, got, maps.Equal) {
					t.Errorf("%s %q with %s for %s: %v, want %v", c.Case, m.Text, n, old, got, want)
				}
			}
		}
	}
}
