package parse

import (
	"strings"
	"testing"
)

func TestNoGrammarWordMeansTwoThings(t *testing.T) {
	seen := map[string]class{}
	for c := plain; c <= lost; c++ {
		if cueWords[c] == "" {
			t.Errorf("class %d has no words", c)
		}
		for _, w := range strings.Fields(cueWords[c]) {
			if other, ok := seen[w]; ok && other != c {
				t.Errorf("%s is of class %d and %d", w, other, c)
			}
			seen[w] = c
		}
	}
}
