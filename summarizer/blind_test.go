package summarizer_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"qunbao/summarizer"
)

// ids are the places of a request in which our own numbering stands.
var ids = regexp.MustCompile(`"(?:id|section|fact)":"[A-Za-z]+-?[0-9]*"|"sentence":[0-9]+|\{\{[A-Z][0-9]+\}\}|json`)

// told are pieces of what people wrote in the generated days.
var told = []string{"道路塌方", "口罩", "一切", "<b>", "正常", "十几人"}

// TestARequestHoldsNothingOfTheDay is what the model may never be shown: no figure,
// no unit, no person, no fact and no word of a message, in the first request and in
// those that ask again.
func TestARequestHoldsNothingOfTheDay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := randomFacts(t, rt)
		m := &scripted{answers: []string{
			"不是json", `{"sections":[{"id":"reporting","sentences":["此外，{{R1}}；"]},{"id":"attention","sentences":["{{E1}}，请关注。"]}]}`,
		}}
		if _, err := summarizer.New(m, nil).Daily(t.Context(), f, 3); err != nil {
			rt.Fatal(err)
		}
		for _, p := range m.prompts {
			for _, turn := range p.Turns[1:] {
				said := ids.ReplaceAllString(turn.Text, "")
				if i := strings.IndexFunc(said, unicode.IsNumber); i >= 0 {
					rt.Fatalf("a figure: %s", said[i:])
				}
				for _, n := range append(append([]string{}, f.Names...), told...) {
					if strings.Contains(said, n) {
						rt.Fatalf("%s: %s", n, said)
					}
				}
				for _, x := range f.All() {
					if strings.Contains(said, x.Text) {
						rt.Fatalf("%s: %s", x.ID, said)
					}
				}
			}
		}
	})
}
